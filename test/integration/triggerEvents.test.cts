import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { HistoryEvent } from '../../demo/sandbox/world.cts';
import { TriggerInN8n, type TriggerSettings } from '../support/poll.cts';
import { ADVERTISER, credentialsFor, NOW_MS, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

let nowMs: number;

beforeEach(() => {
	nowMs = NOW_MS;
});

const { sandbox } = useSandbox({
	nowMs: () => nowMs,
	world: { startDate: '2026-06-01', liveEventsPerMinute: 0.5, transactionsPerDay: 30 },
});

function triggerFor(parameters: INodeParameters = {}, settings: Partial<TriggerSettings> = {}) {
	return new TriggerInN8n({
		credentials: credentialsFor(sandbox),
		nowMs: () => nowMs,
		...settings,
		parameters: {
			accountType: 'advertiser',
			accountId: { __rl: true, mode: 'list', value: String(ADVERTISER) },
			timezone: 'UTC',
			...parameters,
		},
	});
}

/** Polls again and again. @returns everything that was reported, without what the first poll found */
async function pollFor(trigger: TriggerInN8n, wholeMs: number, everyMs: number) {
	const reported: IDataObject[] = [];
	await trigger.poll();
	for (const endMs = nowMs + wholeMs; nowMs < endMs; ) {
		nowMs += everyMs;
		reported.push(...((await trigger.poll()) ?? []));
	}
	return reported;
}

function history(accountType: 'advertiser' | 'publisher', accountId: number, fromMs: number) {
	return sandbox.awin.world.history({ accountType, accountId, fromMs: fromMs + 1, toMs: nowMs });
}

function nameOf({ transactionId, kind }: HistoryEvent): string {
	return `${transactionId} ${kind}`;
}

function names(items: IDataObject[] | null): string[] {
	return (items ?? []).map(({ id, event }) => `${String(id)} ${String(event)}`).sort();
}

/** What the database holds of it. */
function stored({ staticData }: TriggerInN8n): IDataObject {
	return JSON.parse(JSON.stringify(staticData)) as IDataObject;
}

function queries() {
	return sandbox.awin.calls.map(({ query }) => query);
}

describe('the events agree with the history of the sandbox', () => {
	it.each([
		['advertiser', ADVERTISER],
		['publisher', PUBLISHER],
	] as const)('as %s, a day of polls', async (accountType, accountId) => {
		const startMs = nowMs;
		const trigger = triggerFor({
			accountType,
			accountId: { __rl: true, mode: 'id', value: accountId },
		});

		const reported = await pollFor(trigger, DAY_MS, 2 * HOUR_MS);

		const ofTheDay = history(accountType, accountId, startMs);
		// What arrived late is reported within a day, so some of it is still to come.
		const late = ofTheDay.filter(({ visibleAtMs, atMs }) => visibleAtMs - atMs > 45 * MINUTE_MS);
		const expected = ofTheDay.filter((event) => !late.includes(event)).map(nameOf);
		expect(expected.length).toBeGreaterThan(100);
		expect(names(reported)).toEqual(expect.arrayContaining(expected));
		expect(new Set(names(reported)).size).toBe(reported.length);
		expect(ofTheDay.map(nameOf)).toEqual(expect.arrayContaining(names(reported)));

		nowMs += DAY_MS;
		reported.push(...((await trigger.poll()) ?? []));
		expect(late.length).toBeGreaterThan(0);
		expect(names(reported)).toEqual(expect.arrayContaining(late.map(nameOf)));
	});

	it('with everything that Awin gives about an amendment', async () => {
		const startMs = nowMs;
		const reported = await pollFor(triggerFor({ events: ['amended'] }), DAY_MS / 2, HOUR_MS);

		const amended = history('advertiser', ADVERTISER, startMs).filter(
			({ kind }) => kind === 'amended',
		);
		expect(amended.length).toBeGreaterThan(10);
		for (const { transactionId, ...event } of amended) {
			expect(reported.filter(({ id }) => id === transactionId)).toContainEqual(
				expect.objectContaining({
					oldSaleAmount: event.oldSaleAmount,
					newSaleAmount: event.newSaleAmount,
					oldCommissionAmount: event.oldCommission,
					newCommissionAmount: event.newCommission,
					occurredAt: null,
				}),
			);
		}
	});

	it('with the status before, where the trigger has seen it', async () => {
		const reported = await pollFor(triggerFor(), HOUR_MS, 5 * MINUTE_MS);

		const created = new Set(
			reported.filter(({ event }) => event === 'created').map(({ id }) => id),
		);
		const validated = reported.filter(({ event }) => event === 'approved' || event === 'declined');
		expect(validated.length).toBeGreaterThan(5);
		for (const { id, previousStatus } of validated) {
			expect(previousStatus).toBe(created.has(id) ? 'pending' : null);
		}
	});

	it('in the chosen zone, oldest first', async () => {
		const reported = await pollFor(triggerFor({ timezone: 'US/Eastern' }), HOUR_MS, HOUR_MS);

		const dates = reported.flatMap(({ occurredAt }) => (occurredAt ? String(occurredAt) : []));
		expect(dates.length).toBeGreaterThan(20);
		expect(dates.every((date) => date.endsWith('-04:00'))).toBe(true);
		const times = dates.map((date) => DateTime.fromISO(date).toMillis());
		expect(times).toEqual([...times].sort((a, b) => a - b));
	});

	it('of one partner only', async () => {
		const trigger = triggerFor({ filters: { partnerIds: String(PUBLISHER) } });

		const reported = await pollFor(trigger, 3 * HOUR_MS, HOUR_MS);

		expect(reported.length).toBeGreaterThan(20);
		expect(new Set(reported.map(({ partnerId }) => partnerId))).toEqual(new Set([PUBLISHER]));
		expect(queries().every(({ publisherId }) => publisherId === String(PUBLISHER))).toBe(true);
	});
});

describe('calls', () => {
	it.each([
		[['created'], ['transaction']],
		[['approved'], ['validation']],
		[['approved', 'declined'], ['validation']],
		[
			['created', 'approved', 'declined', 'amended'],
			['amendment', 'transaction', 'validation'],
		],
	])('%j: one for each list, one more each when it reaches back', async (events, lists) => {
		const trigger = triggerFor({ events });
		await trigger.poll();
		expect(queries()).toHaveLength(2 * lists.length);

		for (let poll = 0; poll < 5; poll++) {
			sandbox.awin.calls.length = 0;
			nowMs += 5 * HOUR_MS;
			await trigger.poll();
			expect(
				queries()
					.map(({ dateType }) => dateType)
					.sort(),
			).toEqual(lists);
		}
	});

	it('asks for the one status that is wanted, in UTC, and for the basket only when told to', async () => {
		await triggerFor({ events: ['declined'], options: { showBasketProducts: true } }).poll();
		await triggerFor({ events: ['declined', 'approved'] }).poll();

		const [one, , both] = queries();
		expect(one).toMatchObject({ status: 'declined', timezone: 'UTC', showBasketProducts: 'true' });
		expect(both).not.toHaveProperty('status');
		expect(both).not.toHaveProperty('showBasketProducts');
	});
});

describe('what is kept', () => {
	async function started(parameters: INodeParameters = {}) {
		const trigger = triggerFor(parameters);
		await trigger.poll();
		nowMs += HOUR_MS;
		await trigger.poll();
		return trigger;
	}

	it('is one value under one name, written once per poll', async () => {
		const trigger = await started();
		const { awinTrigger } = trigger.staticData;

		await trigger.poll();

		expect(Object.keys(trigger.staticData)).toEqual(['awinTrigger']);
		expect(trigger.staticData.awinTrigger).not.toBe(awinTrigger);
	});

	it.each<[string, INodeParameters]>([
		['output', { output: 'raw' }],
		['timezone', { timezone: 'Australia/Sydney' }],
		['late arrivals', { options: { lookbackDays: 20 } }],
		['fewer events', { events: ['created', 'approved'] }],
	])('stays when this is changed: %s', async (_what, parameters) => {
		const trigger = await started();

		trigger.change(parameters);

		expect(await trigger.poll()).toBeNull();
		nowMs += 23 * HOUR_MS;
		const startMs = nowMs - 23 * HOUR_MS;
		const reported = await trigger.poll();
		const ofTheDay = new Set(history('advertiser', ADVERTISER, startMs).map(nameOf));
		const rows = (reported ?? []).map((item) => ({ ...(item.transaction as object), ...item }));
		expect(names(rows).filter((name) => !ofTheDay.has(name))).toEqual([]);
	});

	it('with one event more: the others go on, and that one starts with the last poll interval', async () => {
		const startMs = nowMs + HOUR_MS;
		const trigger = await started({ events: ['created'] });
		trigger.change({ events: ['created', 'approved'] });
		nowMs += MINUTE_MS;

		const reported = (await trigger.poll()) ?? [];

		const isNew = ({ occurredAt }: IDataObject) =>
			Date.parse(String(occurredAt)) >= startMs - 20 * MINUTE_MS;
		expect(reported.some(({ event }) => event === 'approved')).toBe(true);
		expect(reported.every(isNew)).toBe(true);
	});

	it('belongs to the account: another one starts anew', async () => {
		const trigger = await started();
		trigger.change({ accountId: { __rl: true, mode: 'id', value: 77102 } });

		const reported = (await trigger.poll()) ?? [];

		const ages = reported.map(({ occurredAt }) => nowMs - Date.parse(String(occurredAt ?? NaN)));
		expect(ages.filter((age) => age > 17 * MINUTE_MS)).toEqual([]);
		expect(trigger.staticData.awinTrigger).toMatchObject({ account: 'advertiser 77102' });
	});

	it('survives a new n8n', async () => {
		const trigger = await started();
		const restarted = triggerFor();
		Object.assign(restarted.staticData, stored(trigger));

		expect(await restarted.poll()).toBeNull();
	});

	it('is still at hand when the node was renamed after a quiet poll', async () => {
		const trigger = await started();
		await trigger.poll();
		delete trigger.staticData.awinTrigger;
		const startMs = nowMs;
		nowMs += 5 * MINUTE_MS;

		const reported = await trigger.poll();

		const since = history('advertiser', ADVERTISER, startMs).map(nameOf);
		expect(names(reported).filter((name) => !since.includes(name))).toEqual([]);
	});

	it('is not held on to once there was news', async () => {
		const trigger = triggerFor();
		await trigger.poll();
		await trigger.poll();
		for (let poll = 0; poll < 5; poll++) {
			nowMs += HOUR_MS;
			await trigger.poll();
		}
		delete trigger.staticData.awinTrigger;

		const reported = (await trigger.poll()) ?? [];

		const ages = reported.map(({ occurredAt }) => nowMs - Date.parse(String(occurredAt ?? NaN)));
		expect(ages.filter((age) => age > 17 * MINUTE_MS)).toEqual([]);
	});

	it('of an unknown form is replaced', async () => {
		const trigger = new TriggerInN8n(triggerFor().settings, {
			awinTrigger: { version: 99, lists: 'all of them' },
		});

		await trigger.poll();

		expect(trigger.staticData.awinTrigger).toMatchObject({ version: 1 });
	});
});

describe('a manual test', () => {
	it('shows up to three of each event, changes nothing, and makes few calls', async () => {
		const trigger = triggerFor();

		const shown = (await trigger.test()) ?? [];

		const counts = ['created', 'approved', 'declined', 'amended'].map(
			(wanted) => shown.filter(({ event }) => event === wanted).length,
		);
		expect(counts).toEqual([3, 3, 3, 3]);
		expect(trigger.staticData).toEqual({});
		expect(queries()).toHaveLength(3);
	});

	it('shows the chosen events only, also after they were reported', async () => {
		const trigger = triggerFor({ events: ['declined'] });
		await trigger.poll();
		const kept = stored(trigger);

		const shown = (await trigger.test()) ?? [];

		expect(shown.map(({ event }) => event)).toEqual(['declined', 'declined', 'declined']);
		expect(trigger.staticData).toEqual(kept);
	});

	it('looks back a month where the last days hold nothing, and says so where that holds nothing either', async () => {
		const trigger = triggerFor({
			events: ['approved', 'amended'],
			accountId: { __rl: true, mode: 'id', value: 77105 },
			filters: { partnerIds: '88201' },
		});

		await expect(trigger.test()).rejects.toMatchObject({
			message:
				'Nothing was approved, amended in advertiser account 77105 with 88201 from 2026-05-15T10:15:01Z to 2026-06-15T10:15:00Z',
			description: expect.stringContaining('it starts with the next event'),
		});
		expect(queries()).toHaveLength(4);
	});
});

it('the node polls for itself, in the time zone of the workflow', async () => {
	jest.spyOn(Date, 'now').mockImplementation(() => nowMs);
	try {
		const trigger = triggerFor({ timezone: 'workflow' }, { timezone: 'Europe/Rome' });
		await trigger.pollThroughNode();
		nowMs += HOUR_MS;

		const reported = (await trigger.pollThroughNode()) ?? [];

		const dates = reported.flatMap(({ occurredAt }) => (occurredAt ? String(occurredAt) : []));
		expect(dates.length).toBeGreaterThan(5);
		expect(dates.every((date) => date.endsWith('+02:00'))).toBe(true);
	} finally {
		jest.restoreAllMocks();
	}
});
