/**
 * Every kind of difference between a shop and Awin, and what is to be proposed for it. Each is planted in a plain order, which is
 * completed, long past the return period, and pending at Awin with the same amount.
 */
import { DateTime } from 'luxon';

import { MISSING } from './shopKindsMissing.cts';
import { clickOf, DAY_MS, divide, HOUR_MS, type ShopSettings } from './plainOrders.cts';
import {
	amendAtAwin,
	arriveLate,
	LONG,
	makeDiffer,
	place,
	placeExactly,
	standing,
	takeBack,
	toleranceMinor,
	type Kind,
} from './shopPlanting.cts';
import { nightOfChange } from './shopWriting.cts';

/** Orders of this moment and of earlier ones are past the return period now. */
function endOfReturns({ nowMs, zone, returnPeriodDays }: ShopSettings): DateTime {
	return DateTime.fromMillis(nowMs, { zone }).minus({ days: returnPeriodDays ?? 0 });
}

/** Orders of which Awin has a sale. */
const FOUND = {
	agrees: { word: 'approve', plant: () => undefined },
	cancelled: { word: 'decline', plant: standing('cancelled') },
	cancelledYesterday: {
		word: 'decline',
		plant: (planting) => {
			standing('cancelled')(planting);
			place(planting.order, planting.shop.nowMs - 1.5 * DAY_MS);
		},
	},
	returnedToNothing: {
		word: 'decline',
		plant: ({ order }) => {
			order.facts.state = 'partlyReturned';
			order.facts.amountMinor = 0;
		},
	},
	partlyReturned: { word: 'amend', plant: takeBack },
	otherAmount: { word: 'amend', plant: ({ order, dice }) => makeDiffer(order, dice) },
	otherAmountOfGroups: {
		word: 'amend',
		// Where the programme has but one group this is the case above.
		plant: ({ order, dice }) => {
			const [{ parts }] = order.sales;
			if (order.accountId === 77102 && parts.length === 1)
				parts.push({ code: 'GIFT', amountMinor: 0 });
			divide(order.sales[0], dice);
			makeDiffer(order, dice);
		},
	},
	atTheTolerance: {
		word: 'approve',
		needs: ({ tolerance }) => tolerance > 0,
		plant: ({ order, dice, shop }) => {
			const by = toleranceMinor(order, shop);
			order.facts.amountMinor += dice.pick([by, -by]);
		},
	},
	justBeyondTheTolerance: {
		word: 'amend',
		plant: ({ order, dice, shop }) => {
			const by = toleranceMinor(order, shop) + 1;
			order.facts.amountMinor += dice.pick([by, -by]);
		},
	},
	partlyReturnedButTheSame: { word: 'review', plant: standing('partlyReturned') },
	nothingToPay: {
		word: 'review',
		plant: ({ order }) => {
			order.facts.amountMinor = 0;
		},
	},
	amendedToThis: { word: 'approve', plant: ({ order }) => amendAtAwin(order) },
	amendedToAnother: {
		word: 'review',
		plant: ({ order, dice }) => {
			amendAtAwin(order);
			makeDiffer(order, dice);
		},
	},
	approvedAlready: { word: 'none', plant: standing('completed', 'approved') },
	approvedButCancelled: { word: 'review', plant: standing('cancelled', 'approved') },
	approvedOtherwise: {
		word: 'review',
		plant: (planting) => {
			standing('completed', 'approved')(planting);
			makeDiffer(planting.order, planting.dice);
		},
	},
	approvedButOpen: { word: 'review', plant: standing('open', 'approved') },
	declinedAlready: { word: 'none', plant: standing('cancelled', 'declined') },
	declinedButCompleted: { word: 'review', plant: standing('completed', 'declined') },
	declinedButOpen: { word: 'review', plant: standing('open', 'declined') },
	twoTransactions: {
		word: 'review',
		plant: ({ order, dice }) => {
			const [sale] = order.sales;
			order.sales.push({ ...sale, status: dice.pick(['pending', 'approved', 'declined']) });
		},
	},
	deletedOnce: {
		word: 'approve',
		plant: ({ order }) => {
			order.sales.push({ ...order.sales[0], status: 'deleted' });
		},
	},
	deletedOnly: {
		word: 'review',
		plant: ({ order, index }) => {
			order.sales[0].status = 'deleted';
			order.click = clickOf(order, index);
		},
	},
	bonus: {
		word: 'review',
		plant: ({ order }) => {
			order.sales[0].amountMinor = null;
		},
	},
	orderTwice: {
		word: 'review',
		plant: ({ order }) => {
			order.facts.isTwice = true;
			return { more: [{ ...order, facts: { ...order.facts }, sales: [] }] };
		},
	},
	sameToAwin: {
		word: 'review',
		plant: ({ order, index }) => {
			order.reference = `${index} ${LONG} one`;
			order.sales[0].reference = order.reference.slice(0, 50);
			order.facts.isTwice = true;
			const reference = `${index} ${LONG} two`;
			return { more: [{ ...order, facts: { ...order.facts }, reference, sales: [] }] };
		},
	},
	otherCurrency: {
		word: 'review',
		plant: ({ order }) => {
			order.facts.currency = order.facts.currency === 'EUR' ? 'USD' : 'EUR';
			order.facts.amountMinor = 4_711;
		},
	},
	open: { word: 'wait', plant: standing('open') },
	tooYoung: {
		word: 'wait',
		needs: ({ returnPeriodDays }) => returnPeriodDays !== null,
		plant: ({ order, dice, shop }) => {
			const days = dice.int(2, (shop.returnPeriodDays ?? 0) - 2);
			place(order, shop.nowMs - days * DAY_MS);
			if (dice.chance(0.5)) makeDiffer(order, dice);
		},
	},
	lastHourOfReturns: {
		word: 'wait',
		needs: ({ returnPeriodDays }) => returnPeriodDays !== null,
		plant: ({ order, shop }) => placeExactly(order, endOfReturns(shop).toMillis() + HOUR_MS),
	},
	firstSecondAfterReturns: {
		word: 'approve',
		needs: ({ returnPeriodDays }) => returnPeriodDays !== null,
		plant: ({ order, shop }) => placeExactly(order, endOfReturns(shop).toMillis()),
	},
	lastDayOfReturns: {
		word: 'wait',
		needs: ({ returnPeriodDays }) => returnPeriodDays !== null,
		plant: ({ order, shop }) => {
			const day = endOfReturns(shop);
			place(order, Math.min(day.startOf('day').toMillis() + 60_000, day.toMillis()));
			// Of a day alone nobody knows whether it was its last second.
			order.facts.placedAtMs = day.endOf('day').toMillis();
			order.written = { date: day.toISODate() };
		},
	},
	tooYoungByAwinsDate: {
		word: 'wait',
		needs: ({ returnPeriodDays }) => returnPeriodDays !== null,
		plant: ({ order, shop }) => {
			place(order, shop.nowMs - 3 * DAY_MS);
			order.facts.placedAtMs = null;
		},
	},
	longReference: {
		word: 'approve',
		plant: ({ order, index }) => {
			order.reference = `${index} ${LONG}`;
			order.sales[0].reference = order.reference.slice(0, 50);
		},
	},
	longReferenceCancelled: {
		word: 'decline',
		plant: (planting) => {
			const { order, index } = planting;
			standing('cancelled')(planting);
			order.reference = `${index} ${LONG}`;
			order.sales[0].reference = order.reference.slice(0, 50);
		},
	},
	blanksAround: {
		word: 'approve',
		plant: ({ order }) => {
			order.written = { order: `  ${order.reference} ` };
		},
	},
	lateArrival: { word: 'approve', plant: arriveLate },
	lateArrivalReturned: {
		word: 'amend',
		plant: (planting) => {
			arriveLate(planting);
			takeBack(planting);
		},
	},
	nightOfChange: {
		word: 'approve',
		needs: ({ longestDays }) => longestDays > 60,
		plant: ({ order, dice, shop }) =>
			place(order, nightOfChange(shop.nowMs, shop.longestDays, shop.zone, dice)),
	},
	nightOfChangeCancelled: {
		word: 'decline',
		needs: ({ longestDays }) => longestDays > 60,
		plant: (planting) => {
			const { order, dice, shop } = planting;
			standing('cancelled')(planting);
			place(order, nightOfChange(shop.nowMs, shop.longestDays, shop.zone, dice));
		},
	},
} satisfies Record<string, Kind>;

const ALL = { ...FOUND, ...MISSING };

export type KindName = keyof typeof ALL;

export const KINDS: Readonly<Record<KindName, Kind>> = ALL;

export function kindOf({ kind }: { kind: string }): Kind {
	return KINDS[kind as KindName];
}
