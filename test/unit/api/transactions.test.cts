import * as fc from 'fast-check';

import {
	DATE_TYPES,
	hasStatus,
	IDS_PER_CALL,
	readTransactions,
	TRANSACTION_STATUSES,
	transactionListQuery,
	transactionsByIdQuery,
	transactionsPath,
	type TransactionListQuestion,
	type TransactionRow,
} from '../../../nodes/Awin/api/transactions';

const window = {
	startMs: Date.UTC(2026, 0, 1),
	endMs: Date.UTC(2026, 0, 31, 23, 59, 59),
};
const question: TransactionListQuestion = { window, dateType: 'transaction' };

describe('Transactions have one path for each kind of account, with the slash at the end', () => {
	it.each([
		['advertiser', '/advertisers/1001/transactions/'],
		['publisher', '/publishers/1001/transactions/'],
	] as const)('%s: %s', (accountType, path) => {
		expect(transactionsPath(accountType, '1001')).toBe(path);
	});
});

describe('The list is asked for', () => {
	it('in UTC, with naive dates without milliseconds', () => {
		expect(transactionListQuery('advertiser', question)).toEqual({
			startDate: '2026-01-01T00:00:00',
			endDate: '2026-01-31T23:59:59',
			dateType: 'transaction',
			timezone: 'UTC',
		});
	});

	it.each(DATE_TYPES)('by %s date', (dateType) => {
		expect(transactionListQuery('advertiser', { ...question, dateType }).dateType).toBe(dateType);
	});

	it.each(TRANSACTION_STATUSES)('with the one status %s', (status) => {
		const query = transactionListQuery('publisher', { ...question, statuses: [status] });
		expect(query.status).toBe(status);
	});

	it.each<[string, string[] | undefined]>([
		['no status', undefined],
		['an empty choice of statuses', []],
		['several statuses, which Awin does not document', ['pending', 'approved']],
	])('without the status filter for %s', (_, statuses) => {
		expect(transactionListQuery('publisher', { ...question, statuses })).not.toHaveProperty(
			'status',
		);
	});

	it.each([
		['advertiser', 'publisherId'],
		['publisher', 'advertiserId'],
	] as const)('by an %s, partners go into %s', (accountType, name) => {
		const query = transactionListQuery(accountType, { ...question, partnerIds: ['12', '34'] });
		expect(query).toEqual({ ...transactionListQuery(accountType, question), [name]: '12,34' });
	});

	it('without partners when none are chosen', () => {
		const query = transactionListQuery('advertiser', { ...question, partnerIds: [] });
		expect(query).toEqual(transactionListQuery('advertiser', question));
	});

	it('with basket products only on demand', () => {
		const withBasket = transactionListQuery('advertiser', {
			...question,
			showBasketProducts: true,
		});
		expect(withBasket.showBasketProducts).toBe('true');
		const without = transactionListQuery('advertiser', { ...question, showBasketProducts: false });
		expect(without).not.toHaveProperty('showBasketProducts');
	});
});

describe('Transactions are read by id', () => {
	it('in UTC', () => {
		expect(transactionsByIdQuery(['5', '6'])).toEqual({ ids: '5,6', timezone: 'UTC' });
	});

	it('with basket products only on demand', () => {
		expect(transactionsByIdQuery(['5'], true)).toEqual({
			ids: '5',
			timezone: 'UTC',
			showBasketProducts: 'true',
		});
	});

	it('as many at a time as fit into an address of 8 kB, even with the longest ids', () => {
		const ids = Array.from({ length: IDS_PER_CALL }, () => '9'.repeat(20));
		const address = new URLSearchParams(transactionsByIdQuery(ids, true)).toString();
		expect(address.length).toBeLessThan(8000);
	});
});

describe('A list of transactions is read', () => {
	it.each<[string, (rows: unknown[]) => unknown]>([
		['bare, as documented', (rows) => rows],
		['under transactions', (rows) => ({ transactions: rows })],
		['under data', (rows) => ({ data: rows })],
		['in an envelope', (rows) => ({ body: { transactions: rows }, statusCodeValue: 200 })],
	])('%s', (_, wrap) => {
		expect(readTransactions(wrap([{ id: 5 }, { id: 6 }]))).toEqual({
			rows: [{ id: 5 }, { id: 6 }],
			unreadable: [],
		});
	});

	it('ids that come as text become numbers where that loses nothing', () => {
		const reading = readTransactions([{ id: '1612345678' }, { id: '90071992547409931234' }]);
		expect(reading?.rows).toEqual([{ id: 1_612_345_678 }, { id: '90071992547409931234' }]);
	});

	it('nothing but the id is changed', () => {
		const row = { id: '5', saleAmount: null, unknownField: { deep: [1] }, clickRefs: {} };
		expect(readTransactions([row])?.rows).toEqual([
			{ id: 5, saleAmount: null, unknownField: { deep: [1] }, clickRefs: {} },
		]);
	});

	it('what is no transaction is named by its place', () => {
		const answer = [{ id: 5 }, null, { id: 'x' }, [], 'text', {}, { id: 6 }, { id: 1.5 }];
		expect(readTransactions(answer)).toEqual({
			rows: [{ id: 5 }, { id: 6 }],
			unreadable: [1, 2, 3, 4, 5, 7].map((index) => ({ index, row: answer[index] })),
		});
	});

	it('an empty list is a list', () => {
		expect(readTransactions([])).toEqual({ rows: [], unreadable: [] });
	});

	it.each<[unknown]>([[undefined], [null], [''], [{}], [{ error: 'x' }], [5]])(
		'%j holds no list',
		(answer) => {
			expect(readTransactions(answer)).toBeUndefined();
		},
	);

	it('150,000 rows are no trouble', () => {
		const answer = Array.from({ length: 150_000 }, (_, id) => ({ id: id + 1 }));
		expect(readTransactions(answer)?.rows).toHaveLength(150_000);
	});

	it('every entry is accounted for, whatever it is', () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(fc.anything(), fc.record({ id: fc.anything() }))), (answer) => {
				const reading = readTransactions(answer);
				expect((reading?.rows.length ?? 0) + (reading?.unreadable.length ?? 0)).toBe(answer.length);
			}),
		);
	});
});

describe('Rows are picked by status', () => {
	const row = (commissionStatus?: unknown): TransactionRow => ({ id: 1, commissionStatus });

	it('no statuses means any', () => {
		expect(hasStatus(row('pending'))).toBe(true);
		expect(hasStatus(row('pending'), [])).toBe(true);
		expect(hasStatus(row(), [])).toBe(true);
	});

	it('one of several is enough, in any case of letters', () => {
		expect(hasStatus(row('approved'), ['pending', 'approved'])).toBe(true);
		expect(hasStatus(row('Approved'), ['pending', 'approved'])).toBe(true);
		expect(hasStatus(row('declined'), ['pending', 'approved'])).toBe(false);
	});

	it.each<[unknown]>([[undefined], [null], [''], [5], [{}], [{ toString: 1, valueOf: 1 }]])(
		'a row with the status %j is picked only when any will do',
		(status) => {
			expect(hasStatus(row(status), ['pending'])).toBe(false);
			expect(hasStatus(row(status), [])).toBe(true);
		},
	);
});
