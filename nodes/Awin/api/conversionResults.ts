/**
 * Reading what Awin posts to the `webhook.url` of a batch of orders (Conversion API, "webhook details").
 *
 * No form of it is documented. Its help pages promise the details of all orders once all are processed, and for failed ones a
 * code to quote to support. So every plausible form is taken: the lists of the API's own answers, a list of orders that each
 * say what became of them, one order alone; bare, wrapped, as a form field; names in camel or snake case. Nothing is taken for
 * accepted, pending or rejected unless the entry of an order says so in one way.
 */
import { isJsonObject, type JsonObject } from './answers';
import { judgeOrders, type OrderVerdict, type SaidOutcome } from './conversionAnswers';
import {
	camelCased,
	codeOf,
	errorsOf,
	LONGEST_ID,
	outcomesOf,
	referenceOf,
	shortText,
	surroundingsOf,
	type Surroundings,
} from './conversionEntries';
import { isGarbled, isKeepable, parsed } from './notificationValues';
import { referenceKey } from './orderReferences';
import { advertisersIn } from './resultsAddress';
import { formOf, LONGEST_PUSH, readPushText, type PushRequest } from './pushBodies';

/** What Awin says of one order. */
export interface ConversionResult {
	/** As Awin names the order: whole, or cut to the 50 characters that it keeps. */
	reference: string;
	/** The advertiser, where the post or its address names it, and both the same. */
	accountId: string | null;
	batchId: string | null;
	verdict: OrderVerdict;
	/** Awin's code of what is wrong, for its support. */
	code: string | number | null;
	/** Awin does not book it. Whatever may mean a test is taken for one. */
	isTest: boolean;
	/** The entry as it came; null where it is too large or broken, which `warnings` says. */
	received: unknown;
	/** What to know of the entry, as sentences without a full stop. */
	warnings: string[];
}

export type ResultsReading =
	| { ok: true; results: ConversionResult[] }
	/** Why there are none: a whole sentence, that repeats nothing of what came. */
	| { ok: false; reason: string };

/** Reads a post. It is refused only where no order is named in it. */
export function readConversionResults({ body, query }: PushRequest): ResultsReading {
	const form = formOf(body);
	const around = isJsonObject(form) ? surroundingsOf(camelCased(form)) : {};
	const entries = new Entries(advertisersIn(query));
	for (const place of placesOf(form)) {
		entries.collect(place, around, 0);
		if (entries.all.length > 0) return { ok: true, results: entries.results() };
	}
	return { ok: false, reason: 'No order was found in it.' };
}

/** More fields than any form has. */
const MOST_FIELDS = 20;

/** Where the results may stand: in the body itself, or as JSON in one of its fields or names. */
function* placesOf(form: unknown): Generator {
	if (typeof form === 'string') {
		if (form.length <= LONGEST_PUSH) yield readPushText(form, isStructure);
		return;
	}
	yield form;
	if (!isJsonObject(form)) return;
	const fields = Object.entries(form).slice(0, MOST_FIELDS);
	for (const text of fields.flat()) {
		if (typeof text !== 'string' || text.length > LONGEST_PUSH) continue;
		const value = readPushText(text, isStructure);
		if (value) yield value;
	}
}

function isStructure(value: unknown): value is JsonObject | unknown[] {
	return typeof value === 'object' && value !== null;
}

/** Under these names stands what is wrong: with the entry itself, or with the orders that are named there. */
const ERRORS = ['error', 'errors', 'failure', 'failures'];

const LISTS: Array<[SaidOutcome, string[]]> = [
	[
		'accepted',
		['successfulOrders', 'acceptedOrders', 'succeededOrders', 'successful', 'accepted', 'success'],
	],
	['pending', ['pendingOrders', 'processingOrders', 'pending']],
	['rejected', ['failedOrders', 'rejectedOrders', 'invalidOrders', 'failed', 'rejected']],
	['rejected', ERRORS],
];

/** Under these names whatever matters may be wrapped, or stand in a list of its own. */
const WRAPPERS = [
	'orders',
	'results',
	'result',
	'conversions',
	'conversionResults',
	'orderResults',
	'items',
	'data',
	'body',
	'payload',
	'batch',
	'batches',
	'response',
	'content',
];

/** Nothing plausible is wrapped deeper. */
const DEEPEST = 6;

interface Entry extends Surroundings {
	received: unknown;
	/** With its names in camel case. */
	members: JsonObject;
	reference: string;
	/** Several where the entry contradicts itself. */
	outcomes: Set<SaidOutcome>;
}

class Entries {
	readonly all: Entry[] = [];

	/** @param advertisers that the address names */
	constructor(private readonly advertisers: string[]) {}

	collect(place: unknown, around: Surroundings, depth: number): void {
		if (depth > DEEPEST) return;
		if (Array.isArray(place)) {
			for (const one of place as unknown[]) this.collect(one, around, depth + 1);
		}
		if (!isJsonObject(place)) return;
		const members = camelCased(place);
		const inside = { ...around, ...surroundingsOf(members) };
		if (this.enterLists(members, inside)) return;
		// Of an entry the nearest names count, of what is wrapped those of the wrapper.
		if (this.enter(place, around)) return;
		for (const name of WRAPPERS) {
			const below = members[name];
			const batch = name === 'batch' && isJsonObject(below) ? shortText(below.id) : undefined;
			const next = batch === undefined ? inside : { ...inside, batchId: batch };
			const value = typeof below === 'string' ? parsed(below) : below;
			if (isStructure(value)) this.collect(value, next, depth + 1);
		}
	}

	/** @returns what became of each order that was named, in the order in which they came */
	results(): ConversionResult[] {
		const batches = new Map<string, Entry[]>();
		for (const entry of this.all) {
			const key = `${entry.accountId ?? ''} ${entry.batchId ?? ''}`;
			const batch = batches.get(key);
			if (batch) batch.push(entry);
			else batches.set(key, [entry]);
		}
		return [...batches.values()].flatMap((batch) => resultsOfBatch(batch, this.advertisers));
	}

	/** @returns whether there are lists that say by their names what became of their orders */
	private enterLists(members: JsonObject, inside: Surroundings): boolean {
		const before = this.all.length;
		const isOrder = referenceOf(members, false) !== undefined;
		for (const [outcome, names] of LISTS) {
			if (names === ERRORS && isOrder) continue;
			for (const name of names) {
				const list = members[name];
				if (!isStructure(list)) continue;
				for (const one of Array.isArray(list) ? (list as unknown[]) : [list]) {
					// A text among errors is one, and no reference.
					if (names !== ERRORS || isJsonObject(one)) this.enter(one, inside, outcome);
				}
			}
		}
		return this.all.length > before;
	}

	/** @returns whether the entry is about an order */
	private enter(received: unknown, around: Surroundings, listed?: SaidOutcome): boolean {
		const isBare = typeof received === 'string' || typeof received === 'number';
		const members: JsonObject = isBare
			? { orderReference: received }
			: isJsonObject(received)
				? camelCased(received)
				: {};
		const reference = referenceOf(members, listed !== undefined);
		if (reference === undefined) return false;
		const outcomes = outcomesOf(members);
		if (listed) outcomes.add(listed);
		const own = surroundingsOf(members);
		this.all.push({ ...around, ...own, received, members, reference, outcomes });
		return true;
	}
}

function resultsOfBatch(entries: Entry[], advertisers: string[]): ConversionResult[] {
	const byKey = new Map<string, Entry>();
	const said: Record<SaidOutcome, JsonObject[]> = { accepted: [], pending: [], rejected: [] };
	for (const entry of entries) {
		const key = referenceKey(entry.reference);
		const known = byKey.get(key);
		if (!known || known.reference.length < entry.reference.length) byKey.set(key, entry);
		// In the form of the API's own answers, which has the rules for what is named twice.
		const errors = errorsOf(entry.members);
		const named = { ...entry.members, orderReference: entry.reference, errors };
		for (const outcome of entry.outcomes) said[outcome].push(named);
	}
	const kept = [...byKey.values()];
	const { orders } = judgeOrders(
		kept.map(({ reference }) => reference),
		{
			status: 200,
			answer: {
				successfulOrders: said.accepted,
				pendingOrders: said.pending,
				failedOrders: said.rejected,
			},
		},
	);
	return kept.map((entry, place) => resultOf(entry, orders[place], advertisers));
}

function resultOf(entry: Entry, verdict: OrderVerdict, advertisers: string[]): ConversionResult {
	const { reference, members, received } = entry;
	const named = new Set([entry.accountId ?? [], advertisers].flat());
	const warnings: string[] = [];
	if (named.size > 1) {
		warnings.push(`More than one advertiser is named: ${[...named].join(', ')}`);
	}
	const isShown = isKeepable(received) && JSON.stringify(received).length <= LONGEST_ENTRY;
	if (!isShown) warnings.push('What Awin sent of this order is too large or broken, and not shown');
	if (isGarbled(reference))
		warnings.push('The order reference has characters that were broken on the way');
	return {
		reference,
		accountId: named.size === 1 ? [...named][0] : null,
		batchId: entry.batchId ?? null,
		verdict: { ...verdict, correlationId: verdict.correlationId?.slice(0, LONGEST_ID) ?? null },
		code: codeOf(members),
		isTest: entry.isTest ?? false,
		received: isShown ? received : null,
		warnings,
	};
}

/** An order with a basket has some kilobytes. */
const LONGEST_ENTRY = 20_000;
