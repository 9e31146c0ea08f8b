import { labelOf } from '../../../nodes/Awin/resources/orders/labels';
import { refuseRepeats } from '../../../nodes/Awin/resources/orders/repeats';
import {
	answeredResult,
	wordsFor,
	type Answered,
} from '../../../nodes/Awin/resources/orders/results';
import type { Row } from '../../../nodes/Awin/resources/orders/rows';
import { submitConversions } from '../../../nodes/Awin/resources/conversion/submit';
import { readRow } from '../../../nodes/Awin/resources/conversion/submit/readRow';
import { readSettings } from '../../../nodes/Awin/resources/conversion/submit/fields';
import { tally } from '../../../nodes/Awin/resources/batch/finish';
import type { Refusal, Refusals } from '../../../nodes/Awin/resources/batch/refusals';
import { parametersOf } from '../../support/parameters.cts';

describe("Awin's fields have this node's names", () => {
	it.each([
		['orderReference', 'Order Reference'],
		['amount', 'Amount'],
		['order.amount', 'Amount'],
		['orders[3].currency', 'Currency'],
		['awc', 'Click Checksum (AWC)'],
		['publisherId', 'Publisher ID'],
		['clickTime', 'Click Time'],
		['voucher', 'Voucher Code'],
		['commissionGroups', 'Commission Groups'],
		['commissionGroups[0].code', 'Commission Groups: Commission Group Code (entry 1)'],
		['commissionGroups[1].amount', 'Commission Groups: Amount (entry 2)'],
		['channel', 'Channel'],
		['customerAcquisition', 'Customer Acquisition'],
		['isTest', 'Test Order'],
		['transactionTime', 'Transaction Time'],
		['basket', 'Basket'],
		['basket[2].price', 'Basket: Price (entry 3)'],
		['basket[0].colour', 'Basket: colour (entry 1)'],
		['custom', 'Custom Parameters'],
		['custom.7', 'Custom Parameters: Value of key 7'],
		["custom['7']", 'Custom Parameters: Value of key 7'],
		['linkId', 'Link ID'],
		['clickRef', 'Click Reference'],
		['siteId', 'siteId'],
		['', ''],
		['constructor', 'constructor'],
		['__proto__', '__proto__'],
	])('%s is %s', (field, label) => {
		expect(labelOf(field)).toBe(label);
	});

	it('which are those that the person sees', () => {
		const names = JSON.stringify(submitConversions.fields);
		for (const field of ['awc', 'publisherId', 'isTest', 'custom', 'basket', 'webhook']) {
			expect(names).toContain(`"displayName":"${labelOf(field)}"`);
		}
	});
});

const SENT = {
	orderReference: 'A-1',
	amount: 1,
	channel: 'aw',
	currency: 'EUR',
	commissionGroups: [],
};

function resultOf(verdict: Partial<Answered['verdict']>, rest: Partial<Answered> = {}) {
	return answeredResult({
		verdict: { outcome: 'rejected', correlationId: 'c', complaints: [], reason: null, ...verdict },
		code: 206,
		batchId: 'b',
		sent: SENT,
		warnings: ['w'],
		next: { isRemembered: true, isMissingSentAgain: true },
		wasSentBefore: false,
		...rest,
	});
}

describe('the words for an order', () => {
	it('carry all that Awin gave', () => {
		expect(resultOf({ outcome: 'accepted' })).toEqual({
			outcome: 'accepted',
			code: 206,
			message: 'Accepted',
			nextStep: null,
			batchId: 'b',
			correlationId: 'c',
			warnings: ['w'],
			sent: SENT,
			transaction: null,
		});
	});

	it.each(['accepted', 'pending'] as const)(
		'%s, and an error in the same answer: the error is shown',
		(outcome) => {
			const refusal = { message: 'Awin refused the request', description: '' };

			expect(resultOf({ outcome }, { refusal }).warnings).toEqual(['w', refusal.message]);
			expect(resultOf({ outcome: 'rejected' }, { refusal }).warnings).toEqual(['w']);
		},
	);

	it.each<[string, Partial<Answered['verdict']>, string]>([
		['no reason', {}, 'Awin rejected the order and gave no reason'],
		[
			'a field',
			{ complaints: [{ field: 'amount', message: 'must not be null.' }] },
			'Awin rejected the order: "Amount" must not be null',
		],
		[
			'words alone',
			{ complaints: [{ field: null, message: '<b>Too</b>\u0000 late' }] },
			'Awin rejected the order: Too late',
		],
		[
			'a field alone',
			{ complaints: [{ field: 'basket[0].price', message: null }] },
			'Awin rejected the order: "Basket: Price (entry 1)" cannot be used',
		],
		[
			'many',
			{ complaints: Array.from({ length: 7 }, () => ({ field: null, message: 'x' })) },
			'Awin rejected the order: x; x; x; x; x; and 2 more',
		],
		[
			'others',
			{ reason: 'otherOrders' },
			'Awin refused the whole batch because of other orders in it',
		],
		[
			'two lists',
			{ outcome: 'unknown', reason: 'namedTwice' },
			'Awin says two different things about this order in one answer',
		],
		[
			'no word',
			{ outcome: 'unknown', reason: 'notNamed' },
			"Awin's answer does not say what became of this order",
		],
		['pending', { outcome: 'pending' }, 'Awin has taken it in and is still working on it'],
	])('%s', (_what, verdict, message) => {
		const result = resultOf(verdict);

		expect(result.message).toBe(message);
		expect(result.nextStep?.length).toBeGreaterThan(20);
	});

	it('a test order is not called booked', () => {
		const result = resultOf({ outcome: 'accepted' }, { sent: { ...SENT, isTest: true } });

		expect(result.message).toBe('Awin accepted it as a test order, which it does not book');
	});

	it('of an unknown one depend on whether it is kept from going again', () => {
		const unknown = { outcome: 'unknown', reason: 'notNamed' } as const;

		const stepFor = (isRemembered: boolean, isMissingSentAgain: boolean) =>
			resultOf(unknown, { next: { isRemembered, isMissingSentAgain } }).nextStep;
		expect(stepFor(true, true)).toContain('Until then it is not sent again');
		expect(stepFor(true, true)).toContain('"Send Again if Missing" switched on');
		expect(stepFor(true, false)).toContain('until then it is not sent again');
		expect(stepFor(true, false)).not.toContain('Send Again if Missing');
		expect(stepFor(false, true)).toContain('book it twice');
	});

	it('of one that was rejected say nothing of an earlier sending', () => {
		const { nextStep } = resultOf({}, { wasSentBefore: true });

		expect(nextStep).toContain('Awin may have booked it then');
		expect(nextStep).not.toContain('Nothing of it was booked');
	});
});

it('a run is summed up in one line', () => {
	const of = (outcome: string, count: number) =>
		Array.from({ length: count }, () => ({ outcome, message: '', nextStep: null }));
	const results = [...of('accepted', 998), ...of('rejected', 1), ...of('pending', 1)];

	expect(tally(results, wordsFor(true))).toBe('998 accepted, 1 pending, 1 rejected');
});

it.each([
	[true, /^Running the node again is safe/],
	[false, /^Take out what Awin accepted before/],
])('what to know before running again, skipping: %s', (isSkipping, words) => {
	expect(wordsFor(isSkipping).again).toMatch(words);
});

/** An order with nothing odd about it. */
const ORDER = { amount: 1, currency: 'EUR', attribution: ['voucher'], voucher: 'SAVE10' };
const CIRCUMSTANCES = { isTool: false, nowMs: Date.parse('2026-06-15T10:00:00Z') };

describe('a reference twice in one run', () => {
	function refusalsOf(...references: Array<[account: string, reference: string]>) {
		const noted: Array<[number, string]> = [];
		const refusals = {
			add: (index: number, { message }: Refusal) => noted.push([index, message]),
		} as unknown as Refusals;
		const rows = references.map(([accountId, orderReference], index) =>
			readRow(parametersOf({ ...ORDER, accountId, orderReference }, CIRCUMSTANCES), index),
		) as Row[];
		refuseRepeats(rows, refusals);
		return noted;
	}
	const long = 'R'.repeat(50);

	it('is refused, with the numbers of both items', () => {
		const message = 'The same order reference is used by items 1 and 3';

		expect(refusalsOf(['1', 'A'], ['1', 'B'], ['1', 'A'])).toEqual([
			[0, message],
			[2, message],
		]);
	});

	it.each([
		['another kind of blank', 'A 1', 'A\u00a01'],
		['several blanks', 'A 1', 'A  1'],
		['a blank without width', 'A1', 'A\u200b1'],
		['a soft hyphen', 'A1', 'A\u00ad1'],
		['a mark that is no letter', 'A1', 'A\ufeff1'],
		['an accent of its own', '\u00dc1', 'U\u03081'],
	])('is refused where nobody sees the difference: %s', (_what, one, other) => {
		const message =
			'The order references of items 1 and 2 look the same: they differ only in blanks or in characters that cannot be seen';

		expect(refusalsOf(['1', one], ['1', other])).toEqual([
			[0, message],
			[1, message],
		]);
		expect(refusalsOf(['1', one], ['2', other])).toEqual([]);
	});

	it('is none where case or a sign differs', () => {
		expect(refusalsOf(['1', 'A-1'], ['1', 'a-1'], ['1', 'A1'], ['1', 'A_1'])).toEqual([]);
	});

	it('is refused where only what Awin cuts off differs', () => {
		const message =
			'The order references of items 1 and 2 have the same first 50 characters, and Awin keeps no more';

		expect(refusalsOf(['1', `${long}1`], ['1', `${long}2`])).toEqual([
			[0, message],
			[1, message],
		]);
	});

	it.each<[string, Array<[string, string]>]>([
		[
			'another account',
			[
				['1', 'A'],
				['2', 'A'],
			],
		],
		[
			'another case',
			[
				['1', 'A'],
				['1', 'a'],
			],
		],
		[
			'a difference before the cut',
			[
				['1', `1${long}`],
				['1', `2${long}`],
			],
		],
	])('is none: %s', (_what, references) => {
		expect(refusalsOf(...references)).toEqual([]);
	});
});

describe('what holds for the whole run', () => {
	it.each<[Record<string, unknown>, object]>([
		[{}, { skipAlreadyAccepted: true, webhookUrl: undefined, maxRows: undefined }],
		[{ skipAlreadyAccepted: false }, { skipAlreadyAccepted: false }],
		[{ skipAlreadyAccepted: 'no' }, { skipAlreadyAccepted: false }],
		[{ webhookUrl: ' https://a.example/b ' }, { webhookUrl: 'https://a.example/b' }],
		[
			{ maxRows: 5, maxTotalAmount: 10.5 },
			{ maxRows: 5, maxTotalAmount: 10.5 },
		],
	])('%j', (options, expected) => {
		expect(readSettings(parametersOf({ options }))).toMatchObject(expected);
	});

	it.each(['http://a.example', 'a.example', 'https://', 'https:// a', 'ftp://a.example'])(
		'%s is no address for a webhook',
		(webhookUrl) => {
			expect(() => readSettings(parametersOf({ options: { webhookUrl } }))).toThrow(
				'which is not an address that begins with https://',
			);
		},
	);
});
