/**
 * Keeping the credential's secrets out of what is shown. Awin, or a server on the way, may repeat a token in its own words:
 * in a refusal, in the words of a job, in any row of a list, and written in escapes.
 */

/** A shorter one may stand in any word of a list by chance; no token of Awin's is so short. */
const SHORTEST_IN_DATA = 8;

const HIDDEN = '…';

export class Secrets {
	private readonly secrets: string[];
	private pattern?: Patterns;

	/**
	 * @param secrets neither they nor any usual way of writing them is to be seen by anybody
	 * @param inData whether they are looked for among rows, which must stay as they are
	 */
	constructor(secrets: string[], { inData = false } = {}) {
		const shortest = inData ? SHORTEST_IN_DATA : 1;
		this.secrets = [...new Set(secrets)].filter((secret) => secret.length >= shortest);
	}

	/** Whether a secret may be read in a text. One look and no copy: a list may have a hundred million characters. */
	mayBeIn(text: string): boolean {
		return this.secrets.length > 0 && this.patterns().first.test(text);
	}

	/** The same value without the secrets, wherever they stand in it: in texts and in the names of members. */
	hideIn(value: unknown): unknown {
		if (typeof value === 'string') return this.hideInText(value);
		if (typeof value !== 'object' || value === null) return value;
		if (Array.isArray(value)) return value.map((entry) => this.hideIn(entry));
		return Object.fromEntries(
			Object.entries(value).map(([name, member]) => [this.hideInText(name), this.hideIn(member)]),
		);
	}

	private hideInText(text: string): string {
		return this.mayBeIn(text) ? text.replace(this.patterns().every, HIDDEN) : text;
	}

	private patterns(): Patterns {
		if (this.pattern) return this.pattern;
		const key = JSON.stringify(this.secrets);
		if (latest?.key === key) return (this.pattern = latest.pattern);
		const source = this.secrets
			.flatMap((secret) => [writtenPatternOf(secret), ...encodedPatternsOf(secret)])
			.join('|');
		this.pattern = { first: new RegExp(source, 'i'), every: new RegExp(source, 'gi') };
		latest = { key, pattern: this.pattern };
		return this.pattern;
	}
}

interface Patterns {
	first: RegExp;
	every: RegExp;
}

/** Call after call is made with the same token, and these take longer to make than to use. */
let latest: { key: string; pattern: Patterns } | undefined;

/** A secret as a part of anything that was written in Base64 or as hexadecimal numbers. */
function encodedPatternsOf(secret: string): string[] {
	if (secret.length < SHORTEST_IN_DATA) return [];
	const wrapped = [...new Set(base64FormsOf(secret))].map((form) => {
		// JSON may have a backslash before a slash, and long texts of this kind are cut into lines.
		return [...form]
			.map((letter) => (letter === '/' ? '\\\\?' : '') + plainly(letter))
			.join(LINE_END);
	});
	return [...wrapped, plainly(Buffer.from(secret).toString('hex'))];
}

/** Also as it stands within JSON. */
const LINE_END = '(?:[\\r\\n]|\\\\{1,8}[rn])*';

/** Base64 writes three bytes as four letters, so there are three ways, by where in the whole the secret begins. */
function base64FormsOf(secret: string): string[] {
	return [0, 1, 2].flatMap((before) => {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
		// Letters that hold bits of what stands before or behind belong to the secret only in part.
		const first = Math.ceil((before * 4) / 3);
		const last = Math.floor((bytes.length * 4) / 3);
		const letters = bytes.toString('base64').slice(first, last);
		return [letters, letters.replaceAll('+', '-').replaceAll('/', '_')];
	});
}

/**
 * Finds a secret in any case, also where any of its characters is written as an escape (of JSON, of programs, of addresses
 * any number of times, of web pages, of mails), where characters that nobody sees stand between them, and without its hyphens.
 */
function writtenPatternOf(secret: string): string {
	const isLong = secret.replace(/[^a-z\d]/gi, '').length >= LONG_WITHOUT_HYPHENS;
	return [...secret]
		.map((character) => writtenCharacter(character) + (isLong && character === '-' ? '?' : ''))
		.join(UNSEEN);
}

/** Letters and digits that are still nobody else's. */
const LONG_WITHOUT_HYPHENS = 16;

/** Soft hyphens, blanks of no width and turns of the direction, also as they may stand within JSON. */
const UNSEEN =
	'(?:[\\xad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]|\\\\{1,8}u(?:00ad|061c|180e|200[b-f]|202[a-e]|206\\d|feff))*';

/** What web pages call characters that stand in tokens. */
const ENTITIES: Record<string, string> = {
	'-': 'hyphen|dash',
	'/': 'sol',
	'+': 'plus',
	'=': 'equals',
	_: 'lowbar',
	'.': 'period',
	':': 'colon',
	'&': 'amp',
	'<': 'lt',
	'>': 'gt',
	'"': 'quot',
	"'": 'apos',
};

function writtenCharacter(character: string): string {
	const code = character.charCodeAt(0);
	const hex = hexOf(code);
	const octal = code.toString(8);
	const inPrograms = `\\\\{1,8}(?:u00${hex}|u\\{0{0,4}${hex}\\}|x${hex}|0?${octal}|\\x${hex})`;
	const entity = ENTITIES[character] ? `|${ENTITIES[character]}` : '';
	const inPages = `&(?:amp;){0,4}(?:#x0{0,4}${hex}|#0{0,4}${code}${entity});`;
	return `(?:\\x${hex}|%(?:25){0,8}${hex}|=${hex}|${inPrograms}|${inPages})`;
}

function plainly(text: string): string {
	return [...text].map((letter) => `\\x${hexOf(letter.charCodeAt(0))}`).join('');
}

function hexOf(code: number): string {
	return code.toString(16).padStart(2, '0');
}
