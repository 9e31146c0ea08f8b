import type { INodeParameters } from 'n8n-workflow';

import { ask } from '../../demo/sandbox/ask.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import { executeAwin } from '../support/contexts.cts';
import { credentialsFor, PUBLISHER, startTestSandbox } from '../support/sandbox.cts';

let sandbox: SandboxServer;

beforeEach(async () => {
	sandbox = await startTestSandbox();
});

afterEach(async () => {
	await sandbox.close();
});

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

/** What the sandbox has, asked for in windows and pages that have nothing to do with those of the package. */
function truth(query: Record<string, string> = {}): Row[] {
	const rows = new Map<unknown, Row>();
	for (let atMs = Date.parse(`${FROM}Z`); atMs <= Date.parse(`${TO}Z`); atMs += 86_400_000) {
		const day = new Date(atMs).toISOString().slice(0, 10);
		const parameters = new URLSearchParams({
			startDate: `${day}T00:00:00`,
			endDate: `${day}T23:59:59`,
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

const idsOf = (rows: Row[]) => rows.map(({ id }) => Number(id)).sort((a, b) => a - b);

describe('Transaction Query: Get Many', () => {
	it.each(['transactionDate', 'enquiryDate', 'validationDate'])(
		'by %s: every query of 76 days once, in three windows',
		async (dateType) => {
			const all = truth({ dateType });

			const { rows, hints } = await queries({ dateType });

			expect(all.length).toBeGreaterThan(10);
			expect(idsOf(rows)).toEqual(idsOf(all));
			expect(hints).toEqual([]);
			expect(sandbox.awin.calls.every(({ status }) => status === 200)).toBe(true);
			expect(new Set(sandbox.awin.calls.map(({ query }) => query.startDate)).size).toBe(3);
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
		const { rows } = await queries({ returnAll: false, limit: 1 });

		expect(rows).toHaveLength(1);
		expect(sandbox.awin.calls).toHaveLength(1);
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
		const row = truth().find(
			({ clickRef }) => typeof clickRef === 'string' && clickRef.length === 8,
		);

		const { rows } = await queries({ filters: { clickRefs: ` ${String(row?.clickRef)} ,` } });

		expect(rows.map(({ clickRef }) => clickRef)).toEqual([row?.clickRef]);
	});

	it.each<Partial<Switches>>([
		{ queriesTotals: 'missing' },
		{ queriesTotals: 'too low' },
		{ queriesTotals: 'growing' },
		{ idsAsStrings: true },
		{ endInclusive: false },
	])('finds the same with %j', async (change) => {
		const all = truth();
		Object.assign(sandbox.awin.switches, change);

		expect(idsOf((await queries()).rows)).toEqual(idsOf(all));
	});

	it.each([
		['{"rows":5}', 'in a form that this node does not know'],
		['{"pageItems":[1]}', "Awin's answer holds 1 row that is not a transaction query (place 1)"],
	])('an answer like %s is not taken for a page', async (body, message) => {
		sandbox.awin.faults.add({ kind: 'body', body });

		await expect(queries()).rejects.toThrow(message);
	});

	it.each([
		[{ dateType: 'amendment' }, '"Date Type" is "amendment", which is not a type of date'],
		[{ filters: { statuses: ['deleted'] } }, '"Statuses" is "deleted", which is not a status'],
		[{ filters: { advertiserIds: 'shop' } }, '"Advertiser IDs" holds "shop", which is not an ID'],
	])('%j is refused before anything is sent', async (parameters, message) => {
		await expect(queries(parameters)).rejects.toThrow(message);
		expect(sandbox.awin.calls).toHaveLength(0);
	});
});
