/**
 * One trigger for several accounts, against Awin's own history of each: accounts come, go, are renamed, closed and refused, an
 * expression gives other ones, somebody watches one account and then several again, n8n is killed between polls, Awin is slow
 * or lets few calls through. Whatever happens: each event is told once, of the right account and under its name; nobody waits
 * for the others; and one account that is refused is told once and stops nobody.
 */
import fc from 'fast-check';

import type { AccountType } from '../../demo/sandbox/directory.cts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../support/days.cts';
import { addSale, type CallFault, type Scheduler } from '../support/pollModel.cts';
import { lateness, timeToChange } from '../support/saleTimes.cts';
import { judge, longestBetweenLooks, type Judged } from '../support/watchJudge.cts';
import { WatchModel, type Watch } from '../support/watchModel.cts';

const EVENTS = ['created', 'approved', 'declined', 'amended'];
const BEGINS_MS = Date.UTC(2026, 5, 15, 10);
/** With the moments that polls are late. */
const TWELVE_MINUTES_MS = 12 * MINUTE_MS + 2 * SECOND_MS;
/** Numbers of the agency's accounts that a story plays with. */
const NUMBERS = [0, 1, 2, 3, 4, 5, 6];

interface Change {
	afterMs: number;
	lateMs: number;
	kind: 'amended' | 'approved' | 'declined';
}

interface Sale {
	/** At this part of the whole time; below zero: before it. */
	at: number;
	lateMs: number;
	account: number;
	changes: Change[];
}

type Happening =
	| { what: 'nothing' | 'crash' | 'listFails' | 'listWorks' }
	| { what: 'link' | 'unlink' | 'rename' | 'close' | 'reopen' | 'letThrough'; account: number }
	| { what: 'refuse'; account: number; status: number }
	| { what: 'spoil'; account: number; how: CallFault; from: number }
	| { what: 'choose' | 'express'; watch: Watching }
	| { what: 'chooseEvents'; events: string[] }
	| { what: 'slow'; answerMs: number }
	| { what: 'limit'; requestsPerMinute: number };

/** By the numbers of accounts. */
type Watching =
	| { kind: 'one'; account: number }
	| { kind: 'chosen'; accounts: number[] }
	| { kind: 'all' };

interface Step {
	happenings: Happening[];
	waitMs: number;
	/** Each minute, so many. */
	polls: number;
}

interface Story {
	scheduler: Scheduler;
	accountType: AccountType;
	events: string[];
	lookbackDays: number;
	poll: [{ item: unknown[] }, number];
	linked: number[];
	watching: Watching;
	asText: boolean;
	sales: Sale[];
	steps: Step[];
}

const account = fc.constantFrom(...NUMBERS);

const change: fc.Arbitrary<Change> = fc.record({
	afterMs: timeToChange,
	lateMs: lateness,
	kind: fc.constantFrom('amended', 'amended', 'approved', 'declined'),
});

const sale: fc.Arbitrary<Sale> = fc.record({
	at: fc.integer({ min: -200, max: 1000 }).map((thousandths) => thousandths / 1000),
	lateMs: lateness,
	account,
	changes: fc.array(change, { maxLength: 3 }),
});

const several: fc.Arbitrary<Watching> = fc.oneof(
	fc.constant<Watching>({ kind: 'all' }),
	fc
		.uniqueArray(account, { minLength: 1, maxLength: 6 })
		.map((accounts): Watching => ({ kind: 'chosen', accounts })),
);

const watching: fc.Arbitrary<Watching> = fc.oneof(
	{ weight: 3, arbitrary: several },
	{ weight: 1, arbitrary: account.map((number): Watching => ({ kind: 'one', account: number })) },
);

interface Kinds {
	/** Accounts come, go, and are renamed. */
	accounts?: boolean;
	/** Accounts are refused, calls fail. */
	failures?: boolean;
	/** Other accounts are chosen. */
	choices?: boolean;
	/** Other events are chosen. */
	events?: boolean;
	/** Awin is slow, or short of calls. */
	slow?: boolean;
	crashes?: boolean;
}

function happening({
	accounts,
	failures,
	choices,
	events,
	slow,
	crashes,
}: Kinds): fc.Arbitrary<Happening> {
	const ofAccount = (
		...whats: Array<'link' | 'unlink' | 'rename' | 'close' | 'reopen' | 'letThrough'>
	) => fc.record({ what: fc.constantFrom(...whats), account });
	return fc.oneof(
		fc.constant<Happening>({ what: 'nothing' }),
		...(accounts ? [ofAccount('link', 'link', 'unlink', 'rename', 'close', 'reopen')] : []),
		...(failures
			? [
					ofAccount('letThrough'),
					fc.record({
						what: fc.constant('refuse' as const),
						account,
						status: fc.constantFrom(401, 403, 404),
					}),
					fc.record({
						what: fc.constant('spoil' as const),
						account,
						how: fc.constantFrom<CallFault[]>('status 500', 'html', 'cut', 'dropped'),
						from: fc.integer({ min: 0, max: 3 }),
					}),
					fc.constantFrom<Happening[]>({ what: 'listFails' }, { what: 'listWorks' }),
				]
			: []),
		...(choices
			? [
					fc.record({ what: fc.constant('choose' as const), watch: watching }),
					fc.record({ what: fc.constant('express' as const), watch: several }),
				]
			: []),
		...(events
			? [
					fc.record({
						what: fc.constant('chooseEvents' as const),
						events: fc.subarray(EVENTS, { minLength: 1 }),
					}),
				]
			: []),
		...(slow
			? [
					fc.record({
						what: fc.constant('slow' as const),
						answerMs: fc.constantFrom(0, 0, 3, 8, 20).map((seconds) => seconds * SECOND_MS),
					}),
					fc.record({
						what: fc.constant('limit' as const),
						requestsPerMinute: fc.constantFrom(2, 5, 20),
					}),
				]
			: []),
		...(crashes ? [fc.constant<Happening>({ what: 'crash' })] : []),
	);
}

function story(kinds: Kinds): fc.Arbitrary<Story> {
	const step: fc.Arbitrary<Step> = fc.record({
		happenings: fc.array(happening(kinds), { minLength: 1, maxLength: 3 }),
		waitMs: fc.oneof(
			{ weight: 5, arbitrary: fc.integer({ min: 61, max: 1800 }).map((s) => s * SECOND_MS) },
			{ weight: 3, arbitrary: fc.integer({ min: 1, max: 30 }).map((hours) => hours * HOUR_MS) },
			{ weight: 1, arbitrary: fc.constantFrom(3 * DAY_MS, 40 * DAY_MS) },
		),
		polls: fc.integer({ min: 2, max: 9 }),
	});
	return fc.record({
		scheduler: fc.constantFrom<Scheduler[]>('inMemory', 'durable'),
		accountType: fc.constantFrom<AccountType[]>('advertiser', 'publisher'),
		events: fc.oneof(fc.constant(EVENTS), fc.subarray(EVENTS, { minLength: 1 })),
		lookbackDays: fc.constantFrom(1, 7),
		poll: fc.constantFrom<Array<[{ item: unknown[] }, number]>>(
			[{ item: [{ mode: 'everyMinute' }] }, MINUTE_MS],
			[{ item: [{ mode: 'everyHour', minute: 5 }] }, HOUR_MS],
		),
		linked: fc.uniqueArray(account, { minLength: 1, maxLength: NUMBERS.length }),
		watching: kinds.choices ? watching : several,
		asText: fc.boolean(),
		sales: fc.array(sale, { minLength: 1, maxLength: 10 }),
		steps: fc.array(step, { minLength: 2, maxLength: 7 }),
	});
}

let number = 200_000;

async function play(given: Story, isExact: boolean): Promise<Judged> {
	const { accountType, events, lookbackDays, linked, poll, scheduler, steps } = given;
	const [pollTimes, intervalMs] = poll;
	const model: WatchModel = new WatchModel({
		accountType,
		events,
		scheduler,
		pollTimes,
		lookbackDays,
		linked,
		watch: { watch: 'allAccounts' },
		asText: given.asText,
		beginsMs: BEGINS_MS,
		number: number++,
	});
	const watchOf = (of: Watching): Watch => {
		if (of.kind === 'all') return { watch: 'allAccounts' };
		return of.kind === 'one'
			? { watch: 'oneAccount', accountId: model.idOf(of.account) }
			: { watch: 'chosenAccounts', accountIds: of.accounts.map((one) => model.idOf(one)) };
	};
	model.choose(watchOf(given.watching));
	fillWorld(model, given);
	await model.poll(0);
	await model.pollEachMinute(4);
	for (const [place, { happenings, waitMs, polls }] of steps.entries()) {
		for (const one of happenings) await happen(model, one, watchOf, place);
		await model.poll(waitMs);
		await model.pollEachMinute(polls);
	}
	await model.recover(NUMBERS);
	const accountIds = NUMBERS.map((one) => model.idOf(one));
	return { model, accountType, intervalMs, beginsMs: BEGINS_MS, accountIds, isExact };
}

async function happen(
	model: WatchModel,
	one: Happening,
	watchOf: (of: Watching) => Watch,
	place: number,
): Promise<void> {
	const { sandbox, n8n } = model;
	switch (one.what) {
		case 'nothing':
			return;
		case 'crash':
			return await model.crash();
		case 'link':
			return model.link(one.account);
		case 'unlink':
			return model.unlink(one.account);
		case 'rename':
			return model.rename(one.account, `Renamed ${place} "${one.account}"`);
		case 'close':
		case 'reopen':
			return model.setClosed(one.account, one.what === 'close');
		case 'refuse':
			return model.refuse(one.account, one.status);
		case 'letThrough':
			return model.refuse(one.account, null);
		case 'spoil':
			return model.spoilCalls({
				path: `/${model.idOf(one.account)}/`,
				how: one.how,
				from: one.from,
			});
		case 'listFails':
			return model.spoilCalls({ path: '/accounts', how: 'status 500', from: 0 });
		case 'listWorks':
			return model.spoilCalls(undefined);
		case 'choose':
			return model.choose(watchOf(one.watch));
		case 'express':
			return model.express(watchOf(one.watch));
		case 'chooseEvents':
			return model.chooseEvents(one.events);
		case 'slow':
			n8n.answerMs = one.answerMs;
			return;
		case 'limit':
			sandbox.requestsPerMinute = one.requestsPerMinute;
			return;
	}
}

function fillWorld({ sandbox }: WatchModel, given: Story): void {
	const { sales, steps, lookbackDays } = given;
	const wholeMs = steps.reduce((sum, { waitMs }) => sum + waitMs, HOUR_MS);
	const lateMost = lookbackDays * DAY_MS;
	for (const { at, lateMs, account: one, changes } of sales) {
		const transactionAtMs = BEGINS_MS + Math.round(at * Math.min(wholeMs, 20 * DAY_MS));
		const visibleAtMs = transactionAtMs + Math.min(lateMs, lateMost);
		const id = addSale(sandbox, {
			advertiserId: 610_001 + one,
			publisherId: 710_001 + one,
			transactionAtMs,
			visibleAtMs,
		});
		let [shownMs, amount, isValidated] = [visibleAtMs, 10, false];
		for (const next of changes) {
			shownMs += next.afterMs;
			const times = { atMs: shownMs - Math.min(next.lateMs, lateMost), visibleAtMs: shownMs };
			if (next.kind === 'amended') {
				amount += 10;
				const parts = [{ code: 'DEFAULT', amount }];
				sandbox.world.scheduleEvent({
					transactionId: id,
					kind: 'amended',
					...times,
					saleAmount: amount,
					parts,
				});
			} else if (!isValidated) {
				isValidated = true;
				sandbox.world.scheduleEvent({ transactionId: id, kind: next.kind, ...times, reason: 'x' });
			}
		}
	}
}

const RUNS = Number(process.env.MODEL_RUNS ?? 40);
const SEED = Number(process.env.MODEL_SEED ?? 20_261_122);

it.each<[string, Kinds]>([
	['accounts that come, go, are renamed and closed', { accounts: true }],
	['accounts that are refused, and calls that fail', { accounts: true, failures: true }],
	['another choice, by hand and by an expression', { accounts: true, choices: true }],
	['other events', { accounts: true, events: true }],
	['slow answers, and few calls', { accounts: true, slow: true }],
	['all of it', { accounts: true, failures: true, choices: true, events: true, slow: true }],
])('%s: each event once, of its account, and nobody waits for others', async (_what, kinds) => {
	await fc.assert(
		fc.asyncProperty(story(kinds), async (given) => {
			const played = await play(given, true);
			expect(() => judge(played)).not.toThrow();
		}),
		{ numRuns: RUNS, seed: SEED, endOnFailure: process.env.MODEL_FAST === '1' },
	);
});

it('all of it, and n8n is killed between polls: each event at least once', async () => {
	const kinds = {
		accounts: true,
		failures: true,
		choices: true,
		events: true,
		slow: true,
		crashes: true,
	};
	await fc.assert(
		fc.asyncProperty(story(kinds), async (given) => {
			const played = await play(given, false);
			expect(() => judge(played)).not.toThrow();
		}),
		{ numRuns: RUNS, seed: SEED, endOnFailure: process.env.MODEL_FAST === '1' },
	);
});

describe('sixty accounts, all events, a poll each minute', () => {
	it.each<Scheduler>(['inMemory', 'durable'])(
		'each is looked at within twelve minutes, also while ten are refused (%s)',
		async (scheduler) => {
			const numbers = Array.from({ length: 60 }, (_, place) => place);
			const model = new WatchModel({
				accountType: 'advertiser',
				events: EVENTS,
				scheduler,
				pollTimes: { item: [{ mode: 'everyMinute' }] },
				lookbackDays: 7,
				linked: numbers,
				watch: { watch: 'allAccounts' },
				beginsMs: BEGINS_MS,
				number: number++,
			});
			const accountIds = numbers.map((one) => model.idOf(one));
			const pollOnTheMinute = async (times: number) => {
				for (let polls = 0; polls < times; polls++) {
					const sinceMs = model.time.trueMs - BEGINS_MS;
					// n8n's polls come some moments after the minute, now more and now fewer.
					const lateMs = (polls % 7) * 40;
					await model.poll(MINUTE_MS - (sinceMs % MINUTE_MS) + lateMs);
				}
			};
			// The first look at an account reads more.
			await pollOnTheMinute(31);
			const fromMs = model.time.trueMs;
			await pollOnTheMinute(60);
			const judged: Judged = {
				model,
				accountType: 'advertiser',
				intervalMs: MINUTE_MS,
				beginsMs: BEGINS_MS,
				accountIds,
				isExact: true,
			};
			for (const id of accountIds) {
				expect(longestBetweenLooks(id, judged, fromMs)).toBeLessThanOrEqual(TWELVE_MINUTES_MS);
			}
			const refused = numbers.slice(0, 10);
			for (const one of refused) model.refuse(one, 403);
			const refusedMs = model.time.trueMs;
			await pollOnTheMinute(60);
			for (const id of accountIds.slice(10)) {
				expect(longestBetweenLooks(id, judged, refusedMs)).toBeLessThanOrEqual(TWELVE_MINUTES_MS);
			}
			for (const one of refused) model.refuse(one, null);
			await pollOnTheMinute(80);
			expect(() => judge(judged)).not.toThrow();
		},
	);
});
