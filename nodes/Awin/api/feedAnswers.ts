/**
 * Bringing Awin's answer to an uploaded feed back to its products.
 *
 * Awin's page says that an answer of status 200 can hold validation errors, and shows no form of them. Its clients look for
 * `errors`, and for a `status` of `paused`. So every plausible form is taken, wherever in the answer it stands.
 */
import { findList, isJsonObject, type JsonObject } from './answers';
import {
	complainsByName,
	complainsByState,
	complainsByText,
	complainsInWords,
	countIn,
	DEEPEST,
	lettersOf,
	memberInWords,
	saysAllIsWell,
} from './complaints';

/** Names under which Awin is likely to list what is wrong. */
export const COMPLAINT_LISTS = [
	'errors',
	'validationErrors',
	'validation_errors',
	'productErrors',
	'failedProducts',
	'invalidProducts',
	'rejectedProducts',
	'violations',
];

/** `PARTIALLY_ACCEPTED` and `completed with errors` are about the products that are named. */
export const IN_PART = /partial|with/i;

/** What an answer says, as far as it is not all well. */
export interface Found {
	/** About a product, or about what might be one. */
	complaints: Complaint[];
	/** That something is wrong, without saying with what. */
	signs: Sign[];
	/** How many products it counts as taken. */
	counts: Array<{ words: string; count: number }>;
}

interface Sign {
	words: string;
	/** How often, where it says so: complaints that found their products may be the same ones. */
	count?: number;
	/** What it counts are products, not complaints. */
	isOfProducts?: boolean;
	/** It is about the feed as a whole, whatever is said of its products: `success: false`. */
	isOfFeed?: boolean;
}

/** Numbers of these are numbers of products that Awin took. */
const TAKEN =
	/^(?:no|num|number)?(?:of)?(?:(?:accepted|active|imported|live|loaded|processed|published|received|saved|success|successful|total|uploaded|valid)(?:products|items|rows|lines|entries|records|offers)?|(?:products|items|rows|lines|entries|records|offers)(?:accepted|imported|loaded|processed|published|received|saved|uploaded|valid)?)(?:count|number|total)?$/;

const OF_PRODUCTS = /product|item|row|line|offer|entr|record/i;

/** @param isSent whether a product of this ID was sent */
export function lookThrough(answer: unknown, isSent: (id: string) => boolean): Found {
	const looking = new Looking(isSent);
	if (Array.isArray(answer)) looking.takeList(answer);
	else looking.at(answer, {});
	return looking;
}

/** Where in an answer somebody looks: how deep, and below which product. */
interface Spot {
	depth?: number;
	place?: Place;
}

class Looking implements Found {
	readonly complaints: Complaint[] = [];
	readonly signs: Sign[] = [];
	readonly counts: Found['counts'] = [];

	constructor(private readonly isSent: (id: string) => boolean) {}

	/** A bare list is one of complaints; what says that all is well with it is none. */
	takeList(list: unknown[]): void {
		for (const entry of list) {
			const isWell = isJsonObject(entry) && saysAllIsWell(entry) && !isPlaintive(entry);
			if (!isWell) this.add(complaintsIn([entry]), undefined);
		}
	}

	at(value: unknown, { depth = 0, place }: Spot): void {
		if (depth > DEEPEST) this.addSign('It goes deeper than can be read', undefined, true);
		else if (typeof value === 'string') this.atText(value, place);
		else if (Array.isArray(value)) {
			for (const entry of value) this.atEntry(entry, { depth: depth + 1, place });
		} else if (isJsonObject(value)) {
			for (const [name, member] of Object.entries(value)) {
				this.atMember(name, member, { depth: depth + 1, place });
			}
		}
	}

	private atText(text: string, place: Place | undefined): void {
		if (!complainsByText(text)) return;
		const own = fromText(text);
		if (place || own.line !== undefined || this.isSent(own.id ?? '')) this.add([own], place);
		else this.addSign(own.message, firstNumber(text));
	}

	private atEntry(entry: unknown, spot: Spot): void {
		const own = isJsonObject(entry) ? placeOf(entry) : undefined;
		if (typeof entry === 'string' && fromText(entry).line !== undefined) {
			this.add([fromText(entry)], undefined);
		} else if (!isJsonObject(entry) || !own) {
			this.at(entry, spot);
		} else {
			const before = this.complaints.length;
			this.at(entry, { ...spot, place: own });
			// With a place and words it is a complaint, unless it says that all is well, or is the product itself.
			const message = isProduct(entry) || saysAllIsWell(entry) ? undefined : messageOf(entry);
			const isNew = this.complaints.length === before && message !== undefined;
			if (isNew) this.complaints.push({ ...own, message });
		}
	}

	private atMember(name: string, value: unknown, { depth, place }: Spot): void {
		const count = countIn(value);
		// Only where it is told: a member may be a list of millions.
		const words = () => memberInWords(name, value);
		if (complainsByName(name, value)) {
			const listed = count === undefined ? complaintsIn(value) : [];
			if (listed.length > 0) this.add(listed, place);
			else if (place) this.complaints.push({ ...place, message: words() });
			else this.addSign(words(), count, value === false);
		} else if (complainsByState(name, value)) {
			if (place) this.complaints.push({ ...place, message: words() });
			else if (typeof value === 'string') this.addSign(value, undefined, !IN_PART.test(value));
			else this.addSign(words(), undefined, true);
		} else if (count !== undefined && !place && TAKEN.test(lettersOf(name))) {
			this.counts.push({ words: words(), count });
		} else if (typeof value === 'object') {
			this.at(value, { depth, place });
		} else if (!place && complainsInWords(name, value)) {
			this.atText(value as string, undefined);
		}
	}

	private addSign(words: string, count: number | undefined, isOfFeed = false): void {
		this.signs.push({ words, count, isOfFeed, isOfProducts: OF_PRODUCTS.test(words) });
	}

	private add(complaints: Complaint[], place: Place | undefined): void {
		for (const one of complaints) this.complaints.push({ ...one, ...place });
	}
}

/** Awin may give the products back: their texts are the shop's, and not about them. */
function isProduct(entry: JsonObject): boolean {
	return typeof entry.title === 'string';
}

function isPlaintive(entry: JsonObject): boolean {
	return Object.entries(entry).some(
		([name, value]) =>
			complainsByName(name, value) ||
			complainsByState(name, value) ||
			complainsInWords(name, value),
	);
}

function firstNumber(text: string): number | undefined {
	const digits = /\d{1,9}/.exec(text)?.[0];
	return digits === undefined ? undefined : Number(digits);
}

interface Complaint {
	id?: string;
	/** As Awin counts lines, mostly from 1. */
	line?: number;
	/** Counted from 0. */
	index?: number;
	message: string;
}

type Place = Omit<Complaint, 'message'>;

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

function placeOf(entry: JsonObject): Place | undefined {
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
