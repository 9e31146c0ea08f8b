import type { IDataObject } from 'n8n-workflow';

import { executeAwin } from '../support/contexts.cts';
import { ADVERTISER, credentialsFor, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { leavesIn, missingFrom } from './judge.cts';
import { published, type Published } from './published.cts';

const { sandbox } = useSandbox({ clock: true });

async function read(
	{ accountType, reportBy, text }: Published,
	parameters: IDataObject = {},
): Promise<IDataObject[]> {
	sandbox.awin.faults.add({ kind: 'body', body: text, times: Infinity });
	const accountId = accountType === 'publisher' ? PUBLISHER : ADVERTISER;
	const { items } = await executeAwin({
		parameters: {
			resource: 'report',
			operation: 'getPerformance',
			accountType,
			accountId: { __rl: true, mode: 'id', value: String(accountId) },
			reportBy,
			startDate: '2026-05-01',
			endDate: '2026-05-02',
			timezone: 'UTC',
			interval: 'day',
			...(accountType === 'publisher' ? { region: 'GB' } : {}),
			...parameters,
		} as never,
		credentials: credentialsFor(sandbox),
	});
	return items.map(({ json }) => json);
}

type Row = Record<string, unknown>;

const rowsOf = ({ answer }: Published): Row[] => {
	const { body, result } = answer as { body?: Row[]; result?: Row[] };
	return body ?? result ?? (answer as Row[]);
};

const REPORTS = published('reports').map((answer) => [answer.name, answer] as const);

describe.each(REPORTS)('A report as in %s', (_name, answer) => {
	const isDated = answer.reportBy === 'campaign';

	it.each(['flat', 'raw'])('keeps every value: %s', async (output) => {
		// What has no date is asked for day by day, and the same answer comes for each.
		const rows = await read(answer, { output, ...(isDated ? {} : { interval: 'total' }) });

		expect(rows).toHaveLength(rowsOf(answer).length);
		for (const [place, row] of rowsOf(answer).entries()) {
			expect(missingFrom(leavesIn(JSON.stringify(row)), rows[place])).toEqual([]);
		}
	});

	it('says in few fields what it says', async () => {
		const rows = await read(answer, isDated ? {} : { interval: 'total' });

		expect(rows).toHaveLength(rowsOf(answer).length);
		for (const [place, row] of rowsOf(answer).entries()) {
			const groups = (row.totals ?? row) as Record<string, Record<string, unknown>>;
			const { quantity = {}, saleAmount = {}, commissionAmount = {} } = groups;
			const sums = isDated
				? [quantity.click ?? quantity.clicks, saleAmount.total, commissionAmount.total]
				: [row.clicks, row.totalValue, row.totalComm];
			const shown = rows[place];
			expect([shown.clicks, shown.saleAmount, shown.commissionAmount]).toEqual(
				sums.map((sum) => (sum === undefined ? null : Number(sum))),
			);
		}
	});
});

describe('The campaigns of several days', () => {
	const campaigns = published('reports').find(({ name }) => name === 'airbyte-campaigns')!;

	it.each([
		['simplified', { clicks: 100, transactions: 5, saleAmount: 270, commissionAmount: 16.2 }],
		[
			'flat',
			{
				quantityClick: 100,
				quantityApproved: 3,
				saleAmountPending: 30,
				saleAmountTotal: 270,
				commissionAmountTotal: 16.2,
			},
		],
		[
			'raw',
			{
				totals: {
					quantity: { click: 100, pending: 2, approved: 3, bonus: 0, declined: 1, total: 5 },
					saleAmount: { pending: 30, approved: 240, bonus: 0, declined: 15.5, total: 270 },
					commissionAmount: { pending: 1.8, approved: 14.4, bonus: 0, declined: 0.93, total: 16.2 },
				},
			},
		],
	])('are added up where their figures stand in an object: %s', async (output, sums) => {
		const rows = await read(campaigns, { interval: 'week', output });

		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject(sums);
	});
});
