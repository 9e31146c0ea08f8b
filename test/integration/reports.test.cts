import type { INodeParameters } from 'n8n-workflow';

import type { Switches } from '../../demo/sandbox/switches.cts';
import { planReport, type ReportBy } from '../../nodes/Awin/api/reports';
import type { Interval } from '../../nodes/Awin/api/periods';
import { executeAwin, hintsBeforeRunning, type ExecutionSettings } from '../support/contexts.cts';
import { installFakeClock } from '../support/fakeClock.cts';
import { reportTotals, reportTruth } from '../support/report.cts';
import { ADVERTISER, credentialsFor, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox, clock } = useSandbox({ clock: true });

function parametersOf(parameters: INodeParameters): INodeParameters {
	return {
		resource: 'report',
		operation: 'getPerformance',
		accountType: 'advertiser',
		accountId: { __rl: true, mode: 'list', value: String(ADVERTISER) },
		reportBy: 'partner',
		startDate: '2026-03-01',
		endDate: '2026-03-31',
		interval: 'total',
		timezone: 'UTC',
		returnAll: true,
		...parameters,
	};
}

async function run(parameters: INodeParameters, settings: Partial<ExecutionSettings> = {}) {
	return await executeAwin({
		credentials: credentialsFor(sandbox),
		...settings,
		parameters: parametersOf(parameters),
	});
}

async function report(parameters: INodeParameters = {}) {
	const { items } = await run(parameters);
	return items.map((item) => item.json);
}

async function failureOf(parameters: INodeParameters, settings: Partial<ExecutionSettings> = {}) {
	try {
		await run(parameters, settings);
	} catch (error) {
		return error as Error & { description: string; httpCode?: string };
	}
	throw new Error('It was accepted');
}

const AS_PUBLISHER: INodeParameters = {
	accountType: 'publisher',
	accountId: { __rl: true, mode: 'list', value: String(PUBLISHER) },
};

const MARCH = ['2026-03-01', '2026-03-31'] as const;
const queries = () => sandbox.awin.calls.map(({ query }) => query);

describe('what partners brought', () => {
	it.each(['total', 'day', 'week', 'month'])(
		'by %s: the sums are those of the transactions, to the cent',
		async (interval) => {
			const rows = await report({ interval });

			const expected = reportTruth(sandbox, 'advertiser', ADVERTISER, ...MARCH);
			expect(expected.length).toBeGreaterThan(3);
			expect(reportTotals(rows)).toEqual(expected);
		},
	);

	it('each day has its own rows, in order, and clicks that add up to those of the month', async () => {
		const [days, month] = [await report({ interval: 'day' }), await report()];

		expect([...new Set(days.map((row) => row.periodStart))]).toHaveLength(31);
		expect(days.map((row) => row.periodStart)).toEqual(
			days.map((row) => String(row.periodStart)).sort(),
		);
		expect(days.every((row) => row.periodStart === row.periodEnd)).toBe(true);
		const clicks = (rows: typeof days) => rows.reduce((sum, row) => sum + Number(row.clicks), 0);
		expect(clicks(days)).toBe(clicks(month));
		expect(clicks(month)).toBeGreaterThan(0);
	});

	it('days are those of the chosen zone, also where clocks change', async () => {
		const dates = { startDate: '2026-03-28', endDate: '2026-03-30', timezone: 'US/Pacific' };

		const rows = await report({ ...dates, interval: 'day' });

		for (const day of ['2026-03-28', '2026-03-29', '2026-03-30']) {
			expect(reportTotals(rows.filter((row) => row.periodStart === day))).toEqual(
				reportTruth(sandbox, 'advertiser', ADVERTISER, day, day, 'America/Los_Angeles'),
			);
		}
		expect(queries()[0]).toMatchObject({ timezone: 'US/Pacific', startDate: '2026-03-28' });
	});

	it('a year in total takes twelve calls and comes as one row for each partner, region and currency', async () => {
		const span = { startDate: '2025-06-01', endDate: '2026-05-31' };

		const rows = await report(span);

		expect(sandbox.awin.calls).toHaveLength(12);
		const keys = rows.map(
			({ partnerId, region, currency }) => `${partnerId}/${region}/${currency}`,
		);
		expect(new Set(keys).size).toBe(keys.length);
		expect(reportTotals(rows)).toEqual(
			reportTruth(sandbox, 'advertiser', ADVERTISER, '2025-06-01', '2026-05-31'),
		);
	});

	it('by validation date', async () => {
		await report({ dateType: 'validation' });
		const [{ dateType }] = queries();
		expect(dateType).toBe('validation');
	});

	it('as a publisher: the advertisers of the chosen region', async () => {
		const rows = await report({ ...AS_PUBLISHER, region: 'GB' });

		expect(rows.length).toBeGreaterThan(0);
		expect(rows.every((row) => row.region === 'GB')).toBe(true);
		expect(rows.map((row) => row.partnerName)).toContain('Thistle & Co. UK');
	});

	it('an end in the future is today, so that no call is spent on days to come', async () => {
		const rows = await report({ startDate: '2026-06-13', endDate: '2026-12-31', interval: 'day' });

		expect(queries().map(({ startDate }) => startDate)).toEqual([
			'2026-06-13',
			'2026-06-14',
			'2026-06-15',
		]);
		expect(rows.length).toBeGreaterThan(0);
	});

	it('a limit ends the reading as soon as there is enough', async () => {
		expect(await report({ interval: 'day', returnAll: false, limit: 2 })).toHaveLength(2);
		expect(sandbox.awin.calls).toHaveLength(1);
	});
});

describe('what creatives brought', () => {
	it('by month: the sums are those of the transactions', async () => {
		const rows = await report({ reportBy: 'creative', interval: 'month', output: 'flat' });

		const asSimplified = rows.map((row) => ({
			partnerId: row.publisherId,
			currency: row.currency,
			transactions: row.totalNo,
			saleAmount: row.totalValue,
			commissionAmount: row.totalComm,
		}));
		expect(reportTotals(asSimplified)).toEqual(
			reportTruth(sandbox, 'advertiser', ADVERTISER, ...MARCH),
		);
		expect(new Set(rows.map((row) => row.creativeName)).size).toBe(4);
	});

	it('the region of an advertiser may be left out or given', async () => {
		const all = await report({ reportBy: 'creative', output: 'flat' });
		const some = await report({ reportBy: 'creative', output: 'flat', region: 'AT' });

		expect(queries().map(({ region }) => region)).toEqual([undefined, 'AT']);
		expect(some).toEqual(all.filter((row) => row.region === 'AT'));
		expect(some.length).toBeGreaterThan(0);
	});

	it('as a publisher', async () => {
		const rows = await report({ ...AS_PUBLISHER, reportBy: 'creative', region: 'DE' });

		expect(rows.length).toBeGreaterThan(0);
		expect(Object.keys(rows[0])).toHaveLength(10);
	});
});

describe('what campaigns brought', () => {
	const ALL: INodeParameters = {
		reportBy: 'campaign',
		filters: { includeNumbersWithoutCampaign: true },
	};

	it.each([
		['total', 1],
		['day', 31],
		['week', 6],
		['month', 1],
	])('by %s: one call for %d periods, and money as numbers', async (interval, periods) => {
		const rows = await report({ ...ALL, interval });

		expect(sandbox.awin.calls).toHaveLength(1);
		expect(new Set(rows.map((row) => row.periodStart)).size).toBe(periods);
		const expected = reportTruth(sandbox, 'advertiser', ADVERTISER, ...MARCH);
		const sum = (list: Array<Record<string, unknown>>, name: string) =>
			list.reduce((total, row) => total + Math.round(Number(row[name]) * 100), 0) / 100;
		const minorSum = (name: 'saleMinor' | 'commissionMinor') =>
			expected.reduce((total, row) => total + row[name], 0) / 100;
		expect(sum(rows, 'saleAmount')).toBeCloseTo(minorSum('saleMinor'), 6);
		expect(sum(rows, 'commissionAmount')).toBeCloseTo(minorSum('commissionMinor'), 6);
		expect(typeof rows[0].saleAmount).toBe('number');
	});

	it('two years in total: two calls, and years and calls added up', async () => {
		const rows = await report({ ...ALL, startDate: '2024-06-01', endDate: '2026-05-31' });

		expect(sandbox.awin.calls).toHaveLength(2);
		const keys = rows.map(({ partnerId, campaign }) => `${partnerId}/${campaign}`);
		expect(new Set(keys).size).toBe(keys.length);
		const expected = reportTruth(sandbox, 'advertiser', ADVERTISER, '2024-06-01', '2026-05-31');
		expect(rows.reduce((sum, row) => sum + Number(row.transactions), 0)).toBe(
			expected.reduce((sum, row) => sum + row.transactions, 0),
		);
	});

	it('flat: every number in a column of its own, the same columns on every row', async () => {
		const rows = await report({ ...ALL, output: 'flat' });

		expect(new Set(rows.map((row) => Object.keys(row).join())).size).toBe(1);
		expect(Object.keys(rows[0])).toEqual(
			expect.arrayContaining(['quantityClick', 'saleAmountPending', 'commissionAmountTotal']),
		);
		const values = rows.flatMap((row) => Object.values(row));
		expect(values.filter((value) => typeof value === 'object' && value !== null)).toEqual([]);
	});

	it('raw: as Awin nests them', async () => {
		const [row] = await report({ ...ALL, output: 'raw' });

		expect(row).toMatchObject({
			periodStart: '2026-03-01',
			periodEnd: '2026-03-31',
			quantity: { click: expect.any(Number) },
			saleAmount: { total: expect.any(Number) },
		});
	});

	it('narrowed down by the beginning of the name and by partners', async () => {
		const rows = await report({
			reportBy: 'campaign',
			filters: { campaign: 'sum', partnerIds: '88201, 88202' },
		});

		expect(queries()[0]).toMatchObject({ campaign: 'sum', publisherIds: '88201,88202' });
		expect(rows.map((row) => row.campaign)).toEqual(['summer', 'summer']);
	});

	it('as a publisher', async () => {
		const rows = await report({
			...AS_PUBLISHER,
			reportBy: 'campaign',
			interval: 'month',
			filters: { partnerIds: '77102' },
		});

		expect(queries()[0]).toMatchObject({ advertiserIds: '77102', interval: 'month' });
		expect(rows.map((row) => row.partnerId)).toContain(77102);
	});
});

describe('every form of answer that is plausible', () => {
	const switches: Array<Partial<Switches>> = [
		{ reportWrapper: 'body' },
		{ reportWrapper: 'none' },
		{ reportMaxDays: 0 },
		{ campaignMoney: 'number' },
		{ campaignFigures: 'totals' },
		{ campaignDate: 'short' },
		{ campaignDate: 'withTime' },
		{ campaignDate: 'list' },
		{ idsAsStrings: true },
	];

	it.each(switches.map((change) => [change]))('%j', async (change) => {
		const asked: INodeParameters[] = [
			{ interval: 'week' },
			{ reportBy: 'creative' },
			{ reportBy: 'campaign', interval: 'day' },
			{ reportBy: 'campaign', interval: 'month' },
		];
		const usual = await Promise.all(asked.map(report));
		Object.assign(sandbox.awin.switches, change);

		expect(await Promise.all(asked.map(report))).toEqual(usual);
	});
});

describe('what comes back is held against what was asked for', () => {
	it.each<[Partial<Switches>, INodeParameters]>([
		[{ ignoredFilter: 'regions' }, { ...AS_PUBLISHER, region: 'GB' }],
		[{ ignoredFilter: 'regions' }, { reportBy: 'creative', region: 'AT' }],
		[
			{ ignoredFilter: 'partners' },
			{ reportBy: 'campaign', filters: { partnerIds: '88201, 88202' } },
		],
		[{ ignoredFilter: 'campaigns' }, { reportBy: 'campaign', filters: { campaign: 'sum' } }],
		[{ ignoredFilter: 'dates' }, { reportBy: 'campaign', interval: 'day' }],
		[{ ignoredFilter: 'dates' }, { reportBy: 'campaign', interval: 'week' }],
	])('where Awin does not (%j): %j', async (change, asked) => {
		const usual = await run(asked);
		Object.assign(sandbox.awin.switches, change);

		const { items, hints } = await run(asked);

		const sorted = (found: typeof items) => found.map(({ json }) => JSON.stringify(json)).sort();
		expect(usual.items.length).toBeGreaterThan(0);
		expect(usual.hints).toEqual([]);
		expect(sorted(items)).toEqual(sorted(usual.items));
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^Awin also gave \d+ rows of a report that are of another /),
		]);
	});
});

it('a row that Awin gives twice, to the last figure the same, counts once, and it is said', async () => {
	const period = { impressions: 1, clicks: 2, totalNo: 1, totalValue: 10.5, totalComm: 1.25 };
	const row = { publisherId: 45628, region: 'DE', currency: 'EUR', ...period };
	const other = { ...row, publisherId: 45629 };
	const answered = async (rows: object[]) => {
		sandbox.awin.faults.add({ kind: 'body', body: JSON.stringify(rows) });
		return await run({});
	};

	const once = await answered([row, other]);
	const twice = await answered([row, row, other]);

	expect(once.hints).toEqual([]);
	expect(twice.items).toEqual(once.items);
	expect(twice.items[0].json).toMatchObject({
		clicks: 2,
		saleAmount: 10.5,
		commissionAmount: 1.25,
	});
	expect(twice.hints.map(({ message }) => message)).toEqual([
		'Awin gave a row of a report twice, the same to the last figure [item 1 of 1]. The figures count each of them once.',
	]);
});

describe('an answer that holds no report is never taken for an empty one', () => {
	it.each<[string, string, string]>([
		[
			'a refusal inside the envelope',
			'{"body":{"error":"exception","description":"No region"},"statusCode":"BAD_REQUEST","statusCodeValue":400}',
			'Awin did not accept the request (status 400). Awin says: "No region"',
		],
		[
			'a refusal inside the envelope, as text',
			'{"body":"Region is mandatory","statusCode":"BAD_REQUEST"}',
			'Awin did not accept the request (status 400). Awin says: "Region is mandatory"',
		],
		[
			'a refusal with an empty list in the envelope',
			'{"body":[],"statusCode":"FORBIDDEN","statusCodeValue":403}',
			'The access token is not allowed to use advertiser account 77101',
		],
		['nothing', '{"body":null,"statusCodeValue":200}', 'in a form that this node does not know'],
		[
			'rows that are none',
			'[{"publisherId":1},"no"]',
			'1 row that is not a row of a report (place 2)',
		],
		['an error with status 200', '{"error":"oops"}', 'Awin says: "oops"'],
	])('%s', async (_, body, message) => {
		sandbox.awin.faults.add({ kind: 'body', body });

		expect((await failureOf({})).message).toContain(message);
	});

	it('a campaign row of no day of the span', async () => {
		const body = '{"result":[{"date":"01/03/2026","publisherId":"1","quantity":{"click":1}}]}';
		sandbox.awin.faults.add({ kind: 'body', body });

		const { message, description } = await failureOf({ reportBy: 'campaign', interval: 'day' });

		expect(message).toContain(
			'1 row that is not dated between 2026-03-01 and 2026-03-31 (place 1)',
		);
		expect(description).toContain('No rows were returned');
	});

	it('an outage inside the envelope is asked again', async () => {
		installFakeClock();
		const usual = await report();
		const body = '{"body":null,"statusCode":"SERVICE_UNAVAILABLE","statusCodeValue":503}';
		sandbox.awin.faults.add({ kind: 'body', body });

		expect(await report()).toEqual(usual);
	});

	it('a web page', async () => {
		installFakeClock();
		sandbox.awin.faults.add({ kind: 'html', status: 200, times: 9 });

		expect((await failureOf({})).message).toContain('a web page instead of data');
	});
});

describe('a value that cannot be used is named before anything is asked', () => {
	it.each<[string, INodeParameters, string]>([
		[
			'no region',
			{ ...AS_PUBLISHER },
			'"Region" is empty, and Awin gives this report for one region',
		],
		[
			'an unknown region',
			{ ...AS_PUBLISHER, region: 'UK' },
			'"Region" is "UK", which is not a region',
		],
		['an unknown report', { reportBy: 'brand' }, '"Report By" is "brand", which is not a report'],
		['an unknown interval', { interval: 'year' }, '"Interval" is "year", which is not an interval'],
		['amendments', { dateType: 'amendment' }, '"Date Type" is "amendment"'],
		['no date', { startDate: 'soon' }, '"Start Date" is "soon", which is not a date'],
		['dates the wrong way round', { endDate: '2026-02-01' }, '"End Date" is "2026-02-01"'],
		[
			'too little of a campaign',
			{ reportBy: 'campaign', filters: { campaign: 'ab' } },
			'"Campaign" is "ab", which has 2 characters; Awin takes 3 to 128',
		],
	])('%s', async (_, parameters, message) => {
		expect((await failureOf(parameters)).message).toContain(`${message}`);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('on continue, the item says what was the matter and the others go on', async () => {
		const { items } = await run(
			{ startDate: '={{ $json.from }}' },
			{
				items: [{ json: { from: 'soon' } }, { json: { from: '2026-03-30' } }],
				onError: 'continueRegularOutput',
			},
		);

		expect(items[0].json.error).toContain('"Start Date" is "soon"');
		expect(items.length).toBeGreaterThan(1);
		expect(
			items.slice(1).every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":1}'),
		).toBe(true);
	});
});

describe('thirty calls', () => {
	it('keep to the limit of the credential, and the person is told of the wait', async () => {
		sandbox.awin.requestsPerMinute = 20;

		const { items, hints } = await run(
			{ interval: 'day', endDate: '2026-03-30' },
			{ credentials: credentialsFor(sandbox, { requestsPerMinute: 20 }) },
		);

		const reports = sandbox.awin.calls.filter(({ path }) => path.includes('/reports/'));
		expect(reports.map(({ status }) => status)).toEqual(Array(30).fill(200));
		// The last ten wait for the first to be a minute old; the clock passes only while somebody waits.
		expect(clock.passedMs).toBeGreaterThan(60_000);
		expect(clock.passedMs).toBeLessThan(120_000);
		expect(Math.max(...reports.map(({ concurrent }) => concurrent))).toBeLessThanOrEqual(4);
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringContaining('to stay within 20 calls a minute'),
		]);
		sandbox.awin.requestsPerMinute = null;
		expect(reportTotals(items.map(({ json }) => json))).toEqual(
			reportTruth(sandbox, 'advertiser', ADVERTISER, '2026-03-01', '2026-03-30'),
		);
	});

	it('end when the person stops the execution', async () => {
		installFakeClock();
		const stop = new AbortController();
		const running = failureOf(
			{ interval: 'day' },
			{
				signal: stop.signal,
				credentials: credentialsFor(sandbox, { requestsPerMinute: 3 }),
			},
		);
		stop.abort();

		expect((await running).message).toContain('stopped');
		expect(sandbox.awin.calls.length).toBeLessThanOrEqual(4);
	});
});

describe('before the run, the node says how many calls it takes', () => {
	const hintsOf = (parameters: INodeParameters) =>
		hintsBeforeRunning({
			parameters: parametersOf(parameters),
			credentials: {},
		}).filter((message) => message.includes('calls'));

	it.each<[INodeParameters, string]>([
		[
			{ interval: 'day', startDate: '2026-03-01', endDate: '2026-03-30' },
			'This report takes 21 to 40 calls to Awin for each input item, about 1 minute at',
		],
		[
			{ interval: 'week', startDate: '2025-06-01', endDate: '2026-05-31' },
			'takes 41 to 60 calls to Awin for each input item, about 2 minutes at',
		],
		[
			{ interval: 'day', startDate: '2016-06-01', endDate: '2026-05-31' },
			'takes more than 2400 calls to Awin for each input item, 2 hours or more at',
		],
	])('%j', (parameters, words) => {
		expect(hintsOf(parameters)).toEqual([expect.stringContaining(words)]);
	});

	it('also where the dates are expressions, and end in the future', () => {
		const startDate = '={{ $today.minus({ days: 29 }).toFormat("yyyy-MM-dd") }}';
		const endDate = '={{ $now.plus({ days: 90 }) }}';

		expect(hintsOf({ interval: 'day', startDate, endDate })).toEqual([
			expect.stringContaining('takes 21 to 40 calls'),
		]);
	});

	it.each<INodeParameters>([
		{},
		{ interval: 'day', startDate: '2026-03-01', endDate: '2026-03-05' },
		{ interval: 'day', reportBy: 'campaign', startDate: '2024-03-01' },
		{ interval: 'day', startDate: '={{ $json.from }}' },
		{ resource: 'transaction', operation: 'getMany', interval: 'day' },
	])('nothing to say: %j', (parameters) => {
		expect(hintsOf(parameters)).toEqual([]);
	});

	it('a number that fits what is then asked', () => {
		const spans = [
			['2026-01-01', '2026-05-31'],
			['2024-02-29', '2026-03-01'],
			['2025-12-29', '2026-02-01'],
			['2020-01-01', '2026-01-31'],
		];
		for (const [firstDay, lastDay] of spans) {
			for (const interval of ['total', 'day', 'week', 'month'] as Interval[]) {
				for (const reportBy of ['partner', 'campaign'] as ReportBy[]) {
					const { calls } = planReport(reportBy, { firstDay, lastDay }, interval);
					const [hint] = hintsOf({ reportBy, interval, startDate: firstDay, endDate: lastDay });
					if (calls.length < 6) expect(hint).toBeUndefined();
					else if (calls.length > 2400) expect(hint).toContain('more than 2400 calls');
					else {
						const [, least, most] = /takes (\d+) to (\d+) calls/.exec(hint)!;
						expect(calls.length).toBeGreaterThanOrEqual(Number(least));
						expect(calls.length).toBeLessThanOrEqual(Number(most));
					}
				}
			}
		}
	});
});
