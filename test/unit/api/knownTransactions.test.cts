import {
	addKnown,
	isSameState,
	toKnown,
	type KnownTransaction,
} from '../../../nodes/Awin/api/knownTransactions';

const ROW = {
	id: 7,
	commissionStatus: 'Pending',
	saleAmount: { amount: 1083.29, currency: 'GBP' },
	orderRef: ' A-1 ',
	transactionDate: '2026-02-20T22:04:00',
	amended: false,
};

describe('What is known of a transaction', () => {
	it('is what Awin shows of it', () => {
		expect(toKnown(ROW)).toEqual({
			id: '7',
			status: 'pending',
			currency: 'GBP',
			saleAmountMinor: 108_329,
			referenceKey: 'A-1',
			atMs: Date.parse('2026-02-20T22:04:00Z'),
			isAmended: false,
		});
	});

	it.each<[string, unknown, number | null]>([
		['yen', { amount: 500, currency: 'JPY' }, 500],
		['dinars', { amount: 1.005, currency: 'KWD' }, 1005],
		['an amount as text', { amount: '1083.29', currency: 'GBP' }, null],
		['an amount below zero', { amount: -1, currency: 'GBP' }, null],
		['more decimals than the currency has', { amount: 1.005, currency: 'GBP' }, null],
		['a currency that is none', { amount: 5, currency: 'XXZ' }, null],
		['a bare number', 5, null],
		['nothing', null, null],
	])('counts the amount only where that is sure: %s', (_what, saleAmount, minor) => {
		expect(toKnown({ ...ROW, saleAmount }).saleAmountMinor).toBe(minor);
	});

	it.each<[unknown, boolean]>([
		[true, true],
		['true', true],
		[false, false],
		[null, false],
	])('with amended: %j it was amended: %s', (amended, isAmended) => {
		expect(toKnown({ ...ROW, amended }).isAmended).toBe(isAmended);
	});
});

describe('Two answers about a transaction', () => {
	const one = toKnown(ROW);

	function together(...answers: KnownTransaction[]): boolean {
		const byId = new Map<string, KnownTransaction>();
		for (const answer of answers) addKnown(byId, answer);
		return byId.get('7')?.isContradicted === true;
	}

	it('agree where they say the same', () => {
		expect(together(one, toKnown(ROW))).toBe(false);
	});

	it.each<[string, Partial<KnownTransaction>]>([
		['status', { status: 'approved' }],
		['currency', { currency: 'EUR' }],
		['amount', { saleAmountMinor: 1 }],
		['amendment', { isAmended: true }],
	])('contradict each other in the %s, and a third one does not settle it', (_what, changes) => {
		const other = { ...one, ...changes };

		expect(isSameState(one, other)).toBe(false);
		expect(isSameState({ ...other, isContradicted: true }, other)).toBe(false);
		expect(together(one, other)).toBe(true);
		expect(together(one, other, other)).toBe(true);
	});
});
