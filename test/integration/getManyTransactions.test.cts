import { DateTime } from 'luxon';
import type { INodeParameters } from 'n8n-workflow';

import type { Switches } from '../../demo/sandbox/switches.cts';
import { leavesOf } from '../../nodes/Awin/api/flatRows';
import { executeAwin, type ExecutionSettings } from '../support/contexts.cts';
import { transactionList } from '../support/listCases.cts';
import { ADVERTISER, credentialsFor, PUBLISHER, truth, type Row } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox();

async function getMany(
	parameters: INodeParameters = {},
	settings: Partial<ExecutionSettings> = {},
) {
	return await executeAwin({
		credentials: credentialsFor(sandbox),
		...settings,
		parameters: {
			...transactionList,
			accountId: { __rl: true, mode: 'list', value: String(ADVERTISER) },
			startDate: '2026-03-01T00:00:00',
			endDate: '2026-03-31T23:59:59',
			...parameters,
		},
	});
}

const MARCH = ['2026-03-01T00:00:00Z', '2026-03-31T23:59:59Z'] as const;

function byId<T extends { id?: unknown }>(rows: T[]): T[] {
	return [...rows].sort((a, b) => Number(a.id) - Number(b.id));
}

async function getJson(
	parameters: INodeParameters = {},
	settings: Partial<ExecutionSettings> = {},
) {
	const { items } = await getMany(parameters, settings);
	return items.map((item) => item.json as Row);
}

function iso(awinUtc: unknown, zone: string): string | null {
	if (typeof awinUtc !== 'string') return null;
	return DateTime.fromISO(awinUtc, { zone: 'utc' })
		.setZone(zone)
		.toISO({ suppressMilliseconds: true });
}

type Money = { amount: number | null; currency: string | null } | null;

function simplified(
	row: Row,
	zone: string,
	partner: 'publisherId' | 'advertiserId',
): Record<string, unknown> {
	const [sale, commission] = [row.saleAmount as Money, row.commissionAmount as Money];
	return {
		id: row.id,
		status: row.commissionStatus,
		transactionDate: iso(row.transactionDate, zone),
		saleAmount: sale?.amount ?? null,
		commissionAmount: commission?.amount ?? null,
		currency: sale?.currency ?? commission?.currency ?? null,
		partnerId: row[partner],
		siteName: row.siteName ?? null,
		orderReference: row.orderRef ?? null,
		clickReference: (row.clickRefs as Record<string, string> | null)?.clickRef ?? null,
	};
}

describe('what comes out', () => {
	it('simplified: the ten fields, for every transaction of the span', async () => {
		const rows = truth(sandbox, 'advertiser', ADVERTISER, ...MARCH);
		expect(rows.length).toBeGreaterThan(100);

		const items = await getJson({ output: 'simplified' });

		expect(byId(items)).toEqual(byId(rows).map((row) => simplified(row, 'utc', 'publisherId')));
	});

	it('simplified, as a publisher: the partner is the advertiser', async () => {
		const rows = truth(sandbox, 'publisher', PUBLISHER, ...MARCH);

		const items = await getJson({
			accountType: 'publisher',
			accountId: { __rl: true, mode: 'id', value: PUBLISHER },
		});

		expect(byId(items)).toEqual(byId(rows).map((row) => simplified(row, 'utc', 'advertiserId')));
	});

	it('flat: the same columns on every row, one value in each', async () => {
		const items = await getJson({ output: 'flat', options: { showBasketProducts: true } });

		const columns = Object.keys(items[0]);
		expect(items.every((item) => Object.keys(item).join() === columns.join())).toBe(true);
		const values = items.flatMap((item) => Object.values(item));
		expect(values.filter((value) => typeof value === 'object' && value !== null)).toEqual([]);
		for (const column of ['saleAmount', 'clickReference', 'transactionParts', 'basketProducts']) {
			expect(items.some((item) => item[column] !== null)).toBe(true);
		}
	});

	it('raw: what Awin sent, unknown fields too, with an offset on each date', async () => {
		const rows = truth(sandbox, 'advertiser', ADVERTISER, ...MARCH);
		expect(rows.some((row) => 'futureField' in row)).toBe(true);

		const items = await getJson({
			output: 'raw',
			timezone: 'US/Pacific',
			startDate: MARCH[0],
			endDate: MARCH[1],
		});

		const zone = 'America/Los_Angeles';
		expect(byId(items)).toEqual(
			byId(rows).map((row) => ({
				...row,
				clickDate: iso(row.clickDate, zone),
				transactionDate: iso(row.transactionDate, zone),
				validationDate: iso(row.validationDate, zone),
			})),
		);
	});

	it('pairs every transaction with the input item that asked for it', async () => {
		const { items } = await getMany(
			{
				accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' },
				startDate: '2026-03-30',
			},
			{ items: [{ json: { account: 77101 } }, { json: { account: '77102' } }] },
		);

		const first = items.filter((item) => (item.pairedItem as { item: number }).item === 0);
		expect(byId(first.map((item) => item.json)).map((row) => row.id)).toEqual(
			byId(truth(sandbox, 'advertiser', 77101, '2026-03-30T00:00:00Z', MARCH[1])).map(
				(row) => row.id,
			),
		);
		expect(items.length).toBeGreaterThan(first.length);
	});
});

describe('time', () => {
	it('reads dates in the chosen zone', async () => {
		// Sydney is eleven hours ahead in March.
		const rows = truth(
			sandbox,
			'advertiser',
			ADVERTISER,
			'2026-03-09T13:00:00Z',
			'2026-03-10T12:59:59Z',
		);

		const items = await getJson({
			startDate: '2026-03-10',
			endDate: '2026-03-10',
			timezone: 'Australia/Sydney',
		});

		expect(byId(items).map((item) => item.id)).toEqual(byId(rows).map((row) => row.id));
		expect(items.every((item) => String(item.transactionDate).startsWith('2026-03-10T'))).toBe(
			true,
		);
		expect(items.every((item) => String(item.transactionDate).endsWith('+11:00'))).toBe(true);
	});

	it.each([
		['Europe/Berlin', '+01:00'],
		['Europe/Rome', '+01:00'],
		['America/New_York', '-05:00'],
		['Asia/Tokyo', 'Z'],
	])('a workflow in %s gets dates that end in %s', async (workflowZone, offset) => {
		const items = await getJson(
			{ timezone: 'workflow', startDate: '2026-03-02', endDate: '2026-03-03' },
			{ timezone: workflowZone },
		);

		expect(items.length).toBeGreaterThan(0);
		expect(items.every((item) => String(item.transactionDate).endsWith(offset))).toBe(true);
	});

	it('reads twelve months in twelve calls, at most four at a time, without a row lost or doubled', async () => {
		const [from, to] = ['2025-06-01T00:00:00Z', '2026-05-31T23:59:59Z'];
		const rows = truth(sandbox, 'advertiser', ADVERTISER, from, to);
		sandbox.awin.calls.length = 0;
		sandbox.awin.requestsPerMinute = 20;

		const items = await getJson({ startDate: from, endDate: to });

		expect(items.map((item) => item.id).sort()).toEqual(rows.map((row) => row.id).sort());
		expect(sandbox.awin.calls.map((call) => call.status)).toEqual(Array(12).fill(200));
		expect(Math.max(...sandbox.awin.calls.map((call) => call.concurrent))).toBeLessThanOrEqual(4);
	});

	it('has four calls under way while there are as many windows', async () => {
		sandbox.awin.faults.add({ kind: 'slow', delayMs: 500, times: Infinity });

		await getMany({ startDate: '2025-06-01', endDate: '2026-05-31' });

		expect(Math.max(...sandbox.awin.calls.map((call) => call.concurrent))).toBe(4);
	});

	it('gives a transaction once that stands on the second where two windows meet', async () => {
		sandbox.awin.switches.datePrecision = 'second';
		// The first window of 31 days, less a second, ends here, and the second one begins.
		const atMs = Date.parse('2026-03-31T23:59:59Z');
		const { id } = sandbox.awin.world.addTransaction({
			advertiserId: ADVERTISER,
			publisherId: PUBLISHER,
			saleAmount: 12.5,
			transactionAtMs: atMs,
		});

		const items = await getJson({ startDate: MARCH[0], endDate: '2026-04-10T00:00:00Z' });

		const asked = sandbox.awin.calls.map((call) => [call.query.startDate, call.query.endDate]);
		expect(asked[0][1]).toBe('2026-03-31T23:59:59');
		expect(asked[1][0]).toBe('2026-03-31T23:59:59');
		expect(items.filter((item) => item.id === id)).toHaveLength(1);
	});

	it('gives the oldest window first, however the calls end', async () => {
		sandbox.awin.faults.add({ kind: 'slow', delayMs: 300, match: { path: '/transactions' } });

		const items = await getJson({ startDate: '2026-01-01', endDate: '2026-03-31' });

		const months = items.map((item) => String(item.transactionDate).slice(0, 7));
		expect([...months].sort()).toEqual(months);
	});

	it('asks nothing of the future', async () => {
		await getMany({ startDate: '2026-03-31', endDate: '2199-12-31' });

		const last = sandbox.awin.calls
			.map((call) => Date.parse(`${call.query.endDate}Z`))
			.sort()
			.at(-1);
		// By the date of this machine, which decides what the future is.
		expect(last).toBeLessThanOrEqual(Date.now() + 86_400_000);
		expect(last).toBeGreaterThan(Date.now());
	});
});

describe('narrowing down', () => {
	it.each([[['approved']], [['approved', 'declined']], [['pending', 'deleted']]])(
		'statuses %j',
		async (statuses) => {
			const rows = truth(sandbox, 'advertiser', ADVERTISER, ...MARCH);
			const wanted = rows.filter((row) => statuses.includes(String(row.commissionStatus)));

			const items = await getJson({ filters: { status: statuses } });

			expect(byId(items).map((item) => item.id)).toEqual(byId(wanted).map((row) => row.id));
		},
	);

	it('partners', async () => {
		const rows = truth(sandbox, 'advertiser', ADVERTISER, ...MARCH);
		const wanted = rows.filter((row) => [88201, 88203].includes(Number(row.publisherId)));

		const items = await getJson({ filters: { partnerIds: ' 88201, 88203 ' } });

		expect(byId(items).map((item) => item.id)).toEqual(byId(wanted).map((row) => row.id));
	});

	it.each(['validation', 'amendment'])('date type %s', async (dateType) => {
		const rows = truth(sandbox, 'advertiser', ADVERTISER, ...MARCH, { dateType });
		expect(rows.length).toBeGreaterThan(0);

		const items = await getJson({ dateType });

		expect(byId(items).map((item) => item.id)).toEqual(byId(rows).map((row) => row.id));
	});

	it('statuses as a sheet has them', async () => {
		const rows = truth(sandbox, 'advertiser', ADVERTISER, ...MARCH);
		const wanted = rows.filter((row) => row.commissionStatus !== 'pending');

		const items = await getJson({ filters: { status: '={{ "Approved, declined,DELETED" }}' } });

		expect(byId(items).map((item) => item.id)).toEqual(byId(wanted).map((row) => row.id));
	});

	it('a limit ends the reading as soon as there is enough', async () => {
		const items = await getJson({
			startDate: '2025-06-01',
			endDate: '2026-05-31',
			returnAll: false,
			limit: 10,
		});

		expect(items).toHaveLength(10);
		expect(sandbox.awin.calls).toHaveLength(1);
	});
});

describe('every form of answer that is plausible', () => {
	const switches: Array<Partial<Switches>> = [
		{ transactionsWrapper: 'body' },
		{ transactionsWrapper: 'transactions' },
		{ transactionsWrapper: 'result' },
		{ idsAsStrings: true },
		{ nullsMissing: true },
		{ responseDatesInUtc: true },
		{ endInclusive: false },
		{ rowOrder: 'scattered' },
		{ rowOrder: 'newest' },
		{ deletedWithoutStatus: 'hidden' },
		{ statusList: false },
		{ timezoneRequired: true },
		{ zones: 13 },
		{ zSuffix: 'refused' },
		{ originalSaleAmount: 'number' },
		{ originalSaleAmount: 'object' },
		{ amendDateInRows: true },
	];

	it.each(switches.map((change) => [change]))('%j', async (change) => {
		const [from, to] = ['2026-01-10T00:00:00Z', '2026-04-10T00:00:30Z'];
		const rows = truth(sandbox, 'advertiser', ADVERTISER, from, to);
		const expected = byId(rows).map((row) => simplified(row, 'Europe/Helsinki', 'publisherId'));
		Object.assign(sandbox.awin.switches, change);

		const items = await getJson({
			startDate: from,
			endDate: to,
			timezone: 'Europe/Helsinki',
			filters: { status: ['pending', 'approved', 'declined', 'deleted'] },
		});

		expect(byId(items)).toEqual(expected);
	});
});

describe('the oldest come first', () => {
	const SPAN = { startDate: '2026-01-10T00:00:00', endDate: '2026-03-31T23:59:59' };

	it.each(
		(['date', 'newest', 'id', 'scattered'] as const).flatMap((rowOrder) =>
			(['transaction', 'validation'] as const).map((dateType) => [rowOrder, dateType] as const),
		),
	)(
		'where Awin lists by %s, by %s date: all of them, and with a limit',
		async (rowOrder, dateType) => {
			sandbox.awin.switches.rowOrder = rowOrder;

			const all = await getJson({ ...SPAN, dateType, output: 'raw' });
			const some = await getJson({ ...SPAN, dateType, output: 'raw', returnAll: false, limit: 7 });

			const dates = all.map((item) => String(item[`${dateType}Date`]));
			expect(dates).toEqual([...dates].sort());
			expect(some.map((item) => item[`${dateType}Date`])).toEqual(dates.slice(0, 7));
		},
	);

	it('where the first window has rows of the next in it: each in its place, with a limit too', async () => {
		const rows = truth(sandbox, 'advertiser', ADVERTISER, '2026-01-10T00:00:00Z', MARCH[1]);
		sandbox.awin.switches.ignoredFilter = 'dates';

		const all = await getJson(SPAN);
		const some = await getJson({ ...SPAN, returnAll: false, limit: all.length - 5 });

		const dates = all.map((item) => String(item.transactionDate));
		expect(dates).toEqual([...dates].sort());
		expect(byId(all).map((item) => item.id)).toEqual(byId(rows).map((row) => row.id));
		expect(some).toEqual(all.slice(0, -5));
	});

	it('amendments, whose date Awin does not show: every one, in the order of Awin', async () => {
		const all = await getJson({ ...SPAN, dateType: 'amendment' });
		const some = await getJson({ ...SPAN, dateType: 'amendment', returnAll: false, limit: 3 });

		expect(all.length).toBeGreaterThan(3);
		expect(some).toEqual(all.slice(0, 3));
	});
});

describe('what comes back is held against what was asked for', () => {
	const filters = { partnerIds: '88201, 88203', status: ['approved'] };

	it.each([
		['partners', filters],
		['statuses', filters],
		['dates', filters],
		['dates', {}],
	] as const)('where Awin does not look at %s: %j', async (ignoredFilter, asked) => {
		const usual = await getMany({ filters: { ...asked } });
		sandbox.awin.switches.ignoredFilter = ignoredFilter;

		const { items, hints } = await getMany({ filters: { ...asked } });

		const rowsOf = ({ items: found }: Awaited<ReturnType<typeof getMany>>) =>
			byId(found.map(({ json }) => json));
		expect(usual.items.length).toBeGreaterThan(0);
		expect(usual.hints).toEqual([]);
		expect(rowsOf({ items, hints })).toEqual(rowsOf(usual));
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(
				/^Awin also gave \d+ transactions that are of another .*date than you chose.*They were left out\.$/,
			),
		]);
	});

	it('a row that does not say what it is, is believed', async () => {
		const body = JSON.stringify([
			{ id: 1 },
			{ id: -2, publisherId: null, transactionDate: 'soon' },
			{ id: 3, publisherId: 5, transactionDate: '2026-03-05T00:00:00' },
		]);
		sandbox.awin.faults.add({ kind: 'body', body });

		const { items, hints } = await getMany({
			endDate: '2026-03-10',
			filters: { partnerIds: '88201' },
		});

		expect(items.map(({ json }) => json.id)).toEqual([1, -2]);
		expect(hints[0].message).toContain('Awin also gave a transaction that is of another partner');
	});

	it('a transaction of the very first minute is in, although Awin shows dates to the minute', async () => {
		const body = '[{"id":1,"transactionDate":"2026-03-01T10:00:00"}]';
		sandbox.awin.faults.add({ kind: 'body', body });

		const items = await getJson({ startDate: '2026-03-01T10:00:59', endDate: '2026-03-02' });

		expect(items).toHaveLength(1);
	});

	it.each([['on hold'], [null], [5]])(
		'the status %j is told of where a status is chosen',
		async (status) => {
			const rows = [
				{ id: 1, commissionStatus: status },
				{ id: 2, commissionStatus: 'APPROVED' },
			];
			const asked = { endDate: '2026-03-10', filters: { status: ['approved', 'pending'] } };
			const body = JSON.stringify(rows);
			sandbox.awin.faults.add({ kind: 'body', body, times: 2 });

			const chosen = await getMany(asked);
			const all = await getMany({ endDate: '2026-03-10' });

			expect(chosen.items.map(({ json }) => json.id)).toEqual([2]);
			expect(chosen.hints[0].message).toContain('a status that this node does not know');
			expect(all.items.map(({ json }) => json.id)).toEqual([1, 2]);
		},
	);

	it('deleted ones among several are asked for by themselves, and one of them counts once', async () => {
		sandbox.awin.switches.deletedWithoutStatus = 'hidden';
		const rows = truth(sandbox, 'advertiser', ADVERTISER, ...MARCH, { status: 'deleted' });
		sandbox.awin.calls.length = 0;

		const items = await getJson({ filters: { status: ['deleted', 'approved', 'pending'] } });

		expect(rows.length).toBeGreaterThan(0);
		expect(sandbox.awin.calls.map(({ query }) => query.status)).toEqual([undefined, 'deleted']);
		expect(
			items
				.filter(({ status }) => status === 'deleted')
				.map(({ id }) => id)
				.sort(),
		).toEqual(rows.map(({ id }) => id).sort());
		expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
	});
});

describe('flat', () => {
	it('the same columns over windows and items, and every value of the raw form in one of them', async () => {
		const asked = {
			accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' },
			startDate: '2026-01-10',
			options: { showBasketProducts: true },
		};
		const items = [{ json: { account: 77101 } }, { json: { account: '77102' } }];
		const raw = (await getMany({ ...asked, output: 'raw' }, { items })).items;

		const flat = (await getMany({ ...asked, output: 'flat' }, { items })).items;

		expect(new Set(flat.map(({ json }) => Object.keys(json).join())).size).toBe(1);
		expect(flat).toHaveLength(raw.length);
		for (const [index, { json }] of flat.entries()) {
			const given = new Set(Object.values(json).map(String));
			for (const { value } of leavesOf(raw[index].json)) {
				if (value !== null) expect(given).toContain(String(value));
			}
		}
	});
});
