/**
 * Bringing Awin's answer to a batch of orders back to the orders.
 *
 * Awin's page on the answers could not be had; the forms are those that its clients read, and what is plausible beside
 * them. So nothing is taken for accepted unless the answer names it, and nothing that is named in two ways.
 */
import { findMember, isJsonObject, type JsonObject } from './answers';
import { referenceKey } from './orderReferences';

type OrderOutcome = 'accepted' | 'pending' | 'rejected' | 'unknown';

/** What Awin has against a value of an order. */
interface FieldComplaint {
	/** Awin's name of the field, such as `commissionGroups[0].code`; null where it names none. */
	field: string | null;
	message: string | null;
}

/** Why nobody can say what became of an order, or why it was rejected without words of its own. */
type VerdictReason = 'notNamed' | 'namedTwice' | 'otherOrders';

/** What became of one order. */
export interface OrderVerdict {
	outcome: OrderOutcome;
	/** Awin's id for this order in this batch, to quote to its support. */
	correlationId: string | null;
	complaints: FieldComplaint[];
	reason: VerdictReason | null;
}

export interface BatchVerdict {
	batchId: string | null;
	/** One for each order, in the order in which they were sent. */
	orders: OrderVerdict[];
}

/** What an answer can say of an order. */
export type SaidOutcome = 'accepted' | 'pending' | 'rejected';

const LISTS: Array<[SaidOutcome, string[]]> = [
	['accepted', ['successfulOrders', 'acceptedOrders']],
	['pending', ['pendingOrders']],
	['rejected', ['failedOrders', 'rejectedOrders']],
];

/**
 * Judges every order of a batch by the answer to it.
 *
 * - 200, 206: each order is what the list that names it says; one that no list names is unknown.
 * - 202: the same; where no order is named at all, all are pending.
 * - 400, 406 and other refusals: orders that no list names are rejected with the batch, unless others of it were taken.
 * - anything else: what the lists say, the rest unknown.
 *
 * @param references as they were sent, no two alike in what Awin keeps of them; answers may have them cut to 50 characters
 */
export function judgeOrders(
	references: string[],
	{ status, answer }: { status: number; answer: unknown },
): BatchVerdict {
	const sheet = new Sheet(references);
	const body = isJsonObject(answer) ? answer : {};
	let isReadable = true;
	for (const [outcome, names] of LISTS) {
		const list = findMember(body, names);
		if (list === undefined) continue;
		if (Array.isArray(list)) for (const entry of list as unknown[]) sheet.enter(outcome, entry);
		else isReadable = false;
	}
	sheet.enterByPlace(body);
	const rest = restOf(status, sheet, isReadable);
	return {
		batchId: idOf(findMember(body, ['batchId', 'batchID'])),
		orders: Array.from(sheet.verdicts, (verdict) => verdict ?? rest),
	};
}

const NONE: FieldComplaint[] = [];

function verdictOf(outcome: OrderOutcome, reason: VerdictReason | null = null): OrderVerdict {
	return { outcome, correlationId: null, complaints: NONE, reason };
}

/** What became of the orders that the answer does not name. */
function restOf(status: number, sheet: Sheet, isReadable: boolean): OrderVerdict {
	if (!isReadable) return verdictOf('unknown', 'notNamed');
	if (status === 202 && sheet.entries === 0) return verdictOf('pending');
	const isRefusal = status >= 400 && status < 500 && status !== 408;
	if (isRefusal && !sheet.hasTaken) {
		return verdictOf('rejected', sheet.entries > 0 ? 'otherOrders' : null);
	}
	return verdictOf('unknown', 'notNamed');
}

/** The orders of a batch, with what the answer says of each. */
class Sheet {
	readonly verdicts: Array<OrderVerdict | undefined>;
	/** How many entries the lists of the answer have, whatever they are about. */
	entries = 0;
	/** Whether the answer says of any order that it was taken. */
	hasTaken = false;
	private readonly keys: string[];
	private placeByKey: Map<string, number> | undefined;
	/** Where the order stands that is named next, if the answer names them as they were sent. */
	private nextPlace = 0;

	constructor(references: string[]) {
		this.keys = references.map(referenceKey);
		this.verdicts = new Array<OrderVerdict | undefined>(references.length);
	}

	/** Takes over one entry of a list. One that names no order of this batch changes nothing. */
	enter(outcome: SaidOutcome, entry: unknown): void {
		this.entries++;
		if (outcome !== 'rejected') this.hasTaken = true;
		const key = referenceOf(entry);
		const place = key === undefined ? undefined : this.placeOf(key);
		if (place === undefined) return;
		this.note(place, outcome, entry);
		// Taken, and something is wrong with it: that says two things.
		if (outcome !== 'rejected' && ownErrorsOf(entry).length > 0)
			this.note(place, 'rejected', entry);
	}

	/** Takes over complaints that name their order by its place: `orders[3].amount`. */
	enterByPlace(body: JsonObject): void {
		const errors = findMember(body, ['errors', 'fieldErrors', 'violations']);
		for (const error of Array.isArray(errors) ? (errors as unknown[]) : []) {
			const complaint = complaintOf(error);
			const match = /^orders\[(\d+)\]\.?(.*)$/.exec(complaint?.field ?? '');
			const place = match ? Number(match[1]) : -1;
			if (!match || place < 0 || place >= this.verdicts.length) continue;
			this.entries++;
			this.note(place, 'rejected', { field: match[2] || null, message: complaint?.message });
		}
	}

	private placeOf(key: string): number | undefined {
		let place: number | undefined = this.nextPlace;
		if (this.keys[place] !== key) {
			this.placeByKey ??= new Map(this.keys.map((known, index) => [known, index]));
			place = this.placeByKey.get(key);
		}
		if (place !== undefined) this.nextPlace = place + 1;
		return place;
	}

	private note(place: number, outcome: SaidOutcome, entry: unknown): void {
		const before = this.verdicts[place];
		if (before && before.outcome !== outcome) {
			this.verdicts[place] = { ...before, outcome: 'unknown', reason: 'namedTwice' };
			return;
		}
		this.verdicts[place] = {
			outcome,
			correlationId: before?.correlationId ?? correlationOf(entry),
			complaints:
				outcome === 'rejected' ? [...(before?.complaints ?? []), ...complaintsOf(entry)] : NONE,
			reason: null,
		};
	}
}

const REFERENCE_NAMES = ['orderReference', 'orderRef', 'reference'];

/** The reference that an entry is about: its own member, the order inside it, or the entry itself. */
function referenceOf(entry: unknown): string | undefined {
	if (typeof entry === 'string' || typeof entry === 'number') return referenceKey(String(entry));
	if (!isJsonObject(entry)) return undefined;
	for (const name of REFERENCE_NAMES) {
		const value = entry[name];
		if (typeof value === 'string' || typeof value === 'number') return referenceKey(String(value));
	}
	return entry.order === entry ? undefined : referenceOf(entry.order);
}

function correlationOf(entry: unknown): string | null {
	if (!isJsonObject(entry)) return null;
	const order = isJsonObject(entry.order) ? entry.order : {};
	return idOf(entry.correlationId) ?? idOf(order.correlationId);
}

/** The complaints of a rejected order: a list of them, one, or words alone. */
function complaintsOf(entry: unknown): FieldComplaint[] {
	const errors = ownErrorsOf(entry);
	if (errors.length > 0) return errors;
	const own = complaintOf(entry);
	return own ? [own] : [];
}

/** What an entry has under a name that only an error has. */
function ownErrorsOf(entry: unknown): FieldComplaint[] {
	if (!isJsonObject(entry)) return [];
	for (const name of ['errors', 'error', 'reasons', 'reason']) {
		const found = entry[name] ?? undefined;
		const list = (Array.isArray(found) ? found : [found]) as unknown[];
		const complaints = list.flatMap((one) => complaintOf(one) ?? []);
		if (complaints.length > 0) return complaints;
	}
	return [];
}

const MESSAGE_NAMES = ['message', 'errorMessage', 'defaultMessage', 'description', 'reason'];

function complaintOf(value: unknown): FieldComplaint | undefined {
	if (typeof value === 'string' && value.trim()) return { field: null, message: value };
	if (!isJsonObject(value)) return undefined;
	const field = textOf(value.field) ?? textOf(value.fieldName) ?? textOf(value.property);
	const name = MESSAGE_NAMES.find((known) => textOf(value[known]) !== null);
	const message = name ? textOf(value[name]) : (textOf(value.code) ?? null);
	return field === null && message === null ? undefined : { field, message };
}

function idOf(value: unknown): string | null {
	return typeof value === 'number' ? String(value) : textOf(value);
}

function textOf(value: unknown): string | null {
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
