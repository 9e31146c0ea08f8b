import { AwinSandbox } from '../../demo/sandbox/awin.cts';
import { ask } from '../../demo/sandbox/ask.cts';
import { decimalsOf } from '../../demo/sandbox/money.cts';
import type { Row } from '../../demo/sandbox/rows.cts';
import type { HistoryEvent } from '../../demo/sandbox/world.cts';
import { DAY_MS, HOUR_MS, MINUTE_MS, writeDate } from '../../demo/sandbox/zones.cts';

const NOW = Date.parse('2025-11-20T12:00:00Z');
const awinAt = (atMs: number, seed = 7) =>
	new AwinSandbox({ seed, clock: () => atMs, requestsPerMinute: null });

function list(awin: AwinSandbox, path: string, fromMs: number, toMs: number, more = ''): Row[] {
	const window = `startDate=${writeDate(fromMs, 'UTC')}&endDate=${writeDate(toMs, 'UTC')}`;
	return ask(awin, `${path}/transactions?${window}${more}`).json as Row[];
}

describe("the sandbox's data", () => {
	it('is the same for the same seed, in whatever order it is asked for', () => {
		const forwards = awinAt(NOW);
		const backwards = awinAt(NOW);
		const weeks = Array.from({ length: 8 }, (_, week) => NOW - (week + 1) * 7 * DAY_MS);
		const read = (awin: AwinSandbox, fromMs: number) =>
			list(awin, '/publishers/88201', fromMs, fromMs + 7 * DAY_MS);
		const first = weeks.map((fromMs) => read(forwards, fromMs));
		const second = [...weeks].reverse().map((fromMs) => read(backwards, fromMs));
		expect(second.reverse()).toEqual(first);
	});

	it('is other data for another seed', () => {
		const day = (seed: number) =>
			list(awinAt(NOW, seed), '/advertisers/77101', NOW - 9 * DAY_MS, NOW - 8 * DAY_MS);
		expect(day(1)).not.toEqual(day(2));
	});

	it('is the same to both sides of a sale', () => {
		const awin = awinAt(NOW);
		const ids = (path: string, more: string) =>
			list(awin, path, NOW - 20 * DAY_MS, NOW, more).map(({ id }) => id);
		const seenByAdvertiser = ids('/advertisers/77102', '&publisherId=88201');
		expect(seenByAdvertiser.length).toBeGreaterThan(20);
		expect(ids('/publishers/88201', '&advertiserId=77102')).toEqual(seenByAdvertiser);
	});

	it('has unique ids that no 32-bit integer holds, and amounts with no more decimals than the currency', () => {
		const awin = awinAt(NOW);
		const rows = [77101, 77102, 77103, 77104].flatMap((id) =>
			awin.world.transactionsAt('advertiser', id, NOW, { fromMs: NOW - 100 * DAY_MS }),
		);
		const ids = rows.map(({ id }) => id as number);
		expect(new Set(ids).size).toBe(ids.length);
		expect(Math.max(...ids)).toBeGreaterThan(2 ** 31);

		const sales = rows.flatMap(({ saleAmount }) => (saleAmount ? [saleAmount] : [])) as Array<{
			amount: number;
			currency: string;
		}>;
		const currencies = new Set(sales.map(({ currency }) => currency));
		expect([...currencies].sort()).toEqual(['CHF', 'EUR', 'GBP', 'JPY', 'KWD', 'USD']);
		for (const { amount, currency } of sales) {
			expect(Number(amount.toFixed(decimalsOf(currency)))).toBe(amount);
		}
	});

	it('has every nullable member null in some row and filled in another', () => {
		const rows = awinAt(NOW).world.transactionsAt('advertiser', 77102, NOW, {
			fromMs: NOW - 300 * DAY_MS,
			showBasketProducts: true,
		});
		const nullable = (
			'url campaign siteName saleAmount trackedCurrencyAmount customerAcquisition customerCountry clickRefs ' +
			'clickDate validationDate declineReason voucherCode amendReason oldSaleAmount publisherUrl orderRef ' +
			'customParameters basketProducts commissionSharingPublisherId'
		).split(' ');
		for (const member of nullable) {
			expect([member, rows.some((row) => row[member] === null)]).toEqual([member, true]);
			expect([member, rows.some((row) => row[member] !== null)]).toEqual([member, true]);
		}
		expect(rows.some((row) => 'futureField' in row)).toBe(true);
		expect(rows.some((row) => !('networkFee' in row))).toBe(true);
	});

	it('gives a busy programme tens of thousands of rows', () => {
		const awin = new AwinSandbox({ clock: () => NOW, world: { transactionsPerDay: 2867 } });
		const found = awin.world.candidates(
			'advertiser',
			77101,
			NOW - 40 * DAY_MS,
			NOW - 10 * DAY_MS,
			false,
		);
		const count = [...found].length;
		expect(count).toBeGreaterThan(80_000);
		expect(count).toBeLessThan(95_000);
	});

	it('ends where a programme was closed', () => {
		const awin = awinAt(NOW);
		const count = (fromMs: number) =>
			list(awin, '/advertisers/77105', fromMs, fromMs + 30 * DAY_MS).length;
		expect(count(Date.parse('2024-05-01'))).toBeGreaterThan(0);
		expect(count(Date.parse('2024-07-01'))).toBe(0);
	});
});

describe('what happens, and when it is seen', () => {
	const from = Date.parse('2025-10-01T00:00:00Z');
	const to = from + 10 * DAY_MS;
	const lookMs = 6 * HOUR_MS;

	/** What a client that looks every six hours comes to know, by comparing each look with the one before. */
	function watch(accountType: 'advertiser' | 'publisher', accountId: number): string[] {
		const { world } = awinAt(NOW);
		const look = (atMs: number) =>
			new Map(
				world
					.transactionsAt(accountType, accountId, atMs, { fromMs: from - 56 * DAY_MS })
					.map((row) => [row.id as number, row]),
			);
		const seen: string[] = [];
		let before = look(from);
		for (let atMs = from + lookMs; atMs <= to; atMs += lookMs) {
			const note = (kind: string, id: number) =>
				seen.push(`${kind} ${id} by ${writeDate(atMs, 'UTC')}`);
			const now = look(atMs);
			for (const [id, row] of now) {
				const known = before.get(id);
				if (!known) note('created', id);
				const wasValidated = known && known.validationDate !== null;
				if (row.validationDate !== null && !wasValidated) {
					const isDeclined = row.commissionStatus === 'declined';
					note(isDeclined ? 'declined' : 'approved', id);
				}
				const oldAmount = known?.oldSaleAmount ?? null;
				if (JSON.stringify(row.oldSaleAmount) !== JSON.stringify(oldAmount)) {
					note('amended', id);
				}
			}
			before = now;
		}
		return seen.sort();
	}

	/** The same, told by the history; two amendments between two looks are one to a watcher. */
	function told(events: HistoryEvent[]): string[] {
		const lines = events.map(({ kind, transactionId, visibleAtMs }) => {
			const lookAtMs = from + Math.ceil((visibleAtMs - from) / lookMs) * lookMs;
			return `${kind} ${transactionId} by ${writeDate(lookAtMs, 'UTC')}`;
		});
		return [...new Set(lines)].sort();
	}

	it.each([
		['advertiser', 77101],
		['publisher', 88202],
	] as const)('the history of %s %i is what a watcher sees', (accountType, accountId) => {
		const history = awinAt(NOW).world.history({
			accountType,
			accountId,
			fromMs: from + 1,
			toMs: to,
		});
		const kinds = new Set(history.map(({ kind }) => kind));
		expect([...kinds].sort()).toEqual(['amended', 'approved', 'created', 'declined']);
		expect(watch(accountType, accountId)).toEqual(told(history));
	});

	it('comes to light in the order of the history, never before its own date', () => {
		const query = { accountType: 'advertiser', accountId: 77102, fromMs: from, toMs: to } as const;
		const history = awinAt(NOW).world.history(query);
		const times = history.map(({ visibleAtMs }) => visibleAtMs);
		expect(times).toEqual([...times].sort((one, other) => one - other));
		expect(history.every(({ atMs, visibleAtMs }) => atMs <= visibleAtMs)).toBe(true);
	});

	it('is found by the dates of later changes, however old the sale is', () => {
		const awin = awinAt(NOW);
		const fromMs = NOW - 31 * DAY_MS;
		const query = { accountType: 'advertiser', accountId: 77101, fromMs: 0, toMs: NOW } as const;
		const history = awin.world.history(query).filter(({ atMs }) => atMs >= fromMs);
		const told = (...kinds: string[]) => [
			...new Set(
				history
					.filter(({ kind }) => kinds.includes(kind))
					.map(({ transactionId }) => transactionId),
			),
		];
		const found = (dateType: string) =>
			list(awin, '/advertisers/77101', fromMs, NOW, `&dateType=${dateType}`).map(({ id }) => id);
		expect(found('validation').sort()).toEqual(told('approved', 'declined').sort());
		expect(found('amendment').sort()).toEqual(told('amended').sort());
		expect(found('validation').length).toBeGreaterThan(50);
	});

	it('holds sales that arrive days late, but not later than asked for', () => {
		const delays = (lateArrivalMaxDays: number) => {
			const awin = new AwinSandbox({ clock: () => NOW, world: { lateArrivalMaxDays } });
			return awin.world
				.history({ accountType: 'advertiser', accountId: 77101, fromMs: from, toMs: to })
				.filter(({ kind }) => kind === 'created')
				.map(({ atMs, visibleAtMs }) => visibleAtMs - atMs);
		};
		const usual = delays(5);
		expect(usual.some((delayMs) => delayMs > DAY_MS)).toBe(true);
		// A minute more, since the shown date is cut to the minute.
		expect(Math.max(...usual)).toBeLessThanOrEqual(5 * DAY_MS + MINUTE_MS);
		expect(Math.max(...delays(0))).toBeLessThanOrEqual(MINUTE_MS);
	});

	it('pays approved transactions without touching their status', () => {
		const rows = awinAt(NOW).world.transactionsAt('publisher', 88201, NOW);
		const paid = rows.filter(({ paidToPublisher }) => paidToPublisher);
		expect(paid.length).toBeGreaterThan(0);
		expect(
			paid.every(
				({ commissionStatus, paymentId }) => commissionStatus === 'approved' && paymentId !== 0,
			),
		).toBe(true);
	});
});

describe('a live world', () => {
	it('shows something new to every working account each few minutes, and keeps to its history', () => {
		let now = NOW;
		const awin = new AwinSandbox({
			clock: () => now,
			world: { liveEventsPerMinute: 2, transactionsPerDay: 0 },
		});
		now += 30 * MINUTE_MS;
		for (const [accountType, accountId] of [
			['advertiser', 77101],
			['publisher', 88201],
		] as const) {
			const history = awin.world.history({ accountType, accountId, fromMs: NOW, toMs: now });
			expect(history.length).toBeGreaterThan(20);
			const created = history
				.filter(({ kind }) => kind === 'created')
				.map(({ transactionId }) => transactionId);
			const rows = list(awin, `/${accountType}s/${accountId}`, NOW - DAY_MS, now + DAY_MS);
			expect(rows.map(({ id }) => id).sort()).toEqual(created.sort());
			const ids = created.slice(0, 3);
			expect(
				ask(awin, `/${accountType}s/${accountId}/transactions?ids=${ids.join()}`).json,
			).toHaveLength(ids.length);
		}
	});

	it('is quiet unless asked for', () => {
		const awin = new AwinSandbox({ clock: () => NOW, world: { transactionsPerDay: 0 } });
		expect(
			awin.world.history({ accountType: 'advertiser', accountId: 77101, fromMs: 0, toMs: NOW }),
		).toEqual([]);
	});
});

describe('transactions and events that a test adds', () => {
	it('live like the generated ones', () => {
		let now = NOW;
		const awin = new AwinSandbox({ clock: () => now, world: { transactionsPerDay: 0 } });
		const { world } = awin;
		const { id } = world.addTransaction({
			advertiserId: 77102,
			publisherId: 88203,
			saleAmount: 20,
			transactionAtMs: NOW - 3 * DAY_MS,
			visibleAtMs: NOW + MINUTE_MS,
			details: { orderRef: 'A-1' },
		});
		world.scheduleEvent({
			transactionId: id,
			kind: 'amended',
			atMs: NOW + HOUR_MS,
			saleAmount: 12.5,
			reason: 'return',
		});
		world.scheduleEvent({
			transactionId: id,
			kind: 'declined',
			atMs: NOW + 2 * HOUR_MS,
			visibleAtMs: NOW + 3 * HOUR_MS,
			reason: 'lost',
		});
		world.scheduleEvent({ transactionId: id, kind: 'approved', atMs: NOW + 4 * HOUR_MS });

		const look = () => list(awin, '/advertisers/77102', NOW - 5 * DAY_MS, NOW);
		expect(look()).toEqual([]);
		now = NOW + MINUTE_MS;
		expect(look()).toMatchObject([
			{
				id,
				orderRef: 'A-1',
				commissionStatus: 'pending',
				amended: false,
				commissionAmount: { amount: 2, currency: 'GBP' },
			},
		]);
		now = NOW + HOUR_MS;
		expect(look()).toMatchObject([
			{
				amended: true,
				amendReason: 'return',
				saleAmount: { amount: 12.5 },
				oldSaleAmount: { amount: 20 },
				oldCommissionAmount: { amount: 2 },
			},
		]);
		now = NOW + 3 * HOUR_MS - 1;
		expect(look()).toMatchObject([{ commissionStatus: 'pending' }]);
		now = NOW + 9 * HOUR_MS;
		expect(look()).toMatchObject([
			{
				commissionStatus: 'declined',
				declineReason: 'lost',
				validationDate: '2025-11-20T14:00:00',
			},
		]);

		const query = { accountType: 'publisher', accountId: 88203, fromMs: 0, toMs: now } as const;
		expect(world.history(query)).toMatchObject([
			{ kind: 'created', atMs: NOW - 3 * DAY_MS, visibleAtMs: NOW + MINUTE_MS, newSaleAmount: 20 },
			{
				kind: 'amended',
				oldSaleAmount: 20,
				newSaleAmount: 12.5,
				oldCommission: 2,
				newCommission: 1.25,
			},
			{ kind: 'declined', atMs: NOW + 2 * HOUR_MS, visibleAtMs: NOW + 3 * HOUR_MS, reason: 'lost' },
		]);
	});
});
