/**
 * A month's end of 1,000 orders, in both ways: what a person builds from HTTP Request, Merge and Code nodes, and Compare With Orders with
 * Validate behind it.
 */
const ORDERS = 1000;
const DAY_MS = 86_400_000;
const PARTNER = 88201;

/** Orders of a month with their sales, all pending at Awin: seven of ten agree, one was returned, of two a part was. */
function monthRows({ awin }, advertiserId, prefix) {
	return Array.from({ length: ORDERS }, (_, index) => {
		const amount = 100 + (index % 900);
		const atMs = Date.now() - DAY_MS - Math.floor((index * 28 * DAY_MS) / ORDERS);
		awin.world.addTransaction({
			advertiserId,
			publisherId: PARTNER,
			saleAmount: amount,
			currency: 'EUR',
			transactionAtMs: atMs,
			details: { orderRef: `${prefix}-${index}` },
		});
		const kind = index % 10;
		return {
			order: `${prefix}-${index}`,
			state: kind === 0 ? 'refunded' : kind < 3 ? 'partially_refunded' : 'paid',
			total: kind === 1 || kind === 2 ? amount / 2 : amount,
			currency: 'EUR',
			date: new Date(atMs).toISOString(),
		};
	});
}

/** What a person writes: one batch of what is to be done about the transactions that Awin has beside the orders. */
const DECIDE = `const batch = [];
for (const { json } of $input.all()) {
	if (json.commissionStatus !== 'pending') continue;
	const transaction = { transactionId: json.id };
	if (json.state === 'refunded') {
		batch.push({ action: 'decline', transaction: { ...transaction, declineReason: 'order returned' } });
	} else if (json.total === json.saleAmount.amount) {
		batch.push({ action: 'approve', transaction });
	} else {
		const { total: saleAmount, currency } = json;
		const transactionParts = [{ commissionGroupCode: 'DEFAULT', amount: saleAmount }];
		batch.push({
			action: 'amend',
			approve: true,
			transaction: { ...transaction, amendReason: 'partly returned', saleAmount, currency, transactionParts },
		});
	}
}
return [{ json: { batch } }];`;

const to = (name, index = 0) => ({ node: name, type: 'main', index });

function monthByHand(rows, { start, end }, pieces) {
	const { node, base, httpRequest, withRows, nothing, account, bearer, post } = pieces;
	const { name, nodes, connections } = withRows("Month's end by HTTP Request", rows, [
		node(
			'Merge',
			base('merge'),
			600,
			{
				mode: 'combine',
				advanced: true,
				mergeByFields: { values: [{ field1: 'order', field2: 'orderRef' }] },
				joinMode: 'enrichInput1',
				options: {},
			},
			{ typeVersion: 3 },
		),
		node('Decide', base('code'), 800, { jsCode: DECIDE }, { typeVersion: 2 }),
		httpRequest('Send', 1000, bearer, {
			...post,
			url: `${account}/transactions/batch`,
			jsonBody: '={{ JSON.stringify($json.batch) }}',
		}),
		node('Wait', base('wait'), 1200, { amount: 3 }, { typeVersion: 1.1 }),
		httpRequest('Result', 1400, bearer, {
			url: `=${account}/transactions/jobs/{{ $json.jobId }}?output=all`,
		}),
		nothing(),
	]);
	const list = httpRequest('List', 400, bearer, {
		url: `${account}/transactions/?startDate=${start}&endDate=${end}&timezone=UTC`,
	});
	const branches = {
		Start: { main: [[to('Rows'), to('List')]] },
		List: { main: [[to('Merge', 1)]] },
	};
	return { name, nodes: [...nodes, list], connections: { ...connections, ...branches } };
}

function monthByPackage(rows, { awin, withRows, nothing }) {
	const compare = awin({
		resource: 'transaction',
		operation: 'compareOrders',
		orderReference: '={{ $json.order }}',
		orderStatus: '={{ $json.state }}',
		amount: '={{ $json.total }}',
		currency: '={{ $json.currency }}',
		orderDate: '={{ $json.date }}',
		timezone: 'UTC',
		options: { includeUnmatched: false },
	});
	const part = '$json.awin.transactionParts?.[0]';
	const validate = awin({
		resource: 'transaction',
		operation: 'validate',
		action: 'eachItem',
		itemAction: '={{ $json.awin.proposedAction }}',
		identifyBy: 'transactionId',
		transactionId: '={{ $json.awin.transaction?.id }}',
		declineReason: '={{ $json.awin.declineReason }}',
		amendReason: '={{ $json.awin.amendReason }}',
		saleAmount: '={{ $json.awin.saleAmount }}',
		currency: '={{ $json.awin.currency }}',
		transactionParts: {
			part: [
				{
					commissionGroupCode: {
						__rl: true,
						mode: 'code',
						value: `={{ ${part}?.commissionGroupCode }}`,
					},
					amount: `={{ ${part}?.amount }}`,
				},
			],
		},
		approveAfterAmend: true,
		timezone: 'UTC',
	});
	return withRows("Month's end", rows, [{ ...compare, name: 'Compare' }, validate, nothing()]);
}

module.exports = { monthByHand, monthByPackage, monthRows };
