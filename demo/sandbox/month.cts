import type { AwinSandbox } from './awin.cts';
import { hexOf } from './hash.cts';
import { DAY_MS, HOUR_MS, SECOND_MS } from './zones.cts';

/**
 * Forty orders of a made-up shop, as it exports them, and what Awin has of each: for trying a month's end. The sheet of them
 * is `examples/month-end-orders.csv`.
 */

const ADVERTISER = 77101;
const PUBLISHERS = [88201, 88202, 88203];

export interface MonthOrder {
	/** A row of the sheet. */
	row: {
		orderReference: string;
		status: string;
		amount: string;
		currency: string;
		awc: string;
		voucher: string;
	};
	/** None where Awin does not have the order, two where it was tracked twice. */
	atAwin: AtAwin[];
	/** What *Compare With Orders* proposes with a return period of 14 days. */
	proposal: string;
}

interface AtAwin {
	daysAgo: number;
	saleAmount: number;
	/** Default: all of it on `DEFAULT`. */
	parts?: Array<{ code: string; amount: number }>;
	/** Somebody has approved it since. */
	isApproved?: boolean;
}

type Shop = Partial<MonthOrder['row']>;

let nextNumber = 4101;

function order(proposal: string, row: Shop, ...atAwin: AtAwin[]): MonthOrder {
	const orderReference = `NO-${nextNumber++}`;
	const given = { status: 'completed', amount: '', currency: 'EUR', awc: '', voucher: '', ...row };
	return { row: { orderReference, ...given }, atAwin, proposal };
}

function agreed(amount: string, saleAmount: number, daysAgo: number): MonthOrder {
	return order('approve', { amount }, { daysAgo, saleAmount });
}

export const MONTH_ORDERS: readonly MonthOrder[] = [
	agreed('89.90', 89.9, 44),
	agreed('24.50', 24.5, 44),
	agreed('1.204,00', 1204, 43),
	agreed('59.95', 59.95, 43),
	order('decline', { status: 'cancelled', amount: '149.00' }, { daysAgo: 42, saleAmount: 149 }),
	agreed('39.00', 39, 41),
	agreed('75.20', 75.2, 41),
	order(
		'amend',
		{ status: 'partially refunded', amount: '60.00' },
		{ daysAgo: 40, saleAmount: 100 },
	),
	agreed('210,00', 210, 39),
	agreed('18.75', 18.75, 38),
	order('none', { amount: '45.00' }, { daysAgo: 38, saleAmount: 45, isApproved: true }),
	agreed('132.40', 132.4, 37),
	agreed('66.60', 66.6, 36),
	order('submit', {
		amount: '99.00',
		awc: `${ADVERTISER}_1761900000_${hexOf(32, 'awc', 1)}`,
	}),
	agreed('27.30', 27.3, 35),
	agreed('310.00', 310, 34),
	order('decline', { status: 'refunded', amount: '0.00' }, { daysAgo: 34, saleAmount: 84.9 }),
	agreed('54.80', 54.8, 33),
	agreed('12.99', 12.99, 32),
	order(
		'amend',
		{ status: 'partially refunded', amount: '119.99' },
		{
			daysAgo: 32,
			saleAmount: 180,
			parts: [
				{ code: 'DEFAULT', amount: 120 },
				{ code: 'SALE', amount: 60 },
			],
		},
	),
	agreed('240.00', 240, 31),
	order(
		'review',
		{ status: 'cancelled', amount: '70.00' },
		{ daysAgo: 30, saleAmount: 70, isApproved: true },
	),
	agreed('33.33', 33.33, 30),
	agreed('78.10', 78.1, 29),
	order('decline', { status: 'cancelled', amount: '29.90' }, { daysAgo: 28, saleAmount: 29.9 }),
	agreed('105.00', 105, 27),
	order('none', { amount: '64.00' }),
	agreed('47.50', 47.5, 26),
	order('amend', { amount: '88.00' }, { daysAgo: 25, saleAmount: 92.4 }),
	agreed('19.90', 19.9, 24),
	order('submit', { amount: '52.00', voucher: 'SUMMER10' }),
	agreed('1,083.29', 1083.29, 23),
	order('decline', { status: 'refunded', amount: '0.00' }, { daysAgo: 22, saleAmount: 160 }),
	agreed('36.40', 36.4, 21),
	order(
		'review',
		{ amount: '58.00' },
		{ daysAgo: 20, saleAmount: 58 },
		{ daysAgo: 20, saleAmount: 58 },
	),
	agreed('92.00', 92, 19),
	order(
		'amend',
		{ status: 'partially refunded', amount: '15.00' },
		{ daysAgo: 18, saleAmount: 45 },
	),
	agreed('41.70', 41.7, 18),
	order('wait', { status: 'processing', amount: '126.00' }, { daysAgo: 6, saleAmount: 126 }),
	order('wait', { amount: '73.00' }, { daysAgo: 4, saleAmount: 73 }),
];

/** The sheet, as a file of comma-separated values. */
export function monthSheet(): string {
	const headings = Object.keys(MONTH_ORDERS[0].row);
	const lines = [headings, ...MONTH_ORDERS.map(({ row }) => Object.values(row))];
	return lines.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

function quoted(cell: string): string {
	return cell.includes(',') ? `"${cell}"` : cell;
}

/** Puts what Awin has of these orders into the sandbox, once: the journal keeps it like any order that was sent. */
export function enterMonth(awin: AwinSandbox): void {
	if (awin.bookedReferences(ADVERTISER).has(MONTH_ORDERS[0].row.orderReference)) return;
	for (const [index, { row, atAwin }] of MONTH_ORDERS.entries()) {
		for (const one of atAwin) enterOne(awin, row.orderReference, PUBLISHERS[index % 3], one);
	}
}

function enterOne(
	awin: AwinSandbox,
	orderRef: string,
	publisherId: number,
	{ daysAgo, saleAmount, parts, isApproved }: AtAwin,
): void {
	const atMs = Math.floor((awin.now() - daysAgo * DAY_MS) / SECOND_MS) * SECOND_MS;
	const transaction = awin.world.addOrder({
		advertiserId: ADVERTISER,
		publisherId,
		currency: 'EUR',
		saleAmount,
		parts,
		transactionAtMs: atMs,
		details: { orderRef },
	});
	const shared = { atMs, accountId: ADVERTISER, transactionId: transaction.id };
	awin.enter({
		...shared,
		kind: 'order',
		batchId: hexOf(32, 'month', orderRef),
		reference: orderRef,
		referenceAsSent: orderRef,
		amount: saleAmount,
		currency: 'EUR',
		publisherId,
		isTest: false,
		isPending: false,
		transaction,
		order: {},
	});
	if (!isApproved) return;
	const approval = awin.world.scheduleEvent({
		transactionId: transaction.id,
		kind: 'approved',
		atMs: atMs + HOUR_MS,
	});
	awin.enter({
		...shared,
		kind: 'validation',
		jobId: hexOf(32, 'month job', orderRef),
		action: 'approve',
		reference: orderRef,
		events: [approval],
	});
}
