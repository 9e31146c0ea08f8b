/**
 * The examples that hold the shop's orders against Awin: 9 to 12. Each is run as it is shipped, which must send nothing, and
 * switched on.
 */
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import {
	addSale,
	atAwin,
	both,
	columns,
	DAY_MS,
	happened,
	HOUR_MS,
	imported,
	inNode,
	inUtc,
	posted,
	run,
	runAndAnswer,
	sandbox,
	standIn,
	submitted,
	useExamples,
	withoutDryRun,
	writes,
} from '../support/exampleBench.cts';
import { fieldsOf } from '../support/examples.cts';
import { outputOf } from '../support/realN8n.cts';
import { AWC, SECOND_LINE, shopifyOrder, wooOrder } from '../support/shopOrders.cts';

useExamples();

/** What somebody writes into the step Settings. */
const settings = (values: Record<string, unknown>) =>
	inNode('Settings', (parameters) => {
		for (const field of fieldsOf({ parameters })) {
			if (field.name in values) field.value = values[field.name];
		}
	});

const HEADINGS = 'orderReference status amount currency orderDate awc voucher'.split(' ');

const day = (ageDays: number) => new Date(Date.now() - ageDays * DAY_MS).toISOString().slice(0, 10);

/** The shop's orders, as somebody keeps them in a sheet. */
function setOrders(...rows: string[][]): void {
	standIn.sheets.setTab('Orders', [HEADINGS, ...rows]);
}

const OLD = 40;

function addOldSale(orderRef: string, more: Parameters<typeof addSale>[0] = {}): number {
	return addSale({ orderRef, ageMs: OLD * DAY_MS, ...more });
}

describe('9: close the month', () => {
	let agreeing: number;
	let cancelled: number;
	let partly: number;
	let open: number;

	beforeEach(() => {
		agreeing = addOldSale('A-1');
		cancelled = addOldSale('A-2');
		partly = addOldSale('A-3', {
			parts: [
				{ code: 'DEFAULT', amount: 75 },
				{ code: 'SALE', amount: 25 },
			],
		});
		open = addOldSale('A-5');
		happened(addOldSale('A-6'), 'approved');
		addOldSale('B-1');
		setOrders(
			['A-1', 'completed', '100,00', 'EUR', day(OLD + 1)],
			['A-2', 'cancelled', '100.00', 'EUR', day(OLD)],
			['A-3', 'partially refunded', '60.50', 'EUR', day(OLD)],
			['A-4', 'completed', '80', 'EUR', day(OLD), AWC],
			['A-5', 'processing', '100', 'EUR', day(OLD)],
			['A-6', 'cancelled', '100', 'EUR', day(OLD - 1)],
		);
		standIn.sheets.setTab('Month end', []);
	});

	const untouched = () =>
		[agreeing, cancelled, partly, open].map((id) => atAwin(id)?.status === 'pending');

	const proposals = () =>
		columns(standIn.sheets.rows('Month end'), 'orderReference', 'proposal', 'result');

	it('is shipped so that it sends nothing, and says of each order what to do and why', async () => {
		await run(await imported('09'));

		expect(writes()).toEqual([]);
		expect(proposals()).toEqual([
			['A-1', 'approve', 'dryRun'],
			['A-2', 'decline', 'dryRun'],
			['A-3', 'amend', 'dryRun'],
			['A-4', 'submit', ''],
			['A-5', 'wait', ''],
			['A-6', 'review', ''],
			['B-1', 'review', ''],
		]);
		const rows = standIn.sheets.rows('Month end');
		expect(rows.filter(({ reason }) => !/^[A-Z].+/.test(String(reason)))).toEqual([]);
		expect(rows.filter(({ deadline }) => deadline !== '')).toHaveLength(5);
		const lines = posted()[0].split('\n');
		expect(posted()).toHaveLength(1);
		expect(lines).toEqual([
			'*Your orders, compared with Awin*',
			'• approve: 1 order, EUR 100.00',
			'• amend: 1 order, EUR 100.00 becomes EUR 60.50',
			'• decline: 1 order, EUR 100.00',
			'• submit: 1 order, EUR 80.00',
			'• wait: 1 order, EUR 100.00',
			'• review: 2 orders, EUR 200.00',
			expect.stringMatching(/^Each order and its reason: https:\/\/docs\.google\.com\//),
		]);
	});

	it('validates without asking below the sum, amends part by part, and has nothing to do the next time', async () => {
		const id = await imported('09', withoutDryRun('Validate'));
		await run(id);

		expect(atAwin(agreeing)).toEqual({ status: 'approved', saleAmountMinor: 10_000 });
		expect(atAwin(cancelled)).toEqual({ status: 'declined', saleAmountMinor: 10_000 });
		expect(atAwin(partly)).toEqual({ status: 'approved', saleAmountMinor: 6050 });
		expect(atAwin(open)?.status).toBe('pending');
		expect(columns(standIn.sheets.rows('Month end'), 'orderReference', 'result')).toEqual([
			['A-1', 'done'],
			['A-2', 'done'],
			['A-3', 'done'],
			['A-4', ''],
			['A-5', ''],
			['A-6', ''],
			['B-1', ''],
		]);
		const amendment = JSON.stringify(writes().map(({ bodyText }) => bodyText));
		expect(amendment).toContain('45.38');
		expect(amendment).toContain('15.12');

		const sent = writes().length;
		await run(id);
		expect(writes()).toHaveLength(sent);
		expect(proposals().slice(0, 3)).toEqual([
			['A-1', 'none', ''],
			['A-2', 'none', ''],
			['A-3', 'none', ''],
		]);
	});

	it('asks a person above the sum, and sends after a yes what is still as it was', async () => {
		const id = await imported('09', both(withoutDryRun('Validate'), settings({ askAbove: 299 })));

		await runAndAnswer(id, 'Validate them', () => {
			expect(untouched()).toEqual([true, true, true, true]);
			happened(cancelled, 'declined', { ageMs: 0 });
		});

		expect(posted()[1]).toBe(
			[
				'*May these orders be validated at Awin?*',
				'Approve 1, amend 1, decline 1: together EUR 300.00 at Awin now.',
				'• amend order A-3: EUR 100.00 becomes EUR 60.50',
				posted()[1].split('\n').at(-1),
			].join('\n'),
		);
		expect(atAwin(agreeing)?.status).toBe('approved');
		expect(proposals().slice(0, 3)).toEqual([
			['A-1', 'approve', 'done'],
			['A-2', 'decline', 'skipped'],
			['A-3', 'amend', 'done'],
		]);
	});

	it('asks a person about a slip that would make a small sale a large one, and names it', async () => {
		setOrders(['A-3', 'completed', '4990', 'EUR', day(OLD)]);

		const execution = await runAndAnswer(
			await imported('09', withoutDryRun('Validate')),
			'Not now',
		);

		expect(outputOf(execution, 'Compare with Awin')[0].json.awin).toMatchObject({
			proposedAction: 'amend',
			saleAmount: 4990,
		});
		expect(writes()).toEqual([]);
		expect(posted()[1].split('\n').slice(0, 3)).toEqual([
			'*May these orders be validated at Awin?*',
			'Approve 0, amend 1, decline 0: together EUR 100.00 at Awin now.',
			'• amend order A-3: EUR 100.00 becomes EUR 4,990.00',
		]);
	});

	it('sends nothing after a no, and says so', async () => {
		const id = await imported('09', both(withoutDryRun('Validate'), settings({ askAbove: 299 })));

		await runAndAnswer(id, 'Not now');

		expect(writes()).toEqual([]);
		expect(untouched()).toEqual([true, true, true, true]);
		expect(posted().at(-1)).toBe(
			'*Nothing was sent to Awin.* The answer was: not now. Run the workflow again when you are ready.',
		);
	});

	it('takes no answer for a no', async () => {
		const soon = inNode('Ask in Slack', (parameters) => {
			parameters.options = {
				limitWaitTime: {
					values: { limitType: 'afterTimeInterval', resumeAmount: 0.02, resumeUnit: 'minutes' },
				},
			};
		});
		const many = settings({ askAbove: 299 });

		await run(await imported('09', both(withoutDryRun('Validate'), many, soon)));

		expect(writes()).toEqual([]);
		expect(posted().at(-1)).toMatch(/^\*Nothing was sent to Awin\.\* Nobody answered/);
	});

	it('takes the orders out of Shopify: what is left of each, without tax and shipping', async () => {
		const created_at = new Date(Date.now() - OLD * DAY_MS).toISOString();
		const partly = [{ note: '', refund_line_items: [SECOND_LINE] }];
		const orders = [
			{ ...shopifyOrder(1001), financial_status: 'paid', created_at },
			{ ...shopifyOrder(1002, partly), financial_status: 'partially_refunded', created_at },
			{ ...shopifyOrder(1003), financial_status: 'voided', cancelled_at: created_at, created_at },
		];
		for (const order of orders) standIn.shops.orders.set(order.id, order);
		['1001', '1002', '1003'].forEach((orderRef) => addOldSale(orderRef));

		const id = await imported('09', settings({ ordersFrom: 'shopify' }));
		await run(id);

		expect(
			columns(standIn.sheets.rows('Month end').slice(0, 3), 'orderReference', 'proposal', 'amount'),
		).toEqual([
			['1001', 'approve', '100'],
			['1002', 'amend', '60'],
			['1003', 'decline', '100'],
		]);
	});

	it('takes over the third decimal of a currency that has three', async () => {
		const date_created_gmt = new Date(Date.now() - OLD * DAY_MS).toISOString().slice(0, 19);
		const line_items = [
			{ id: 1, total: '10.005' },
			{ id: 2, total: '2.34' },
		];
		standIn.shops.wooOrders.push({
			...wooOrder(2004),
			...{ currency: 'KWD', status: 'completed', date_created_gmt, refunds: [], line_items },
		});
		addOldSale('2004', { saleAmount: 12.345, currency: 'KWD' });

		await run(await imported('09', settings({ ordersFrom: 'woocommerce' })));

		expect(proposals()[0]).toEqual(['2004', 'approve', 'dryRun']);
		expect(posted()[0]).toContain('\n• approve: 1 order, KWD 12.345\n');
	});

	it('takes the orders out of WooCommerce, and asks to look at those with a refund', async () => {
		const date_created_gmt = new Date(Date.now() - OLD * DAY_MS).toISOString().slice(0, 19);
		standIn.shops.wooOrders.push(
			{ ...wooOrder(2001), status: 'completed', date_created_gmt, refunds: [] },
			{ ...wooOrder(2002), status: 'refunded', date_created_gmt, refunds: [{ total: '-108.14' }] },
			{ ...wooOrder(2003), status: 'completed', date_created_gmt, refunds: [{ total: '-10.00' }] },
		);
		for (const orderRef of ['2001', '2002', '2003']) addOldSale(orderRef, { saleAmount: 108.14 });

		await run(await imported('09', settings({ ordersFrom: 'woocommerce' })));

		expect(proposals().slice(0, 3)).toEqual([
			['2001', 'approve', 'dryRun'],
			['2002', 'decline', 'dryRun'],
			['2003', 'review', ''],
		]);
	});
});

describe('10: approve after the return period', () => {
	let agreeing: number;
	let others: number[];

	beforeEach(() => {
		agreeing = addOldSale('A-1');
		others = [
			addOldSale('A-2', { saleAmount: 100.01 }),
			addOldSale('A-3'),
			addSale({ orderRef: 'A-4', ageMs: 29 * DAY_MS }),
			addOldSale('A-5'),
		];
		setOrders(
			['A-1', 'completed', '100.00', 'EUR', day(OLD)],
			['A-2', 'completed', '100.00', 'EUR', day(OLD)],
			['A-3', 'cancelled', '100.00', 'EUR', day(OLD)],
			['A-4', 'completed', '100.00', 'EUR', day(29)],
			['A-6', 'completed', '100.00', 'EUR', day(OLD), AWC],
		);
	});

	it('is shipped so that it sends nothing, and says what it would do', async () => {
		await run(await imported('10'));

		expect(writes()).toEqual([]);
		expect(posted()).toEqual([
			'*1 sale would be approved at Awin, but this is a dry run*: EUR 100.00',
		]);
	});

	it('approves what agrees to the penny and is old enough, nothing else, and once', async () => {
		const id = await imported('10', withoutDryRun('Approve'));
		await run(id);
		await run(id);

		expect(atAwin(agreeing)).toEqual({ status: 'approved', saleAmountMinor: 10_000 });
		expect(others.map((other) => atAwin(other)?.status)).toEqual(Array(4).fill('pending'));
		expect(writes()).toHaveLength(1);
		expect(posted()).toEqual(['*1 sale approved at Awin*: EUR 100.00']);
	});

	it('does not call approved what Awin is still working on', async () => {
		sandbox.awin.switches.jobsNeverFinish = true;
		const impatient = inNode('Approve', (parameters) => {
			Object.assign(parameters.options as object, { waitForCompletion: false });
		});

		await run(await imported('10', both(withoutDryRun('Approve'), impatient)));

		expect(posted()).toEqual([
			'*1 sale sent to Awin, and the result is not known yet*: EUR 100.00. What stays pending at Awin comes again in the next run.',
		]);
	});

	it('tells sales that are sent and those of a dry run apart', async () => {
		addOldSale('A-7', { saleAmount: 50 });
		setOrders(
			['A-1', 'completed', '100.00', 'EUR', day(OLD)],
			['A-7', 'completed', '50.00', 'EUR', day(OLD)],
		);
		const dryRunOfOne = inNode('Approve', (parameters) => {
			Object.assign(parameters.options as object, {
				dryRun: "={{ $json.orderReference === 'A-7' }}",
			});
		});

		await run(await imported('10', dryRunOfOne));

		expect(posted()[0].split('\n')).toEqual([
			'*1 sale approved at Awin*: EUR 100.00',
			'*1 sale would be approved at Awin, but this is a dry run*: EUR 50.00',
		]);
	});
});

describe('11: settle what is unknown', () => {
	const COLUMNS =
		'orderReference amount currency awc voucher orderDate result noticedAt settled message'.split(
			' ',
		);
	const at = (ageMs: number) =>
		new Date(Date.now() - ageMs).toISOString().slice(0, 16).replace('T', ' ');
	const row = (reference: string, result: string, noticedAt: string) => [
		reference,
		'100',
		'EUR',
		AWC,
		'',
		new Date(Date.now() - DAY_MS).toISOString(),
		result,
		noticedAt,
	];

	beforeEach(() => {
		addSale({ orderRef: 'A-1', ageMs: DAY_MS });
		standIn.sheets.setTab('Not accepted', [
			COLUMNS,
			row('A-1', 'unknown', at(3 * HOUR_MS)),
			row('A-2', 'unknown', at(3 * HOUR_MS)),
			row('A-3', 'unknown', at(HOUR_MS)),
			row('A-4', 'rejected', at(3 * HOUR_MS)),
		]);
	});

	const settled = () =>
		columns(standIn.sheets.rows('Not accepted'), 'orderReference', 'result', 'settled', 'message');

	it('finds what Awin has, and leaves the rest unknown as long as nobody says to send it again', async () => {
		const id = await imported('11', inUtc);
		await run(id);
		await run(id);

		expect(writes()).toEqual([]);
		expect(settled()).toEqual([
			['A-1', 'accepted', expect.stringMatching(/^\d{4}-/), expect.stringContaining('Awin has')],
			['A-2', 'unknown', '', expect.stringContaining('Awin does not have this order so far')],
			['A-3', 'unknown', '', ''],
			['A-4', 'rejected', '', ''],
		]);
	});

	it('looks again at what is pending, settles it when Awin lists it, and never sends it again', async () => {
		addSale({ orderRef: 'A-5', ageMs: DAY_MS });
		standIn.sheets.setTab('Not accepted', [
			COLUMNS,
			row('A-5', 'pending', at(3 * HOUR_MS)),
			row('A-6', 'pending', at(3 * HOUR_MS)),
		]);

		await run(await imported('11', both(inUtc, settings({ sendForReal: true }))));

		expect(writes()).toEqual([]);
		expect(settled()).toEqual([
			['A-5', 'accepted', expect.stringMatching(/^\d{4}-/), expect.stringContaining('Awin has')],
			['A-6', 'pending', '', expect.stringContaining('it is not sent again')],
		]);
	});

	it('does not settle an order that is pending after it was sent again', async () => {
		sandbox.awin.switches.pendingOrders = 'all';
		const id = await imported('11', both(inUtc, settings({ sendForReal: true })));
		await run(id);

		expect(submitted()).toHaveLength(1);
		expect(settled()[1]).toEqual(['A-2', 'pending', '', expect.stringMatching(/./)]);
	});

	it('looks at an order whose time a sheet has rewritten, and does not send it again', async () => {
		addSale({ orderRef: 'A-5', ageMs: DAY_MS });
		standIn.sheets.setTab('Not accepted', [
			COLUMNS,
			row('A-5', 'unknown', '15.06.2026 10:00'),
			row('A-6', 'unknown', '46188.4167'),
			row('A-7', 'unknown', ''),
		]);

		await run(await imported('11', both(inUtc, settings({ sendForReal: true }))));

		expect(writes()).toEqual([]);
		expect(settled()).toEqual([
			['A-5', 'accepted', expect.stringMatching(/^\d{4}-/), expect.stringContaining('Awin has')],
			['A-6', 'unknown', '', expect.stringContaining('write noticedAt such as')],
			['A-7', 'unknown', '', expect.stringContaining('write noticedAt such as')],
		]);
	});

	it('leaves an order unknown where Awin could not be asked', async () => {
		sandbox.awin.revoke(TOKENS.owner);

		await run(await imported('11', inUtc));

		expect(columns(standIn.sheets.rows('Not accepted'), 'result', 'settled').slice(0, 2)).toEqual([
			['unknown', ''],
			['unknown', ''],
		]);
		expect(standIn.sheets.rows('Not accepted')[0].message).toMatch(/token/);
	});

	it('sends again what Awin does not have, once, when the switch is on', async () => {
		const id = await imported('11', both(inUtc, settings({ sendForReal: true })));
		await run(id);
		await run(id);

		expect(submitted()).toEqual([expect.objectContaining({ orderReference: 'A-2', awc: AWC })]);
		expect(columns(standIn.sheets.rows('Not accepted'), 'orderReference', 'result')).toEqual([
			['A-1', 'accepted'],
			['A-2', 'accepted'],
			['A-3', 'unknown'],
			['A-4', 'rejected'],
		]);
	});
});

describe('12: lost sales', () => {
	beforeEach(() => {
		addOldSale('A-1');
		setOrders(
			['A-1', 'completed', '100', 'EUR', day(OLD), AWC],
			['A-2', 'completed', '59.90', 'EUR', day(OLD), AWC],
			['A-3', 'completed', '42', 'EUR', day(OLD), '', 'Partner10'],
			['A-4', 'completed', '42', 'EUR', day(OLD), '', 'OURS'],
			['A-5', 'cancelled', '42', 'EUR', day(OLD), AWC],
		);
		standIn.sheets.setTab('Lost sales', []);
	});

	const withVouchers = settings({ vouchers: 'PARTNER10, other' });

	it('is shipped so that it sends nothing, and lists what Awin does not have', async () => {
		await run(await imported('12', withVouchers));

		expect(writes()).toEqual([]);
		expect(
			columns(standIn.sheets.rows('Lost sales'), 'orderReference', 'amount', 'result'),
		).toEqual([
			['A-2', '59.90', 'dryRun'],
			['A-3', '42', 'dryRun'],
		]);
	});

	it('submits each once when the dry run is off', async () => {
		const id = await imported('12', both(withVouchers, withoutDryRun('Submit to Awin')));
		await run(id);
		await run(id);

		expect(submitted()).toEqual([
			expect.objectContaining({ orderReference: 'A-2', amount: 59.9, awc: AWC }),
			expect.objectContaining({ orderReference: 'A-3', amount: 42, voucher: 'Partner10' }),
		]);
	});

	it('sends no order from Shopify that has neither a click nor a voucher of a partner', async () => {
		const financial = { financial_status: 'paid', refunds: [] };
		const orders = [
			{ ...shopifyOrder(1001), ...financial, note_attributes: [{ name: 'awc', value: AWC }] },
			{ ...shopifyOrder(1002), ...financial, discount_codes: [{ code: 'WELCOME' }] },
		];
		const created_at = new Date(Date.now() - 3 * DAY_MS).toISOString();
		for (const order of orders) standIn.shops.orders.set(order.id, { ...order, created_at });

		const execution = await run(await imported('12', settings({ ordersFrom: 'shopify' })));

		expect(outputOf(execution, 'Submit to Awin').map(({ json }) => json.orderReference)).toEqual([
			'1001',
		]);
	});
});
