/** Words for the made-up data, with everything that breaks careless code: quotes, commas, umlauts, other scripts, long lines. */

export const CAMPAIGNS = [
	'summer',
	'Black Friday – 50%',
	'newsletter, week 12',
	'"best of" list',
	'秋のセール',
	'utm|pipe;semicolon',
	'',
] as const;

export const DECLINE_REASONS = [
	'order returned',
	'Duplicate order',
	'Customer cancelled',
	'Kauf auf Rechnung – nicht bezahlt',
	'Test "order"',
	null,
] as const;

export const AMEND_REASONS = [
	'partial return',
	'Item out of stock',
	'Teilretoure: 1× Größe M',
	null,
] as const;

export const DEVICES = [
	'Windows',
	'iPhone',
	'Android Mobile',
	'Macintosh',
	'iPad',
	'Linux',
] as const;

export const COUNTRIES = ['GB', 'DE', 'FR', 'US', 'JP', 'KW', 'NL', null] as const;

export const VOUCHERS = ['SAVE10', 'WELCOME', 'spring-2024', 'ÄÖÜ15', '10%OFF'] as const;

export const PRODUCTS = [
	'Trail jacket',
	'Rucksack 30 l „Gipfel“',
	'Earl Grey, loose leaf',
	'抹茶 set',
	'12" vinyl \\ limited',
	'Notebook A5',
	'Lamp 🪔 brass',
	'Wool socks 3×',
] as const;

export const CATEGORIES = ['Outdoor', 'Tea & Coffee', 'Books', 'Home / Living', null] as const;

/** A line that is longer than any column somebody thought wide enough. */
export const LONG_TEXT = 'A very long click reference, made of many words. '.repeat(12).trim();
