/**
 * What to do about one order: the rules, in the order in which they are asked. The first one that holds decides. The guide
 * (docs/month-end.md) shows the same table to people; a test holds the two together.
 */
import { HOUR_MS } from '../../../api/periods';
import { TRANSACTION_STATUSES } from '../../../api/transactions';
import type { GivenPart } from '../../../fields/money';
import type { ProposedAction } from '../../../fields/proposal';
import { quote } from '../../../transport/quote';
import { tellNearMiss } from '../nearMiss';
import { partsOfSale } from './parts';
import { differenceMinor, type AwinSale, type Question } from './question';
import { bothAmounts, notAtAwin, STATE_WORDS, timeText, whyNoAmount, whyNothing } from './words';

/** A question about an order that has one transaction. */
interface OneSale extends Question {
	sale: AwinSale;
}

interface Rule<Asked> {
	/** As the guide shows it. */
	atAwin: string;
	inTheShop: string;
	action: ProposedAction;
	holds(asked: Asked): boolean;
	/** A sentence without a full stop. */
	reason(asked: Asked): string;
}

/** How long an order may be sent without being shown in Awin's lists. */
const SHOWN_AFTER_MS = HOUR_MS;

const isMissing = ({ sales }: Question) => sales.length === 0;
const isPending = ({ sale }: OneSale) => sale.status === 'pending';
const isApproved = ({ sale }: OneSale) => sale.status === 'approved';
const isDeclined = ({ sale }: OneSale) => sale.status === 'declined';
const isOpen = ({ order }: Question) => order.state === 'open';
const isCancelled = ({ order }: Question) => order.state === 'cancelled';
const isSale = (asked: Question) => !isOpen(asked) && !isCancelled(asked);

const isWorthSending = (asked: Question) =>
	isSale(asked) && asked.order.isAttributed && (asked.order.amountMinor ?? 0) > 0;

const agrees = ({ order, sale, settings }: OneSale) =>
	Math.abs(differenceMinor(order, sale)) <= settings.toleranceMinor(sale.currency ?? '');

/** When an order may be returned no longer; `undefined` where that does not matter, NaN where nobody can tell. */
function returnableUntilMs({ order, sale, settings, clock }: OneSale): number | undefined {
	const { returnPeriodDays } = settings;
	if (returnPeriodDays === undefined) return undefined;
	const fromMs = order.placedMs ?? sale.atMs;
	return fromMs === undefined ? NaN : clock.daysLaterMs(fromMs, returnPeriodDays);
}

/** Rules for any order, and for one that Awin does not have. */
const BEFORE: Array<Rule<Question>> = [
	{
		atAwin: 'anything',
		inTheShop: 'a value that cannot be read, or the same order in two items',
		action: 'review',
		holds: ({ order }) => order.trouble !== undefined,
		reason: ({ order }) => order.trouble ?? '',
	},
	{
		atAwin: 'nothing',
		inTheShop:
			'completed or partly returned, with an amount and a click or voucher, less than an hour old',
		action: 'wait',
		holds: (asked) =>
			isMissing(asked) &&
			isWorthSending(asked) &&
			asked.order.placedMs !== undefined &&
			asked.nowMs - asked.order.placedMs < SHOWN_AFTER_MS,
		reason: ({ order }) =>
			order.isDay
				? 'Only the day of the order is known: it may be less than an hour old, and Awin may not show it yet'
				: 'The order is less than an hour old, and Awin may not show it yet',
	},
	{
		atAwin: 'nothing but deleted transactions',
		inTheShop: 'completed, partly returned or still open',
		action: 'review',
		holds: (asked) => asked.wasDeleted && !isCancelled(asked),
		reason: ({ order }) =>
			`Awin had a transaction for this order, which was deleted, and the order is ${STATE_WORDS[order.state]}`,
	},
	{
		atAwin: 'nothing',
		inTheShop: 'still open, with a click or voucher',
		action: 'wait',
		holds: (asked) => isMissing(asked) && isOpen(asked) && asked.order.isAttributed,
		reason: (asked) => `The order is still open, and ${notAtAwin(asked)}`,
	},
	{
		atAwin: 'nothing, but an order reference that looks almost the same',
		inTheShop: 'anything else',
		action: 'review',
		holds: (asked) => isMissing(asked) && asked.nearMisses.length > 0,
		reason: ({ order, nearMisses }) => tellNearMiss(order.reference, nearMisses),
	},
	{
		atAwin: 'nothing',
		inTheShop:
			'completed or partly returned, with an amount and a click or voucher, and another item has almost the same order reference',
		action: 'review',
		holds: (asked) => isMissing(asked) && isWorthSending(asked) && asked.alike.length > 0,
		reason: ({ order, alike }) => tellNearMiss(order.reference, alike, 'Another item has'),
	},
	{
		atAwin: 'nothing',
		inTheShop: 'completed or partly returned, with an amount and a click or voucher',
		action: 'submit',
		holds: (asked) => isMissing(asked) && isWorthSending(asked),
		reason: (asked) => `The order came through Awin, and ${notAtAwin(asked)}`,
	},
	{
		atAwin: 'nothing',
		inTheShop: 'anything else: cancelled, without an amount, or without a click and voucher',
		action: 'none',
		holds: isMissing,
		reason: whyNothing,
	},
	{
		atAwin: 'several transactions for the order',
		inTheShop: 'anything',
		action: 'review',
		holds: ({ sales }) => sales.length > 1,
		reason: ({ sales }) => `Awin has ${sales.length} transactions for this order`,
	},
];

/** Rules for an order that has one transaction. */
const OF_ONE: Array<Rule<OneSale>> = [
	{
		atAwin: 'a transaction that changed while it was read',
		inTheShop: 'anything',
		action: 'review',
		holds: ({ sale }) => sale.isContradicted === true,
		reason: () => 'The transaction changed at Awin while it was read',
	},
	{
		atAwin: 'a transaction without an amount that can be read, such as a bonus',
		inTheShop: 'anything',
		action: 'review',
		holds: ({ sale }) => sale.saleAmountMinor === null,
		reason: whyNoAmount,
	},
	{
		atAwin: 'a status other than pending, approved, declined or deleted',
		inTheShop: 'anything',
		action: 'review',
		holds: ({ sale }) => !(TRANSACTION_STATUSES as readonly string[]).includes(sale.status),
		reason: ({ sale }) => `Awin gives the transaction the status "${quote(sale.status)}"`,
	},
	{
		atAwin: 'a batch of validations under way that names the transaction',
		inTheShop: 'anything',
		action: 'wait',
		holds: ({ sale }) => sale.isInBatch,
		reason: () => 'Awin is still working on a batch of validations with this transaction in it',
	},
	{
		atAwin: 'declined',
		inTheShop: 'cancelled, or wholly returned',
		action: 'none',
		holds: (asked) => isDeclined(asked) && isCancelled(asked),
		reason: () => 'The transaction is declined already, and the order did not stay',
	},
	{
		atAwin: 'another currency than in the shop',
		inTheShop: 'anything',
		action: 'review',
		holds: ({ order, sale }) => order.currency !== null && order.currency !== sale.currency,
		reason: ({ order, sale }) =>
			`The order is in ${order.currency}, and the transaction in ${sale.currency}`,
	},
	{
		atAwin: 'approved or declined',
		inTheShop: 'still open',
		action: 'review',
		holds: (asked) => isOpen(asked) && !isPending(asked),
		reason: ({ sale }) =>
			`The order is still open in the shop, and the transaction is ${sale.status} already`,
	},
	{
		atAwin: 'declined',
		inTheShop: 'completed or partly returned',
		action: 'review',
		holds: isDeclined,
		reason: ({ order }) =>
			`The transaction is declined, and the order is ${STATE_WORDS[order.state]}`,
	},
	{
		atAwin: 'approved',
		inTheShop: 'cancelled, or wholly returned',
		action: 'review',
		holds: (asked) => isApproved(asked) && isCancelled(asked),
		reason: ({ order }) =>
			`The transaction is approved, and the order was ${order.isReturn ? 'returned' : 'cancelled'}`,
	},
	{
		atAwin: 'approved, at another amount',
		inTheShop: 'completed or partly returned',
		action: 'review',
		holds: (asked) => isApproved(asked) && !agrees(asked),
		reason: ({ order, sale }) => `The transaction is approved at ${bothAmounts(order, sale)}`,
	},
	{
		atAwin: 'approved',
		inTheShop: 'completed or partly returned, at the same amount',
		action: 'none',
		holds: isApproved,
		reason: () => 'The transaction is approved already',
	},
	{
		atAwin: 'pending',
		inTheShop: 'cancelled, or wholly returned',
		action: 'decline',
		holds: isCancelled,
		reason: ({ order }) => `The order was ${order.isReturn ? 'returned' : 'cancelled'}`,
	},
	{
		atAwin: 'pending',
		inTheShop: 'still open',
		action: 'wait',
		holds: isOpen,
		reason: () => 'The order is still open',
	},
	{
		atAwin: 'pending',
		inTheShop: 'completed, with an amount of 0',
		action: 'review',
		holds: ({ order }) => order.amountMinor === 0,
		reason: () => 'The order is completed, and its amount is 0',
	},
	{
		atAwin: 'pending',
		inTheShop: 'younger than the return period',
		action: 'wait',
		holds: (asked) => (returnableUntilMs(asked) ?? -Infinity) > asked.nowMs,
		reason: (asked) =>
			`The return period of ${asked.settings.returnPeriodDays} days runs until ${timeText(returnableUntilMs(asked) ?? 0, asked.clock)}`,
	},
	{
		atAwin: 'pending, without a date that can be read',
		inTheShop: 'without a date, where there is a return period',
		action: 'review',
		holds: (asked) => Number.isNaN(returnableUntilMs(asked)),
		reason: () => 'Neither the order nor the transaction has a date, so nobody can tell its age',
	},
	{
		atAwin: 'pending, never amended',
		inTheShop: 'partly returned, and yet at the same amount',
		action: 'review',
		holds: (asked) =>
			asked.order.state === 'partlyReturned' && agrees(asked) && !asked.sale.isAmended,
		reason: () =>
			'The order was partly returned, and its amount is still that of the transaction: it may be the amount before the return',
	},
	{
		atAwin: 'pending',
		inTheShop: 'completed or partly returned, at the same amount',
		action: 'approve',
		holds: agrees,
		reason: ({ order }) => `The order is ${STATE_WORDS[order.state]}, and the amounts agree`,
	},
	{
		atAwin: 'pending, amended to another amount',
		inTheShop: 'completed or partly returned',
		action: 'review',
		holds: ({ sale }) => sale.isAmended,
		reason: ({ order, sale }) =>
			`The transaction was amended at Awin to ${bothAmounts(order, sale)}`,
	},
	{
		atAwin: 'pending, with parts that are not the sale, or without a commission group',
		inTheShop: 'completed or partly returned, at another amount',
		action: 'review',
		holds: ({ sale }) => partsOf(sale) === undefined,
		reason: ({ order, sale }) =>
			`The transaction has ${bothAmounts(order, sale)}, and Awin does not say how the amount is divided among commission groups`,
	},
	{
		atAwin: 'pending',
		inTheShop: 'completed or partly returned, at another amount',
		action: 'amend',
		holds: () => true,
		reason: ({ order, sale }) => `The transaction has ${bothAmounts(order, sale)}`,
	},
];

/** The rules as the guide shows them, in their order. */
export const RULES: ReadonlyArray<Pick<Rule<never>, 'atAwin' | 'inTheShop' | 'action'>> = [
	...BEFORE,
	...OF_ONE,
];

export interface Proposal {
	action: ProposedAction;
	reason: string;
}

/** Asks the rules. */
export function propose(asked: Question): Proposal {
	// Where there were none, or several, one of the first rules holds.
	return askIn(BEFORE, asked) ?? (askIn(OF_ONE, asked as OneSale) as Proposal);
}

function askIn<Asked>(rules: Array<Rule<Asked>>, asked: Asked): Proposal | undefined {
	const rule = rules.find(({ holds }) => holds(asked));
	return rule && { action: rule.action, reason: rule.reason(asked) };
}

/** The parts of a transaction, where a new amount can be divided in their proportion. */
export function partsOf({ row, saleAmountMinor, currency }: AwinSale): GivenPart[] | undefined {
	return partsOfSale(row, saleAmountMinor ?? 0, currency ?? '');
}
