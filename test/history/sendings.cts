/**
 * Judges what was sent, and what was said of it: everything that reached Awin had been asked for, once, as it was asked for;
 * and each row that went in has one result, which is no more certain than Awin's answers were.
 */
import { fateOfOrder, fateOfValidation, jobOf, keptReference, rowsOf, type Fate } from './awin.cts';
import { groupBy, type Book, type Call } from './book.cts';
import type { OrderRow, OrdersLine, StrayLine, ValidationRow, ValidationsLine } from './lines.cts';

type Sending = OrdersLine | ValidationsLine;
type Row = OrderRow | ValidationRow;
type Entry = Record<string, unknown>;

/** One order, or one validation, that reached Awin. */
interface Posting {
	key: string;
	/** What was to be done, in one word for comparing. */
	order: string;
	atMs: number;
	isTest: boolean;
	/** What Awin's answers said of it up to then. */
	fateBy(byMs: number): Fate;
}

type Fates = Array<Fate | 'none'>;

/** What Awin has to have said of a row in the run that gives it this outcome. */
const ORDER_OUTCOMES: Record<string, Fates> = {
	accepted: ['taken'],
	pending: ['pending'],
	rejected: ['refused'],
	failed: ['none', 'refused'],
	skipped: ['none'],
	unknown: ['open'],
	dryRun: ['none'],
};
const VALIDATION_OUTCOMES: Record<string, Fates> = {
	done: ['taken'],
	alreadyDone: ['already'],
	failed: ['none', 'refused'],
	skipped: ['none'],
	submitted: ['open'],
	unknown: ['open'],
	dryRun: ['none'],
};

/** What the counts in a stop message say of Awin. */
const STOP_WORDS: Record<string, 'there' | 'notThere' | 'open'> = {
	accepted: 'there',
	done: 'there',
	'already done': 'there',
	rejected: 'notThere',
	'not sent': 'notThere',
	'not done': 'notThere',
	unknown: 'open',
	pending: 'open',
	'submitted and still being worked on': 'open',
};
const STOP_COUNT = /^\d+ of \d+ items were not [^:]+: (.+)$/;

/**
 * A call that was on its way when n8n was killed may be seen so much later, on a machine with much else to do. To start again
 * takes n8n longer.
 */
const ON_ITS_WAY_MS = 5000;

export function judgeSendings(book: Book): string[] {
	const sendings = book
		.all('execution')
		.filter((line): line is Sending => line.of !== 'events')
		.sort((one, other) => one.fromMs - other.fromMs);
	const postings = [...postedOrders(book.calls), ...postedValidations(book.calls)];
	const judge = new Judge(
		book,
		sendings,
		groupBy(postings, ({ key }) => key),
	);
	return judge.judge(postings);
}

class Judge {
	private readonly wrong: string[] = [];
	private readonly sendingsOf: Map<string, Sending[]>;
	private readonly listed: Map<string, number>;
	private readonly strays: StrayLine[];

	constructor(
		private readonly book: Book,
		private readonly sendings: Sending[],
		private readonly postingsOf: Map<string, Posting[]>,
	) {
		const asked = sendings.flatMap((sending) =>
			sending.rows.map((row) => ({ key: keyOf(row), sending })),
		);
		this.sendingsOf = new Map(
			[...groupBy(asked, ({ key }) => key)].map(([key, all]) => [
				key,
				all.map(({ sending }) => sending),
			]),
		);
		this.listed = firstListed(book.calls);
		this.strays = book.all('stray');
	}

	judge(postings: Posting[]): string[] {
		for (const posting of postings) this.judgeAsked(posting);
		for (const [key, all] of this.postingsOf) this.judgeRepeats(key, all);
		for (const sending of this.sendings) this.judgeClaims(sending);
		return this.wrong;
	}

	/** Somebody has to have asked for it, in just this way. */
	private judgeAsked({ key, order, atMs }: Posting): void {
		const running = (this.sendingsOf.get(key) ?? []).filter((one) => this.isWithin(one, atMs));
		if (running.length === 0) this.wrong.push(`unasked: ${key} was sent, and nobody asked for it`);
		else if (running.every(({ isDryRun }) => isDryRun)) {
			this.wrong.push(`unasked: ${key} was sent in a dry run`);
		} else {
			const rows = running.flatMap(({ rows }) => rows as Row[]).filter((row) => keyOf(row) === key);
			if (rows.some((row) => orderOf(row) === order)) return;
			this.wrong.push(`unasked: ${key} was sent as ${order}, asked for was ${orderOf(rows[0])}`);
		}
	}

	/** What Awin has taken in, or may have, is not sent again. */
	private judgeRepeats(key: string, all: Posting[]): void {
		const real = all.filter(({ isTest }) => !isTest);
		const takenTimes = real.filter(({ fateBy }) => isTaken(fateBy(Infinity))).length;
		if (key.startsWith('order')) {
			if (takenTimes > 1) this.wrong.push(`twice: ${key} was taken in ${takenTimes} times`);
		} else {
			for (const [order, same] of groupBy(real, (posting) => posting.order)) {
				const times = same.filter(({ fateBy }) => fateBy(Infinity) === 'taken').length;
				if (times > 1) this.wrong.push(`twice: ${key} took effect ${times} times (${order})`);
			}
		}
		real.slice(1).forEach((posting, index) => {
			const before = real[index];
			if (before.fateBy(Infinity) !== 'open' && !isTaken(before.fateBy(Infinity))) return;
			if (this.maySendAgain(key, before, posting)) return;
			this.wrong.push(`twice: ${key} was sent again although Awin may have it`);
		});
	}

	private maySendAgain(key: string, before: Posting, posting: Posting): boolean {
		const sending = this.sendingOf(key, posting.atMs);
		const isOther = this.areOfTwo(key, before, posting);
		// Awin validates a transaction once, however often it is asked; still, one run asks once.
		if (!key.startsWith('order')) return isOther;
		const [, account, reference] = key.split('\t');
		const looks = this.book.calls.filter(
			({ asked, atMs, answeredMs, answer }) =>
				asked.what === 'list' &&
				asked.account === Number(account) &&
				atMs > before.atMs &&
				answeredMs <= posting.atMs &&
				rowsOf(answer)?.every(({ orderRef }) => orderRef !== reference),
		);
		return isOther && sending?.maySendAgain === true && looks.length > 0;
	}

	private sendingOf(key: string, atMs: number): Sending | undefined {
		return this.sendingsOf.get(key)?.find((one) => this.isWithin(one, atMs));
	}

	/** Whether they may have come from two runs: a run that waited at a kill is carried out beside those that began since. */
	private areOfTwo(key: string, one: Posting, other: Posting): boolean {
		const all = this.sendingsOf.get(key) ?? [];
		const [ofOne, ofOther] = [one, other].map(({ atMs }) =>
			all.filter((sending) => this.isWithin(sending, atMs)),
		);
		return ofOne.some((a) => ofOther.some((b) => a !== b));
	}

	private isWithin({ fromMs, toMs }: Sending, atMs: number): boolean {
		return atMs >= fromMs && atMs <= (toMs ?? this.killAfter(fromMs) + ON_ITS_WAY_MS);
	}

	private killAfter(fromMs: number): number {
		return Math.min(Infinity, ...this.book.killsMs.filter((atMs) => atMs >= fromMs));
	}

	/** Each row has one result, and it agrees with the wire. */
	private judgeClaims(sending: Sending): void {
		const { id, rows, items, status, stop } = sending;
		const open = groupBy(rows as Row[], ({ columns }) => sameText(columns));
		const told: Array<{ row: Row; item: Entry }> = [];
		for (const item of items) {
			const row = open.get(sameText(withoutResult(item)))?.shift();
			if (row) told.push({ row, item });
			else this.wrong.push(`made up: execution ${id} gave an item that is none of its rows`);
		}
		const isWhole = status === 'success';
		if (isWhole && items.length !== rows.length) {
			this.wrong.push(`lost: execution ${id} has ${items.length} items for ${rows.length} rows`);
		}
		for (const { row, item } of told) this.judgeClaim(sending, row, item);
		if (stop !== undefined && items.length === 0) this.judgeStop(sending, stop);
	}

	private judgeClaim(sending: Sending, row: Row, item: Entry): void {
		const key = keyOf(row);
		const outcome = outcomeOf(item);
		if (outcome === undefined) {
			// What a cut execution was about to take in has no result yet.
			if (sending.status === 'success') this.wrong.push(`lost: ${key} has no result`);
			return;
		}
		const allowed = (sending.of === 'orders' ? ORDER_OUTCOMES : VALIDATION_OUTCOMES)[outcome];
		const fates = this.fatesIn(sending, row);
		const say = (what: string) => this.wrong.push(`claimed: ${key} is called ${outcome}, ${what}`);
		const isEarlier =
			(fates.includes('none') && this.isEarlier(sending, row, outcome)) ||
			(outcome === 'skipped' && this.wasSentBeside(sending, row));
		if (!allowed) say('which means nothing');
		else if ((outcome === 'dryRun') !== Boolean(sending.isDryRun) && !isNothing(outcome)) {
			say(sending.isDryRun ? 'and it was a dry run' : 'and it was none');
		} else if (!isEarlier && !fates.some((fate) => allowed.includes(fate))) {
			say(`and the wire says ${fates.join(' or ')}`);
		} else if (outcome === 'skipped' && sending.of === 'orders' && !isEarlier) {
			say('and Awin was never seen to have it');
		}
	}

	/** What Awin's answers said of a row in a run; more than one thing where the wire does not tell. */
	private fatesIn(sending: Sending, row: Row): Fates {
		const until = sending.toMs ?? Infinity;
		const postings = (this.postingsOf.get(keyOf(row)) ?? []).filter(({ atMs }) =>
			this.isWithin(sending, atMs),
		);
		const last = postings.at(-1);
		if (last) {
			const isAlone = postings.every((one) => !this.areOfTwo(keyOf(row), one, last));
			return isAlone ? [last.fateBy(until)] : postings.map(({ fateBy }) => fateBy(until));
		}
		// A connection that came to nothing looks the same from the other end, whatever was to go over it.
		const isStray = this.strays.some(({ atMs }) => this.isWithin(sending, atMs));
		return isStray ? ['none', 'open'] : ['none'];
	}

	/** An order that another run has meanwhile sent, which this one waited for. */
	private wasSentBeside(sending: Sending, row: Row): boolean {
		if (sending.of !== 'orders') return false;
		const key = keyOf(row);
		const others = (this.sendingsOf.get(key) ?? []).filter((one) => one !== sending);
		const until = sending.toMs ?? Infinity;
		return (this.postingsOf.get(key) ?? []).some(
			({ atMs, fateBy }) =>
				isTaken(fateBy(until)) && others.some((one) => this.isWithin(one, atMs)),
		);
	}

	/** An order that was sent in an earlier run may be in doubt, or known to be at Awin. */
	private isEarlier(sending: Sending, row: Row, outcome: string): boolean {
		if (sending.of !== 'orders') return false;
		const key = keyOf(row);
		const fromMs = sending.fromMs;
		const before = (this.postingsOf.get(key) ?? []).filter(({ atMs }) => atMs <= fromMs);
		if (outcome === 'unknown') {
			// Where a run was cut off, nobody knows whether it had sent the order.
			const wasCut = (this.sendingsOf.get(key) ?? []).some(
				(one) => one.toMs === null && one.fromMs <= fromMs && one !== sending,
			);
			const isCut = ({ atMs }: Posting) => this.sendingOf(key, atMs)?.status !== 'success';
			return wasCut || before.some((one) => one.fateBy(Infinity) === 'open' || isCut(one));
		}
		const listedMs = this.listed.get(key) ?? Infinity;
		const isKnown = before.some(({ fateBy }) => isTaken(fateBy(fromMs)));
		return outcome === 'skipped' && (isKnown || listedMs <= (sending.toMs ?? Infinity));
	}

	/** Of a run that stopped, a person reads a count. */
	private judgeStop(sending: Sending, stop: string): void {
		const said = { there: 0, notThere: 0, open: 0 };
		const [, parts] = STOP_COUNT.exec(stop) ?? [];
		for (const part of parts?.split(', ') ?? []) {
			const [, count, words] = /^(\d+) (.+)$/.exec(part) ?? [];
			const meaning = STOP_WORDS[words];
			if (meaning) said[meaning] += Number(count);
			else this.wrong.push(`claimed: execution ${sending.id} says "${part}"`);
		}
		// Without a count, nothing was sent.
		if (!parts) said.notThere = sending.rows.length;
		const fates = (sending.rows as Row[]).map((row) => this.fatesIn(sending, row));
		const count = (...wanted: Fates) =>
			fates.filter((some) => some.some((fate) => wanted.includes(fate))).length;
		const all = said.there + said.notThere + said.open;
		const isRight =
			all === sending.rows.length &&
			said.there <= count('taken', 'already') &&
			said.notThere <= count('none', 'refused') &&
			said.open <= count('open', 'pending');
		if (!isRight) {
			this.wrong.push(
				`claimed: execution ${sending.id} says "${stop}", the wire says ${fates.join()}`,
			);
		}
	}
}

function isTaken(fate: Fate): boolean {
	return fate === 'taken' || fate === 'pending';
}

/** A row that nothing was to be sent of, in a dry run as well. */
function isNothing(outcome: string): boolean {
	return outcome === 'failed' || outcome === 'skipped';
}

function outcomeOf({ awin, details }: Entry): string | undefined {
	return ((details ?? awin) as { outcome?: string } | undefined)?.outcome;
}

function withoutResult({
	awin: _result,
	details: _details,
	error: _error,
	...columns
}: Entry): Entry {
	return columns;
}

function sameText(columns: Entry): string {
	const { awin: _result, ...own } = columns;
	return JSON.stringify(Object.entries(own).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function keyOf(row: Row): string {
	return 'reference' in row
		? orderKey(row.account, row.reference)
		: `transaction\t${row.account}\t${row.id}`;
}

function orderKey(account: number, reference: unknown): string {
	return `order\t${account}\t${keptReference(reference)}`;
}

function orderOf(row: Row): string {
	if ('reference' in row) return moneyText(row.amount, row.currency);
	const { action, amount, currency } = row;
	return action === 'amend' ? `amend ${moneyText(amount, currency)}` : action;
}

/** What a computer adds to an amount by calculating (11.129999999999999) is no other amount; the smallest unit has three places. */
function moneyText(amount: unknown, currency: unknown): string {
	return `${Number(Number(amount).toFixed(6))} ${String(currency)}`;
}

function postedOrders(calls: Call[]): Posting[] {
	return calls.flatMap(({ asked, atMs, answer, answeredMs }) => {
		if (asked.what !== 'orders') return [];
		return asked.orders.map((order) => ({
			key: orderKey(asked.account, order.orderReference),
			order: moneyText(order.amount, order.currency),
			atMs,
			isTest: order.isTest === true,
			fateBy: (byMs: number) =>
				answeredMs <= byMs ? fateOfOrder(keptReference(order.orderReference), answer) : 'open',
		}));
	});
}

function postedValidations(calls: Call[]): Posting[] {
	const jobs = groupBy(
		calls.filter(({ asked }) => asked.what === 'job'),
		({ asked }) => (asked.what === 'job' ? asked.jobId : ''),
	);
	return calls.flatMap(({ asked, atMs, answer }) => {
		if (asked.what !== 'validations') return [];
		const job = jobOf(answer);
		return asked.items.map((item) => {
			const { transactionId, saleAmount, currency } = item.transaction as Entry;
			const order =
				item.action === 'amend' ? `amend ${moneyText(saleAmount, currency)}` : item.action;
			return {
				key: `transaction\t${asked.account}\t${Number(transactionId)}`,
				order: String(order),
				atMs,
				isTest: false,
				fateBy: (byMs: number) => {
					if (job === 'refused' || job === 'open') return job;
					const said = (jobs.get(job) ?? [])
						.filter(({ answeredMs }) => answeredMs <= byMs)
						.map((one) => fateOfValidation(Number(transactionId), one.answer));
					return said.reverse().find((fate) => fate !== 'open') ?? 'open';
				},
			};
		});
	});
}

/** When Awin first listed an order. */
function firstListed(calls: Call[]): Map<string, number> {
	const listed = new Map<string, number>();
	for (const { asked, answer, answeredMs } of calls) {
		if (asked.what !== 'list') continue;
		for (const { orderRef } of rowsOf(answer) ?? []) {
			const key = orderKey(asked.account, orderRef);
			listed.set(key, Math.min(listed.get(key) ?? Infinity, answeredMs));
		}
	}
	return listed;
}
