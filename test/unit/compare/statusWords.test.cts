import fc from 'fast-check';

import {
	STATUS_LISTS,
	StatusWords,
	USUAL_WORDS,
} from '../../../nodes/Awin/resources/transaction/compare/statusWords';

const usual = StatusWords.of(USUAL_WORDS) as StatusWords;

describe('the usual words', () => {
	it.each([
		['Shopify', 'completed', ['paid', 'fulfilled', 'PAID', 'Fulfilled']],
		['Shopify', 'cancelled', ['refunded', 'voided', 'REFUNDED']],
		['Shopify', 'partlyReturned', ['partially_refunded', 'PARTIALLY_REFUNDED']],
		['Shopify', undefined, ['pending', 'authorized', 'partially_paid', 'unfulfilled', 'partial']],
		['WooCommerce', 'completed', ['completed', 'wc-completed', 'Fertiggestellt', 'Abgeschlossen']],
		[
			'WooCommerce',
			'cancelled',
			['cancelled', 'refunded', 'wc-refunded', 'Storniert', 'Rückerstattet'],
		],
		[
			'WooCommerce',
			undefined,
			['pending', 'processing', 'on-hold', 'failed', 'checkout-draft', 'In Bearbeitung'],
		],
		['Magento', 'completed', ['complete', 'Complete', 'Vollständig']],
		['Magento', 'cancelled', ['canceled', 'closed', 'Geschlossen']],
		[
			'Magento',
			undefined,
			['new', 'pending_payment', 'processing', 'holded', 'payment_review', 'fraud'],
		],
		[
			'Shopware',
			'completed',
			['completed', 'paid', 'shipped', 'Done', 'Abgeschlossen', 'Bezahlt', 'Versandt'],
		],
		[
			'Shopware',
			'cancelled',
			['cancelled', 'refunded', 'returned', 'Abgebrochen', 'Storniert', 'Erstattet'],
		],
		[
			'Shopware',
			'partlyReturned',
			['refunded_partially', 'returned_partially', 'Teilweise erstattet'],
		],
		[
			'Shopware',
			undefined,
			[
				'open',
				'in_progress',
				'paid_partially',
				'shipped_partially',
				'reminded',
				'Offen',
				'Teilweise bezahlt',
			],
		],
	])('of %s that mean %s', (_shop, state, words) => {
		expect(words.map((word) => usual.meaningOf(word)?.state)).toEqual(words.map(() => state));
	});

	it('mean the same however they are written', () => {
		const written = fc.constantFrom('', ' ', '_', '-', ' - ');
		fc.assert(
			fc.property(written, written, fc.boolean(), (before, between, isLarge) => {
				const word = `${before}partially${between}refunded`;
				const status = isLarge ? word.toUpperCase() : word;
				expect(usual.meaningOf(status)?.state).toBe('partlyReturned');
			}),
		);
	});

	it('say of each wholly returned or refunded order that it came back', () => {
		const came = ['refunded', 'Returned', 'closed', 'erstattet', 'retourniert', 'zurückgesendet'];
		expect(came.map((word) => usual.meaningOf(word)?.isReturn)).toEqual(came.map(() => true));
		const went = ['cancelled', 'voided', 'storniert', 'Abgebrochen'];
		expect(went.map((word) => usual.meaningOf(word)?.isReturn)).toEqual(went.map(() => false));
	});
});

describe('a word in two lists', () => {
	it.each(STATUS_LISTS.flatMap((one) => STATUS_LISTS.map((other) => [one, other] as const)))(
		'%s and %s',
		(one, other) => {
			const lists = { completed: 'a', cancelled: 'b', partlyReturned: 'c' };
			lists[one] += ', Twice';
			lists[other] += '; tw_ice';
			const words = StatusWords.of(lists);

			if (one === other) {
				expect(words).toBeInstanceOf(StatusWords);
			} else {
				expect(words).toMatchObject({ lists: expect.arrayContaining([one, other]) as unknown });
			}
		},
	);
});
