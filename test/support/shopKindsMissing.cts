/**
 * Kinds of orders that are not at Awin, or not under the same reference, and of rows that nobody can read.
 */
import {
	nearMiss,
	neverArrived,
	placeExactly,
	takeBack,
	unreadable,
	type Kind,
} from './shopPlanting.cts';

/** Orders of which Awin has no sale. */
export const MISSING = {
	neverArrived: { word: 'submit', plant: neverArrived },
	neverArrivedPartlyReturned: {
		word: 'submit',
		plant: (planting) => {
			takeBack(planting);
			neverArrived(planting);
		},
	},
	neverArrivedCancelled: {
		word: 'none',
		plant: (planting) => {
			planting.order.facts.state = 'cancelled';
			neverArrived(planting);
		},
	},
	neverArrivedOpen: {
		word: 'wait',
		plant: (planting) => {
			planting.order.facts.state = 'open';
			neverArrived(planting);
		},
	},
	justPlaced: {
		word: 'wait',
		plant: (planting) => {
			neverArrived(planting);
			placeExactly(planting.order, planting.shop.nowMs - 40 * 60_000);
		},
	},
	notAwins: {
		word: 'none',
		plant: ({ order, dice }) => {
			order.facts.state = dice.pick(['completed', 'open', 'cancelled', 'partlyReturned']);
			order.sales = [];
			order.click = '';
		},
	},
	otherCase: {
		word: 'review',
		plant: nearMiss(
			(index) => `Case-${index}`,
			(index) => `CASE-${index}`,
		),
	},
	otherBlanks: {
		word: 'review',
		plant: nearMiss(
			(index) => `Blank ${index}`,
			(index) => `Blank${index}`,
		),
	},
	zerosInFront: {
		word: 'review',
		plant: nearMiss(
			(index) => `${7_000_000 + index}`,
			(index) => `00${7_000_000 + index}`,
		),
	},
	hashInFront: {
		word: 'review',
		plant: nearMiss(
			(index) => `#${8_000_000 + index}`,
			(index) => `${8_000_000 + index}`,
		),
	},
	noReference: unreadable({ order: '' }),
	amountInTwoWays: unreadable({ total: '1,083' }),
	amountInWords: unreadable({ total: 'about 20' }),
	negativeAmount: unreadable({ total: '-5.00' }),
	noCurrency: unreadable({ currency: '' }),
	unknownCurrency: unreadable({ currency: 'EURO' }),
	dateInTwoWays: unreadable({ date: '03/04/2026' }),
	dateInWords: unreadable({ date: 'yesterday' }),
	soldByNobody: {
		word: 'approve',
		plant: ({ order, index, dice }) => {
			const [sale] = order.sales;
			const status = dice.pick(['pending', 'approved', 'declined', 'deleted']);
			// Dated like an order of the sheet, so it lies between the first one and the last.
			return { strays: [{ ...sale, status, reference: `Stray ${index}`, parts: [...sale.parts] }] };
		},
	},
} satisfies Record<string, Kind>;
