import type { INodeParameters } from 'n8n-workflow';

import { executeAwin, type ExecutionSettings } from '../support/contexts.cts';
import { ADVERTISER, credentialsFor, truth, type Row } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox();
let rows: Row[];

beforeEach(() => {
	rows = truth(sandbox, 'advertiser', ADVERTISER, '2026-01-01T00:00:00Z', '2026-03-31T23:59:59Z');
	sandbox.awin.calls.length = 0;
});

async function get(parameters: INodeParameters, settings: Partial<ExecutionSettings> = {}) {
	const { items } = await executeAwin({
		credentials: credentialsFor(sandbox),
		...settings,
		parameters: {
			resource: 'transaction',
			operation: 'get',
			accountType: 'advertiser',
			accountId: { __rl: true, mode: 'id', value: String(ADVERTISER) },
			timezone: 'UTC',
			...parameters,
		},
	});
	return items;
}

describe('reading by id', () => {
	it('gives the transactions in the order in which they were asked for', async () => {
		const [a, b, c] = rows;

		const items = await get({ transactionIds: ` ${c.id}, ${a.id};${b.id}\n${a.id}` });

		expect(items.map((item) => item.json.id)).toEqual([c.id, a.id, b.id]);
	});

	it('takes a number, a text or a list from an expression', async () => {
		const [a, b] = rows;
		const asked = [{ ids: a.id }, { ids: String(b.id) }, { ids: [a.id, String(b.id)] }];

		const items = await get(
			{ transactionIds: '={{ $json.ids }}' },
			{ items: asked.map((json) => ({ json })) },
		);

		expect(items.map((item) => [item.json.id, item.pairedItem])).toEqual([
			[a.id, { item: 0 }],
			[b.id, { item: 1 }],
			[a.id, { item: 2 }],
			[b.id, { item: 2 }],
		]);
	});

	it('asks for the ids of all items together, 200 in a call', async () => {
		const wanted = rows.slice(0, 450);
		expect(wanted).toHaveLength(450);

		const items = await get(
			{ transactionIds: '={{ $json.id }}' },
			{ items: wanted.map(({ id }) => ({ json: { id } })) },
		);

		expect(items.map((item) => item.json.id)).toEqual(wanted.map((row) => row.id));
		expect(sandbox.awin.calls.map((call) => call.query.ids.split(',').length)).toEqual([
			200, 200, 50,
		]);
	});

	it('keeps rows apart that share a transaction in the raw form', async () => {
		const id = rows.find((row) => row.commissionStatus === 'approved')?.id;

		const [first, second] = await get(
			{ transactionIds: id as number, output: 'raw', timezone: 'Europe/Berlin' },
			{ items: [{ json: {} }, { json: {} }] },
		);

		expect(first.json).toEqual(second.json);
		expect(first.json.transactionDate).toMatch(/\+01:00$/);
	});
});

describe('ids that Awin does not have', () => {
	const UNKNOWN = 999_999_999_999;

	it.each(['leftOut', 'notFound'] as const)(
		'are named, with their item (Awin: %s)',
		async (unknownIds) => {
			sandbox.awin.switches.unknownIds = unknownIds;

			await expect(
				get(
					{ transactionIds: '={{ $json.id }}' },
					{ items: [{ json: { id: rows[0].id } }, { json: { id: UNKNOWN } }] },
				),
			).rejects.toThrow(
				`Awin has no transaction ${UNKNOWN} in advertiser account ${ADVERTISER} [item 2 of 2]`,
			);
		},
	);

	it.each(['leftOut', 'notFound'] as const)(
		'do not hold up the others where the node is set to continue (Awin: %s)',
		async (unknownIds) => {
			sandbox.awin.switches.unknownIds = unknownIds;
			const asked = [rows[0].id, UNKNOWN, ...rows.slice(1, 60).map((row) => row.id)];

			const items = await get(
				{ transactionIds: '={{ $json.id }}' },
				{ items: asked.map((id) => ({ json: { id } })), onError: 'continueRegularOutput' },
			);

			expect(items.map((item) => item.json.id ?? 'failed')).toEqual(
				asked.map((id) => (id === UNKNOWN ? 'failed' : id)),
			);
			expect(items[1].json.error).toContain(String(UNKNOWN));
		},
	);
});
