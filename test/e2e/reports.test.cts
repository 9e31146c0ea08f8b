import type { Execution } from '../../demo/n8n/client.cts';
import { ask } from '../../demo/sandbox/ask.cts';
import { awinInN8n } from '../support/awinInN8n.cts';
import { manualTrigger, outputOf } from '../support/realN8n.cts';
import { reportTotals, reportTruth } from '../support/report.cts';
import { ADVERTISER, PUBLISHER } from '../support/sandbox.cts';

const bench = awinInN8n();

async function run(parameters: Record<string, unknown>): Promise<Execution> {
	return await bench.run([manualTrigger(), bench.node(parameters)]);
}

const ACCOUNTS = { advertiser: ADVERTISER, publisher: PUBLISHER };
const DAYS = { firstDay: '2026-02-20', lastDay: '2026-03-10' };

async function report(
	accountType: 'advertiser' | 'publisher',
	parameters: Record<string, unknown>,
): Promise<Array<Record<string, unknown>>> {
	const execution = await run({
		resource: 'report',
		operation: 'getPerformance',
		accountType,
		accountId: { __rl: true, mode: 'list', value: String(ACCOUNTS[accountType]) },
		startDate: DAYS.firstDay,
		endDate: DAYS.lastDay,
		timezone: 'Europe/Berlin',
		returnAll: true,
		...parameters,
	});
	expect(execution.error).toBeUndefined();
	return outputOf(execution, 'Awin').map(({ json }) => json);
}

/** What the sandbox itself answers to one call. */
function asked(path: string, query: Record<string, string>): Array<Record<string, unknown>> {
	const parameters = new URLSearchParams({
		startDate: DAYS.firstDay,
		endDate: DAYS.lastDay,
		timezone: 'Europe/Berlin',
		...query,
	});
	const { json } = ask(bench.sandbox.awin, `${path}?${parameters.toString()}`);
	const rows = Array.isArray(json) ? json : (json as { result: unknown[] }).result;
	return rows as Array<Record<string, unknown>>;
}

const PERIOD = { periodStart: DAYS.firstDay, periodEnd: DAYS.lastDay };
const dated = (rows: Array<Record<string, unknown>>) => rows.map((row) => ({ ...PERIOD, ...row }));
const sum = (rows: Array<Record<string, unknown>>, name: string) =>
	rows.reduce((total, row) => total + Number(row[name]), 0);

describe('the six reports, in a real n8n', () => {
	it('an advertiser’s partners, day by day: together what the transactions say', async () => {
		const rows = await report('advertiser', { reportBy: 'partner', interval: 'day' });

		expect(new Set(rows.map((row) => row.periodStart)).size).toBe(19);
		const { firstDay, lastDay } = DAYS;
		expect(reportTotals(rows)).toEqual(
			reportTruth(bench.sandbox, 'advertiser', ADVERTISER, firstDay, lastDay, 'Europe/Berlin'),
		);
		const path = `/advertisers/${ADVERTISER}/reports/publisher`;
		expect(sum(rows, 'clicks')).toBe(sum(asked(path, {}), 'clicks'));
	});

	it('an advertiser’s creatives', async () => {
		const rows = await report('advertiser', { reportBy: 'creative', output: 'raw' });

		expect(rows).toEqual(dated(asked(`/advertisers/${ADVERTISER}/reports/creative`, {})));
		expect(rows.length).toBeGreaterThan(4);
	});

	it('an advertiser’s campaigns, by month', async () => {
		const rows = await report('advertiser', { reportBy: 'campaign', interval: 'month' });

		const path = `/advertisers/${ADVERTISER}/reports/campaign`;
		const expected = asked(path, { interval: 'month' }).map((row) => ({
			periodStart: row.date === '2026-02-01' ? DAYS.firstDay : '2026-03-01',
			periodEnd: row.date === '2026-02-01' ? '2026-02-28' : DAYS.lastDay,
			campaign: row.campaign,
			partnerId: Number(row.publisherId),
			partnerName: row.publisherName,
			clicks: (row.quantity as { click: number }).click,
			transactions: (row.quantity as { total: number }).total,
			saleAmount: Number((row.saleAmount as { total: string }).total),
			commissionAmount: Number((row.commissionAmount as { total: string }).total),
		}));
		const byText = (list: unknown[]) => list.map((row) => JSON.stringify(row)).sort();
		expect(byText(rows)).toEqual(byText(expected));
		expect(rows.length).toBeGreaterThan(10);
	});

	it('a publisher’s advertisers, in one region', async () => {
		const rows = await report('publisher', {
			reportBy: 'partner',
			region: 'DE',
			output: 'raw',
		});

		const path = `/publishers/${PUBLISHER}/reports/advertiser`;
		expect(rows).toEqual(dated(asked(path, { region: 'DE' })));
		expect(rows.length).toBeGreaterThan(0);
	});

	it('a publisher’s creatives, in one region', async () => {
		const rows = await report('publisher', {
			reportBy: 'creative',
			region: 'GB',
			output: 'raw',
			dateType: 'validation',
		});

		const path = `/publishers/${PUBLISHER}/reports/creative`;
		expect(rows).toEqual(dated(asked(path, { region: 'GB', dateType: 'validation' })));
		expect(rows.length).toBeGreaterThan(0);
	});

	it('a publisher’s campaigns, with what came without one', async () => {
		const filters = { includeNumbersWithoutCampaign: true };

		const rows = await report('publisher', { reportBy: 'campaign', filters });

		const { firstDay, lastDay } = DAYS;
		const expected = reportTruth(
			bench.sandbox,
			'publisher',
			PUBLISHER,
			firstDay,
			lastDay,
			'Europe/Berlin',
		);
		expect(sum(rows, 'transactions')).toBe(
			expected.reduce((total, { transactions }) => total + transactions, 0),
		);
	});

	it('a region that is missing is asked for, and nothing is sent', async () => {
		bench.sandbox.awin.calls.length = 0;

		const execution = await run({
			resource: 'report',
			operation: 'getPerformance',
			accountType: 'publisher',
			accountId: { __rl: true, mode: 'list', value: String(PUBLISHER) },
			reportBy: 'partner',
			region: '={{ "" }}',
		});

		expect(execution.status).toBe('error');
		expect(execution.error?.message).toContain('"Region" is empty');
		expect(bench.sandbox.awin.calls).toEqual([]);
	});
});

describe('the publishers of an advertiser, in a real n8n', () => {
	it('come as Awin lists them', async () => {
		const execution = await run({
			resource: 'publisher',
			operation: 'getMany',
			accountId: { __rl: true, mode: 'list', value: String(ADVERTISER) },
			returnAll: true,
		});

		const { json } = ask(bench.sandbox.awin, `/advertisers/${ADVERTISER}/publishers`);
		expect(outputOf(execution, 'Awin').map((item) => item.json)).toEqual(json);
	});
});
