import fc from 'fast-check';

import { HOSTILE_TEXTS, hostileJson, prototypeMembers } from '../support/hostile.cts';
import { NotifiedN8n, type Answer } from '../support/webhook.cts';

let n8n: NotifiedN8n;
const before = prototypeMembers();

beforeEach(async () => {
	n8n = new NotifiedN8n();
	await n8n.start();
});

afterEach(async () => {
	await n8n.close();
	expect(prototypeMembers()).toBe(before);
});

/** Either it starts the workflow with one item, or it is turned away; n8n never has to answer for something thrown. */
async function refuseOther(push: () => Promise<Answer>): Promise<void> {
	const startedBefore = n8n.started.length;
	const { status, text } = await push();
	expect([200, 400]).toContain(status);
	const started = n8n.started.length - startedBefore;
	if (status === 400) {
		expect(started).toBe(0);
		expect(text).toMatch(/^This is not a transaction notification of Awin's\. /);
	} else {
		expect(started).toBeLessThanOrEqual(1);
	}
}

const names = ['transactionId', 'merchantId', 'commission', 'transactionDate', 'commissionGroups'];
const push = fc.oneof(
	hostileJson,
	fc.dictionary(fc.constantFrom(...names, '__proto__', 'products'), hostileJson),
	fc.record({
		transactionId: fc.nat().map(String),
		commission: hostileJson,
		products: hostileJson,
	}),
);

it.each(['application/json', 'application/x-www-form-urlencoded'])(
	'anything that JSON can say, as %s, is taken or turned away',
	async (type) => {
		await fc.assert(
			fc.asyncProperty(push, async (value) => {
				const json = JSON.stringify(value);
				const isForm = type !== 'application/json';
				const body = isForm ? `AwinTransactionPush=${encodeURIComponent(json)}` : json;
				await refuseOther(async () => await n8n.post(body, type));
			}),
			{ numRuns: 300 },
		);
	},
);

it('any bytes in a form are taken or turned away', async () => {
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, isNamed) => {
			const name = Buffer.from(isNamed ? 'AwinTransactionPush=' : '');
			await refuseOther(async () => await n8n.post(Buffer.concat([name, bytes])));
		}),
		{ numRuns: 300 },
	);
});

const ADDRESS_LENGTH = 8000;

it.each(HOSTILE_TEXTS.map((text) => [JSON.stringify(text).slice(0, 50), text]))(
	'%s is taken or turned away in every field of an address and of a form',
	async (_shown, text) => {
		for (const name of names) {
			const fields = new URLSearchParams({ transactionId: '1', [name]: text }).toString();
			await refuseOther(async () => await n8n.post(fields));
			await refuseOther(async () => await n8n.push({ transactionId: '1', [name]: text }));
			if (fields.length < ADDRESS_LENGTH) await refuseOther(async () => await n8n.get(fields));
		}
	},
);

it.each(HOSTILE_TEXTS.map((text) => [JSON.stringify(text).slice(0, 50), text]))(
	'with %s in every setting, nothing is thrown that is no message',
	async (_shown, text) => {
		n8n.parameters = { output: 'flat', timezone: 'UTC', secret: text };
		await refuseOther(async () => await n8n.push({ transactionId: '1', merchantId: text }));
		expect(Object.keys(n8n.paths())).toEqual(['POST', 'GET']);
	},
);

describe('a report on orders', () => {
	beforeEach(() => {
		n8n.parameters = { event: 'conversionResult', accountId: '12345' };
	});

	/** Either it starts the workflow with orders, each with an outcome, or it is turned away. */
	async function reportOrRefuse(report: () => Promise<Answer>): Promise<void> {
		const startedBefore = n8n.started.length;
		const { status, text } = await report();
		expect([200, 400]).toContain(status);
		const items = n8n.started.slice(startedBefore);
		if (status === 400) {
			expect(items).toEqual([]);
			expect(text).toBe("This is not a conversion result of Awin's. No order was found in it.\n");
		}
		for (const { orderReference, awin } of items) {
			expect(orderReference).toEqual(expect.stringMatching(/\S/));
			expect(['accepted', 'pending', 'rejected', 'unknown']).toContain(
				(awin as { outcome: string }).outcome,
			);
		}
		expect(JSON.stringify(n8n.stored).length).toBeLessThan(1_000_000);
	}

	const members = [
		'orderReference',
		'status',
		'errors',
		'order',
		'batchId',
		'advertiserId',
		'__proto__',
		'constructor',
	];
	const entry = fc.oneof(hostileJson, fc.dictionary(fc.constantFrom(...members), hostileJson));
	const lists = ['successfulOrders', 'failedOrders', 'orders', 'data', 'batch', '__proto__'];
	const anyReport = fc.oneof(
		entry,
		fc.dictionary(fc.constantFrom(...lists), fc.oneof(fc.array(entry, { maxLength: 5 }), entry)),
		fc.record({
			orders: fc.array(fc.record({ orderReference: hostileJson, status: hostileJson })),
		}),
	);

	it.each(['application/json', 'application/x-www-form-urlencoded', 'text/plain'])(
		'of anything that JSON can say, as %s, is taken or turned away',
		async (type) => {
			await fc.assert(
				fc.asyncProperty(anyReport, async (value) => {
					const json = JSON.stringify(value);
					const isForm = type === 'application/x-www-form-urlencoded';
					const body = isForm ? `result=${encodeURIComponent(json)}` : json;
					await reportOrRefuse(async () => await n8n.post(body, type));
				}),
				{ numRuns: 200 },
			);
		},
	);

	it('of any bytes in a form is taken or turned away', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
				await reportOrRefuse(async () => await n8n.post(Buffer.from(bytes)));
			}),
			{ numRuns: 200 },
		);
	});

	it.each(HOSTILE_TEXTS.map((text) => [JSON.stringify(text).slice(0, 50), text]))(
		'with %s in every place is taken or turned away',
		async (_shown, text) => {
			const named = Object.fromEntries(members.map((name) => [name, text]));
			for (const report of [
				named,
				{ ...named, orderReference: 'A-1' },
				{
					batchId: text,
					failedOrders: [{ orderReference: text, errors: [text, { field: text }] }],
				},
				{ [text]: [named], orders: [named] },
			]) {
				await reportOrRefuse(
					async () => await n8n.post(JSON.stringify(report), 'application/json'),
				);
			}
		},
	);

	it.each([
		['20 MB of orders', JSON.stringify({ orders: Array(250_000).fill({ orderReference: 'A-1' }) })],
		['20 MB in one text', JSON.stringify([{ orderReference: 'A-1', status: 'x'.repeat(2e7) }])],
		['20 MB of a reference', JSON.stringify({ successfulOrders: ['A'.repeat(2e7)] })],
		[
			'100,000 lists in lists',
			`{"orders":${'['.repeat(100_000)}{"orderReference":"A"}${']'.repeat(100_000)}}`,
		],
		[
			'100,000 members',
			JSON.stringify(
				Object.fromEntries(Array.from({ length: 1e5 }, (_, index) => [`m${index}`, '{"a":1}'])),
			),
		],
	])('of %s is taken or turned away in seconds', async (_what, body) => {
		const startMs = performance.now();
		await reportOrRefuse(async () => await n8n.post(body, 'application/json'));

		expect(performance.now() - startMs).toBeLessThan(20_000);
	});
});
