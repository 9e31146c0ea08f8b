/**
 * The examples that move money: 4, 5 and 6. Each is run as it is shipped, which must send nothing, and switched on.
 */
import {
	addSale,
	atAwin,
	columns,
	DAY_MS,
	happened,
	imported,
	inNode,
	n8n,
	nextRun,
	posted,
	published,
	run,
	standIn,
	submitted,
	useExamples,
	withoutDryRun,
	writes,
} from '../support/exampleBench.cts';
import { fieldsOf } from '../support/examples.cts';
import { outputOf } from '../support/realN8n.cts';
import {
	AWC,
	FIRST_LINE,
	SECOND_LINE,
	shopifyOrder,
	withAwc,
	wooOrder,
} from '../support/shopOrders.cts';

useExamples();

describe('4: returns sheet', () => {
	const HEADINGS = 'orderReference action newAmount currency reason check result message'.split(
		' ',
	);
	let kept: number;
	let returned: number;
	let untouched: number;

	beforeEach(() => {
		kept = addSale({ orderRef: 'A-1' });
		returned = addSale({ orderRef: 'A-2' });
		untouched = addSale({ orderRef: 'A-3' });
		standIn.sheets.setTab('Returns', [
			HEADINGS,
			['A-1', 'amend', '60,50', 'EUR', 'One article returned'],
			['A-2', 'decline', '', '', 'Order returned'],
			['A-3', 'decline', '', '', 'Returned before', '', 'done'],
			['A-4', 'decline', '', '', 'Order returned'],
			['A-2b', 'decline'],
		]);
	});

	const sendForReal = inNode('Settings', (parameters) => {
		for (const field of fieldsOf({ parameters })) {
			if (field.name === 'sendForReal') field.value = true;
		}
	});

	it('is shipped so that it checks only, and says of each row whether it is fine', async () => {
		await run(await imported('04'));

		expect(writes()).toEqual([]);
		expect(columns(standIn.sheets.rows('Returns'), 'orderReference', 'check', 'result')).toEqual([
			['A-1', 'OK', ''],
			['A-2', 'OK', ''],
			['A-3', '', 'done'],
			['A-4', expect.stringContaining('which Awin does not have'), ''],
			['A-2b', expect.stringContaining('"Decline Reason" is empty'), ''],
		]);
	});

	it('declines and amends when the switch is on, and writes the result into each row', async () => {
		const id = await imported('04', sendForReal);
		await run(id);

		expect(atAwin(kept)).toEqual({ status: 'pending', saleAmountMinor: 6050 });
		expect(atAwin(returned)).toEqual({ status: 'declined', saleAmountMinor: 10_000 });
		expect(atAwin(untouched)).toEqual({ status: 'pending', saleAmountMinor: 10_000 });
		expect(
			columns(standIn.sheets.rows('Returns'), 'orderReference', 'check', 'result', 'message'),
		).toEqual([
			['A-1', 'OK', 'done', expect.stringMatching(/./)],
			['A-2', 'OK', 'done', expect.stringMatching(/./)],
			['A-3', '', 'done', ''],
			['A-4', expect.stringContaining('does not have'), '', ''],
			['A-2b', expect.stringContaining('is empty'), '', ''],
		]);

		const sent = writes().length;
		await run(id);
		expect(writes()).toHaveLength(sent);
	});

	it('sends nothing where more would be lost than its limit', async () => {
		addSale({ orderRef: 'A-5', saleAmount: 6000 });
		standIn.sheets.setTab('Returns', [HEADINGS, ['A-5', 'decline', '', '', 'Order returned']]);

		const id = await imported('04', sendForReal);
		await n8n.client.runWorkflow(id);

		expect(writes()).toEqual([]);
	});
});

describe('5: shop refunds', () => {
	async function refund(workflowId: string, order: ReturnType<typeof shopifyOrder>) {
		standIn.shops.orders.set(order.id, order);
		return await nextRun(workflowId, async () => {
			await standIn.shops.happens('refunds/create', { id: 1, order_id: order.id });
		});
	}

	const partly = (number: number) =>
		shopifyOrder(number, [{ note: 'Too small', refund_line_items: [SECOND_LINE] }]);
	const whole = (number: number) =>
		shopifyOrder(number, [
			{ note: '', refund_line_items: [FIRST_LINE] },
			{ note: null, refund_line_items: [SECOND_LINE] },
		]);

	it('is shipped so that it sends nothing, and tells what it would do', async () => {
		const id = addSale({ orderRef: '1001' });

		await refund(await published('05'), partly(1001));

		expect(writes()).toEqual([]);
		expect(atAwin(id)?.saleAmountMinor).toBe(10_000);
		expect(posted()).toEqual([
			'*Refund of order 1001*: partly refunded, amend to 60.00 EUR\nNot sent, because this is a dry run',
		]);
	});

	it('amends to what is left without tax and shipping, then declines when nothing is', async () => {
		const id = addSale({ orderRef: '1001' });
		const workflowId = await published('05', withoutDryRun('Decline or amend'));

		await refund(workflowId, partly(1001));
		expect(atAwin(id)).toEqual({ status: 'pending', saleAmountMinor: 6000 });

		await refund(workflowId, whole(1001));
		expect(atAwin(id)).toEqual({ status: 'declined', saleAmountMinor: 6000 });
		expect(posted()).toHaveLength(2);
		expect(posted()[1]).toContain('*Refund of order 1001*: all refunded, decline\n');
	});

	it('does nothing for an order that Awin does not have, or when only shipping was refunded', async () => {
		const id = addSale({ orderRef: '1002' });
		const workflowId = await published('05', withoutDryRun('Decline or amend'));

		await refund(workflowId, whole(1001));
		await refund(workflowId, shopifyOrder(1002, [{ note: null, refund_line_items: [] }]));

		expect(writes()).toEqual([]);
		expect(atAwin(id)?.status).toBe('pending');
		expect(posted()).toEqual([]);
	});

	it('asks somebody to look where Awin does not do it', async () => {
		happened(addSale({ orderRef: '1001' }), 'approved');

		await refund(await published('05', withoutDryRun('Decline or amend')), partly(1001));

		expect(posted()).toEqual([
			expect.stringMatching(
				/^\*Please look at order 1001: its refund was not passed on to Awin\*\n.+/,
			),
		]);
	});
});

describe('6: shop orders', () => {
	it('is shipped so that it sends nothing', async () => {
		const id = await published('06');

		const execution = await nextRun(id, async () => {
			await standIn.shops.happens('orders/create', withAwc(1001));
		});

		expect(writes()).toEqual([]);
		expect(outputOf(execution, 'Submit to Awin').map(({ json }) => json.awin)).toEqual([
			expect.objectContaining({ outcome: 'dryRun' }),
		]);
	});

	it('submits orders of both shops that came through Awin, after discounts, without tax and shipping', async () => {
		const id = await published('06', withoutDryRun('Submit to Awin'));
		const order = async (topic: string, content: Record<string, unknown>) =>
			await nextRun(id, async () => await standIn.shops.happens(topic, content));

		await order('orders/create', withAwc(1001));
		await order('orders/create', shopifyOrder(1002));
		await order('order.created', wooOrder(2001, [{ key: 'awc', value: AWC }]));
		await order('order.created', wooOrder(2002, [{ key: '_other', value: 'x' }]));
		// A shop that heard no answer tells it again.
		await order('orders/create', withAwc(1001));

		expect(submitted()).toEqual([
			expect.objectContaining({ orderReference: '1001', amount: 100, currency: 'EUR', awc: AWC }),
			expect.objectContaining({ orderReference: '2001', amount: 108.14, awc: AWC }),
		]);
	});

	it('puts what Awin does not accept into the sheet, with the reason and the details', async () => {
		standIn.sheets.setTab('Not accepted', []);
		const id = await published('06', withoutDryRun('Submit to Awin'));

		await nextRun(id, async () => {
			const tomorrow = new Date(Date.now() + DAY_MS).toISOString();
			await standIn.shops.happens('orders/create', { ...withAwc(1001), created_at: tomorrow });
		});

		expect(standIn.sheets.rows('Not accepted')).toEqual([
			expect.objectContaining({
				orderReference: '1001',
				amount: 100,
				awc: AWC,
				error: expect.stringMatching(/future/),
				details: expect.stringMatching(/^outcome: failed\nnextStep: Correct the time\./),
			}),
		]);
	});
});
