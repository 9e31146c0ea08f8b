/**
 * Judges what a trigger told: everything that Awin's answers showed to be new is told, by one execution, as it was shown.
 */
import { amountsOf, dateMs, isAskedFor, rowsOf, shownBy, type Shown } from './awin.cts';
import { groupBy, type Book, type Call } from './book.cts';
import type { EventsLine, PollLine, WatchLine } from './lines.cts';

type Row = Record<string, unknown>;

const MINUTE_MS = 60_000;
/** The first poll tells what happened in its last interval, and in so much before that. */
const FIRST_MARGIN_MS = 15 * MINUTE_MS;
/** The clock of n8n's machine may be so far off. */
const CLOCK_MS = 10 * MINUTE_MS;
/** Where polls are not shown: one is over so long after an answer of its. */
const POLL_MS = 5000;

/** One event, as one answer showed it. */
interface Sighting {
	name: string;
	shown: Shown;
	row: Row;
	account: number;
	/** When the answer had left. */
	atMs: number;
	/** What was asked for. */
	fromMs: number;
	toMs: number;
	query: Call['query'];
	dateType: string;
}

interface Told {
	name: string;
	item: Row;
	execution: EventsLine;
}

/** What came of it, beside what is wrong: events that n8n itself lost when it was killed. */
export interface EventJudgement {
	wrong: string[];
	lostByKill: string[];
	told: number;
}

export function judgeEvents(book: Book): EventJudgement {
	const all = [...groupBy(book.all('watch'), ({ watch }) => watch).values()].map((lines) =>
		new Judge(book, lines).judge(),
	);
	const names = new Set(book.all('watch').map(({ watch }) => watch));
	const strangers = book
		.all('execution')
		.filter((line) => line.of === 'events' && !names.has(line.watch))
		.map(({ id }) => `made up: execution ${id} is of nothing that is watched`);
	return {
		wrong: [...strangers, ...all.flatMap(({ wrong }) => wrong)],
		lostByKill: all.flatMap(({ lostByKill }) => lostByKill),
		told: all.reduce((sum, { told }) => sum + told, 0),
	};
}

class Judge {
	private readonly wrong: string[] = [];
	/** What the answers looked through, in order of time. */
	private readonly spans: Span[];
	private readonly sightings: Sighting[];
	private readonly byName: Map<string, Sighting[]>;
	private readonly settled = new Map<Row, Set<string>>();
	private readonly told: Told[];
	private readonly toldBy: Map<string, Told[]>;
	private readonly polls: PollLine[];
	private readonly endMs: number;

	/** @param choices what the watch was set to, in order of time */
	constructor(
		private readonly book: Book,
		private readonly choices: WatchLine[],
	) {
		const [{ watch }] = choices;
		this.polls = book.all('poll').filter((poll) => poll.watch === watch);
		this.endMs = book.all('end').at(-1)?.atMs ?? Infinity;
		this.spans = book.calls.flatMap((call) => spanOf(call, choices[0]) ?? []);
		this.sightings = this.spans.flatMap((span) => this.sightingsIn(span));
		this.byName = groupBy(this.sightings, ({ name }) => name);
		this.told = book
			.all('execution')
			.filter((line): line is EventsLine => line.of === 'events' && line.watch === watch)
			.flatMap((execution) =>
				execution.items.map((item) => ({ name: nameOfItem(item), item, execution })),
			);
		this.toldBy = groupBy(this.told, ({ name }) => name);
	}

	/** What an answer shows. A row that was seen in peace, just as it is now, says nothing new when it is seen again. */
	private sightingsIn({ rows, answeredMs, ...span }: Span): Sighting[] {
		return rows.flatMap((row) => {
			const shown = shownBy(row, span.dateType);
			if (!shown) return [];
			const seen = { ...span, atMs: answeredMs, row, shown, name: nameOf(idOf(row), shown) };
			const settled = this.settled.get(row) ?? new Set();
			if (settled.has(span.dateType)) return [];
			// Amendments may go back and forth.
			const isSettled = shown.event !== 'amended' && this.isSeenInPeace(seen);
			if (isSettled) this.settled.set(row, settled.add(span.dateType));
			return [seen];
		});
	}

	judge(): EventJudgement {
		for (const one of this.told) this.judgeTold(one);
		for (const [name, all] of this.toldBy) this.judgeRepeats(name, all);
		this.judgeIds();
		const lostByKill: string[] = [];
		for (const [name, all] of this.byName) {
			if (this.toldBy.has(name) || !this.hasToBeTold(all)) continue;
			if (this.polls.length === 0 && this.isLostByKill(all)) lostByKill.push(name);
			else this.wrong.push(`lost: ${name} was shown, and not told`);
		}
		return { wrong: this.wrong, lostByKill, told: this.told.length };
	}

	/** Awin has shown it before, just so, and it was asked for. */
	private judgeTold({ name, item, execution }: Told): void {
		const before = (this.byName.get(name) ?? []).filter(({ atMs }) => atMs <= whenTold(execution));
		if (before.length === 0) {
			this.wrong.push(`made up: ${name} was told, and Awin had not shown it`);
			return;
		}
		if (!before.some((one) => isTheSame(one, item))) {
			this.wrong.push(`told wrong: ${name} was told with other values than Awin showed`);
		}
		const isChosen = this.choices.some((choice) => choosesIt(choice, before[0]));
		if (!isChosen) this.wrong.push(`unasked: ${name} was told, and is not watched for`);
		if (this.isOlder(this.byName.get(name) as Sighting[])) {
			this.wrong.push(`old: ${name} was told, and was there before`);
		}
	}

	/** Once, unless n8n was killed in between, or Awin has shown something else in between. */
	private judgeRepeats(name: string, all: Told[]): void {
		const inOrder = [...all].sort((one, other) => one.execution.fromMs - other.execution.fromMs);
		inOrder.slice(1).forEach(({ item, execution }, index) => {
			const before = inOrder[index];
			if (String(item.eventId) !== String(before.item.eventId)) {
				this.wrong.push(`told wrong: ${name} has two ids`);
			}
			if (this.hasForgotten(before.execution.fromMs, execution.fromMs)) return;
			if (this.hasComeBack(name, before.execution, execution)) return;
			this.wrong.push(`twice: ${name} was told twice`);
		});
	}

	/** n8n was killed in between; or it was, and then put an old state into the place of what it knew. */
	private hasForgotten(fromMs: number, toMs: number): boolean {
		const rolledBack = this.book
			.all('rolledBack')
			.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
		return (
			this.book.hasKill(fromMs, toMs) ||
			rolledBack.some(({ atMs }) => this.book.hasKill(-Infinity, atMs))
		);
	}

	/** Amended back and forth: Awin shows the same amounts again after others. */
	private hasComeBack(name: string, before: EventsLine, after: EventsLine): boolean {
		const [{ row, shown }] = this.byName.get(name) ?? [
			{ row: {}, shown: { event: '', facts: [] } },
		];
		if (shown.event !== 'amended') return false;
		return this.sightings.some(
			(one) =>
				one.name !== name &&
				one.shown.event === 'amended' &&
				idOf(one.row) === idOf(row) &&
				one.atMs > before.fromMs &&
				one.atMs <= whenTold(after),
		);
	}

	/** Each event has an id of its own. */
	private judgeIds(): void {
		for (const [id, all] of groupBy(this.told, ({ item }) => String(item.eventId))) {
			const names = new Set(all.map(({ name }) => name));
			if (names.size > 1)
				this.wrong.push(`told wrong: ${id} is the id of ${[...names].join(', ')}`);
		}
	}

	/** It came to light after the watch had begun, and an undisturbed poll saw it. */
	private hasToBeTold(all: Sighting[]): boolean {
		return all.some((seen) => {
			const begun = this.beginningFor(seen);
			if (!begun) return false;
			return this.isSeenInPeace(seen) && this.isNews(seen, all, begun);
		});
	}

	private isSeenInPeace(seen: Sighting): boolean {
		if (this.polls.length === 0) {
			return !this.book.hasKill(seen.atMs, seen.atMs + POLL_MS) && seen.atMs <= this.endMs;
		}
		return this.pollsAt(seen.atMs).some(({ outcome }) => outcome === 'given');
	}

	private isNews(
		seen: Sighting,
		all: Sighting[],
		{ fromMs, toMs, intervalMs, clockMs }: Beginning,
	): boolean {
		const date = dateOf(seen);
		if (date !== undefined && (date < seen.fromMs || date > seen.toMs)) return false;
		if (!isAskedFor(seen.query, seen.row)) return false;
		const isClockRight = Math.abs(clockMs - fromMs) <= CLOCK_MS;
		if (date !== undefined && date > fromMs - intervalMs) return isClockRight;
		if (all.some(({ atMs }) => atMs <= toMs)) return false;
		// What was looked through at the beginning did not have it.
		const looked = this.spans.filter(
			({ dateType, query, atMs, answeredMs }) =>
				dateType === seen.dateType &&
				isAskedFor(query, seen.row) &&
				atMs >= fromMs &&
				answeredMs <= toMs,
		);
		const earliestMs = Math.min(...looked.map((span) => span.fromMs));
		return (date ?? seen.fromMs) >= earliestMs;
	}

	/** Nothing that happened before the first poll's interval is told. */
	private isOlder(all: Sighting[]): boolean {
		const begun = this.beginningFor(all[0]);
		const isOnlyBeginning = this.polls.filter(({ isFirst }) => isFirst).length <= 1;
		const date = dateOf(all[0]);
		if (!begun || begun.isAgain || date === undefined || !isOnlyBeginning) return false;
		if (this.book.killsMs.some((atMs) => atMs <= begun.toMs + POLL_MS)) return false;
		const firstMs = begun.sinceMs - begun.intervalMs - FIRST_MARGIN_MS - CLOCK_MS - MINUTE_MS;
		const isClockRight = Math.abs(begun.clockMs - begun.fromMs) <= CLOCK_MS;
		return isClockRight && date < firstMs && all.some(({ atMs }) => atMs <= begun.toMs);
	}

	/** The poll with which the watch for such events began, after the last time that it was not watched for. */
	private beginningFor(seen: Sighting): Beginning | undefined {
		const upTo = this.choices.filter(({ atMs }) => atMs <= seen.atMs);
		const gap = upTo.map((choice) => choosesIt(choice, seen)).lastIndexOf(false);
		const since = upTo.at(gap + 1);
		if (!since) return undefined;
		const isAgain = upTo.slice(0, gap + 1).some((choice) => choosesIt(choice, seen));
		const { intervalMs } = since;
		if (this.polls.length === 0) {
			const first = this.spans.find(({ atMs }) => atMs >= since.atMs);
			if (!first) return undefined;
			const toMs = first.answeredMs + POLL_MS;
			return {
				sinceMs: since.atMs,
				fromMs: since.atMs,
				toMs,
				clockMs: since.atMs,
				intervalMs,
				isAgain,
			};
		}
		const firstMs = Math.max(
			since.atMs,
			...this.polls.filter(({ isFirst }) => isFirst).map(({ fromMs }) => fromMs),
		);
		const begun = this.polls.find(
			({ fromMs, outcome }) => fromMs >= firstMs && outcome === 'given',
		);
		return begun && { ...begun, sinceMs: since.atMs, intervalMs, isAgain };
	}

	/** n8n keeps what a poll has seen before it keeps what comes of it: killed in between, it has lost that. */
	private isLostByKill(all: Sighting[]): boolean {
		const [{ atMs }] = all;
		return this.book.hasKill(atMs, atMs + POLL_MS);
	}

	private pollsAt(atMs: number): PollLine[] {
		return this.polls.filter(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs);
	}
}

interface Beginning {
	/** When it was chosen. */
	sinceMs: number;
	/** The first poll of which all was answered. */
	fromMs: number;
	toMs: number;
	clockMs: number;
	intervalMs: number;
	/** It was watched for before, too, with a pause. */
	isAgain: boolean;
}

function whenTold({ fromMs, toMs }: EventsLine): number {
	return toMs ?? fromMs;
}

interface Span {
	dateType: string;
	account: number;
	fromMs: number;
	toMs: number;
	atMs: number;
	answeredMs: number;
	query: Call['query'];
	rows: Row[];
}

/** What an answered call has looked through for this watch. */
function spanOf(
	{ asked, query, answer, atMs, answeredMs }: Call,
	watch: WatchLine,
): Span | undefined {
	if (asked.what !== 'list' || !watch.accounts.includes(asked.account)) return undefined;
	if (asked.accountType !== watch.accountType || !query.startDate) return undefined;
	const rows = rowsOf(answer);
	if (!rows) return undefined;
	const { dateType = 'transaction', startDate, endDate } = query;
	const [fromMs, toMs] = [dateMs(startDate), dateMs(endDate)];
	return { dateType, account: asked.account, fromMs, toMs, atMs, answeredMs, query, rows };
}

function idOf(row: Row): string {
	return String(row.id);
}

function nameOf(id: string, { event, facts }: Shown): string {
	return [id, event, ...facts].map((fact) => fact ?? '-').join(' ');
}

/** The name of the event that an item tells, by the columns that say what happened. */
function nameOfItem(item: Row): string {
	const { id, occurredAt } = item;
	const event = String(item.event);
	const atMs = Date.parse(String(occurredAt));
	const date = Number.isNaN(atMs) ? undefined : new Date(atMs).toISOString().slice(0, 19);
	const facts =
		event === 'created' ? [] : event === 'amended' ? [...amountsIn(item), date] : [date];
	return nameOf(String(id), { event, facts });
}

function amountsIn(item: Row): Shown['facts'] {
	const { oldSaleAmount, newSaleAmount, oldCommissionAmount, newCommissionAmount } = item;
	return [oldSaleAmount, newSaleAmount, oldCommissionAmount, newCommissionAmount] as Shown['facts'];
}

function dateOf({ shown }: Sighting): number | undefined {
	return shown.date === undefined ? undefined : dateMs(shown.date);
}

/** Whether an item has the values of the row that showed it. */
function isTheSame({ row, shown, account }: Sighting, item: Row): boolean {
	const [, sale, , commission] = amountsOf(row);
	const currency = ((row.saleAmount ?? {}) as Row).currency ?? null;
	const isDated =
		shown.date === undefined || Date.parse(String(item.occurredAt)) === dateMs(shown.date);
	const same = (mine: unknown, awins: unknown) =>
		mine === undefined || String(mine ?? '') === String(awins ?? '');
	return (
		isDated &&
		same(item.status, row.commissionStatus) &&
		same(item.saleAmount, sale) &&
		same(item.commissionAmount, commission) &&
		(sale === null || same(item.currency, currency)) &&
		same(item.orderReference, row.orderRef) &&
		same(item.accountId, account)
	);
}

function choosesIt(choice: WatchLine, { shown, row, account }: Sighting): boolean {
	const partner = Number(choice.accountType === 'advertiser' ? row.publisherId : row.advertiserId);
	return (
		choice.events.includes(shown.event) &&
		choice.accounts.includes(account) &&
		(choice.partners.length === 0 || choice.partners.includes(partner))
	);
}
