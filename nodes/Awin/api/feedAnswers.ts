/**
 * Bringing Awin's answer to an uploaded feed back to its products.
 *
 * Awin's page says that an answer of status 200 can hold validation errors, and shows no form of them. Its clients look for
 * `errors`, and for a `status` of `paused`. So every plausible form is taken, and nothing is called accepted while the
 * answer complains about something that cannot be brought back to a product.
 */
import { findList, findMember, isJsonObject, readComplaint, type JsonObject } from './answers';

export type RestReason =
	/** Awin refused the feed as a whole, because of other products or with words of its own. */
	| 'otherProducts'
	| 'refused'
	/** It complains, and the complaint names no product of this feed. */
	| 'unplaced'
	/** It says of the feed as a whole that it is not in use. */
	| 'paused'
	/** It says nothing that an answer to a feed would say. */
	| 'unsaid';

export interface FeedVerdict {
	/** What Awin has against a product, by its place in the feed (from 0). */
	rejected: Map<number, string[]>;
	/** What became of all other products. */
	rest: 'accepted' | 'rejected' | 'unknown';
	restReason: RestReason | null;
	/** What Awin says of the feed as a whole; null where it says nothing. */
	words: string | null;
}

const COMPLAINT_LISTS = [
	'errors',
	'validationErrors',
	'validation_errors',
	'productErrors',
	'failedProducts',
	'invalidProducts',
	'rejectedProducts',
	'violations',
];

const OUT_OF_USE = /^(paused|failed|rejected|refused|invalid|error)$/i;

/** @param ids of the products as they were sent, in their order */
export function judgeFeed(
	ids: string[],
	{ status, answer }: { status: number; answer: unknown },
): FeedVerdict {
	const body = isJsonObject(answer) ? answer : {};
	const found = Array.isArray(answer) ? answer : findMember(body, COMPLAINT_LISTS);
	const complaints = complaintsIn(found);
	const rejected = new Map<number, string[]>();
	const unplaced: string[] = [];
	const places = new Map(ids.map((id, place) => [id, place]));
	const countsFromZero = complaints.some(({ line }) => line === 0);
	for (const { id, line, index, message } of complaints) {
		const byLine = index ?? (line === undefined ? undefined : line - (countsFromZero ? 0 : 1));
		const place = (id === undefined ? undefined : places.get(id)) ?? byLine;
		if (place === undefined || place < 0 || place >= ids.length) unplaced.push(message);
		else {
			const messages = rejected.get(place);
			if (messages) messages.push(message);
			else rejected.set(place, [message]);
		}
	}
	const whole = readComplaint(answer);
	const state = findMember(body, ['status', 'feedStatus', 'state']);
	const words = unplaced[0] ?? whole?.description ?? whole?.error ?? null;
	const isRefused = status >= 400 || whole?.error !== undefined;
	if (isRefused) {
		const restReason = rejected.size > 0 ? 'otherProducts' : 'refused';
		return { rejected, rest: 'rejected', restReason, words };
	}
	if (unplaced.length > 0) return { rejected, rest: 'unknown', restReason: 'unplaced', words };
	if (typeof state === 'string' && OUT_OF_USE.test(state)) {
		return { rejected, rest: 'unknown', restReason: 'paused', words: words ?? state };
	}
	// A status 200 alone says nothing: everything on the way to Awin answers so.
	const saysSo = [201, 202, 204].includes(status) || found !== undefined || isAboutFeed(body);
	if (!saysSo) return { rejected, rest: 'unknown', restReason: 'unsaid', words };
	return { rejected, rest: 'accepted', restReason: null, words };
}

/** `status` and `version` are what clients read (not documented); the others are what a success is likely to say. */
const ABOUT_FEED = ['status', 'feedStatus', 'state', 'version', 'success', 'products', 'feedId'];

function isAboutFeed(body: JsonObject): boolean {
	if (COMPLAINT_LISTS.some((name) => name in body)) return true;
	const value = findMember(body, ABOUT_FEED);
	return ['string', 'number', 'boolean'].includes(typeof value) && value !== false;
}

interface Complaint {
	id?: string;
	/** As Awin counts lines, mostly from 1. */
	line?: number;
	/** Counted from 0. */
	index?: number;
	message: string;
}

const NO_WORDS = 'no reason given';

function complaintsIn(found: unknown, depth = 0): Complaint[] {
	if (found === null || found === undefined || depth > 3) return [];
	if (typeof found === 'string') return found.trim() ? [fromText(found)] : [];
	if (Array.isArray(found)) return found.flatMap((one) => complaintsIn(one, depth + 1));
	if (!isJsonObject(found)) return [];
	const own = placeOf(found);
	const nested = findList(found, ['errors', 'messages', 'reasons', 'violations']);
	if (nested && nested.length > 0) {
		// The words stand below the product that they are about.
		return complaintsIn(nested, depth + 1).map((one) => ({ ...one, ...own }));
	}
	const message = messageOf(found);
	if (message !== undefined) return [{ ...(own ?? fromText(message)), message }];
	if (own) return [{ ...own, message: NO_WORDS }];
	return keyedComplaints(found, depth);
}

/** A map of complaints by product ID, or by line: `{"4711": ["…"], "line 3": "…"}`. */
function keyedComplaints(found: JsonObject, depth: number): Complaint[] {
	return Object.entries(found).flatMap(([key, value]) => {
		const { line } = fromText(key);
		const number = /^\d+$/.test(key) ? Number(key) : undefined;
		return complaintsIn(value, depth + 1).map((one) => ({
			...one,
			id: one.id ?? key,
			line: one.line ?? line ?? number,
		}));
	});
}

/** Awin may name a product in words alone: `Line 3: title is missing`, `Product "4711" has no price`. */
function fromText(text: string): Complaint {
	// Single blanks: a pattern that may share many out among its parts tries all ways to do so.
	const plain = text.replace(/\s+/g, ' ');
	const [, line] = /\b(?:line|row) ?(?:number|no\.?)? ?[#:]? ?(\d+)/i.exec(plain) ?? [];
	const [, id] = /\b(?:product|id)\b ?(?:id\b)? ?[#:]? ?["'\u201c]?([\w.-]+)/i.exec(plain) ?? [];
	return { id, line: line === undefined ? undefined : Number(line), message: text.trim() };
}

const ID_NAMES = ['id', 'productId', 'product_id', 'offerId', 'offer_id', 'sku'];
const LINE_NAMES = ['line', 'lineNumber', 'line_number', 'row', 'rowNumber', 'row_number'];
const INDEX_NAMES = ['index', 'position'];

function placeOf(entry: JsonObject): Omit<Complaint, 'message'> | undefined {
	const product = isJsonObject(entry.product) ? entry.product : {};
	const id = textIn(entry, ID_NAMES) ?? textIn(product, ID_NAMES);
	const line = numberIn(entry, LINE_NAMES);
	const index = numberIn(entry, INDEX_NAMES);
	return id === undefined && line === undefined && index === undefined
		? undefined
		: { id, line, index };
}

const MESSAGE_NAMES = ['message', 'errorMessage', 'error', 'description', 'reason', 'detail'];

function messageOf(entry: JsonObject): string | undefined {
	const message = textIn(entry, MESSAGE_NAMES);
	const field = textIn(entry, ['field', 'attribute', 'property', 'fieldName']);
	if (message === undefined) return field && `${field}: ${NO_WORDS}`;
	return field && !message.includes(field) ? `${field}: ${message}` : message;
}

function textIn(entry: JsonObject, names: string[]): string | undefined {
	for (const name of names) {
		const value = entry[name];
		if (typeof value === 'string' && value.trim()) return value.trim();
		if (typeof value === 'number') return String(value);
	}
	return undefined;
}

function numberIn(entry: JsonObject, names: string[]): number | undefined {
	const text = textIn(entry, names);
	return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
