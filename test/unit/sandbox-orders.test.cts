import { AwinSandbox } from '../../demo/sandbox/awin.cts';
import type { AwinOptions } from '../../demo/sandbox/awin.cts';
import { ask } from '../../demo/sandbox/ask.cts';
import type { Row } from '../../demo/sandbox/rows.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';

const NOW = Date.parse('2025-11-20T12:00:00Z');
const NOW_SECONDS = NOW / 1000;
const PATH = '/s2s/advertiser/77102/orders';

function sandbox(switches: AwinOptions['switches'] = {}) {
	let now = NOW;
	const awin = new AwinSandbox({
		clock: () => now,
		requestsPerMinute: null,
		switches,
		world: { transactionsPerDay: 0 },
	});
	return { awin, wait: (ms: number) => (now += ms) };
}
type Sandbox = ReturnType<typeof sandbox>;

const order = (more: object = {}) => ({
	orderReference: 'S-1',
	amount: 20,
	channel: 'aw',
	currency: 'GBP',
	commissionGroups: [{ code: 'DEFAULT', amount: 20 }],
	awc: '77102_1763640000_abc',
	...more,
});
const send = ({ awin }: Sandbox, orders: unknown, more: object = {}) =>
	ask(awin, PATH, { apiKey: TOKENS.owner, body: { orders, ...more } });
const rows = ({ awin }: Sandbox): Row[] =>
	ask(
		awin,
		'/advertisers/77102/transactions?startDate=2025-11-01T00:00:00&endDate=2025-11-21T00:00:00',
	).json as Row[];

describe('the key of the Conversion API', () => {
	const status = (awin: AwinSandbox, question: object) =>
		ask(awin, PATH, { body: { orders: [order()] }, ...question }).status;

	it('is the bare token in x-api-key, nothing else', () => {
		const { awin } = sandbox();
		expect(status(awin, { apiKey: TOKENS.owner })).toBe(200);
		expect(status(awin, { apiKey: `Bearer ${TOKENS.owner}` })).toBe(401);
		expect(status(awin, { token: TOKENS.owner })).toBe(401);
		expect(status(awin, { apiKey: TOKENS.ownerConversionKey })).toBe(401);
		expect(status(awin, { apiKey: TOKENS.publisherOnly })).toBe(403);
	});

	it('can be a separate one', () => {
		const { awin } = sandbox({ conversionKey: 'separate' });
		expect(status(awin, { apiKey: TOKENS.owner })).toBe(401);
		expect(status(awin, { apiKey: TOKENS.ownerConversionKey })).toBe(200);
		awin.revoke(TOKENS.owner);
		expect(status(awin, { apiKey: TOKENS.ownerConversionKey })).toBe(401);
	});
});

describe('good orders', () => {
	it('are answered one by one and become transactions within three minutes', () => {
		const box = sandbox();
		const answer = send(box, [order(), order({ orderReference: 'S-2' })]);
		expect([answer.status, answer.json]).toEqual([
			200,
			{
				batchId: expect.any(String) as string,
				successfulOrders: ['S-1', 'S-2'].map((orderReference) => ({
					orderReference,
					correlationId: expect.any(String) as string,
				})),
			},
		]);
		box.wait(3 * 60_000);
		expect(rows(box)).toMatchObject([
			{
				orderRef: 'S-1',
				saleAmount: { amount: 20, currency: 'GBP' },
				commissionAmount: { amount: 2 },
				commissionStatus: 'pending',
				transactionDate: '2025-11-20T12:00:00',
			},
			{ orderRef: 'S-2' },
		]);
	});

	it('keep what they say of publisher, times, voucher, basket and parameters', () => {
		const box = sandbox();
		const { awc: _awc, ...bare } = order();
		const product = { id: '7', name: 'Tea', price: 10, quantity: 2, sku: 'T', category: 'Food' };
		const full = {
			...bare,
			publisherId: 88205,
			clickTime: NOW_SECONDS - 7200,
			transactionTime: NOW_SECONDS - 3600,
			voucher: 'SAVE10',
			customerAcquisition: 'NEW',
			custom: { '1': 'n8n' },
			basket: [product],
			commissionGroups: [
				{ code: 'EXISTING', amount: 15 },
				{ code: 'gone', amount: 5 },
			],
		};
		expect(send(box, [full]).status).toBe(200);
		box.wait(3 * 60_000);
		const ids = rows(box)
			.map(({ id }) => id)
			.join();
		const path = `/advertisers/77102/transactions?ids=${ids}&showBasketProducts=true`;
		expect(ask(box.awin, path).json).toMatchObject([
			{
				publisherId: 88205,
				clickDate: '2025-11-20T10:00:00',
				transactionDate: '2025-11-20T11:00:00',
				voucherCode: 'SAVE10',
				customerAcquisition: 'NEW',
				customParameters: [{ key: '1', value: 'n8n' }],
				basketProducts: [{ productId: '7', unitPrice: 10, quantity: 2, skuCode: 'T' }],
				// 5 % of 15, and the default 10 % for a group that does not exist.
				commissionAmount: { amount: 1.25 },
				transactionParts: [
					{ commissionGroupCode: 'EXISTING' },
					{ commissionGroupCode: 'DEFAULT', trackedParts: [{ code: 'gone', amount: 5 }] },
				],
			},
		]);
	});

	it('have their reference cut at 50 characters', () => {
		const box = sandbox();
		const orderReference = 'R'.repeat(60);
		expect(send(box, [order({ orderReference })]).json).toMatchObject({
			successfulOrders: [{ orderReference: 'R'.repeat(50) }],
		});
		expect(box.awin.ledger).toMatchObject([
			{ reference: 'R'.repeat(50), referenceAsSent: orderReference },
		]);
		const asSent = sandbox({ answeredReference: 'asSent' });
		expect(send(asSent, [order({ orderReference })]).json).toMatchObject({
			successfulOrders: [{ orderReference }],
		});
	});

	it('are checked but not booked when they are tests', () => {
		const box = sandbox();
		expect(send(box, [order({ isTest: true })]).status).toBe(200);
		box.wait(10 * 60_000);
		expect(rows(box)).toEqual([]);
		expect(box.awin.ledger).toMatchObject([{ kind: 'order', isTest: true, transactionId: null }]);
	});

	it('are booked twice when they are sent twice, by switch refused', () => {
		const box = sandbox();
		send(box, [order()]);
		expect(send(box, [order()]).status).toBe(200);
		expect(box.awin.ledger).toHaveLength(2);
		const strict = sandbox({ duplicateReferences: 'refused' });
		send(strict, [order()]);
		const again = send(strict, [order(), order({ orderReference: 'S-2' })]);
		expect([again.status, again.json]).toMatchObject([
			206,
			{ failedOrders: [{ errors: [{ field: 'orderReference' }] }] },
		]);
	});
});

describe('refused orders', () => {
	it.each<[string, object, string]>([
		['no reference', { orderReference: undefined }, 'orderReference'],
		['a blank reference', { orderReference: ' ' }, 'orderReference'],
		['an amount as text', { amount: '20.00' }, 'amount'],
		['a negative amount', { amount: -1 }, 'amount'],
		['an unknown currency', { currency: 'GPB' }, 'currency'],
		['no channel', { channel: null }, 'channel'],
		['no commission groups', { commissionGroups: [] }, 'commissionGroups'],
		[
			'groups that do not add up',
			{ commissionGroups: [{ code: 'DEFAULT', amount: 19.99 }] },
			'commissionGroups',
		],
		['a group without code', { commissionGroups: [{ amount: 20 }] }, 'commissionGroups[0].code'],
		['no attribution', { awc: undefined }, 'awc'],
		['a publisher without click time', { awc: undefined, publisherId: 88205 }, 'clickTime'],
		['a click time without publisher', { awc: undefined, clickTime: NOW_SECONDS }, 'publisherId'],
		[
			'a publisher outside the programme',
			{ publisherId: 88204, clickTime: NOW_SECONDS },
			'publisherId',
		],
		['a click time in milliseconds', { publisherId: 88205, clickTime: NOW }, 'clickTime'],
		['a transaction time in milliseconds', { transactionTime: NOW }, 'transactionTime'],
		['a transaction time as text', { transactionTime: '1763640000' }, 'transactionTime'],
		['another kind of customer', { customerAcquisition: 'new' }, 'customerAcquisition'],
		['a test mark as text', { isTest: 'true' }, 'isTest'],
		['a link as text', { linkId: '7' }, 'linkId'],
		[
			'a pipe in a product name',
			{ basket: [{ id: '1', name: 'a|b', price: 1, quantity: 1 }] },
			'basket[0].name',
		],
		[
			'half a product',
			{ basket: [{ id: '1', name: 'a', price: 1, quantity: 0.5 }] },
			'basket[0].quantity',
		],
		['a named parameter', { custom: { colour: 'red' } }, 'custom.colour'],
		['a parameter that is no text', { custom: { '1': 5 } }, 'custom.1'],
	])('%s', (_name, change, field) => {
		const box = sandbox();
		const answer = send(box, [order({ orderReference: 'good' }), order(change)]);
		expect([answer.status, answer.json]).toMatchObject([
			206,
			{
				successfulOrders: [{ orderReference: 'good' }],
				failedOrders: [
					{
						order: { amount: expect.anything() as number },
						errors: [{ field, message: expect.any(String) as string }],
					},
				],
			},
		]);
		expect(box.awin.ledger).toMatchObject([{ reference: 'good' }]);
	});

	it('make a 400 when there is no good one, by switch another status', () => {
		expect(send(sandbox(), [order({ amount: null })]).status).toBe(400);
		expect(send(sandbox({ allRefusedStatus: 206 }), [order({ amount: null })]).status).toBe(206);
	});

	it('can be flat, and in another order', () => {
		const box = sandbox({ failedOrdersShape: 'flat', resultOrder: 'reversed' });
		const orders = ['a', 'b'].map((orderReference) => order({ orderReference, amount: null }));
		expect(send(box, orders).json).toMatchObject({
			failedOrders: [
				{ orderReference: 'b', errors: [{ field: 'amount' }] },
				{ orderReference: 'a' },
			],
		});
	});

	it.each([
		['no JSON', '{"orders":'],
		['a bare array', [order()]],
		['no orders', { orders: [] }],
		['more than 1,000', { orders: Array.from({ length: 1001 }, () => order()) }],
		['a bad webhook', { orders: [order()], webhook: { url: 'nowhere' } }],
	])('the whole request, when it is %s', (_name, body) => {
		const { awin } = sandbox();
		expect(ask(awin, PATH, { apiKey: TOKENS.owner, body }).status).toBe(400);
		expect(awin.ledger).toEqual([]);
	});
});

describe('pending orders', () => {
	const many = Array.from({ length: 12 }, (_, index) => order({ orderReference: `P-${index}` }));

	it('make a 202 and take longer to be seen', () => {
		const box = sandbox({ pendingOrders: 'all' });
		const answer = send(box, [order()]);
		expect([answer.status, answer.json]).toEqual([
			202,
			{ batchId: expect.any(String) as string, pendingOrders: [{ orderReference: 'S-1' }] },
		]);
		box.wait(3 * 60_000);
		expect(rows(box)).toEqual([]);
		box.wait(6 * 60_000);
		expect(rows(box)).toHaveLength(1);
	});

	it('can be some among others, with refused ones a 206', () => {
		const box = sandbox({ pendingOrders: 'some' });
		const { status, json } = send(box, many);
		const { successfulOrders, pendingOrders } = json as Record<string, unknown[]>;
		expect([status, successfulOrders.length + pendingOrders.length]).toEqual([202, 12]);
		expect(pendingOrders.length).toBeGreaterThan(0);
		expect(send(box, [...many, order({ amount: null })]).status).toBe(206);
	});

	it('can go unlisted', () => {
		const box = sandbox({ pendingOrders: 'all', pendingOrdersListed: false });
		expect(send(box, [order()]).json).toEqual({ batchId: expect.any(String) as string });
	});
});
