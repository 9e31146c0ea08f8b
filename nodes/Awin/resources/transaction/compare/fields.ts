/**
 * The parameters of Compare With Orders.
 */
import { minorDigits } from '../../../api/money';
import { advertiserAccount } from '../../../fields/account';
import { options } from '../../../fields/collection';
import type { ParameterSource } from '../../../fields/item';
import { currency } from '../../../fields/money';
import { number } from '../../../fields/number';
import { orderMoment, orderReference } from '../../../fields/orderSearch';
import { readParameters, type Declaration, type ValuesOf } from '../../../fields/parameter';
import { searchBackDays } from '../../../fields/searchBackDays';
import { text, yesNo } from '../../../fields/text';
import { timezone } from '../../../fields/timezone';
import { orderAmount, voucherCode } from '../../orders/parameters';
import { Findings } from './summary';
import { StatusWords, USUAL_WORDS, wordsOfList } from './statusWords';

const orderStatus = text({
	displayName: 'Order Status',
	name: 'orderStatus',
	required: true,
	placeholder: 'e.g. paid',
	description:
		'How your shop calls the state of the order, such as paid, refunded or partially_refunded. Status Words says what the words mean. A word in none of its lists counts as still open.',
});

const clickChecksum = text({
	displayName: 'Click Checksum',
	name: 'clickChecksum',
	description:
		'The awc that your shop kept with the order, where it has one. An order that Awin does not have is to be submitted only if it has a click or a voucher of Awin.',
});

const HOW_LISTS_LOOK =
	'Put commas between the words; upper and lower case, blanks, hyphens and underscores do not matter. The list takes the place of the usual one.';

function wordList(
	name: keyof typeof USUAL_WORDS,
	words: Pick<Declaration, 'displayName' | 'description'>,
) {
	const usual = USUAL_WORDS[name];
	return text({
		name: `statusWords.${name}`,
		default: usual,
		...words,
	}).map((given, source, named) => {
		if (given === undefined) return usual;
		if (wordsOfList(given).length > 0) return given;
		const nextStep = 'Give at least one word, or remove the list to have the usual words.';
		throw named.refuse(source, given, 'holds no word', nextStep);
	});
}

const wordLists = {
	cancelled: wordList('cancelled', {
		displayName: 'Cancelled',
		description: `What your shop calls orders that were cancelled, or wholly returned or refunded. ${HOW_LISTS_LOOK}`,
	}),
	completed: wordList('completed', {
		displayName: 'Completed',
		description: `What your shop calls orders that are paid or delivered and stay so. ${HOW_LISTS_LOOK}`,
	}),
	partlyReturned: wordList('partlyReturned', {
		displayName: 'Partly Returned',
		description: `What your shop calls orders of which a part was returned or refunded. ${HOW_LISTS_LOOK}`,
	}),
};

const statusWords = options(wordLists, {
	displayName: 'Status Words',
	name: 'statusWords',
	placeholder: 'Add List',
});

const MOST_DAYS = 3650;

function days(declared: Declaration & { default: number }, least = 1) {
	return number(
		{ typeOptions: { minValue: least, maxValue: MOST_DAYS }, ...declared },
		{
			isUsable: (given) => given >= least && given <= MOST_DAYS,
			reason: `is not a number of days from ${least} to ${MOST_DAYS}`,
		},
	);
}

const tolerance = number(
	{
		displayName: 'Tolerance',
		name: 'options.tolerance',
		typeOptions: { minValue: 0, numberPrecision: 4 },
		default: 0,
		description:
			'By how much the amounts in the shop and at Awin may differ and still count as the same, such as 0.01, in the currency of the order. Without this option they have to be the same.',
	},
	{ isUsable: (given) => given >= 0, reason: 'is not a number from 0 on' },
).map((given) => given ?? 0);

const includeUnmatched = yesNo(
	{
		displayName: 'Include Unmatched',
		name: 'options.includeUnmatched',
		default: true,
		description:
			'Whether transactions at Awin without an order among the items come out after them, as items of their own. On without this option. Where the orders have dates, only transactions from the day of the first order to that of the last count. Switch it off where the node gets its orders a few at a time, as in a loop.',
	},
	true,
);

/** What holds for the whole run; where it differs between items, nothing is compared. */
const settings = {
	includeUnmatched,
	returnPeriodDays: days(
		{
			displayName: 'Return Period Days',
			name: 'options.returnPeriodDays',
			default: 30,
			description:
				'How many days your customers have to return an order. A completed order that is younger waits, and is not approved yet. Without this option no order waits.',
		},
		0,
	),
	searchBackDays,
	tolerance,
	validationPeriodDays: days({
		displayName: 'Validation Period Days',
		name: 'options.validationPeriodDays',
		default: 30,
		description:
			'After how many days Awin approves a pending transaction of your program by itself, as it is set at Awin. The deadline of a transaction is then that day, where it comes before the next cut-off of the invoice.',
	}),
};

export const parameters = {
	accountId: advertiserAccount,
	orderReference,
	orderStatus,
	amount: orderAmount.with({
		description:
			'What remains of the order: after discounts and returns, without tax and shipping, as it was sent to Awin',
	}),
	currency: currency.with({ required: true }),
	orderDate: orderMoment,
	clickChecksum,
	voucher: voucherCode.with({
		description:
			'The voucher of a publisher that the customer used, where there is one. Leave it out for vouchers that have nothing to do with Awin.',
	}),
	timezone,
	statusWords,
	options: options(settings),
};

export interface CompareSettings extends Omit<ValuesOf<typeof settings>, 'tolerance'> {
	words: StatusWords;
	/** Filled in as the orders are compared. */
	findings: Findings;
	/** In minor units of a currency. */
	toleranceMinor(currency: string): number;
}

export function readSettings(source: ParameterSource): CompareSettings {
	const { tolerance: toleranceMajor, ...others } = readParameters(settings, source);
	return {
		...others,
		words: readWords(source),
		findings: new Findings(),
		toleranceMinor: (code) => wholeMinor(toleranceMajor, code),
	};
}

/** Of a tolerance such as 0.57, 57 minor units count, although the product of the two is a little less in a computer. */
function wholeMinor(amount: number, currencyCode: string): number {
	return Math.floor(amount * 10 ** minorDigits(currencyCode) + 1e-6);
}

function readWords(source: ParameterSource): StatusWords {
	const words = StatusWords.of(readParameters(wordLists, source));
	if (words instanceof StatusWords) return words;
	const [first, second] = words.lists.map((list) => wordLists[list]);
	// The one that somebody has given is the one to correct.
	const [named, other] = source.has(second.path) ? [second, first] : [first, second];
	throw named.refuse(
		source,
		words.word,
		`also stands under "${other.label}"${source.has(other.path) ? '' : ', among the usual words'}`,
		`Take it out of one of the two lists. To change the usual words of "${other.label}", add that list under "${statusWords.field.displayName}".`,
	);
}
