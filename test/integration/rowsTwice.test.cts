import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeParameters } from 'n8n-workflow';

import { executeAwin } from '../support/contexts.cts';

/** Rows as each list has them, in one answer that fits them all. */
const PERIOD = { impressions: 1, clicks: 2, totalNo: 1, totalValue: 10.5, totalComm: 1.25 };
const ROW = {
	id: 11,
	...{ accountId: 11, accountType: 'advertiser', jobId: 'J1', ruleId: 1, groupCode: 'NEW' },
	...{ publisherId: 45628, region: 'DE', currency: 'EUR', ...PERIOD },
	...{ transactionDate: '2026-03-02T10:00:00', commissionStatus: 'pending' },
	...{ promotionId: 1, type: 'promotion', title: 'Spring' },
};
const OTHER = { ...ROW, id: 12, accountId: 12, jobId: 'J2', ruleId: 2, groupCode: 'OLD' };

let server: Server;
let rows: object[];

beforeAll(async () => {
	server = createServer((_, response) => response.end(JSON.stringify(rows)));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
	server.close();
	server.closeAllConnections();
});

async function run(parameters: INodeParameters, given: object[]) {
	rows = given;
	const { port } = server.address() as AddressInfo;
	const credentials = {
		accessToken: 'a-token-of-the-tests',
		environment: 'custom',
		baseUrl: `http://127.0.0.1:${port}`,
		requestsPerMinute: 1000,
	};
	const accountId = { __rl: true, mode: 'id', value: '1001' };
	const SPAN = { startDate: '2026-03-01', endDate: '2026-03-03', timezone: 'UTC' };
	const { items, hints } = await executeAwin({
		credentials,
		parameters: { accountId, ...SPAN, accountType: 'advertiser', returnAll: true, ...parameters },
	});
	return { rows: items.map(({ json }) => json), hints: hints.map(({ message }) => message) };
}

describe('A row that Awin gives twice, to the last figure the same, counts once', () => {
	const advertiserId = { __rl: true, mode: 'id', value: '77101' };
	it.each<[string, INodeParameters]>([
		['Account: Get Many', { resource: 'account', operation: 'getMany' }],
		['Transaction: Get Many', { resource: 'transaction', operation: 'getMany' }],
		['Publisher: Get Many', { resource: 'publisher', operation: 'getMany' }],
		['Program: Get Many', { resource: 'programme', operation: 'getMany' }],
		[
			'Commission Group: Get Many',
			{ resource: 'commissionGroup', operation: 'getMany', advertiserId },
		],
		[
			'Commission Sharing Rule: Get Many',
			{ resource: 'commissionSharingRule', operation: 'getMany' },
		],
		['Transaction Query: Get Many', { resource: 'transactionQuery', operation: 'getMany' }],
		['Offer: Get Many', { resource: 'offer', operation: 'getMany' }],
		['Validation Job: Get Many', { resource: 'validationJob', operation: 'getMany' }],
	])('%s', async (_, parameters) => {
		const once = await run(parameters, [ROW, OTHER]);
		const twice = await run(parameters, [ROW, OTHER, ROW, OTHER, ROW]);
		expect(once.rows.length).toBeGreaterThan(0);
		expect(twice.rows).toEqual(once.rows);
	});

	it('Report: Get Performance, whose figures would be added up, says so', async () => {
		const parameters = { resource: 'report', operation: 'getPerformance', reportBy: 'partner' };
		const other = { ...ROW, publisherId: 45629 };
		const once = await run(parameters, [ROW, other]);
		const twice = await run(parameters, [ROW, ROW, other]);
		expect(once.hints).toEqual([]);
		expect(twice.rows).toEqual(once.rows);
		expect(twice.rows[0]).toMatchObject({ clicks: 2, saleAmount: 10.5, commissionAmount: 1.25 });
		expect(twice.hints).toEqual([
			'Awin gave a row of a report twice, the same to the last figure [item 1 of 1]. The figures count each of them once.',
		]);
	});
});
