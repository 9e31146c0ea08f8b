import type { Assumptions } from './shapes.cts';

const SUBMIT = { write: 'conversion.submit' } as const;

/** The Conversion API, and proof of purchase. Nothing of it can be read. */
export const ORDERS = {
	conversionKey: {
		about: 'Key of the Conversion API',
		sure: 'page',
		rule: ['transport/credentials.ts', 'signRequest'],
		settle: SUBMIT,
		words: { same: 'Is the same token.', separate: 'Is one of its own.' },
	},
	failedOrdersShape: {
		about: 'Orders that are refused',
		sure: 'clients',
		rule: ['api/conversionAnswers.ts', 'judgeOrders'],
		settle: SUBMIT,
		words: {
			nested: 'Stand in `order`, their errors beside it.',
			flat: 'Name their reference and errors side by side.',
		},
	},
	pendingOrders: {
		about: 'Orders that are still being processed when Awin answers',
		sure: 'clients',
		rule: ['api/conversionAnswers.ts', 'judgeOrders'],
		settle: SUBMIT,
		words: { none: 'There are none.', some: 'Some are.', all: 'All are.' },
	},
	pendingOrdersListed: {
		about: 'List of the orders that are still being processed',
		sure: 'clients',
		rule: ['api/conversionAnswers.ts', 'judgeOrders'],
		settle: SUBMIT,
		words: { true: 'Is in the answer.', false: 'Is missing; there is the ID of the batch only.' },
	},
	pendingEnd: {
		about: 'What becomes of orders that are still being processed',
		sure: 'guess',
		rule: ['api/conversionResults.ts', 'readConversionResults'],
		settle: SUBMIT,
		words: { accepted: 'They are accepted.', rejected: 'They are refused, and never booked.' },
	},
	resultsForm: {
		about: 'Results that Awin posts to a webhook',
		sure: 'guess',
		rule: ['api/conversionResults.ts', 'readConversionResults'],
		settle: SUBMIT,
		words: {
			lists: 'Have the lists of the answer.',
			wrapped: 'Have these lists in another object.',
			snake: 'Have these lists in snake case.',
			orders: 'Are one list of orders with their status.',
			single: 'Come one by one.',
			form: 'Come in a field of a form.',
		},
	},
	resultsAccount: {
		about: 'The advertiser in these results',
		sure: 'guess',
		rule: ['api/resultsAddress.ts', 'advertisersIn'],
		settle: SUBMIT,
		words: { none: 'Is not named.', named: 'Is named.' },
	},
	resultsQuery: {
		about: 'What stands behind the question mark of the webhook’s address',
		sure: 'guess',
		rule: ['api/resultsAddress.ts', 'resultsAddress'],
		settle: SUBMIT,
		words: { kept: 'Is kept.', dropped: 'Is dropped.' },
	},
	duplicateReferences: {
		about: 'An order reference that was booked before',
		sure: 'guess',
		rule: ['api/orderReferences.ts', 'referenceKey'],
		settle: SUBMIT,
		words: { accepted: 'Is booked once more.', refused: 'Is refused.' },
	},
	ordersShownAfterMinutes: {
		about: 'When an order is seen among the transactions',
		sure: 'page',
		rule: ['api/orderSearch.ts', 'searchSpan'],
		settle: SUBMIT,
		words: {
			usual: 'Within three minutes.',
			otherwise: 'Later, or never.',
			found: (minutes) => (minutes < 0 ? 'Within three minutes.' : `After ${minutes} minutes.`),
		},
	},
	answeredReference: {
		about: 'A reference of more than 50 characters, in the answer',
		sure: 'guess',
		rule: ['api/orderReferences.ts', 'storedReference'],
		settle: SUBMIT,
		words: { cut: 'Is cut to 50.', asSent: 'Is as it was sent.' },
	},
	allRefusedStatus: {
		about: 'Status when every order is refused',
		sure: 'clients',
		rule: ['api/conversionAnswers.ts', 'judgeOrders'],
		settle: SUBMIT,
		words: { '400': 'Is 400.', '206': 'Is 206.', '406': 'Is 406.' },
	},
	resultOrder: {
		about: 'Order of results',
		sure: 'guess',
		rule: ['api/validationResults.ts', 'judgeRows'],
		settle: { write: 'transaction.validate' },
		words: { asSent: 'Is that of what was sent.', reversed: 'Is another one.' },
	},
	orderPartsMustAddUp: {
		about: 'Commission groups that do not add up to the amount of an order',
		sure: 'guess',
		rule: ['api/conversions.ts', 'divideAmount'],
		settle: SUBMIT,
		words: { true: 'Are refused.', false: 'Are taken.' },
	},
	futureTimes: {
		about: 'Times of clicks and orders in the future',
		sure: 'guess',
		rule: ['api/conversions.ts', 'ageOf'],
		settle: SUBMIT,
		words: { refused: 'Are refused.', accepted: 'Are booked as they are.' },
	},
	proofActivated: {
		about: 'Proof of purchase',
		sure: 'page',
		rule: ['api/proofOfPurchase.ts', 'proofsPath'],
		settle: { write: 'proofOfPurchase.submit' },
		words: {
			true: 'Is switched on for the publisher and the programme.',
			false: 'Is refused with 403: it has to be switched on.',
		},
	},
	proofGroupsMember: {
		about: 'Commission groups of a proof of purchase',
		sure: 'page',
		rule: ['api/proofOfPurchase.ts', 'wireProof'],
		settle: { write: 'proofOfPurchase.submit' },
		words: {
			commissionGroup: 'Stand in `commissionGroup`.',
			commissionGroups: 'Stand in `commissionGroups`.',
		},
	},
} as const satisfies Partial<Assumptions>;
