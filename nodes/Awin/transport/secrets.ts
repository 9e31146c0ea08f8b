/**
 * Keeping the credential's secrets out of what is shown. Awin, or a server on the way, may repeat a token in its own words:
 * in a refusal, in the words of a job, in any row of a list, and written in escapes.
 */

/** A shorter one may stand in any word of a list by chance; no token of Awin's is so short. */
const SHORTEST_IN_DATA = 8;

const HIDDEN = '…';

/** Whether a text can hold characters that are written otherwise than they read. */
const ESCAPES = ['%', '\\', '&#'];

export class Secrets {
	private readonly secrets: string[];
	private readonly forms: string[];
	/** Made only when it is needed: most answers have nothing that could be an escape. */
	private pattern?: { first: RegExp; every: RegExp };

	/**
	 * @param secrets neither they nor any usual way of writing them is to be seen by anybody
	 * @param inData whether they are looked for among rows, which must stay as they are
	 */
	constructor(secrets: string[], { inData = false } = {}) {
		const shortest = inData ? SHORTEST_IN_DATA : 1;
		this.secrets = [...new Set(secrets)].filter((secret) => secret.length >= shortest);
		this.forms = [...new Set(this.secrets.flatMap(formsOf))];
	}

	/** Whether a secret may be read in a text. Fast where there is none: a list may have a hundred million characters. */
	mayBeIn(text: string): boolean {
		if (this.secrets.length === 0) return false;
		if (this.forms.some((form) => text.includes(form))) return true;
		return ESCAPES.some((sign) => text.includes(sign)) && this.patterns().first.test(text);
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

	private patterns(): { first: RegExp; every: RegExp } {
		if (this.pattern) return this.pattern;
		const source = this.secrets
			.flatMap((secret) => [escapedPatternOf(secret), ...base64FormsOf(secret).map(literally)])
			.join('|');
		this.pattern = { first: new RegExp(source, 'i'), every: new RegExp(source, 'gi') };
		return this.pattern;
	}
}

/** A secret as it is, and as a part of anything that was written in Base64. */
function formsOf(secret: string): string[] {
	return [secret, secret.toLowerCase(), secret.toUpperCase(), ...base64FormsOf(secret)];
}

/** Base64 writes three bytes as four letters, so there are three ways, by where in the whole the secret begins. */
function base64FormsOf(secret: string): string[] {
	if (secret.length < SHORTEST_IN_DATA) return [];
	return [0, 1, 2].flatMap((before) => {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
		// Letters that hold bits of what stands before or behind belong to the secret only in part.
		const first = Math.ceil((before * 4) / 3);
		const last = Math.floor((bytes.length * 4) / 3);
		const letters = bytes.toString('base64').slice(first, last);
		return [letters, letters.replaceAll('+', '-').replaceAll('/', '_')];
	});
}

/** Finds a secret also where any of its characters is written as an escape: of JSON, of addresses, of web pages. */
function escapedPatternOf(secret: string): string {
	return [...secret]
		.map((character) => {
			const code = character.charCodeAt(0);
			const hex = hexOf(code);
			const inJson = `\\\\{1,8}(?:u00${hex}|\\x${hex})`;
			return `(?:\\x${hex}|%${hex}|${inJson}|&#(?:x0{0,4}${hex}|0{0,4}${code});)`;
		})
		.join('');
}

/** JSON may have a backslash before a slash. */
function literally(text: string): string {
	return [...text]
		.map((letter) => `${letter === '/' ? '\\\\?' : ''}\\x${hexOf(letter.charCodeAt(0))}`)
		.join('');
}

function hexOf(code: number): string {
	return code.toString(16).padStart(2, '0');
}
