/**
 * Awin's rules on one page: what a call asks for, and what an answer says. Written from Awin's own pages alone (their names
 * stand in brackets); neither the nodes nor what stands in for Awin is known here. What no page settles is `open`: it may
 * have happened or not.
 */

/** What an answer says of one order or one validation. `none`: nothing of it was asked. */
export type Fate = 'taken' | 'pending' | 'already' | 'refused' | 'open';

export interface Answer {
	/** 0: none came. */
	status: number;
	body: string;
	isWhole: boolean;
	/** Its body, where that is a list and was read already. */
	rows?: Json[];
}

type Json = Record<string, unknown>;

/** [Conversion API] The advertiser's own orders; [Proof of Purchase] those that a publisher reports. */
const ORDERS = /^\/(?:s2s|publishers\/\d+)\/advertiser\/(\d+)\/orders$/;
/** [Validate Transactions] */
const VALIDATIONS = /^\/advertisers\/(\d+)\/transactions\/batch$/;
/** [Get Validation Status] */
const JOB = /^\/advertisers\/(\d+)\/transactions\/jobs\/([^/]+)$/;
/** [Transactions list] */
const LIST = /^\/(advertiser|publisher)s\/(\d+)\/transactions\/?$/;

export type Asked =
	| { what: 'orders'; account: number; orders: Json[] }
	| { what: 'validations'; account: number; items: Json[] }
	| { what: 'job'; account: number; jobId: string }
	| { what: 'list'; accountType: string; account: number }
	| { what: 'else' };

/** What a call asks for. */
export function readCall({
	method,
	path,
	body,
}: {
	method: string;
	path: string;
	body: string;
}): Asked {
	if (method === 'POST') {
		const orders = ORDERS.exec(path);
		if (orders) {
			const { orders: list } = (jsonIn(body) ?? {}) as Json;
			return { what: 'orders', account: Number(orders[1]), orders: listOf(list) };
		}
		const validations = VALIDATIONS.exec(path);
		if (validations) {
			return { what: 'validations', account: Number(validations[1]), items: listOf(jsonIn(body)) };
		}
	}
	const job = method === 'GET' && JOB.exec(path);
	if (job) return { what: 'job', account: Number(job[1]), jobId: job[2] };
	const list = method === 'GET' && LIST.exec(path);
	if (list) return { what: 'list', accountType: list[1], account: Number(list[2]) };
	return { what: 'else' };
}

/** [Conversion API, orderReference] It is cut at 50 characters. */
export function keptReference(reference: unknown): string {
	return String(reference).slice(0, 50);
}

/**
 * What an answer says of the call as a whole. [Response codes] 4xx: not carried out, but for 408, where nobody knows how far
 * it came; a redirect asks to go elsewhere. No answer, half of one, 5xx: nobody knows.
 */
function fateOfCall({ status, isWhole }: Answer): 'good' | 'refused' | 'open' {
	if (!isWhole || status === 0 || status === 408 || status >= 500) return 'open';
	return status >= 300 ? 'refused' : 'good';
}

/** [Conversion API, responses] 200 and 206 name each order in a list, 202 means that Awin is still at it. */
export function fateOfOrder(reference: string, answer: Answer): Fate {
	const body = (answer.isWhole ? jsonOf(answer) : undefined) as Json | undefined;
	const isIn = (name: string) => listOf(body?.[name]).some((entry) => names(entry, reference));
	const said: Fate[] = [
		...(isIn('successfulOrders') ? ['taken' as const] : []),
		...(isIn('pendingOrders') ? ['pending' as const] : []),
		...(isIn('failedOrders') ? ['refused' as const] : []),
	];
	if (said.length > 0) return said.length === 1 ? said[0] : 'open';
	const lists = ['successfulOrders', 'pendingOrders'].flatMap((name) => listOf(body?.[name]));
	const whole = fateOfCall(answer);
	if (whole === 'refused') return lists.length === 0 ? 'refused' : 'open';
	const isListless = lists.length === 0 && listOf(body?.failedOrders).length === 0;
	return whole === 'good' && answer.status === 202 && isListless ? 'pending' : 'open';
}

function names(entry: Json | string, reference: string): boolean {
	if (typeof entry !== 'object') return keptReference(entry) === reference;
	const { orderReference, order } = entry as { orderReference?: unknown; order?: Json };
	return keptReference(orderReference ?? order?.orderReference) === reference;
}

/**
 * [Validate Transactions] A batch that is taken in gets the id of a job. A refusal is `{error, description}`, which one client
 * has seen with status 200 too.
 */
export function jobOf(answer: Answer): string | 'refused' | 'open' {
	const whole = fateOfCall(answer);
	if (whole !== 'good') return whole;
	const { jobId, error } = (jsonOf(answer) ?? {}) as Json;
	if (typeof jobId === 'string' && jobId !== '') return jobId;
	return typeof error === 'string' ? 'refused' : 'open';
}

/**
 * What a job says of one transaction. [Get Validation Status] It is over with a `completionDate` or the status DONE; what went
 * wrong stands in `failedTransactions`, counted by `errors`. [Validate Transactions, codes] 304: it was so already, 404 and
 * 422: not done.
 */
export function fateOfValidation(id: number, answer: Answer): Fate {
	const job = (fateOfCall(answer) === 'good' ? jsonOf(answer) : undefined) as Json | undefined;
	if (!job || (job.status !== 'DONE' && !job.completionDate)) return 'open';
	const failed = listOf(job.failedTransactions);
	const results = [...failed, ...listOf(job.allTransactions)];
	const codes = results
		.filter(({ transactionId }) => Number(transactionId) === id)
		.map(({ code }) => Number(/\d{3}/.exec(String(code))?.[0]));
	const fates = new Set(codes.map((code) => FATES[code] ?? (code >= 400 ? 'refused' : 'open')));
	if (fates.size > 0) return fates.size === 1 ? [...fates][0] : 'open';
	return typeof job.errors === 'number' && job.errors <= failed.length ? 'taken' : 'open';
}

const FATES: Record<number, Fate> = { 200: 'taken', 304: 'already' };

/** [Transactions list] The rows of a list: one bare array. */
export function rowsOf(answer: Answer): Json[] | undefined {
	const rows = fateOfCall(answer) === 'good' ? (answer.rows ?? jsonOf(answer)) : undefined;
	return Array.isArray(rows) ? (rows as Json[]) : undefined;
}

/** [Transactions list, dateType] Something that a row of a list shows to have happened. */
export interface Shown {
	event: string;
	/** Awin's own date of it, where it shows one. */
	date?: string;
	/** What tells it from other events of the same transaction. */
	facts: Array<string | number | null | undefined>;
}

/**
 * New transactions are listed by transaction date, validations by validation date, amendments by amendment date. [Transactions,
 * fields] Only approved and declined are validations; `amended` says whether the amounts were ever changed. A date of the
 * amendment is in no page, but in one client's list of fields.
 */
export function shownBy(row: Json, dateType = 'transaction'): Shown | undefined {
	const { transactionDate, validationDate, amendDate, commissionStatus, amended } = row;
	if (dateType === 'transaction')
		return { event: 'created', date: text(transactionDate), facts: [] };
	if (dateType === 'amendment') {
		if (amended !== true) return undefined;
		return { event: 'amended', date: text(amendDate), facts: [...amountsOf(row), text(amendDate)] };
	}
	const isValidation = commissionStatus === 'approved' || commissionStatus === 'declined';
	if (!isValidation) return undefined;
	return { event: commissionStatus, date: text(validationDate), facts: [text(validationDate)] };
}

/** [Transactions list, publisherId, advertiserId, status] Whether a list was asked for such a row. */
export function isAskedFor(query: Record<string, string>, row: Json): boolean {
	const holds = (filter: string | undefined, value: unknown) =>
		!filter || filter.split(',').includes(String(value));
	return (
		holds(query.publisherId, row.publisherId) &&
		holds(query.advertiserId, row.advertiserId) &&
		holds(query.status, row.commissionStatus)
	);
}

/** Sale and commission, before the last amendment and after it. */
export function amountsOf({
	oldSaleAmount,
	saleAmount,
	oldCommissionAmount,
	commissionAmount,
}: Json) {
	return [oldSaleAmount, saleAmount, oldCommissionAmount, commissionAmount].map(amountOf);
}

/** [Transactions, fields] Money is `{amount, currency}`; both may be missing. */
export function amountOf(money: unknown): number | null {
	return ((money ?? {}) as { amount?: number | null }).amount ?? null;
}

/** [Timezones] Dates have no offset; they are in the zone that was asked for, which here is always UTC. */
export function dateMs(date: string): number {
	return Date.parse(`${date.slice(0, 19)}Z`);
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

function listOf(value: unknown): Json[] {
	return Array.isArray(value) ? (value as Json[]) : [];
}

const parsed = new WeakMap<Answer, unknown>();

function jsonOf(answer: Answer): unknown {
	if (!parsed.has(answer)) parsed.set(answer, jsonIn(answer.body));
	return parsed.get(answer);
}

function jsonIn(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}
