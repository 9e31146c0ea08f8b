/**
 * Addresses of web pages as people give them.
 */

export type AddressReading = { ok: true; address: string } | { ok: false; reason: string };

/**
 * Checks the address of a web page: absolute, `http` or `https`, with a host. It is given back letter by letter: other
 * scripts and percent sequences in it stay as they are.
 *
 * @returns the address, or why it cannot be used, as the end of a sentence
 */
export function readWebAddress(text: string): AddressReading {
	if (/[\s\p{Cc}]/u.test(text)) return { ok: false, reason: 'has a blank or a line break in it' };
	const isWhole = /^https?:\/\/[^/?#]/i.test(text) && URL.canParse(text);
	// Half of a character, as careless cutting leaves it, has no encoding at all.
	if (!isWhole || /\p{Cs}/u.test(text)) {
		return { ok: false, reason: 'is not the whole address of a web page' };
	}
	return { ok: true, address: text };
}

const AWIN_LINK_HOSTS = /^(?:(?:www\.)?awin1\.com|tidd\.ly|(?:www\.)?zenaps\.com)$/i;

/** Whether an address is a tracking link of Awin's already: tracked twice, a click counts for nobody. */
export function isAwinLink(address: string): boolean {
	return URL.canParse(address) && AWIN_LINK_HOSTS.test(new URL(address).hostname);
}

/**
 * Encodes a text for the query of an address, once: what is encoded in it already is encoded again, so that decoding gives
 * exactly the text back. Quotes and brackets are encoded too; they would end the link in a web page or a chat message.
 */
export function encodeOnce(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

/** Parts of a path that lead out of it, however they are written: every address is cleared of them before it is asked for. */
const LEADS_ELSEWHERE = /^(?:\.|%2e){1,2}$/i;

/** Whether a text can stand as one part of a path, such as an ID. */
export function isPathPart(text: string): boolean {
	return text !== '' && !LEADS_ELSEWHERE.test(text);
}

/** Writes a text as one part of a path; half a character, which no address can hold, becomes the sign for an unknown one. */
export function pathPart(text: string): string {
	return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}
