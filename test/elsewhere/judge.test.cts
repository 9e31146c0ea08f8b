import { leavesIn, missingFrom } from './judge.cts';
import { KINDS, published } from './published.cts';

describe('The judge', () => {
	const answer = leavesIn(
		'{"saleAmount": {"amount": 1349.00}, "date": "2026-03-01T22:04:00", "orderRef": "A-1"}',
	);
	const good = { saleAmount: 1349, date: '2026-03-01T23:04:00+01:00', orderReference: 'A-1' };

	it('finds amounts by their digits, and dates by their instant', () => {
		expect(missingFrom(answer, good)).toEqual([]);
	});

	it.each([
		[
			'an amount that is a hundredth too large',
			{ saleAmount: 1349.01 },
			'saleAmount.amount: 1349.00',
		],
		['an amount that is not there', { saleAmount: null }, 'saleAmount.amount: 1349.00'],
		['a date an hour off', { date: '2026-03-01T22:04:00+01:00' }, 'date: 2026-03-01T22:04:00'],
		['a date without its zone', { date: '2026-03-01T23:04:00' }, 'date: 2026-03-01T22:04:00'],
		['a reference that is cut', { orderReference: 'A-' }, 'orderRef: A-1'],
		['a reference in another column', { orderReference: null, voucher: 'A-1' }, 'orderRef: A-1'],
	])('notices %s', (_what, wrong, missing) => {
		expect(missingFrom(answer, { ...good, ...wrong })).toEqual([missing]);
	});

	it('takes a place for one value only', () => {
		const twice = leavesIn('[{"amount": 5}, {"amount": 5}]');

		expect(missingFrom(twice, [{ amount: 5 }])).toEqual(['1.amount: 5']);
	});
});

describe.each(KINDS)('Each of the %s', (kind) => {
	it.each(published(kind).map((answer) => [answer.name, answer] as const))(
		'names its source: %s',
		(_name, { source, how, text, answer }) => {
			expect(source).toMatch(/^https:\/\/[\w.]+\/\S+$/);
			expect(how.length).toBeGreaterThan(20);
			expect(JSON.parse(text)).toEqual(answer);
		},
	);
});
