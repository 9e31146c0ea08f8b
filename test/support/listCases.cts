/**
 * Every operation that reads a list, and what is peculiar to it. What holds for all of them is proved with each of these in
 * `test/integration/lists.test.cts`.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { offersAt } from '../../demo/sandbox/offers.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import { ADVERTISER, NOW_MS, PUBLISHER } from './sandbox.cts';
import { addPending, validate } from './validation.cts';

export interface ListCase {
	/** As the operation is saved: resource and operation. */
	name: string;
	/** As somebody sets it up who wants all of it. */
	parameters: INodeParameters;
	/** On which side of Awin the account is; nothing where it asks for none. */
	accountType?: 'advertiser' | 'publisher';
	/** Makes the sandbox have something to list. */
	prepare?(sandbox: SandboxServer): Promise<void>;
	/** What comes out, in full or as far as it is peculiar. */
	usual(rows: IDataObject[], sandbox: SandboxServer): void;
	/** Fewer than there are; nothing where the operation has no limit. */
	limit?: number;
	/** Awin is asked for each input item anew, because its answer may change. */
	isAskedEachTime?: true;
	/** Switches of the sandbox under which the same comes out. */
	sameWith?: Array<Partial<Switches>>;
	/** Other answers, and what comes out of them. */
	alsoAs?: Array<[answer: string, rows: IDataObject[]]>;
	/** An answer without a row. */
	none?: string;
	/** An answer with rows that are not what they should be, and what is said of it. */
	unreadable?: [answer: string, words: string];
	/** Other answers that must not be taken for a list, and what is said of them. */
	refusedAnswers?: Array<[answer: string, words: string]>;
	/** Parameters that are refused before anything is sent, and what is said of them. */
	refused?: Array<[parameters: INodeParameters, words: string]>;
}

const id = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });
const asAdvertiser = {
	accountType: 'advertiser',
	parameters: { accountId: id(ADVERTISER) },
} as const;
const asPublisher = { accountType: 'publisher', parameters: { accountId: id(PUBLISHER) } } as const;
const SPAN = { startDate: '2026-03-01', endDate: '2026-03-03', timezone: 'UTC' };

/** *Transaction: Get Many*, but for the days. */
export const transactionList: INodeParameters = {
	resource: 'transaction',
	operation: 'getMany',
	accountType: 'advertiser',
	accountId: id(ADVERTISER),
	timezone: 'UTC',
	returnAll: true,
};

const only = (names: string[]) => (row: IDataObject) => names.map((name) => row[name]);

export const LIST_CASES: ListCase[] = [
	{
		name: 'account getMany',
		parameters: {},
		usual(rows) {
			expect(rows).toHaveLength(7);
			expect(rows).toContainEqual({
				accountId: 77102,
				accountName: 'Thistle & Co. UK',
				accountType: 'advertiser',
				userRole: 'userAdmin',
			});
		},
		limit: 2,
		sameWith: [{ accountsTypeMember: 'type' }, { idsAsStrings: true }],
		none: '{"accounts":[]}',
		refused: [[{ accountType: 'agency' }, '"Account Type" is "agency", which is not a type']],
	},
	{
		name: 'commissionGroup getMany',
		accountType: 'publisher',
		parameters: { ...asPublisher.parameters, advertiserId: '77102' },
		usual(rows) {
			const codes = ['DEFAULT', 'EXISTING', 'existing', 'GIFT'];
			expect(rows.map(({ groupCode }) => groupCode)).toEqual(codes);
			expect(rows[3]).toEqual({
				advertiserId: 77102,
				publisherId: PUBLISHER,
				groupId: 510203,
				groupCode: 'GIFT',
				groupName: 'Gift cards',
				type: 'fix',
				percentage: null,
				amount: 1.5,
				currency: 'GBP',
				ratesStart: '2024-01-01T00:00:00',
				ratesEnd: null,
				conditions: null,
			});
		},
		limit: 3,
		// The same rates where they stand beside the list.
		sameWith: [{ commissionRatesOn: 'envelope' }, { idsAsStrings: true }],
		none: '{"commissionGroups":[]}',
		unreadable: [
			'{"commissionGroups":[{"groupCode":"A"},{}]}',
			'1 row that is not a commission group (place 2)',
		],
		refusedAnswers: [
			[
				'{"advertiser":77101,"commissionGroups":[{"groupCode":"DEFAULT"}]}',
				'Awin answered about the program of advertiser 77101, and was asked about 77102',
			],
		],
		refused: [
			[{ advertiserId: '' }, '"Advertiser" is empty'],
			[{ options: { effectiveDate: 'soon' } }, '"Effective Date" is "soon", which is not a date'],
		],
	},
	{
		name: 'commissionSharingRule getMany',
		...asPublisher,
		usual(rows) {
			expect(rows.length).toBeGreaterThan(2);
			expect(rows[0]).toMatchObject({ ruleId: 7001, publisherId: 88202, publisherShare: 80 });
		},
		limit: 2,
		sameWith: [{ idsAsStrings: true }],
		none: '[]',
		unreadable: ['[{"ruleId":1},{}]', '1 row that is not a commission sharing rule (place 2)'],
	},
	{
		name: 'link getQuota',
		...asPublisher,
		usual(rows) {
			expect(rows).toEqual([{ publisherId: PUBLISHER, limit: 200, usage: 0, remaining: 200 }]);
		},
		sameWith: [{ quotaFigures: 'numbers' }, { idsAsStrings: true }],
		alsoAs: [
			[
				`{"publisherId":${PUBLISHER}}`,
				[{ publisherId: PUBLISHER, limit: null, usage: null, remaining: null }],
			],
		],
		refusedAnswers: [
			['[]', 'an answer in a form that this node does not know'],
			['{"publisherId":1,"limit":200,"usage":0}', 'in a form that this node does not know'],
		],
	},
	{
		name: 'offer getMany',
		...asPublisher,
		usual(rows, sandbox) {
			const running = offersAt(sandbox.awin.world.seed, NOW_MS, []).filter(
				({ startsAtMs }) => startsAtMs <= NOW_MS,
			);
			expect(rows.length).toBeGreaterThan(450);
			expect(rows.map(({ promotionId }) => promotionId)).toEqual(
				running.map(({ promotionId }) => promotionId),
			);
			expect(sandbox.awin.calls).toHaveLength(Math.ceil(rows.length / 200));
		},
		limit: 5,
		isAskedEachTime: true,
		sameWith: [
			{ offersWrapper: 'offers' },
			{ offersWrapper: 'promotions' },
			{ offersWrapper: 'results', offersTotal: 'text' },
			{ offersWrapper: 'none' },
			{ offersWrapper: 'none', offersPastEnd: 'repeated' },
			{ offersTotal: 'missing' },
			{ offersTotal: 'missing', offersPastEnd: 'repeated' },
			{ offersTotal: 'pages' },
			{ offersTotal: 'too low' },
		],
		none: '{"data":[]}',
		unreadable: ['{"data":[{"promotionId":1},null]}', '1 row that is not an offer (place 2)'],
		refusedAnswers: [['{"description":"Unknown error"}', 'Awin says: "Unknown error"']],
		refused: [
			[
				{ filters: { regionCodes: 'Germany' } },
				'"Region Codes" is "Germany", which is not the code of a country',
			],
		],
	},
	{
		name: 'programme get',
		accountType: 'publisher',
		parameters: { ...asPublisher.parameters, advertiserId: '77101' },
		usual(rows) {
			expect(rows).toEqual([
				{
					id: 77101,
					name: 'Nordlicht Outdoor DE',
					relationship: 'joined',
					currency: 'EUR',
					commission: '4 to 10 %; 1.5 EUR',
					deeplinkEnabled: true,
					approvalPercentage: expect.any(Number),
					averagePaymentTime: expect.any(Number),
					validationDays: expect.any(Number),
					conversionRate: expect.any(Number),
					epc: expect.any(Number),
				},
			]);
		},
		sameWith: [
			{ deeplinkEnabledAsText: true },
			{ membershipStatusInLowerCase: true },
			{ idsAsStrings: true },
		],
		refusedAnswers: [
			[
				'{"programmeInfo":{"id":77102,"name":"Another"},"kpi":{},"commissionRange":[]}',
				'Awin answered about the program of advertiser 77102, and was asked about 77101',
			],
		],
		refused: [[{ advertiserId: '' }, '"Advertiser" is empty']],
	},
	{
		name: 'programme getMany',
		...asPublisher,
		usual(rows) {
			// The joined ones, each with its relationship beside its own status.
			expect(rows.map(({ id: advertiserId }) => advertiserId)).toEqual([
				77101, 77102, 77103, 77105,
			]);
			expect(rows[0]).toEqual({
				id: 77101,
				name: 'Nordlicht Outdoor DE',
				relationship: 'joined',
				status: 'Active',
				linkStatus: 'Live',
				country: 'DE',
				currency: 'EUR',
				sector: expect.any(String),
				displayUrl: 'https://www.77101.example',
				clickThroughUrl: 'https://www.awin1.com/cread.php?awinmid=77101&awinaffid=88201',
			});
		},
		limit: 2,
		sameWith: [{ programmesWrapper: 'programmes' }, { idsAsStrings: true }],
		none: '[]',
		unreadable: ['[{"id":1},{"name":"?"}]', '1 row that is not a program (place 2)'],
		refusedAnswers: [['{"description":"No such thing"}', 'in a form that this node does not know']],
		refused: [
			[{ relationship: 'friends' }, '"Relationship" is "friends", which is not a relationship'],
			[
				{ countryCode: 'Germany' },
				'"Country Code" is "Germany", which is not the code of a country',
			],
			[{ countryCode: 'UK' }, '"Country Code" is "UK", which is not the code of a country'],
			[{ output: 'flat' }, '"Output" is "flat", which is not a form of output'],
		],
	},
	{
		name: 'publisher getMany',
		...asAdvertiser,
		usual(rows) {
			expect(rows.map(only(['id', 'name']))).toEqual([
				[88201, 'Deal Lantern'],
				[88202, 'Cashback Cove'],
				[88203, 'Reise & Rucksack Blog'],
			]);
			expect(Object.keys(rows[0])).toEqual([
				'id',
				'name',
				'primaryRegion',
				'salesRegions',
				'primaryType',
			]);
		},
		limit: 2,
		sameWith: [{ idsAsStrings: true }],
		alsoAs: [
			['{"body":[{"id":1}],"statusCode":"OK","statusCodeValue":200}', [{ id: 1 }]],
			['{"publishers":[{"id":"1"}]}', [{ id: 1 }]],
		],
		none: '[]',
		unreadable: ['[{"id":1},{"name":"x"}]', '1 row that is not a publisher (place 2)'],
	},
	{
		name: 'report getPerformance',
		accountType: 'advertiser',
		parameters: { ...asAdvertiser.parameters, ...SPAN },
		usual(rows) {
			expect(rows.length).toBeGreaterThan(1);
			expect(rows[0]).toMatchObject({ periodStart: '2026-03-01', periodEnd: '2026-03-03' });
		},
		limit: 1,
		isAskedEachTime: true,
		sameWith: [{ reportWrapper: 'body' }, { reportWrapper: 'none' }, { idsAsStrings: true }],
		none: '[]',
		unreadable: ['[{"clicks":1},{"name":"x"}]', '1 row that is not a row of a report (place 2)'],
		refused: [[{ interval: 'year' }, '"Interval" is "year", which is not an interval']],
	},
	{
		name: 'transaction getMany',
		accountType: 'advertiser',
		parameters: { ...asAdvertiser.parameters, ...SPAN },
		usual(rows) {
			expect(rows.length).toBeGreaterThan(5);
			expect(Object.keys(rows[0])).toHaveLength(10);
			const dates = rows.map(({ transactionDate }) => String(transactionDate));
			expect(dates).toEqual([...dates].sort());
		},
		limit: 5,
		isAskedEachTime: true,
		sameWith: [{ transactionsWrapper: 'result' }, { idsAsStrings: true }, { rowOrder: 'newest' }],
		none: '[]',
		unreadable: ['[{"id":1},{}]', '1 row that is not a transaction (place 2)'],
		refused: [[{ startDate: 'soon' }, '"Start Date" is "soon", which is not a date']],
	},
	{
		name: 'transactionQuery getMany',
		accountType: 'publisher',
		parameters: { ...asPublisher.parameters, ...SPAN, endDate: '2026-04-15' },
		usual(rows, sandbox) {
			expect(rows.length).toBeGreaterThan(5);
			expect(rows[0]).toMatchObject({ id: expect.any(Number), publisherId: PUBLISHER });
			expect(String(rows[0].transactionDate)).toMatch(/^2026-0[34]-\d\dT[\d:]+Z$/);
			// 31 days is the most that Awin takes.
			expect(sandbox.awin.calls).toHaveLength(2);
		},
		limit: 3,
		isAskedEachTime: true,
		sameWith: [
			{ queriesTotals: 'missing' },
			{ queriesTotals: 'too low' },
			{ queriesTotals: 'one page' },
			{ queriesTotals: 'growing' },
			{ endInclusive: false },
		],
		none: '{"pageItems":[]}',
		unreadable: ['{"pageItems":[1]}', '1 row that is not a transaction query (place 1)'],
		refusedAnswers: [['{"rows":5}', 'in a form that this node does not know']],
		refused: [
			[{ dateType: 'amendment' }, '"Date Type" is "amendment", which is not a type of date'],
			[{ filters: { statuses: ['deleted'] } }, '"Statuses" is "deleted", which is not a status'],
			[{ filters: { advertiserIds: 'shop' } }, '"Advertiser IDs" holds "shop", which is not an ID'],
		],
	},
	{
		name: 'validationJob getMany',
		...asAdvertiser,
		async prepare(sandbox) {
			for (let batch = 0; batch < 3; batch++) {
				const [{ id: transactionId }] = addPending(sandbox, 1);
				const options = { waitForCompletion: false };
				await validate(sandbox, [{ id: transactionId }, { id: 999 }], { options });
			}
		},
		usual(rows) {
			expect(rows).toHaveLength(3);
			expect(rows[0]).toEqual({
				jobId: expect.any(String),
				status: 'RUNNING',
				isFinished: false,
				transactions: 2,
				errors: expect.anything(),
				creationDate: '2026-06-15T10:00:00.000',
				completionDate: null,
			});
		},
		limit: 1,
		isAskedEachTime: true,
		sameWith: [{ jobsWrapper: 'jobs' }],
		none: '{"jobs":[]}',
		unreadable: ['{"jobs":[1,2]}', '2 rows that are not validation jobs (places 1, 2)'],
	},
];

/** Operations that read something else than a list; each has a test file of its own. */
export const OTHER_READS = [
	'productFeed download',
	'transaction compareOrders',
	'transaction find',
	'transaction get',
	'validationJob get',
];
