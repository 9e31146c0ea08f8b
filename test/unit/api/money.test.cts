import * as fc from 'fast-check';

import {
	formatAmount,
	isCurrency,
	minorDigits,
	parseAmount,
	toDecimal,
	type AmountReading,
} from '../../../nodes/Awin/api/money';

const LARGEST_MINOR = 1e13;

function reasonOf(reading: AmountReading): string {
	return reading.ok ? `no reason: it was read as ${reading.amountMinor}` : reading.reason;
}

/** Writes minor units as digits with the given separators: 108329 with 2 places, `.` and `,` gives `1.083,29`. */
function write(amountMinor: number, places: number, thousands: string, decimal: string): string {
	const digits = String(Math.abs(amountMinor)).padStart(places + 1, '0');
	const whole = digits.slice(0, digits.length - places);
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
	const decimals = digits.slice(digits.length - places);
	return `${amountMinor < 0 ? '-' : ''}${grouped}${decimals && decimal + decimals}`;
}

/** One separator, three digits behind it: a thousand or a decimal, nobody can tell. */
function canBeReadInTwoWays(text: string): boolean {
	return /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(text);
}

const CURRENCIES = ['GBP', 'EUR', 'USD', 'JPY', 'KWD'];
const anyCurrency = fc.constantFrom(...CURRENCIES);
const anyMinor = fc.oneof(
	fc.integer({ min: -200_000, max: 200_000 }),
	fc.integer({ min: -LARGEST_MINOR, max: LARGEST_MINOR }),
);

describe('A currency has as many decimals as ISO 4217 gives it', () => {
	it.each([
		['GBP', 2],
		['EUR', 2],
		['USD', 2],
		['CHF', 2],
		['BRL', 2],
		['JPY', 0],
		['KRW', 0],
		['ISK', 0],
		['KWD', 3],
		['BHD', 3],
		['TND', 3],
		['HUF', 2],
		['COP', 2],
		['IDR', 2],
		['PKR', 2],
		['RSD', 2],
		['TWD', 2],
	])('%s: %d', (currency, digits) => {
		expect(minorDigits(currency)).toBe(digits);
	});
});

describe('A currency is an ISO code in capitals', () => {
	it.each(['GBP', 'EUR', 'JPY', 'KWD'])('%s is one', (code) => {
		expect(isCurrency(code)).toBe(true);
	});

	it.each(['gbp', 'Eur', '', 'GB', 'GBPX', '£', 'ABC', ' GBP', 'constructor'])(
		'"%s" is none',
		(code) => {
			expect(isCurrency(code)).toBe(false);
		},
	);
});

describe('An amount is read as people and sheets write it', () => {
	it.each<[unknown, string, number]>([
		['1.083,29', 'EUR', 108_329],
		['1083,29', 'EUR', 108_329],
		['1,083.29', 'GBP', 108_329],
		['1083.29', 'GBP', 108_329],
		[1083.29, 'GBP', 108_329],
		['1083', 'GBP', 108_300],
		[1083, 'GBP', 108_300],
		['0', 'GBP', 0],
		['0.05', 'GBP', 5],
		['0,5', 'EUR', 50],
		['12.5', 'GBP', 1250],
		['12.50', 'GBP', 1250],
		['  12.50 ', 'GBP', 1250],
		['12.5000', 'GBP', 1250],
		['+12.50', 'GBP', 1250],
		['0012.50', 'GBP', 1250],
		['1,234,567', 'USD', 123_456_700],
		['1.234.567', 'EUR', 123_456_700],
		['1,234,567.89', 'USD', 123_456_789],
		['1.234.567,89', 'EUR', 123_456_789],
	])('%j %s is %d minor units', (value, currency, amountMinor) => {
		expect(parseAmount(value, currency)).toEqual({ ok: true, amountMinor });
	});

	it.each<[string, string]>([
		['an apostrophe, as in Switzerland', "1'083.29"],
		['a typographic apostrophe', '1’083.29'],
		['a blank', '1 083,29'],
		['an unbreakable blank', '1\u00a0083,29'],
		['a narrow unbreakable blank, as in France', '1\u202f083,29'],
		['a thin blank', '1\u2009083,29'],
	])('thousands may be parted by %s', (_, text) => {
		expect(parseAmount(text, 'EUR')).toEqual({ ok: true, amountMinor: 108_329 });
	});

	it('parted thousands make a following separator the decimal one', () => {
		expect(parseAmount('1 083', 'EUR')).toEqual({ ok: true, amountMinor: 108_300 });
		expect(parseAmount('12 345,678', 'KWD')).toEqual({ ok: true, amountMinor: 12_345_678 });
	});

	it.each(['1\n083', '1\t083', '12\r\n345'])(
		'a line break or a tab parts two cells, not thousands: %j',
		(text) => {
			expect(parseAmount(text, 'GBP').ok).toBe(false);
		},
	);
});

describe('Currencies with other minor units', () => {
	it.each<[unknown, string, number]>([
		[1083, 'JPY', 1083],
		['1083', 'JPY', 1083],
		['1083.00', 'JPY', 1083],
		['1,083,290', 'JPY', 1_083_290],
		[1.083, 'KWD', 1083],
		['0.125', 'KWD', 125],
		['0,125', 'KWD', 125],
		['1234.567', 'KWD', 1_234_567],
		['1,234.567', 'KWD', 1_234_567],
		['1.234,567', 'KWD', 1_234_567],
	])('%j %s is %d minor units', (value, currency, amountMinor) => {
		expect(parseAmount(value, currency)).toEqual({ ok: true, amountMinor });
	});
});

describe('An amount that can be read in two ways is refused, whatever the currency', () => {
	const texts = ['1,083', '1.083', '12,345', '12.345', '999.999', '-1,083'];

	it.each(texts.flatMap((text) => CURRENCIES.map((currency) => [text, currency])))(
		'%s %s',
		(text, currency) => {
			expect(reasonOf(parseAmount(text, currency))).toMatch(/can be read in two ways/);
		},
	);

	it('the reason gives the reading without a separator', () => {
		expect(reasonOf(parseAmount('1,083', 'GBP'))).toContain('1083');
	});

	it.each<[string, string, string, number, number]>([
		['12.500', '12500.000', '12.5000', 12_500_000, 12_500],
		['12,500', '12500,000', '12,5000', 12_500_000, 12_500],
		['1.083', '1083.000', '1.0830', 1_083_000, 1_083],
		['-1.083', '-1083.000', '-1.0830', -1_083_000, -1_083],
	])(
		'where the currency has three decimals, the reason gives both readings in a form that is understood: %s',
		(text, large, small, largeMinor, smallMinor) => {
			const reason = reasonOf(parseAmount(text, 'KWD'));

			expect(reason).toContain(`"${large}"`);
			expect(reason).toContain(`"${small}"`);
			expect(reason).not.toContain('without a thousands separator');
			expect(parseAmount(large, 'KWD')).toEqual({ ok: true, amountMinor: largeMinor });
			expect(parseAmount(small, 'KWD')).toEqual({ ok: true, amountMinor: smallMinor });
		},
	);

	it('a number is never ambiguous', () => {
		expect(parseAmount(1.083, 'KWD')).toEqual({ ok: true, amountMinor: 1083 });
	});
});

describe("A sheet's arithmetic leaves dust that is not a decimal", () => {
	it.each<[string, number, number]>([
		['0.1 + 0.2', 0.1 + 0.2, 30],
		['1.1 * 3', 1.1 * 3, 330],
		['0.7 + 0.1', 0.7 + 0.1, 80],
		['4.35 * 100 / 100', (4.35 * 100) / 100, 435],
		['1.005 * 1000 / 10', (1.005 * 1000) / 10, 10_050],
		['8.2 - 0.2', 8.2 - 0.2, 800],
		['1e11 - 0.01', 1e11 - 0.01, 9_999_999_999_999],
	])('%s', (_, value, amountMinor) => {
		expect(parseAmount(value, 'GBP')).toEqual({ ok: true, amountMinor });
	});
});

describe('More decimals than the currency has are refused, never rounded', () => {
	it.each<[unknown, string, string]>([
		[10.005, 'GBP', 'at most 2 decimals'],
		[10.001, 'GBP', 'at most 2 decimals'],
		[10.00001, 'GBP', 'at most 2 decimals'],
		['10.0051', 'GBP', 'at most 2 decimals'],
		['0.125', 'GBP', 'at most 2 decimals'],
		['1,083.295', 'GBP', 'at most 2 decimals'],
		[10.5, 'JPY', 'no decimals'],
		['10,5', 'JPY', 'no decimals'],
		[1.0005, 'KWD', 'at most 3 decimals'],
		['1.0005', 'KWD', 'at most 3 decimals'],
	])('%j %s: %s', (value, currency, allowed) => {
		const reason = reasonOf(parseAmount(value, currency));
		expect(reason).toContain(currency);
		expect(reason).toContain(allowed);
	});
});

describe('The sign is kept', () => {
	it.each<[unknown, number]>([
		[-5, -500],
		['-5', -500],
		['−5', -500],
		['-1.083,29', -108_329],
	])('%j is %d minor units', (value, amountMinor) => {
		expect(parseAmount(value, 'GBP')).toEqual({ ok: true, amountMinor });
	});

	it.each<[unknown]>([['-0'], ['-0,00'], [-0]])('nothing has no sign: %j', (value) => {
		expect(parseAmount(value, 'GBP')).toEqual({ ok: true, amountMinor: 0 });
	});
});

describe('Amounts beyond what can be counted exactly are refused as too large', () => {
	it.each<[unknown]>([
		[1e21],
		[-1e21],
		[1e12],
		['1000000000000'],
		['9'.repeat(400)],
		['1,000,000,000,000.00'],
	])('%j', (value) => {
		expect(reasonOf(parseAmount(value, 'GBP'))).toBe('is too large');
	});

	it('the largest one is read', () => {
		expect(parseAmount('100000000000.00', 'GBP')).toEqual({
			ok: true,
			amountMinor: LARGEST_MINOR,
		});
		expect(parseAmount(1e11, 'GBP')).toEqual({ ok: true, amountMinor: LARGEST_MINOR });
	});
});

describe('What is no amount is refused', () => {
	it.each<[unknown]>([
		[null],
		[undefined],
		[true],
		[{}],
		[[]],
		[[12]],
		[{ amount: 12 }],
		[12n],
		[Number.NaN],
		[Infinity],
		[-Infinity],
		['abc'],
		['12 GBP'],
		['£12'],
		['12€'],
		['1.2.3'],
		['1,08,329'],
		['1,083,29'],
		['1.083.29'],
		['1,083.290.100'],
		['1.083,290,100'],
		['1,083.290,5'],
		['1,08.3'],
		['12.34,5'],
		['12.'],
		['12,'],
		['.5'],
		[',5'],
		['.'],
		['-'],
		['--5'],
		['+-5'],
		['1e3'],
		['0x10'],
		['1_000'],
		['12 34'],
		['1 2'],
		["1'08"],
		['1 083 29'],
		['(12.00)'],
		['12%'],
		['١٢'],
	])('%p', (value) => {
		expect(reasonOf(parseAmount(value, 'GBP'))).toMatch(/^is not an amount/);
	});

	it.each(['', '   ', '\n'])('%j is empty', (value) => {
		expect(parseAmount(value, 'GBP')).toEqual({ ok: false, reason: 'is empty' });
	});

	it('nothing whatsoever makes it throw, and what is read is a whole number of minor units', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.anything(),
					fc.string(),
					fc.stringMatching(/^[-+−]?[\d., '’\u202f]{0,20}$/),
					fc.double(),
				),
				anyCurrency,
				(value, currency) => {
					const reading = parseAmount(value, currency);
					if (reading.ok) expect(Number.isSafeInteger(reading.amountMinor)).toBe(true);
					else expect(reading.reason).not.toBe('');
				},
			),
			{ numRuns: 2000 },
		);
	});
});

describe('What is written is read back to the same minor units', () => {
	it.each<[string, string, string]>([
		['1083.29', '', '.'],
		['1083,29', '', ','],
		['1,083.29', ',', '.'],
		['1.083,29', '.', ','],
		['1 083,29', ' ', ','],
		['1\u202f083,29', '\u202f', ','],
		["1'083.29", "'", '.'],
	])('in the style of %s', (_, thousands, decimal) => {
		fc.assert(
			fc.property(anyMinor, anyCurrency, (amountMinor, currency) => {
				const text = write(amountMinor, minorDigits(currency), thousands, decimal);
				fc.pre(!canBeReadInTwoWays(text));
				expect(parseAmount(text, currency)).toEqual({ ok: true, amountMinor: amountMinor || 0 });
			}),
			{ numRuns: 500 },
		);
	});

	it('as a number', () => {
		fc.assert(
			fc.property(anyMinor, anyCurrency, (amountMinor, currency) => {
				expect(parseAmount(toDecimal(amountMinor, currency), currency)).toEqual({
					ok: true,
					amountMinor: amountMinor || 0,
				});
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('Minor units become the decimals that Awin takes', () => {
	it.each([
		[108_329, 'GBP', 1083.29],
		[5, 'GBP', 0.05],
		[0, 'GBP', 0],
		[-108_329, 'GBP', -1083.29],
		[1083, 'JPY', 1083],
		[1083, 'KWD', 1.083],
	])('%d %s is %d', (amountMinor, currency, decimal) => {
		expect(toDecimal(amountMinor, currency)).toBe(decimal);
	});

	it('in JSON the decimals are those that were written, without dust', () => {
		fc.assert(
			fc.property(anyMinor, anyCurrency, (amountMinor, currency) => {
				const places = minorDigits(currency);
				const printed = JSON.stringify(toDecimal(amountMinor, currency));
				const [, decimals = ''] = printed.split('.');
				expect(decimals.length).toBeLessThanOrEqual(places);
				const padded = places
					? `${printed.split('.')[0]}.${decimals.padEnd(places, '0')}`
					: printed;
				expect(padded).toBe(write(amountMinor, places, '', '.'));
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('Sums of parts never drift', () => {
	it('however many parts there are', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 200 }),
				anyCurrency,
				(partsMinor, currency) => {
					const readAgain = partsMinor.map((minor) =>
						parseAmount(toDecimal(minor, currency), currency),
					);
					const sum = readAgain.reduce(
						(total, part) => total + (part.ok ? part.amountMinor : NaN),
						0,
					);
					expect(sum).toBe(partsMinor.reduce((total, minor) => total + minor, 0));
				},
			),
		);
	});

	it('ten times ten cents are one euro', () => {
		const cents = parseAmount('0.10', 'EUR');
		expect(cents.ok && toDecimal(10 * cents.amountMinor, 'EUR')).toBe(1);
	});
});

describe('Amounts are shown with all their decimals and their currency', () => {
	it.each([
		[108_329, 'GBP', '1083.29 GBP'],
		[108_300, 'GBP', '1083.00 GBP'],
		[5, 'EUR', '0.05 EUR'],
		[-5, 'EUR', '-0.05 EUR'],
		[1083, 'JPY', '1083 JPY'],
		[1083, 'KWD', '1.083 KWD'],
		[LARGEST_MINOR - 1, 'GBP', '99999999999.99 GBP'],
	])('%d %s: %s', (amountMinor, currency, text) => {
		expect(formatAmount(amountMinor, currency)).toBe(text);
	});
});
