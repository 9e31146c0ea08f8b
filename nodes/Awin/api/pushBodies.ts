/**
 * What Awin posts by itself, as far as it is the same whatever it is about: how the JSON may have been wrapped.
 */
import { isJsonObject } from './answers';
import { parsed } from './notificationValues';

/** A notification has a few kilobytes, the results of a full batch of orders some hundreds; n8n itself takes no more than this. */
export const LONGEST_PUSH = 16_000_000;

/** What a request brought along: its body as far as n8n has parsed it, and its query. */
export interface PushRequest {
	body: unknown;
	query: unknown;
}

/** n8n keeps the fields of a multipart body apart from its files. */
export function formOf(body: unknown): unknown {
	return isJsonObject(body) && isJsonObject(body.data) && 'files' in body ? body.data : body;
}

/**
 * The ways in which the JSON may be wrapped, the documented one first. Nobody has promised them, but Awin does not send a
 * notification again: a mark before it, line breaks in texts, JSON in a JSON text, encoded once too often.
 */
const READERS: Array<(text: string) => unknown> = [
	parsed,
	(text) => parsed(text.replace(/\p{Cc}|\uFEFF/gu, ' ')),
	(text) => {
		const inner = parsed(text);
		return typeof inner === 'string' ? parsed(inner) : undefined;
	},
	(text) => {
		try {
			return parsed(decodeURIComponent(text.replace(/\+/g, ' ')));
		} catch {
			return undefined;
		}
	},
];

/** @returns the first reading of the text that is what was looked for; `undefined` where none is */
export function readPushText<Value>(
	text: string,
	isWanted: (value: unknown) => value is Value,
): Value | undefined {
	for (const read of READERS) {
		const value = read(text);
		if (isWanted(value)) return value;
	}
	return undefined;
}
