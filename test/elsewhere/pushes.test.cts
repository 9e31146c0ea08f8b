import type { IDataObject } from 'n8n-workflow';

import { NotifiedN8n } from '../support/webhook.cts';
import { leavesIn, missingFrom } from './judge.cts';
import { published } from './published.cts';

let n8n: NotifiedN8n;

afterEach(async () => {
	await n8n.close();
});

async function started(text: string, parameters: IDataObject): Promise<IDataObject> {
	n8n = new NotifiedN8n(parameters as never);
	await n8n.start();
	const { status } = await n8n.push(JSON.parse(text) as Record<string, unknown>);
	expect(status).toBe(200);
	const [item, ...more] = n8n.started.flat() as IDataObject[];
	expect(more).toEqual([]);
	return item;
}

const PUSHES = published('pushes').map((answer) => [answer.name, answer] as const);

describe.each(PUSHES)('A notification as in %s', (_name, { text, answer }) => {
	const pushed = answer as Record<string, string>;

	it.each(['flat', 'raw'])('keeps every value: %s', async (output) => {
		const item = await started(text, { output });

		// Both times of the click are the same there, and said once.
		expect(pushed.clickTime).toBe(pushed.clickThroughTime);
		const missing = missingFrom(leavesIn(text), item, { isRenamed: true });
		expect(missing).toEqual([`clickTime: ${pushed.clickTime}`]);
	});

	it.each(['flat', 'raw'])(
		'keeps both times of the click where they differ: %s',
		async (output) => {
			const other = text.replace(/("clickTime": "\d{4}-\d\d-\d\d) \d\d/, '$1 02');
			expect(other).not.toBe(text);

			const item = await started(other, { output });

			expect(missingFrom(leavesIn(other), item, { isRenamed: true })).toEqual([]);
		},
	);

	it.each(['UTC', 'Europe/Berlin'])('says in ten fields what it says: %s', async (timezone) => {
		const item = await started(text, { timezone });

		expect(item).toMatchObject({
			event: 'created',
			id: Number(pushed.transactionId),
			saleAmount: Number(pushed.transactionAmount),
			commissionAmount: Number(pushed.commission),
			currency: pushed.transactionCurrency,
			partnerId: Number(pushed.merchantId),
		});
		const sold = Date.parse(`${pushed.transactionDate.replace(' ', 'T')}Z`);
		expect(Date.parse(String(item.transactionDate))).toBe(sold);
		expect(Date.parse(String(item.occurredAt))).toBe(sold);
		expect(item).not.toHaveProperty('warnings');
	});
});
