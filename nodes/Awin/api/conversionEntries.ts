/**
 * The names and words in which an order's result may be told. None of them is documented for what Awin posts; they are those of
 * the Conversion API's answers, and what is plausible beside them.
 */
import { isJsonObject, readId, type JsonObject } from './answers';
import type { SaidOutcome } from './conversionAnswers';

export const LONGEST_ID = 200;
const LONGEST_REFERENCE = 1000;

/** What is said of all entries that stand together. */
export interface Surroundings {
	batchId?: string;
	/** The advertiser. */
	accountId?: string;
	/** Once said of all, it is not taken back for one. */
	isTest?: true;
}

/** With `order_reference` and `OrderReference` as `orderReference`; where two become one, the first counts. */
export function camelCased(object: JsonObject): JsonObject {
	const names = new Map<string, unknown>();
	for (const [name, value] of Object.entries(object)) {
		const camel = camelName(name);
		if (!names.has(camel)) names.set(camel, value);
	}
	// Also a member that is called like the prototype is just one of them then.
	return Object.fromEntries(names);
}

function camelName(name: string): string {
	if (/^[a-z][A-Za-z0-9]*$/.test(name)) return name;
	const words = /[a-z]/.test(name) ? name : name.toLowerCase();
	// In two steps, so that a long run of blanks is looked at once.
	const hyphened = words.replace(/[_\s-]+/g, '-');
	const joined = hyphened.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
	return joined.charAt(0).toLowerCase() + joined.slice(1);
}

const SURE_REFERENCES = ['orderReference', 'orderRef'];
/** What an order in a list may be called by. Alone, such a name may stand for anything. */
const REFERENCES = [...SURE_REFERENCES, 'orderId', 'orderNumber', 'reference'];

/** @param isListed the list that it stands in is one of orders */
export function referenceOf(members: JsonObject, isListed: boolean): string | undefined {
	const places: Array<[JsonObject, string[]]> = [
		[members, isListed || hasWords(members) ? REFERENCES : SURE_REFERENCES],
		[orderOf(members), REFERENCES],
	];
	for (const [place, names] of places) {
		for (const name of names) {
			const value = place[name];
			const text = typeof value === 'number' ? String(value) : value;
			if (typeof text === 'string' && text.trim()) return text.trim().slice(0, LONGEST_REFERENCE);
		}
	}
	return undefined;
}

/** The order inside an entry, where there is one. */
function orderOf({ order, conversion }: JsonObject): JsonObject {
	const inner = [order, conversion].find(isJsonObject);
	return inner ? camelCased(inner) : {};
}

const OUTCOME_NAMES = [
	'status',
	'outcome',
	'result',
	'state',
	'orderStatus',
	'processingStatus',
	'conversionStatus',
];

// Words such as "processed" or "completed" tell that Awin is through with an order, and not with what result.
const WORDS = new Map<string, SaidOutcome>([
	...['accepted', 'success', 'successful', 'succeeded', 'ok'].map(saying('accepted')),
	...['pending', 'processing', 'inprogress', 'queued'].map(saying('pending')),
	...['rejected', 'refused', 'failed', 'failure', 'error', 'invalid'].map(saying('rejected')),
]);

function saying(outcome: SaidOutcome) {
	return (word: string): [string, SaidOutcome] => [word, outcome];
}

function hasWords(members: JsonObject): boolean {
	return OUTCOME_NAMES.some((name) => typeof members[name] === 'string');
}

/** What an entry itself says; several where it contradicts itself. */
export function outcomesOf(members: JsonObject): Set<SaidOutcome> {
	const outcomes = new Set<SaidOutcome>();
	for (const place of [members, orderOf(members)]) {
		for (const name of OUTCOME_NAMES) {
			const word = place[name];
			const said =
				typeof word === 'string'
					? WORDS.get(
							word
								.slice(0, LONGEST_ID)
								.replace(/[^A-Za-z]/g, '')
								.toLowerCase(),
						)
					: undefined;
			if (said) outcomes.add(said);
		}
		for (const name of ['success', 'successful', 'accepted']) {
			const flag = place[name];
			const said = isJsonObject(flag) ? undefined : FLAGS.get(wordOf(flag));
			if (said) outcomes.add(said);
		}
		// Beside a success, that says two things.
		if (ERROR_NAMES.some((name) => !saysNo(place[name]))) outcomes.add('rejected');
	}
	return outcomes;
}

const FLAGS = new Map<string, SaidOutcome>([
	['true', 'accepted'],
	['false', 'rejected'],
]);

const ERROR_NAMES = [
	'errors',
	'error',
	'errorCode',
	'errorMessage',
	'failureCode',
	'failureReason',
];

/** In small letters, without what joins words. */
const TEST_NAMES = new Set(
	['test', 'testOrder', 'testMode', 'dryRun']
		.map((name) => name.toLowerCase())
		.flatMap((name) => [name, `is${name}`]),
);

/** Whether something here says that it is not meant. Whatever is not a plain no counts as yes: that only keeps a note away. */
function saysTest(object: JsonObject): boolean {
	return Object.entries(object).some(
		([name, value]) =>
			TEST_NAMES.has(name.replace(/[^A-Za-z]/g, '').toLowerCase()) && !saysNo(value),
	);
}

const NO_WORDS = new Set(['', 'false', 'no', 'off', 'n', '0', 'none', 'null', 'undefined']);

/** Whether a value is no, nothing or empty, also as a form writes it. */
function saysNo(value: unknown): boolean {
	if (Array.isArray(value)) return (value as unknown[]).every((one) => isPlainNo(one));
	return isPlainNo(value);
}

function isPlainNo(value: unknown): boolean {
	if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
	return NO_WORDS.has(wordOf(value));
}

function wordOf(value: unknown): string {
	return Array.isArray(value) ? '' : String(value).trim().toLowerCase();
}

/** What Awin has against an order, with its names in camel case. */
export function errorsOf({ errors, error }: JsonObject): unknown[] {
	const list = (Array.isArray(errors) ? errors : [errors ?? error ?? []].flat()) as unknown[];
	return list.map((one) => (isJsonObject(one) ? camelCased(one) : one));
}

/** What is said beside an order, or beside a list of them; of a test, also in an object that stands there. */
export function surroundingsOf(members: JsonObject): Surroundings {
	const { advertiser } = members;
	const account = [
		members.advertiserId,
		members.accountId,
		members.merchantId,
		isJsonObject(advertiser) ? advertiser.id : advertiser,
	]
		.map(readId)
		.find((id) => id !== undefined);
	const batchId = shortText(members.batchId ?? members.batchID);
	const isTest = [members, ...Object.values(members).filter(isJsonObject)].some(saysTest);
	return {
		...(isTest ? { isTest } : {}),
		...(account === undefined ? {} : { accountId: String(account).slice(0, LONGEST_ID) }),
		...(batchId === undefined ? {} : { batchId }),
	};
}

/** Awin's code of what is wrong with an order, for its support. */
export function codeOf(members: JsonObject): string | number | null {
	const [error] = errorsOf(members);
	for (const place of [members, isJsonObject(error) ? error : {}]) {
		for (const name of ['code', 'errorCode', 'supportCode', 'failureCode']) {
			const code = place[name];
			if (typeof code === 'number') return code;
			const text = shortText(code);
			if (text !== undefined) return text;
		}
	}
	return null;
}

/** A text or a number as a text that is not too long to be kept; `undefined` for anything else, and for nothing. */
export function shortText(value: unknown): string | undefined {
	const text = typeof value === 'number' ? String(value) : value;
	return typeof text === 'string' && text.trim() ? text.trim().slice(0, LONGEST_ID) : undefined;
}
