import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { NewFault } from '../../demo/sandbox/faults.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import { CONTINUE, executeAwin, type ExecutionSettings } from '../support/contexts.cts';
import { countsOf, createdOffersOf, resultsOf, voucherParameters } from '../support/links.cts';
import { runOver } from '../support/rows.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox({ clock: true });

const OFFERS = { match: { path: '/promotion/' } };

function columnsOf(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({
		title: `Offer ${index + 1}`,
		code: `SAVE${index + 1}`,
	}));
}

async function create(
	columns: IDataObject[],
	parameters: INodeParameters = {},
	settings: Partial<ExecutionSettings> = {},
) {
	return await runOver(sandbox, columns, { ...voucherParameters, ...parameters }, settings);
}

/** What a publisher gets to see. */
async function listedOffers(parameters: INodeParameters): Promise<IDataObject[]> {
	const { items } = await executeAwin({
		credentials: credentialsFor(sandbox),
		parameters: {
			resource: 'offer',
			operation: 'getMany',
			accountId: '88201',
			returnAll: true,
			...parameters,
		},
	});
	return items.map(({ json }) => json);
}

const titles = () => createdOffersOf(sandbox).map(({ offer }) => offer.title);

describe('Offer: Create', () => {
	it('creates one offer for each item, and keeps the columns', async () => {
		sandbox.awin.switches.offerCreated = 'id';
		const { items, hints } = await create(columnsOf(3));

		expect(titles()).toEqual(['Offer 1', 'Offer 2', 'Offer 3']);
		expect(items[1]).toEqual({
			json: {
				title: 'Offer 2',
				code: 'SAVE2',
				awin: {
					outcome: 'created',
					promotionId: createdOffersOf(sandbox)[1].promotionId,
					code: 201,
					message: 'Created',
					nextStep: null,
					startsAt: '2026-06-15T00:00:00Z',
					endsAt: '2026-06-30T23:59:59Z',
					warnings: [],
					sent: createdOffersOf(sandbox)[1].offer,
				},
			},
			pairedItem: { item: 1 },
		});
		expect(hints[0].message).toBe('3 created.');
	});

	it('shows up in the list of the publishers that have joined', async () => {
		sandbox.awin.switches.offerCreated = 'id';
		const { items } = await create(columnsOf(1));
		const { promotionId } = resultsOf(items)[0];

		const listed = await listedOffers({ filters: { membership: 'joined' } });

		expect(listed).toContainEqual(
			expect.objectContaining({ promotionId, title: 'Offer 1', voucherCode: 'SAVE1' }),
		);
	});

	it.each<[Partial<Switches>, boolean]>([
		[{ offerCreated: 'id' }, true],
		[{ offerCreated: 'whole' }, true],
		[{ offerCreated: 'nothing' }, false],
		[{ offerCreated: 'message' }, false],
	])('answered as %j', async (switches, hasId) => {
		Object.assign(sandbox.awin.switches, switches);

		const { items } = await create(columnsOf(1));

		const { promotionId } = createdOffersOf(sandbox)[0];
		expect(resultsOf(items)[0]).toMatchObject({
			outcome: 'created',
			promotionId: hasId ? promotionId : null,
		});
	});

	it.each<[Partial<Switches>, string]>([
		[{ offerCreated: 'error200' }, 'errors: ["No such category"]'],
		[{ offerCreated: 'error201' }, 'No such category'],
	])('answered as %j is not called created', async (switches, words) => {
		Object.assign(sandbox.awin.switches, switches);

		const { items } = await create(columnsOf(1), {}, CONTINUE);

		expect(createdOffersOf(sandbox)).toEqual([]);
		expect(resultsOf(items)[0]).toMatchObject({
			outcome: 'unknown',
			message: `Awin did not say that it created the offer. It says: "${words}"`,
		});
	});

	it.each<[Switches['offerZone'], string | undefined, INodeParameters, string, string]>([
		['read', 'Europe/Berlin', {}, '2026-06-19T22:00:00', '2026-06-30T21:59:59'],
		['passed over', 'Europe/Berlin', {}, '2026-06-19T22:00:00', '2026-06-30T21:59:59'],
		['read', 'America/New_York', {}, '2026-06-20T04:00:00', '2026-07-01T03:59:59'],
		['passed over', 'America/New_York', {}, '2026-06-20T04:00:00', '2026-07-01T03:59:59'],
		['read', undefined, {}, '2026-06-20T00:00:00', '2026-06-30T23:59:59'],
		[
			'read',
			'Europe/Berlin',
			{ timezone: 'US/Pacific', startTime: '08:00', endTime: '18:30', campaign: 'Summer' },
			'2026-06-20T15:00:00',
			'2026-07-01T01:30:00',
		],
	])(
		"runs on the person's own days, where the zone is %s: %s %j",
		async (offerZone, timezone, additionalFields, startDate, endDate) => {
			sandbox.awin.switches.offerZone = offerZone;

			await create(columnsOf(1), { additionalFields, startDate: '2026-06-20' }, { timezone });
			const filters = { membership: 'joined', status: 'upcoming' };
			const listed = await listedOffers({ output: 'raw', filters });

			expect(listed).toContainEqual(
				expect.objectContaining({
					title: 'Offer 1',
					startDate,
					endDate,
					campaign: additionalFields.campaign ?? '',
				}),
			);
		},
	);

	it('for some regions', async () => {
		await create(columnsOf(1), { appliesToAllRegions: false, regionIds: '1, 7' });

		expect(createdOffersOf(sandbox)[0].offer).toMatchObject({
			appliesToAllRegions: false,
			regions: [1, 7],
			promotionCategories: [12, 34],
		});
	});
});

describe('nothing is published by accident', () => {
	it('a dry run shows what would be sent', async () => {
		const { items, hints } = await create(columnsOf(2), { options: { dryRun: true } });

		expect(sandbox.awin.calls).toEqual([]);
		expect(resultsOf(items)[1]).toMatchObject({
			outcome: 'dryRun',
			nextStep: 'Switch off "Dry Run" in the options to send it.',
			wouldSend: { title: 'Offer 2', type: 'voucher', endDate: '2026-06-30' },
		});
		expect(hints.map(({ message }) => message)).toEqual([
			'Dry run: nothing was sent. It would create 2 offers.',
		]);
	});

	it('an AI agent has to say so explicitly', async () => {
		const asTool = { type: 'n8n-nodes-awin.awinTool' };

		await create(columnsOf(1), {}, asTool);
		expect(createdOffersOf(sandbox)).toEqual([]);

		await create(columnsOf(1), { options: { dryRun: false } }, asTool);
		expect(createdOffersOf(sandbox)).toHaveLength(1);
	});

	it('more items than meant are refused', async () => {
		await expect(create(columnsOf(3), { options: { maxRows: 2 } })).rejects.toThrow(
			'There are 3 items to send, more than the 2 that "Max Rows" allows',
		);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('the same offer twice is refused', async () => {
		await expect(create([...columnsOf(2), ...columnsOf(1)])).rejects.toThrow(
			'The same offer is in items 1 and 3',
		);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('one bad item keeps all back, unless the node continues', async () => {
		const columns = [...columnsOf(2), { title: '', code: 'X' }];

		await expect(create(columns)).rejects.toThrow('"Title" is empty [item 3 of 3]');
		expect(sandbox.awin.calls).toEqual([]);

		const { items } = await create(columns, {}, CONTINUE);
		expect(countsOf(items)).toEqual({ created: 2, failed: 1 });
	});
});

/** A fault of the second call, what it makes of its item, and what becomes of the third. */
const FAULTS: Array<[string, NewFault, string, string]> = [
	['400', { kind: 'status', status: 400 }, 'failed', 'created'],
	['422', { kind: 'status', status: 422 }, 'failed', 'created'],
	['401', { kind: 'status', status: 401 }, 'failed', 'failed'],
	['403', { kind: 'status', status: 403 }, 'failed', 'failed'],
	['429 for half an hour', { kind: 'status', status: 429, times: 30 }, 'failed', 'failed'],
	['429 once', { kind: 'status', status: 429 }, 'created', 'created'],
	['500', { kind: 'status', status: 500 }, 'unknown', 'created'],
	['503 afterwards', { kind: 'status', status: 503, afterProcessing: true }, 'unknown', 'created'],
	['a page', { kind: 'html', status: 200 }, 'unknown', 'created'],
	['a drop before', { kind: 'dropBefore' }, 'unknown', 'created'],
	['a drop after', { kind: 'dropAfter' }, 'unknown', 'created'],
	['half an answer', { kind: 'truncatedJson' }, 'unknown', 'created'],
	['a redirect', { kind: 'redirect', location: 'https://example.com/' }, 'failed', 'failed'],
	['a list', { kind: 'body', body: '[]' }, 'unknown', 'created'],
	[
		'200 with a description only',
		{ kind: 'body', body: '{"description":"Unknown error"}' },
		'unknown',
		'created',
	],
	['200 with a complaint', { kind: 'body', body: '{"error":"maintenance"}' }, 'unknown', 'created'],
];

describe('a fault in the second of three calls', () => {
	// Of an answer that holds nothing, half would be no less.
	beforeEach(() => {
		sandbox.awin.switches.offerCreated = 'id';
	});

	it.each(FAULTS)('%s', async (_what, fault, second, third) => {
		sandbox.awin.faults.add({ ...fault, ...OFFERS, afterCalls: 1 });

		const { items } = await create(columnsOf(3), {}, CONTINUE);

		const results = resultsOf(items);
		expect(results.map(({ outcome }) => outcome)).toEqual(['created', second, third]);
		for (const { outcome, nextStep } of results) {
			if (outcome !== 'created') expect(nextStep?.length).toBeGreaterThan(20);
		}
		expect(new Set(titles()).size).toBe(titles().length);
		for (const [index, { outcome }] of results.entries()) {
			const isThere = titles().includes(`Offer ${index + 1}`);
			if (outcome === 'created') expect(isThere).toBe(true);
			if (outcome === 'failed') expect(isThere).toBe(false);
		}
	});

	it('stops the node by default, which says what was created', async () => {
		sandbox.awin.faults.add({ kind: 'dropAfter', ...OFFERS, afterCalls: 1 });

		const error = await create(columnsOf(3)).then(
			() => undefined,
			(thrown: Error & { description?: string }) => thrown,
		);

		expect(error?.message).toBe('1 of 3 items were not created: 2 created, 1 unknown');
		expect(error?.description).toContain('In order: items 1, 3. Take out what was created');
		expect(error?.description).toContain('Look at My Offers at Awin');
	});

	it("a publisher's account is named as what it is", async () => {
		const { items } = await create(columnsOf(2), { accountId: '88201' }, CONTINUE);

		expect(resultsOf(items)[0].message).toBe('"Account" is "88201", which is a publisher account');
		expect(countsOf(items)).toEqual({ failed: 2 });
	});
});
