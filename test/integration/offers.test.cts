import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { relationOf } from '../../demo/sandbox/directory.cts';
import type { NewFault } from '../../demo/sandbox/faults.cts';
import { offersAt } from '../../demo/sandbox/offers.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import { executeAwin, type ExecutionSettings } from '../support/contexts.cts';
import { credentialsFor, NOW_MS, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox({ clock: true });

const ALL = { returnAll: true };

async function getMany(parameters: INodeParameters, settings: Partial<ExecutionSettings> = {}) {
	const { items, hints } = await executeAwin({
		credentials: credentialsFor(sandbox),
		...settings,
		parameters: {
			resource: 'offer',
			operation: 'getMany',
			accountId: { __rl: true, mode: 'id', value: String(PUBLISHER) },
			...parameters,
		},
	});
	return { rows: items.map(({ json }) => json), items, hints };
}

/** The running offers as the sandbox itself knows them. */
function truth() {
	return offersAt(sandbox.awin.world.seed, NOW_MS, []).filter(
		({ startsAtMs }) => startsAtMs <= NOW_MS,
	);
}

const idsOf = (rows: IDataObject[]) => rows.map(({ promotionId }) => promotionId);

describe('Offer: Get Many', () => {
	it('gives ten fields, or everything', async () => {
		const simplified = await getMany({ limit: 1, returnAll: false });
		const raw = await getMany({ limit: 1, returnAll: false, output: 'raw' });

		expect(Object.keys(simplified.rows[0])).toHaveLength(10);
		const [offer] = raw.rows;
		const { id, name } = offer.advertiser as IDataObject;
		expect(simplified.rows[0]).toMatchObject({
			promotionId: offer.promotionId,
			title: offer.title,
			advertiserId: id,
			advertiserName: name,
			startDate: offer.startDate,
			urlTracking: offer.urlTracking,
		});
		expect(offer).toHaveProperty('regions.all');
	});

	it.each([
		[5, [10]],
		[50, [50]],
		[200, [200]],
		[250, [200, 200]],
	])('a limit of %i costs no more than it must', async (limit, pageSizes) => {
		const { rows } = await getMany({ limit, returnAll: false });

		expect(idsOf(rows)).toEqual(
			truth()
				.slice(0, limit)
				.map(({ promotionId }) => promotionId),
		);
		expect(
			sandbox.awin.calls.map(
				({ bodyText }) =>
					(JSON.parse(bodyText) as { pagination: { pageSize: number } }).pagination.pageSize,
			),
		).toEqual(pageSizes);
	});

	it.each<[INodeParameters, (offer: ReturnType<typeof truth>[number]) => boolean]>([
		[
			{ advertiserIds: '77101, 77103' },
			({ advertiserId }) => [77101, 77103].includes(advertiserId),
		],
		[{ exclusiveOnly: true }, ({ isExclusive }) => isExclusive],
		[{ type: 'voucher' }, ({ voucherCode }) => voucherCode !== null],
		[
			{ membership: 'joined' },
			({ advertiserId }) => relationOf(advertiserId, PUBLISHER) !== undefined,
		],
		[
			{ membership: 'notJoined' },
			({ advertiserId }) => relationOf(advertiserId, PUBLISHER) === undefined,
		],
		[{ regionCodes: 'gb,DE' }, ({ regions }) => !regions || /GB|DE/.test(regions.join())],
		[{ status: 'expiringSoon' }, ({ endsAtMs }) => endsAtMs <= NOW_MS + 7 * 86_400_000],
		[{ updatedSince: '2026-05-10' }, ({ addedAtMs }) => addedAtMs >= Date.parse('2026-05-10')],
	])('narrowed down by %j', async (filters, isWanted) => {
		const { rows } = await getMany({ ...ALL, filters });

		const wanted = truth().filter(isWanted);
		expect(wanted.length).toBeGreaterThan(0);
		expect(wanted.length).toBeLessThan(truth().length);
		expect(idsOf(rows)).toEqual(wanted.map(({ promotionId }) => promotionId));
	});

	it('lists what is announced when it is asked for that', async () => {
		const { rows } = await getMany({ ...ALL, filters: { status: 'upcoming' } });

		expect(rows.length).toBeGreaterThan(0);
		for (const { startDate } of rows) {
			expect(Date.parse(`${String(startDate)}Z`)).toBeGreaterThan(NOW_MS);
		}
	});

	it('says it when Awin counts more than it lists', async () => {
		sandbox.awin.faults.add({
			kind: 'body',
			body: '{"data":[{"promotionId":1}],"pagination":{"total":3}}',
			times: 2,
		});

		const { rows, hints } = await getMany(ALL);

		expect(idsOf(rows)).toEqual([1]);
		expect(hints[0].message).toContain('Awin counts 3 offers and listed 1 of them');
	});

	it.each<[Partial<Switches>, INodeParameters]>([
		[{ ignoredFilter: 'partners' }, { advertiserIds: '77101, 77103' }],
		[{ ignoredFilter: 'regions' }, { regionCodes: 'GB,DE' }],
	])(
		'where Awin does not look at the filter (%j): only what was asked for',
		async (switches, filters) => {
			const usual = await getMany({ ...ALL, filters });
			Object.assign(sandbox.awin.switches, switches);

			const { rows, hints } = await getMany({ ...ALL, filters });
			const some = await getMany({ returnAll: false, limit: 3, filters });

			expect(rows).toEqual(usual.rows);
			expect(some.rows).toEqual(usual.rows.slice(0, 3));
			expect(usual.hints).toEqual([]);
			expect(hints[0].message).toContain(
				'offers that are of another advertiser, region, type or membership',
			);
		},
	);

	it('says it when Awin counts more under the other names', async () => {
		sandbox.awin.faults.add({
			kind: 'body',
			body: '{"data":[{"promotionId":1}],"pagination":{"totalPages":1,"totalResults":3}}',
			times: 2,
		});

		const { hints } = await getMany(ALL);

		expect(hints[0].message).toContain('Awin counts 3 offers and listed 1 of them');
	});

	it('says it when Awin gives the same full page again', async () => {
		const data = Array.from({ length: 200 }, (_, index) => ({ promotionId: index + 1 }));
		sandbox.awin.faults.add({ kind: 'body', body: JSON.stringify({ data }), times: 2 });

		const { rows, hints } = await getMany(ALL);

		expect(rows).toHaveLength(200);
		expect(hints[0].message).toContain('Awin gave the same page again in place of page 2');
	});

	it('a list that does not end is an error that says how much there was', async () => {
		let first = 0;
		jest.spyOn(sandbox.awin, 'handle').mockImplementation(() => {
			const data = Array.from({ length: 200 }, (_, index) => ({ promotionId: ++first + index }));
			first += 200;
			const body = JSON.stringify({ data, pagination: { total: 3 } });
			return { status: 200, headers: { 'content-type': 'application/json' }, body };
		});

		await expect(getMany(ALL)).rejects.toMatchObject({
			message: expect.stringMatching(
				/^Awin gave 500 pages with \d+ offers, and still the list goes on/,
			),
			description: expect.stringContaining('Nothing of it was given out'),
		});
	});

	it('a page that fails says how far the reading had come', async () => {
		sandbox.awin.faults.add({ kind: 'status', status: 403, afterCalls: 1 });

		await expect(getMany(ALL)).rejects.toMatchObject({
			description: expect.stringContaining(
				'200 offers had been read when page 2 failed. None of them was given out',
			),
		});
	});

	it('gives each item its own list', async () => {
		const { items } = await getMany(
			{ ...ALL, filters: { advertiserIds: '={{ $json.id }}' } },
			{ items: [{ json: { id: 77101 } }, { json: { id: 77102 } }] },
		);

		expect(
			new Set(items.map(({ json, pairedItem }) => JSON.stringify([json.advertiserId, pairedItem]))),
		).toEqual(new Set(['[77101,{"item":0}]', '[77102,{"item":1}]']));
	});

	it.each<[string, NewFault]>([
		['500', { kind: 'status', status: 500 }],
		['a page', { kind: 'html' }],
		['a drop', { kind: 'dropAfter' }],
		['half an answer', { kind: 'truncatedJson' }],
		['429', { kind: 'status', status: 429 }],
	])(
		'%s in the middle is made up for: it is a read, although it is a POST',
		async (_what, fault) => {
			sandbox.awin.faults.add({ ...fault, afterCalls: 1 });

			const { rows } = await getMany(ALL);

			expect(idsOf(rows)).toEqual(truth().map(({ promotionId }) => promotionId));
		},
	);

	it.each<[string, NewFault, string]>([
		[
			'500 for good',
			{ kind: 'status', status: 500, times: Infinity },
			'could not answer (status 500)',
		],
		['403', { kind: 'status', status: 403 }, 'is not allowed to use publisher account 88201'],
		['an object', { kind: 'body', body: '{}' }, 'in a form that this node does not know'],
		[
			'a row that is no offer',
			{ kind: 'body', body: '{"data":[{"promotionId":1},null]}' },
			'1 row that is not an offer (place 2)',
		],
		[
			'200 with a description only',
			{ kind: 'body', body: '{"description":"Unknown error"}' },
			'Awin says: "Unknown error"',
		],
		[
			'200 with a complaint',
			{ kind: 'body', body: '{"error":"e","description":"Try later"}' },
			'Awin says: "Try later"',
		],
	])('%s is told, and a part is never taken for the whole', async (_what, fault, words) => {
		sandbox.awin.faults.add({ ...fault, afterCalls: 1 });
		await expect(getMany(ALL)).rejects.toThrow(words);
		sandbox.awin.faults.clear();

		sandbox.awin.faults.add({ ...fault, afterCalls: 1 });
		const { rows } = await getMany(ALL, { onError: 'continueRegularOutput' });
		expect(rows).toHaveLength(1);
		expect(rows[0].error).toContain(words);
	});
});
