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
