import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AWIN_TIMEZONES } from '../../nodes/Awin/api/timezones';
import { CONTINUE } from '../support/contexts.cts';
import { find, findingsOf, findParameters, spansAskedFor } from '../support/find.cts';
import { ADVERTISER, NOW_MS, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { addPending, stopOf } from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true });

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DATED = { orderDate: '={{ $json.date }}' };

function happened(id: number, kind: 'approved' | 'declined' | 'deleted', agoMs = 1) {
	sandbox.awin.world.scheduleEvent({ transactionId: id, kind, atMs: NOW_MS - agoMs });
}

async function findings(columns: IDataObject[], parameters: INodeParameters = {}) {
	return findingsOf((await find(sandbox, columns, parameters)).items);
}

const isoDay = (daysAgo: number) => new Date(NOW_MS - daysAgo * DAY_MS).toISOString().slice(0, 10);

describe('each order comes back with its columns and what Awin has of it', () => {
	it('one transaction', async () => {
		const [{ id }] = addPending(sandbox, 1, { orderRef: 'A-1', ageHours: 5 });

		const { items, hints } = await find(sandbox, [{ order: 'A-1', customer: 'Ada' }]);

		expect(items).toEqual([
			{
				json: {
					order: 'A-1',
					customer: 'Ada',
					awin: {
						outcome: 'found',
						transaction: {
							id,
							status: 'pending',
							transactionDate: '2026-06-15T05:00:00Z',
							saleAmount: 100,
							commissionAmount: expect.any(Number) as number,
							currency: 'EUR',
							partnerId: 88201,
							siteName: expect.any(String) as string,
							orderReference: 'A-1',
							clickReference: expect.any(String) as string,
						},
						transactions: null,
						message: `Awin has this order as transaction ${id} (pending)`,
						nextStep: null,
					},
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(hints).toEqual([{ message: '1 found.', type: 'info', location: 'outputPane' }]);
	});

	it('several, all of them', async () => {
		const [a] = addPending(sandbox, 1, { orderRef: 'TWICE', ageHours: 30 });
		const [b] = addPending(sandbox, 1, { orderRef: 'TWICE', ageHours: 2 });
		happened(a.id, 'approved');

		const [result] = await findings([{ order: 'TWICE' }]);

		expect(result).toMatchObject({ outcome: 'several', transaction: null });
		expect(result.transactions?.map(({ id }) => id).sort()).toEqual([a.id, b.id].sort());
		expect(result.message).toContain('Awin has 2 transactions with this order reference: ');
		expect(result.message).toContain(`${a.id} (approved)`);
		expect(result.message).toContain(`${b.id} (pending)`);
		expect(result.nextStep).toBe('Go on with the ID of the one that you mean.');
	});

	it('none: where was looked, and what to check', async () => {
		const [result] = await findings([{ order: 'NOT-THERE' }]);

		expect(result).toEqual({
			outcome: 'notFound',
			transaction: null,
			transactions: null,
			message: `Awin has no transaction with this order reference in advertiser account ${ADVERTISER} from 2026-04-14 to 2026-06-15`,
			nextStep:
				'Check the reference and the account. For an older order raise "Search Back Days" in the options, or give its date.',
		});
	});

	it('none, of an order with a date: the date may be wrong as well', async () => {
		const [result] = await findings([{ order: 'NOT-THERE', date: isoDay(3) }], DATED);

		expect(result.nextStep).toBe('Check the reference, the account and "Order Date".');
	});

	it.each([
		['shop-7', 'SHOP-7', 'upper and lower case'],
		['SHOP- 7', 'SHOP-7', 'spaces'],
		['7007', '#7007', 'a # at the beginning'],
		['0007007', '7007', 'zeros at the beginning'],
	])('a near miss is named, and not matched: Awin has %j', async (there, order, difference) => {
		addPending(sandbox, 1, { orderRef: there });

		const [result] = await findings([{ order }]);

		expect(result).toMatchObject({ outcome: 'notFound', transaction: null, transactions: null });
		expect(result.message).toContain(`. Awin has "${there}", which differs only in ${difference}`);
		expect(result.nextStep).toBe(
			'If that is the order, look for it as Awin has it: references are never matched by a guess.',
		);
	});

	it('what another item looks for may be the near miss of this one', async () => {
		addPending(sandbox, 1, { orderRef: 'shop-7' });

		const results = await findings([{ order: 'shop-7' }, { order: 'SHOP-7' }]);

		expect(results.map(({ outcome }) => outcome)).toEqual(['found', 'notFound']);
		expect(results[1].message).toContain('Awin has "shop-7"');
	});

	it('a deleted transaction is as good as none, and is told where it is all there is', async () => {
		const [{ id }] = addPending(sandbox, 1, { orderRef: 'GONE' });
		happened(id, 'deleted');
		const [first] = addPending(sandbox, 1, { orderRef: 'BACK', ageHours: 9 });
		happened(first.id, 'deleted');
		const [second] = addPending(sandbox, 1, { orderRef: 'BACK', ageHours: 8 });

		const [gone, back] = await findings([{ order: 'GONE' }, { order: 'BACK' }]);

		expect(gone).toMatchObject({ outcome: 'notFound', transaction: null, transactions: null });
		expect(gone.message).toContain(`, but for what was deleted: ${id} (deleted)`);
		expect(back).toMatchObject({ outcome: 'found', transaction: { id: second.id } });
	});

	it('the same order in two items: both get it', async () => {
		const [{ id }] = addPending(sandbox, 1, { orderRef: 'A-1' });

		const results = await findings([{ order: 'A-1' }, { order: ' A-1 ' }]);

		expect(results.map(({ transaction }) => transaction?.id)).toEqual([id, id]);
		expect(results[0].transaction).not.toBe(results[1].transaction);
	});

	it('is compared as Awin keeps it: its first 50 characters, and numbers by their digits', async () => {
		const [a] = addPending(sandbox, 1, { orderRef: 'R'.repeat(50) });
		const [b] = addPending(sandbox, 1, { orderRef: '4711' });

		const results = await findings([{ order: `${'R'.repeat(50)}-more` }, { order: 4711 }]);

		expect(results.map(({ transaction }) => transaction?.id)).toEqual([a.id, b.id]);
	});
});

describe('in which form', () => {
	beforeEach(() => addPending(sandbox, 2, { orderRef: 'A-1' }));

	it('raw: everything that Awin sent, with dates in the chosen timezone', async () => {
		const parameters = { timezone: 'Europe/Berlin', options: { output: 'raw' } };

		const results = await findings([{ order: 'A-1' }, { order: 'A-1' }], parameters);

		for (const { transactions } of results) {
			expect(transactions?.[0]).toMatchObject({
				commissionStatus: 'pending',
				saleAmount: { amount: 100, currency: 'EUR' },
			});
			expect(transactions?.map(({ transactionDate }) => transactionDate).sort()).toEqual([
				'2026-06-15T10:00:00+02:00',
				'2026-06-15T11:00:00+02:00',
			]);
		}
	});

	it('flat: the same columns for every transaction of the run', async () => {
		addPending(sandbox, 1, { orderRef: 'B-1' });

		const [several, one] = await findings([{ order: 'A-1' }, { order: 'B-1' }], {
			options: { output: 'flat' },
		});

		const columns = Object.keys(one.transaction ?? {});
		expect(columns.length).toBeGreaterThan(20);
		for (const flat of several.transactions ?? []) expect(Object.keys(flat)).toEqual(columns);
	});
});

describe('how far back, in as few calls as Awin allows', () => {
	const MONTH_SPANS = [
		'2026-04-14T11:00:02 2026-05-15T11:00:01',
		'2026-05-15T11:00:01 2026-06-15T11:00:00',
	];

	it('10,000 orders over 62 days are two calls, with the windows sharing a second', async () => {
		const [{ id }] = addPending(sandbox, 1, { orderRef: 'O-77', ageHours: 61 * 24 });
		const columns = Array.from({ length: 10_000 }, (_, index) => ({ order: `O-${index}` }));

		const results = await findings(columns);

		expect(spansAskedFor(sandbox)).toEqual(MONTH_SPANS);
		expect(sandbox.awin.calls).toHaveLength(2);
		expect(results[77]).toMatchObject({ outcome: 'found', transaction: { id } });
		expect(results.filter(({ outcome }) => outcome === 'notFound')).toHaveLength(9999);
	});

	it.each([
		[31, 1],
		[62, 2],
		[63, 3],
		[90, 3],
		[93, 3],
		[undefined, 3],
	])('%s days back are %d calls', async (searchBackDays, calls) => {
		await findings([{ order: 'A-1' }], { options: searchBackDays ? { searchBackDays } : {} });

		expect(spansAskedFor(sandbox)).toHaveLength(calls);
	});

	it.each([
		['today', 0, 1],
		['29 days old', 29, 1],
		['30 days old: a day before it belongs to it', 30, 2],
		['60 days old', 60, 2],
		['a year old', 365, 12],
	])('the oldest order is %s', async (_what, daysAgo, calls) => {
		const [{ id }] = addPending(sandbox, 1, { orderRef: 'OLD', ageHours: daysAgo * 24 + 1 });
		const columns = [
			{ order: 'OLD', date: new Date(NOW_MS - daysAgo * DAY_MS).toISOString() },
			{ order: 'NEW', date: isoDay(0) },
		];

		const [old] = await findings(columns, DATED);

		expect(spansAskedFor(sandbox)).toHaveLength(calls);
		expect(old).toMatchObject({ outcome: 'found', transaction: { id } });
	});

	it('days that a call has to spare are searched too, and a day of them beyond now, as clocks differ', async () => {
		const [{ id }] = addPending(sandbox, 1, { orderRef: 'EARLIER', ageHours: 24 * 30 });
		const [{ id: aheadId }] = addPending(sandbox, 1, { orderRef: 'AHEAD', ageHours: 0 });
		jest.spyOn(Date, 'now').mockReturnValue(NOW_MS - 23 * HOUR_MS);

		const columns = ['EARLIER', 'AHEAD'].map((order) => ({ order, date: isoDay(3) }));
		const [earlier, ahead] = await findings(columns, DATED);

		expect(spansAskedFor(sandbox)).toHaveLength(1);
		expect(earlier).toMatchObject({ outcome: 'found', transaction: { id } });
		expect(ahead).toMatchObject({ outcome: 'found', transaction: { id: aheadId } });
	});

	it.each([31, 62, 93])(
		'and an hour, where %d days leave no call anything to spare',
		async (days) => {
			const [{ id }] = addPending(sandbox, 1, { orderRef: 'AHEAD', ageHours: 0 });
			jest.spyOn(Date, 'now').mockReturnValue(NOW_MS - 0.9 * HOUR_MS);

			const [ahead] = await findings([{ order: 'AHEAD' }], { options: { searchBackDays: days } });

			expect(spansAskedFor(sandbox)).toHaveLength(days / 31);
			expect(ahead).toMatchObject({ outcome: 'found', transaction: { id } });
		},
	);

	it('orders with and without a date are looked for in the longer span of both', async () => {
		await findings([{ order: 'A', date: isoDay(200) }, { order: 'B' }], DATED);
		expect(spansAskedFor(sandbox)).toHaveLength(7);
		sandbox.awin.calls.length = 0;

		await findings([{ order: 'A', date: isoDay(2) }, { order: 'B' }], DATED);
		expect(spansAskedFor(sandbox)).toEqual(MONTH_SPANS);
	});

	it('each account is read once, by its own dates', async () => {
		const [{ id }] = addPending(sandbox, 1, { orderRef: 'A-1' });
		const rows = [
			{ order: 'A-1', account: ADVERTISER, date: isoDay(1) },
			{ order: 'A-1', account: 77102, date: isoDay(40) },
			{ order: 'A-2', account: ADVERTISER, date: isoDay(2) },
		];

		const results = await findings(rows, {
			...DATED,
			accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' },
		});

		const paths = sandbox.awin.calls.map(({ path }) => path);
		expect(paths.filter((path) => path.includes(`/${ADVERTISER}/`))).toHaveLength(1);
		expect(paths.filter((path) => path.includes('/77102/'))).toHaveLength(2);
		expect(results[0]).toMatchObject({ outcome: 'found', transaction: { id } });
		expect(results[1].outcome).toBe('notFound');
	});
});

describe('dates of orders', () => {
	// Both nights in which clocks change, and a day alone that begins in one.
	it.each(AWIN_TIMEZONES)(
		'in %s an order is found by the date that its clocks showed',
		async (zone) => {
			const moments = ['2026-03-08T09:30:00Z', '2025-11-02T05:30:00Z', '2026-03-29T01:30:00Z'];
			const columns = moments.map((moment, index) => {
				const atMs = Date.parse(moment);
				addPending(sandbox, 1, {
					orderRef: `${zone} ${index}`,
					ageHours: (NOW_MS - atMs) / 3_600_000,
				});
				const local = new Date(atMs).toLocaleString('sv-SE', { timeZone: zone });
				return { order: `${zone} ${index}`, date: index === 1 ? local.slice(0, 10) : local };
			});

			for (const column of columns) {
				const [result] = await findings([column], { ...DATED, timezone: zone });
				expect(result).toMatchObject({ outcome: 'found' });
				const shown = String(result.transaction?.transactionDate);
				expect(shown.startsWith(column.date.replace(' ', 'T').slice(0, 10))).toBe(true);
			}
		},
	);

	it.each([
		['2026-06-10'],
		['2026-06-10 08:00'],
		['2026-06-10T08:00:00+02:00'],
		['10.06.2026'],
		['10.6.2026 08:00'],
		[1781078400],
		['1781078400'],
		[''],
		[null],
	])('%j is taken', async (date) => {
		addPending(sandbox, 1, { orderRef: 'A-1', ageHours: 100 });

		expect(await findings([{ order: 'A-1', date }], DATED)).toMatchObject([{ outcome: 'found' }]);
	});

	it.each([
		['06/10/2026', 'is written with slashes'],
		['soon', 'is not a date'],
		['2026-02-30', 'is not a date'],
		['46183', "is a spreadsheet's own number for 2026-06-10"],
		['2026-07-01', 'lies in the future'],
		['2026-06-16T00:00:00Z', 'lies in the future'],
		['2016-06-01', 'lies more than 3650 days back'],
		['1999-01-01', 'lies before Awin began'],
	])('%j is refused, for its item alone', async (date, reason) => {
		addPending(sandbox, 1, { orderRef: 'A-1' });
		const columns = [
			{ order: 'A-1', date },
			{ order: 'A-1', date: isoDay(1) },
		];

		const stop = await stopOf(find(sandbox, columns, DATED));
		expect(stop.message).toContain(`"Order Date" is "${date}", which ${reason}`);
		expect(stop.message).toContain('[item 1 of 2]');
		expect(stop.description).toMatch(/^No item was given out\. /);
		expect(sandbox.awin.calls).toEqual([]);

		const { items } = await find(sandbox, columns, DATED, CONTINUE);
		const [bad, good] = findingsOf(items);
		expect(bad).toMatchObject({ outcome: 'failed', transaction: null, transactions: null });
		expect(bad.message).toBe(stop.message.replace(' [item 1 of 2]', ''));
		expect(good.outcome).toBe('found');
	});

	it('11:00 in a year that has it twice is looked for from the first of the two', async () => {
		const [{ id }] = addPending(sandbox, 1, {
			orderRef: 'NIGHT',
			ageHours: (NOW_MS - Date.parse('2025-10-26T00:30:00Z')) / 3_600_000,
		});

		const [result] = await findings([{ order: 'NIGHT', date: '2025-10-26 02:30' }], {
			...DATED,
			timezone: 'Europe/Berlin',
		});

		expect(result).toMatchObject({
			outcome: 'found',
			transaction: { id, transactionDate: '2025-10-26T02:30:00+02:00' },
		});
	});
});

describe('whatever Awin does', () => {
	it.each<[string, Record<string, unknown>]>([
		['usually', {}],
		['it leaves the last second out', { endInclusive: false }],
		['it keeps dates to the second', { datePrecision: 'second' }],
		['rows come in any order', { rowOrder: 'scattered' }],
		['ids are text', { idsAsStrings: true }],
		['what is empty is missing', { nullsMissing: true }],
		['lists are in a wrapper', { transactionsWrapper: 'body' }],
		['it does not look at the dates, so rows come twice', { ignoredFilter: 'dates' }],
		['days are measured on the clocks', { spanMeasure: 'wallClock' }],
		['dates come in UTC', { responseDatesInUtc: true }],
	])('%s', async (_what, switches) => {
		Object.assign(sandbox.awin.switches, switches);
		const boundaryMs = Date.parse('2026-05-15T10:00:01Z');
		const ages = [0, 1, 2].map((seconds) => (NOW_MS - boundaryMs + seconds * 1000) / 3_600_000);
		const columns = [0.5, 1000, ...ages].map((ageHours, index) => {
			addOne(`O-${index}`, ageHours);
			return { order: `O-${index}` };
		});

		const results = await findings([...columns, { order: 'NOT-THERE' }]);

		expect(results.map(({ outcome }) => outcome)).toEqual([
			...columns.map(() => 'found'),
			'notFound',
		]);
		expect(results[0].transaction?.saleAmount).toBe(5);
		expect(typeof results[0].transaction?.id).toBe('number');
	});

	it('deleted transactions that it hides are simply not there', async () => {
		sandbox.awin.switches.deletedWithoutStatus = 'hidden';
		const [{ id }] = addPending(sandbox, 1, { orderRef: 'GONE' });
		happened(id, 'deleted');

		expect(await findings([{ order: 'GONE' }])).toMatchObject([{ outcome: 'notFound' }]);
	});
});

describe('what is odd about the account is told with what was not found', () => {
	it.each([
		['no transactions', [], 'The account has no transactions at all in these days. Check the '],
		[
			'no references',
			[{ id: 1 }],
			'None of the transactions in these days shows an order reference. Check the reference ',
		],
	])('%s', async (_what, rows, words) => {
		sandbox.awin.faults.add({ kind: 'body', body: JSON.stringify(rows), times: Infinity });

		const [{ outcome, nextStep }] = await findings([{ order: 'A-1' }]);

		expect(outcome).toBe('notFound');
		expect(nextStep).toContain(words);
	});
});

describe('a transaction that changes while the lists are read', () => {
	const pending = { id: 1, orderRef: 'A-1', commissionStatus: 'pending' };
	const listed = (...lists: object[][]) => {
		for (const rows of lists) {
			sandbox.awin.faults.add({ kind: 'body', body: JSON.stringify(rows), times: 1 });
		}
	};

	it('is given, and said to be in doubt', async () => {
		listed([pending], [{ ...pending, commissionStatus: 'declined' }]);

		const [result] = await findings([{ order: 'A-1' }]);

		expect(result).toMatchObject({ outcome: 'found', transaction: { id: 1 } });
		expect(result.message).toMatch(
			/^Awin has this order as transaction 1 \((pending|declined)\)\. Awin changed it while it was read, and what is shown here may be out of date$/,
		);
		expect(result.nextStep).toBe('Run the node again for this item.');
	});

	it('is named among several', async () => {
		listed([pending, { ...pending, id: 2 }], [{ ...pending, commissionStatus: 'deleted' }]);

		const [result] = await findings([{ order: 'A-1' }]);

		expect(result.outcome).toBe('several');
		expect(result.message).toMatch(/Awin changed 1 \(\w+\) while it was read/);
		expect(result.nextStep).toBe(
			'Go on with the ID of the one that you mean. Run the node again for this item.',
		);
	});
});

function addOne(orderRef: string, ageHours: number): void {
	sandbox.awin.world.addTransaction({
		advertiserId: ADVERTISER,
		publisherId: 88201,
		saleAmount: 5,
		currency: 'EUR',
		transactionAtMs: NOW_MS - ageHours * 3_600_000,
		details: { orderRef },
	});
}

describe('publishers', () => {
	const OF_PUBLISHER = {
		accountType: 'publisher',
		accountId: { __rl: true, mode: 'id', value: String(PUBLISHER) },
	};

	it('find the orders of advertisers that share references', async () => {
		const [{ id }] = addPending(sandbox, 1, { orderRef: 'A-1' });

		const [result] = await findings([{ order: 'A-1' }], OF_PUBLISHER);

		expect(result).toMatchObject({ outcome: 'found', transaction: { id, partnerId: ADVERTISER } });
	});

	it('are told that references are shared by some only, where an order is not found', async () => {
		const [result] = await findings([{ order: 'NOT-THERE' }], OF_PUBLISHER);

		expect(result.message).toContain(`in publisher account ${PUBLISHER} from 2026-04-14`);
		expect(result.nextStep).toMatch(
			/^Check the reference.* Publishers see references only where the advertiser shares them\.$/,
		);
	});

	it.each([
		['null', [{ id: 1, orderRef: null }]],
		['empty', [{ id: 1, orderRef: ' ' }]],
		['missing', [{ id: 1 }]],
	])('and that nothing can be found where all references are %s', async (_what, rows) => {
		sandbox.awin.faults.add({ kind: 'body', body: JSON.stringify(rows), times: Infinity });

		const [result] = await findings([{ order: 'A-1' }], OF_PUBLISHER);

		expect(result).toMatchObject({
			outcome: 'notFound',
			nextStep:
				'None of the transactions in these days shows an order reference. Publishers see references only where the advertiser shares them: ask the advertiser for it.',
		});
	});
});

describe('what cannot be read', () => {
	it('an item without a reference is told, and only that one fails', async () => {
		addPending(sandbox, 1, { orderRef: 'A-1' });
		const columns = [{ order: 'A-1' }, { order: '  ' }, { order: 'X' }];

		const stop = await stopOf(find(sandbox, columns));
		expect(stop.message).toBe('"Order Reference" is empty [item 2 of 3]');

		const { items, hints } = await find(sandbox, columns, {}, CONTINUE);
		expect(findingsOf(items).map(({ outcome }) => outcome)).toEqual([
			'found',
			'failed',
			'notFound',
		]);
		expect(hints).toEqual([
			{ message: '1 found, 1 not found, 1 failed.', type: 'warning', location: 'outputPane' },
		]);
	});

	it('only what failed takes the error output', async () => {
		addPending(sandbox, 1, { orderRef: 'A-1' });
		const columns = [{ order: '' }, { order: 'A-1' }, { order: 'X' }];

		const { items } = await find(sandbox, columns, {}, { onError: 'continueErrorOutput' });

		expect(items.map(({ json }) => Boolean(json.error))).toEqual([true, false, false]);
	});

	it('an account that the token does not reach fails its items, and no others', async () => {
		addPending(sandbox, 1, { orderRef: 'A-1' });
		const columns = [
			{ order: 'A-1', account: 99999 },
			{ order: 'A-1', account: ADVERTISER },
		];
		const parameters = { accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' } };

		const stop = await stopOf(find(sandbox, columns, parameters));
		expect(stop.message).toContain('advertiser account 99999');
		expect(stop.message).toContain('[item 1 of 2]');
		expect(stop.description).toMatch(/^No item was given out\. Check that 99999/);

		const { items } = await find(sandbox, columns, parameters, CONTINUE);
		expect(findingsOf(items)).toMatchObject([{ outcome: 'failed' }, { outcome: 'found' }]);
	});

	it.each([
		['is no list', '{"hello":1}', 'an answer in a form that this node does not know'],
		[
			'has rows that are no transactions',
			'[{"id":1},{"foo":2}]',
			'1 row that is not a transaction',
		],
	])('a list that %s fails every item: none is called not found', async (_what, body, words) => {
		sandbox.awin.faults.add({ kind: 'body', body });

		const { items } = await find(sandbox, [{ order: 'A' }, { order: 'B' }], {}, CONTINUE);

		for (const { outcome, message } of findingsOf(items)) {
			expect(outcome).toBe('failed');
			expect(message).toContain(words);
		}
	});

	it.each([
		['output', 'pretty'],
		['output', '={{ $json.none }}'],
		['searchBackDays', 0],
		['searchBackDays', 4000],
		['searchBackDays', '={{ $itemIndex + 1 }}'],
	])('the option %s as %j refuses everything', async (name, value) => {
		const columns = [{ order: 'A' }, { order: 'B' }];
		const parameters = { options: { [name]: value } };

		const stop = await stopOf(find(sandbox, columns, parameters));
		expect(stop.message).toMatch(/"(Output|Search Back Days)"/);
		const { items } = await find(sandbox, columns, parameters, CONTINUE);

		expect(findingsOf(items).map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('no items give none, and ask Awin nothing', async () => {
		const { items } = await find(sandbox, []);

		expect(items).toEqual([]);
		expect(sandbox.awin.calls).toEqual([]);
	});
});

it('nothing is changed at Awin, whatever is asked', async () => {
	addPending(sandbox, 3);

	await findings([{ order: 'T-1' }, { order: 'T-2' }], findParameters);

	expect(sandbox.awin.calls.map(({ method }) => method)).toEqual(['GET', 'GET']);
	expect(sandbox.awin.ledger).toEqual([]);
});
