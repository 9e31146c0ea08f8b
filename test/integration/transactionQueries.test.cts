import type { INodeParameters } from 'n8n-workflow';

import { ask } from '../../demo/sandbox/ask.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import { executeAwin } from '../support/contexts.cts';
import { credentialsFor, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

// So busy that a month's queries fill more than one of Awin's pages.
const { sandbox } = useSandbox({ world: { transactionsPerDay: 24 } });

const FROM = '2026-03-01T00:00:00';
const TO = '2026-05-15T23:59:59';

async function queries(parameters: INodeParameters = {}) {
	const { items, hints } = await executeAwin({
		credentials: credentialsFor(sandbox),
		parameters: {
			resource: 'transactionQuery',
			operation: 'getMany',
			accountId: { __rl: true, mode: 'id', value: String(PUBLISHER) },
			startDate: FROM,
			endDate: TO,
			timezone: 'UTC',
			returnAll: true,
			...parameters,
		},
	});
	return { rows: items.map(({ json }) => json), hints: hints.map(({ message }) => message) };
}

type Row = Record<string, unknown>;

const NINETEEN_DAYS_MS = 19 * 86_400_000;
const clock = (epochMs: number) => new Date(epochMs).toISOString().slice(0, 19);

/** What the sandbox has, asked for in windows and pages that have nothing to do with those of the package. */
function truth(query: Record<string, string> = {}): Row[] {
	const rows = new Map<unknown, Row>();
	const endMs = Date.parse(`${TO}Z`);
	for (let atMs = Date.parse(`${FROM}Z`); atMs <= endMs; atMs += NINETEEN_DAYS_MS) {
		const parameters = new URLSearchParams({
			startDate: clock(atMs),
			endDate: clock(Math.min(atMs + NINETEEN_DAYS_MS - 1000, endMs)),
			pageSize: '9999',
			...query,
		});
		const { json } = ask(
			sandbox.awin,
			`/publisher/${PUBLISHER}/transactionqueries?${parameters.toString()}`,
		);
		for (const row of (json as { pageItems: Row[] }).pageItems) rows.set(row.id, row);
	}
	sandbox.awin.calls.length = 0;
	return [...rows.values()];
}

/** Which pages were asked for, window by window. */
function pagesByWindow(): string[][] {
	const windows = new Map<string, string[]>();
	for (const { query } of sandbox.awin.calls) {
		windows.set(query.startDate, [...(windows.get(query.startDate) ?? []), query.pageNumber]);
	}
	return [...windows.values()];
}

const idsOf = (rows: Row[]) => rows.map(({ id }) => Number(id)).sort((a, b) => a - b);

describe('Transaction Query: Get Many', () => {
	it.each(['transactionDate', 'enquiryDate', 'validationDate'])(
		'by %s: every query of 76 days once, in three windows',
		async (dateType) => {
			const all = truth({ dateType });

			const { rows, hints } = await queries({ dateType });

			expect(idsOf(rows)).toEqual(idsOf(all));
			expect(hints).toEqual([]);
			expect(sandbox.awin.calls.every(({ status }) => status === 200)).toBe(true);
			expect(pagesByWindow()).toEqual([['1', '2'], ['1', '2'], expect.arrayContaining(['1'])]);
		},
	);

	it('gives what Awin sent, with its dates in the chosen zone', async () => {
		const [row] = truth();

		const { rows } = await queries({ timezone: 'Europe/Berlin' });

		const found = rows.find(({ id }) => id === row.id);
		expect(found).toMatchObject({ advertiserId: row.advertiserId, status: row.status });
		expect(found?.transactionDate).toMatch(/\+0[12]:00$/);
		expect(Date.parse(String(found?.transactionDate))).toBe(
			Date.parse(`${String(row.transactionDate)}Z`),
		);
	});

	it('stops asking when it has as many as wanted', async () => {
		const { rows } = await queries({ returnAll: false, limit: 100 });

		expect(rows).toHaveLength(100);
		expect(sandbox.awin.calls).toHaveLength(1);
	});

	it('goes on to the next page for one more', async () => {
		const { rows, hints } = await queries({ returnAll: false, limit: 101 });

		expect(new Set(idsOf(rows)).size).toBe(101);
		expect(pagesByWindow()).toEqual([['1', '2']]);
		expect(hints).toEqual([]);
	});

	it('stops when Awin gives the same page again, and tells that some are missing', async () => {
		sandbox.awin.switches.queriesPages = 'always the first';
		const [startDate, endDate] = ['2026-03-01T00:00:00', '2026-03-31T23:00:00'];
		const all = truth().filter(({ transactionDate }) => {
			const date = String(transactionDate);
			return date >= startDate && date <= endDate;
		});

		const { rows, hints } = await queries({ startDate, endDate });

		expect(rows).toHaveLength(100);
		expect(pagesByWindow()).toEqual([['1', '2']]);
		expect(hints).toEqual([
			`Awin announced ${all.length - 100} more transaction queries than it gave. They may have changed meanwhile: run the node again, or ask for a shorter span of time.`,
		]);
	});

	it.each(['advertiserIds', 'advertiserId'] as const)(
		'filters, where Awin reads %s',
		async (queriesAdvertiserFilter) => {
			sandbox.awin.switches.queriesAdvertiserFilter = queriesAdvertiserFilter;
			const wanted = truth().filter(
				({ advertiserId, status }) => advertiserId === 77102 && status !== 'approved',
			);

			const { rows } = await queries({
				filters: { advertiserIds: '77102', statuses: ['pending', 'declined'] },
			});

			expect(wanted.length).toBeGreaterThan(0);
			expect(idsOf(rows)).toEqual(idsOf(wanted));
		},
	);

	it('by click reference', async () => {
		const all = truth();
		const wanted = all.find(({ clickRef }) => typeof clickRef === 'string')?.clickRef;

		const { rows } = await queries({ filters: { clickRefs: ` ${String(wanted)} ,` } });

		expect(idsOf(rows)).toEqual(idsOf(all.filter(({ clickRef }) => clickRef === wanted)));
	});

	it.each<Partial<Switches>>([
		{ queriesTotals: 'missing' },
		{ queriesTotals: 'too low' },
		{ queriesTotals: 'one page' },
		{ queriesTotals: 'growing' },
		{ idsAsStrings: true },
		{ endInclusive: false },
	])('finds the same with %j', async (change) => {
		const all = truth();
		Object.assign(sandbox.awin.switches, change);

		expect(idsOf((await queries()).rows)).toEqual(idsOf(all));
	});

	it.each<[Partial<Switches>, INodeParameters]>([
		[{ ignoredFilter: 'partners' }, { advertiserIds: '77102' }],
		[{ ignoredFilter: 'statuses' }, { statuses: ['pending', 'declined'] }],
		[{ ignoredFilter: 'dates' }, {}],
	])(
		'where Awin does not look at the filter (%j): only what was asked for',
		async (change, filters) => {
			const usual = await queries({ filters });
			Object.assign(sandbox.awin.switches, change);

			const { rows, hints } = await queries({ filters });

			expect(idsOf(rows)).toEqual(idsOf(usual.rows));
			expect(usual.hints).toEqual([]);
			expect(hints).toEqual([
				expect.stringContaining(
					'transaction queries that are of another advertiser, status or date',
				),
			]);
		},
	);

	it('a page that fails says how far the reading had come', async () => {
		sandbox.awin.faults.add({ kind: 'status', status: 403, afterCalls: 1 });

		await expect(queries()).rejects.toMatchObject({
			description: expect.stringContaining(
				'100 transaction queries had been read when page 2 failed. None of them was given out',
			),
		});
	});

	it('the same full page again, without totals, is told of', async () => {
		Object.assign(sandbox.awin.switches, {
			queriesPages: 'always the first',
			queriesTotals: 'missing',
		});

		const { rows, hints } = await queries({ endDate: '2026-03-31T23:00:00' });

		expect(rows).toHaveLength(100);
		expect(hints).toEqual([expect.stringContaining('There may be more transaction queries')]);
	});
});
