/**
 * The trigger when nothing is as it should be: the clock of the machine jumps by minutes and by years, Awin is slow and slower,
 * one of its servers is behind the others, validations are taken back, the workflow is registered twice, an old copy of its
 * state is stored, other events and partners are chosen. Whatever happens: in the end, everything was told exactly once.
 *
 * The model of triggerModel.test.cts says by which poll; here it is enough that all is told once things are well again.
 */
import fc from 'fast-check';

import type { AwinSandbox } from '../../demo/sandbox/awin.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import type { HistoryEvent } from '../../demo/sandbox/world.cts';
import { judgeHistory } from '../history/judge.cts';
import { History, type Line } from '../history/lines.cts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../support/days.cts';
import { historyOf, type Watched } from '../support/pollHistory.cts';
import {
	addSale,
	emptySandbox,
	ModelN8n,
	ModelTime,
	type CallFault,
	type Scheduler,
} from '../support/pollModel.cts';
import { lateness, timeToChange } from '../support/saleTimes.cts';
import { isListed, isReportOf, isSameDisplay } from '../support/toldEvents.cts';

const YEAR_MS = 365 * DAY_MS;

const ADVERTISER = 77101;
const PUBLISHERS = [88201, 88202, 88203];
const EVENTS = ['created', 'approved', 'declined', 'amended'];
const BEGINS_MS = Date.UTC(2026, 5, 15, 10);
const FIRST_MARGIN_MS = 15 * MINUTE_MS;

interface Change {
	afterMs: number;
	lateMs: number;
	kind: 'amended' | 'approved' | 'declined' | 'reversed' | 'reversedAtOnce';
}

interface Sale {
	/** At this part of the whole time; below zero: before it. */
	at: number;
	lateMs: number;
	publisher: number;
	changes: Change[];
}

interface Choice {
	events: string[];
	partners: number[];
}

interface Step {
	waitMs: number;
	skewMs: number;
	answerMs: number;
	fault: { fromCall: number; how: CallFault } | null;
	before: 'nothing' | 'registerTwice' | 'storeOldCopy' | 'crash' | Choice;
}

interface Story {
	scheduler: Scheduler;
	lookbackDays: number;
	staleMs: number;
	hasNegativeIds: boolean;
	pollTimes: { item: unknown[] };
	intervalMs: number;
	switches: Partial<Switches>;
	choice: Choice;
	sales: Sale[];
	steps: Step[];
}

const change: fc.Arbitrary<Change> = fc.record({
	afterMs: timeToChange,
	lateMs: lateness,
	kind: fc.constantFrom('amended', 'amended', 'approved', 'declined', 'reversed', 'reversedAtOnce'),
});

const sale: fc.Arbitrary<Sale> = fc.record({
	at: fc.integer({ min: -300, max: 1000 }).map((thousandths) => thousandths / 1000),
	lateMs: lateness,
	publisher: fc.constantFrom(...PUBLISHERS),
	changes: fc.array(change, { maxLength: 4 }),
});

const choice: fc.Arbitrary<Choice> = fc.record({
	events: fc.subarray(EVENTS, { minLength: 1 }),
	partners: fc.oneof(fc.constant<number[]>([]), fc.subarray(PUBLISHERS, { minLength: 1 })),
});

const jump = fc
	.tuple(
		fc.constantFrom(-1, 1),
		fc.constantFrom(MINUTE_MS, HOUR_MS, DAY_MS, 12 * DAY_MS, YEAR_MS),
		fc.integer({ min: 1, max: 30 }),
	)
	.map(([sign, unitMs, count]) => sign * Math.min(unitMs * count, 3 * YEAR_MS));

const fault = fc.record({
	fromCall: fc.integer({ min: 0, max: 4 }),
	how: fc.constantFrom<CallFault[]>('status 500', 'status 429', 'html', 'cut', 'dropped'),
});

interface Kinds {
	jumps?: boolean;
	slow?: boolean;
	choices?: boolean;
	registrations?: boolean;
	crashes?: boolean;
}

function step({ jumps, slow, choices, registrations, crashes }: Kinds): fc.Arbitrary<Step> {
	return fc.record({
		waitMs: fc.oneof(
			{ weight: 6, arbitrary: fc.integer({ min: 61, max: 1200 }).map((s) => s * SECOND_MS) },
			{ weight: 3, arbitrary: fc.integer({ min: 1, max: 40 }).map((hours) => hours * HOUR_MS) },
			{ weight: 1, arbitrary: fc.constantFrom(3 * DAY_MS, 40 * DAY_MS, 92 * DAY_MS) },
		),
		skewMs: jumps
			? fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: jump })
			: fc.constant(0),
		answerMs: slow
			? fc.oneof(
					fc.constant(0),
					fc.integer({ min: 5, max: 60 }).map((seconds) => seconds * SECOND_MS),
				)
			: fc.constant(0),
		// A clock that is wrong, and calls that fail on top of it for months, is more than is promised.
		fault: jumps ? fc.constant(null) : fc.option(fault, { freq: 4 }),
		before: fc.oneof(
			{ weight: 4, arbitrary: fc.constant('nothing' as const) },
			...(choices ? [{ weight: 2, arbitrary: choice }] : []),
			...(registrations
				? [
						{
							weight: 2,
							arbitrary: fc.constantFrom('registerTwice' as const, 'storeOldCopy' as const),
						},
					]
				: []),
			...(crashes ? [{ weight: 2, arbitrary: fc.constant('crash' as const) }] : []),
		),
	});
}

const POLL_TIMES: Array<[{ item: unknown[] }, number]> = [
	[{ item: [{ mode: 'everyMinute' }] }, MINUTE_MS],
	[{ item: [{ mode: 'everyHour', minute: 5 }] }, HOUR_MS],
	[{ item: [{ mode: 'everyDay', hour: 9, minute: 0 }] }, 25 * HOUR_MS],
];

function story(kinds: Kinds): fc.Arbitrary<Story> {
	return fc
		.record({
			scheduler: fc.constantFrom<Scheduler[]>('inMemory', 'durable'),
			lookbackDays: fc.constantFrom(1, 7, 30),
			staleMs: fc.constantFrom(0, 0, 10 * MINUTE_MS),
			hasNegativeIds: fc.boolean(),
			poll: fc.constantFrom(...POLL_TIMES),
			switches: fc.record({
				amendmentMatch: fc.constantFrom('any', 'last'),
				datePrecision: fc.constantFrom('minute', 'second'),
				endInclusive: fc.boolean(),
				idsAsStrings: fc.boolean(),
				rowOrder: fc.constantFrom('date', 'id', 'scattered'),
			}),
			choice: kinds.choices ? choice : fc.constant<Choice>({ events: EVENTS, partners: [] }),
			sales: fc.array(sale, { minLength: 1, maxLength: 7 }),
			steps: fc.array(step(kinds), { minLength: 2, maxLength: 12 }),
		})
		.map(({ poll: [pollTimes, intervalMs], ...rest }) => ({ ...rest, pollTimes, intervalMs }));
}

interface Since {
	/** Of the first poll, and of the end of the first good one. */
	atMs: number;
	endMs: number;
	/** The clock was right then. */
	isRight: boolean;
	isAgain: boolean;
}

interface Played {
	story: Story;
	history: HistoryEvent[];
	told: Array<Record<string, unknown>>;
	/** From when on all this was chosen without a break, until the end, and whether it had been chosen before that. */
	chosenSince: (event: HistoryEvent) => Since | undefined;
	/** What comes to light later may still be to come. */
	dueMs: number;
	log: string[];
	/** What went over the wire, and what n8n shows. */
	lines: Line[];
}

let number = 100_000;

async function play(given: Story): Promise<Played> {
	const time = new ModelTime(BEGINS_MS);
	const sandbox = emptySandbox(time, given.switches);
	fillWorld(sandbox, given);
	const settings = ({ events, partners }: Choice) => ({
		events,
		'filters.partnerIds': partners.join(','),
	});
	const wire = new History();
	const n8n = new ModelN8n({
		scheduler: given.scheduler,
		history: wire,
		sandbox,
		time,
		timezone: 'UTC',
		number: number++,
		staleMs: given.staleMs,
		tamper: given.hasNegativeIds ? withNegativeIds : undefined,
		parameters: {
			...settings(given.choice),
			pollTimes: given.pollTimes,
			accountType: 'advertiser',
			accountId: ADVERTISER,
			timezone: 'UTC',
			output: 'simplified',
			'options.lookbackDays': given.lookbackDays,
		},
	});
	const choices: Array<{
		choice: Choice;
		atMs: number;
		endMs: number;
		isGood: boolean;
		isRight: boolean;
	}> = [];
	const poll = async (chosen: Choice, faultHow?: Step['fault']) => {
		const atMs = time.trueMs;
		const { outcome, items } = await n8n.tick(faultHow ?? undefined);
		choices.push({
			choice: chosen,
			atMs,
			endMs: time.trueMs,
			isGood: outcome === 'good',
			isRight: time.skewMs === 0,
		});
		return items.length;
	};

	const { intervalMs } = given;
	const watchedNow = ({ events, partners }: Choice): Watched => {
		const whose = { accountType: 'advertiser' as const, accounts: [ADVERTISER] };
		return { ...whose, atMs: time.trueMs, events, partners, intervalMs };
	};
	let chosen = given.choice;
	const watched = [watchedNow(chosen)];
	await poll(chosen);
	// The durable scheduler keeps nothing of the activation, and what it keeps of the next poll is the beginning.
	await time.pass(2 * MINUTE_MS);
	await poll(chosen);
	for (const { waitMs, skewMs, answerMs, fault: how, before } of given.steps) {
		await time.pass(waitMs);
		if (before === 'registerTwice') n8n.registerTwice();
		else if (before === 'storeOldCopy') {
			// n8n polls meanwhile, and what it had been given before is kept by then.
			while ((await poll(chosen)) > 0) await time.pass(2 * MINUTE_MS);
			await n8n.storeOldCopy();
		} else if (before === 'crash') await n8n.crash();
		else if (before !== 'nothing') {
			chosen = before;
			watched.push(watchedNow(chosen));
			n8n.choose(settings(chosen));
		}
		// When something is newly chosen, the clock has to be right.
		time.skewMs = typeof before === 'string' ? skewMs : 0;
		n8n.answerMs = answerMs;
		await poll(chosen, how);
	}
	time.skewMs = 0;
	n8n.answerMs = 0;
	for (let polls = 0; polls < 14; polls++) {
		await time.pass(polls % 2 === 0 ? 13 * HOUR_MS : 2 * HOUR_MS);
		await poll(chosen);
	}
	const history = sandbox.world.history({
		accountType: 'advertiser',
		accountId: ADVERTISER,
		fromMs: BEGINS_MS - 60 * DAY_MS,
		toMs: time.trueMs,
	});
	return {
		story: given,
		history,
		// What arrives late is told within a day.
		dueMs: time.trueMs - 2 * DAY_MS,
		told: n8n.polls.flatMap(({ items }) => items),
		chosenSince: ({ kind, publisherId }) => {
			const isChosen = ({ choice: { events, partners } }: { choice: Choice }) =>
				events.includes(kind) && (partners.length === 0 || partners.includes(publisherId));
			const gap = choices.map(isChosen).lastIndexOf(false);
			const since = choices.at(gap + 1);
			// A poll that goes wrong begins nothing, or some of it.
			const begun = choices.find(({ isGood }, place) => place > gap && isGood);
			return since && begun
				? {
						atMs: since.atMs,
						isRight: choices.slice(gap + 1, choices.indexOf(begun) + 1).every((one) => one.isRight),
						endMs: begun.endMs,
						isAgain: choices.slice(0, gap + 1).some(isChosen),
					}
				: undefined;
		},
		log: n8n.polls.map(
			({ atMs, localMs, outcome, items }) =>
				`${new Date(atMs).toISOString()} (clock ${new Date(localMs).toISOString()}) ${outcome} ${items.map(({ eventId }) => String(eventId)).join(' ')}`,
		),
		lines: historyOf(n8n, wire, watched),
	};
}

function fillWorld(sandbox: AwinSandbox, { sales, steps, lookbackDays }: Story): void {
	const { world } = sandbox;
	const wholeMs = steps.reduce((sum, { waitMs }) => sum + waitMs, HOUR_MS);
	for (const { at, lateMs, publisher, changes } of sales) {
		const transactionAtMs = BEGINS_MS + Math.round(at * Math.min(wholeMs, 20 * DAY_MS));
		const visibleAtMs = transactionAtMs + Math.min(lateMs, lookbackDays * DAY_MS);
		const whose = { advertiserId: ADVERTISER, publisherId: publisher };
		const id = addSale(sandbox, { ...whose, transactionAtMs, visibleAtMs });
		let shownMs = visibleAtMs;
		let validation: { kind: 'approved' | 'declined'; atMs: number } | undefined;
		let amount = 10;
		for (const next of changes) {
			shownMs += next.afterMs;
			let atMs = shownMs - Math.min(next.lateMs, lookbackDays * DAY_MS);
			if (next.kind === 'amended') {
				amount += 10;
				const parts = [{ code: 'DEFAULT', amount }];
				world.scheduleEvent({
					transactionId: id,
					kind: 'amended',
					atMs,
					visibleAtMs: shownMs,
					saleAmount: amount,
					parts,
				});
				continue;
			}
			const isReversal = next.kind === 'reversed' || next.kind === 'reversedAtOnce';
			if (isReversal && !validation) continue;
			if (!isReversal && validation) continue;
			// Awin's date of it may stay that of the validation before.
			if (next.kind === 'reversedAtOnce' && validation) {
				if (shownMs - validation.atMs > lookbackDays * DAY_MS) continue;
				({ atMs } = validation);
			}
			const kind = isReversal
				? validation?.kind === 'approved'
					? 'declined'
					: 'approved'
				: next.kind;
			validation = { kind: kind as 'approved' | 'declined', atMs };
			world.scheduleEvent({
				transactionId: id,
				kind: validation.kind,
				atMs,
				visibleAtMs: shownMs,
				reverses: isReversal,
				reason: 'x',
			});
		}
	}
}

/** Awin's ids are numbers upwards of zero; nobody has promised that. */
function withNegativeIds(rows: Array<Record<string, unknown>>): Array<Record<string, unknown>> {
	return rows.map((row) => {
		if (Number(row.id) % 2 === 0) return row;
		return { ...row, id: typeof row.id === 'string' ? `-${row.id}` : -Number(row.id) };
	});
}

function check(played: Played, { isExact }: { isExact: boolean }): void {
	const { history, told, story: given, chosenSince, dueMs, log } = played;
	const explain = (what: string, event: HistoryEvent) =>
		new Error(
			`${what}: ${event.transactionId} ${event.kind} ${event.oldSaleAmount}>${event.newSaleAmount} of ${event.publisherId} dated ${new Date(event.atMs).toISOString()}, shown ${new Date(event.visibleAtMs).toISOString()}\n${log.join('\n')}`,
		);
	for (const event of history) {
		const count = told.filter((item) => isReportOf(event, item)).length;
		if (isExact && count > 1) throw explain(`Told ${count} times`, event);
		const since = chosenSince(event);
		if (!since) continue;
		const firstMs = since.atMs - given.intervalMs - FIRST_MARGIN_MS - MINUTE_MS;
		const isTwin = history.some((other) => other !== event && isSameDisplay(other, event));
		// What the server that is behind did not show at first comes to light later.
		const isOlder = event.visibleAtMs + given.staleMs <= since.atMs && event.atMs < firstMs;
		const isFoundByOther = history.some(
			(other) => isListed(other, event) && other !== event && other.atMs >= firstMs,
		);
		if (isOlder && !isTwin && since.isRight && !since.isAgain && !isFoundByOther && count > 0)
			throw explain('Older than the start', event);
		// Awin shows the last state only, and one that is behind shows it later.
		const isCovered = history.some(
			(other) =>
				other !== event && isListed(other, event) && other.visibleAtMs >= event.visibleAtMs,
		);
		// When something is chosen for the first time, the clock has to be right.
		const isDue =
			since.isRight &&
			event.visibleAtMs > since.endMs + given.staleMs &&
			event.visibleAtMs <= dueMs;
		if (isDue && !isCovered && !isTwin && count === 0) throw explain('Never told', event);
	}
	for (const item of told) {
		if (
			!history.some((event) => isReportOf(event, item)) &&
			Date.parse(String(item.occurredAt)) < Date.parse('2027-01-01')
		) {
			const isRecent = !history.some(
				({ transactionId }) => transactionId === Math.abs(Number(item.id)),
			);
			if (!isRecent && item.event === 'created')
				throw new Error(`Made up: ${String(item.eventId)}`);
		}
	}
	expect(judgeHistory(played.lines).wrong).toEqual([]);
}

const RUNS = Number(process.env.MODEL_RUNS ?? 350);
const SEED = Number(process.env.MODEL_SEED ?? 20_261_121);

it.each<[string, Kinds]>([
	['a clock that jumps by minutes to years', { jumps: true }],
	['lists that take Awin up to a minute', { slow: true }],
	['other events and partners, also after a long pause', { choices: true }],
	['a second registration, and old copies of the state', { registrations: true }],
	['all of it', { jumps: true, slow: true, choices: true, registrations: true }],
])('%s: everything once', async (_what, kinds) => {
	await fc.assert(
		fc.asyncProperty(story(kinds), async (given) => {
			const played = await play(given);
			expect(() => check(played, { isExact: true })).not.toThrow();
		}),
		{ numRuns: RUNS, seed: SEED },
	);
});

it('slow lists, registrations and crashes: everything at least once', async () => {
	const kinds = { slow: true, registrations: true, crashes: true };
	await fc.assert(
		fc.asyncProperty(story(kinds), async (given) => {
			const played = await play(given);
			expect(() => check(played, { isExact: false })).not.toThrow();
		}),
		{ numRuns: RUNS, seed: SEED },
	);
});
