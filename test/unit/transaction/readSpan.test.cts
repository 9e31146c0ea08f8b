import fc from 'fast-check';

import { judge, statusCalls } from '../../../nodes/Awin/api/transactionFilters';
import type { TransactionRow } from '../../../nodes/Awin/api/transactions';
import type { Run } from '../../../nodes/Awin/resources/operation';
import { readTransactionsOf } from '../../../nodes/Awin/resources/transaction/readSpan';

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-01-01T00:00:00Z');
const END_MS = START_MS + 100 * DAY_MS;
const ITEM = { index: 0, count: 1 };

const atMs = (row: TransactionRow) => Date.parse(`${String(row.transactionDate)}Z`);
const written = (epochMs: number) => new Date(epochMs).toISOString().slice(0, 19);

interface Server {
	rows: TransactionRow[];
	/** Gives everything, whatever the window. */
	ignoresDates: boolean;
	/** The row of the last second of a window belongs to it. */
	endInclusive: boolean;
	hidesDeleted: boolean;
	/** What the order of an answer is made from. */
	order: number;
}

/** As much of a run as reading takes, in front of a server of Awin's kind. */
function runAgainst(server: Server) {
	const calls: Array<Record<string, string>> = [];
	const hints: string[] = [];
	const read = async ({ query }: { query: Record<string, string> }) => {
		calls.push(query);
		const [fromMs, toMs] = [Date.parse(`${query.startDate}Z`), Date.parse(`${query.endDate}Z`)];
		const isIn = (ms: number) => ms >= fromMs && (server.endInclusive ? ms <= toMs : ms < toMs);
		const found = server.rows.filter(
			(row) =>
				(server.ignoresDates || isIn(atMs(row))) &&
				(query.status
					? row.commissionStatus === query.status
					: !(server.hidesDeleted && row.commissionStatus === 'deleted')),
		);
		const rank = ({ id }: TransactionRow) => (Number(id) * (server.order * 2 + 1)) % 97;
		return await Promise.resolve(
			[...found].sort((a, b) => rank(a) - rank(b)).map((row) => ({ ...row })),
		);
	};
	const context = {
		addExecutionHints: ({ message }: { message: string }) => hints.push(message),
		getNode: () => ({ name: 'Awin' }),
	};
	return { run: { awin: { read }, context } as unknown as Run, calls, hints };
}

async function readAll(run: Run, statuses: string[], limit = Infinity): Promise<TransactionRow[]> {
	const rows: TransactionRow[] = [];
	const question = {
		accountType: 'advertiser' as const,
		accountId: '1',
		span: { startMs: START_MS, endMs: END_MS },
		dateType: 'transaction' as const,
		statuses,
		partnerIds: [],
		showBasketProducts: false,
		limit,
	};
	for await (const batch of readTransactionsOf(run, question, ITEM)) rows.push(...batch);
	return rows;
}

const STATUSES = ['pending', 'approved', 'declined', 'deleted'];

const server: fc.Arbitrary<Server> = fc.record({
	rows: fc
		.array(
			fc.record({
				// Some before and after the span, many on the same second, and on the seconds where windows meet.
				day: fc.oneof(fc.integer({ min: -3, max: 103 }), fc.constantFrom(0, 31, 62, 100)),
				second: fc.constantFrom(0, -1, -2, -3, 60, 3600),
				status: fc.constantFrom(...STATUSES),
			}),
			{ maxLength: 40 },
		)
		.map((list) =>
			list.map(({ day, second, status }, index) => ({
				id: index + 1,
				commissionStatus: status,
				transactionDate: written(START_MS + day * DAY_MS + second * 1000),
			})),
		),
	ignoresDates: fc.boolean(),
	endInclusive: fc.boolean(),
	hidesDeleted: fc.boolean(),
	order: fc.nat({ max: 40 }),
});

/** Awin dates to the minute: what lies up to a minute before the start may belong to it. */
const isSurelyIn = (ms: number) => ms >= START_MS && ms < END_MS;
const mayBeIn = (ms: number) => ms > START_MS - 60_000 && ms <= END_MS;

describe('reading a span of time', () => {
	it('every transaction once, the oldest first, whatever the order and the windows of the answers', async () => {
		await fc.assert(
			fc.asyncProperty(server, fc.subarray(STATUSES), async (awin, statuses) => {
				const { run } = runAgainst(awin);

				const found = await readAll(run, statuses);

				const ids = found.map(({ id }) => id);
				expect(new Set(ids).size).toBe(ids.length);
				const dates = found.map(atMs);
				expect(dates).toEqual([...dates].sort((a, b) => a - b));
				const isWanted = ({ commissionStatus }: TransactionRow) =>
					statuses.length === 0
						? !awin.hidesDeleted || commissionStatus !== 'deleted'
						: statuses.includes(String(commissionStatus));
				for (const row of awin.rows.filter(isWanted)) {
					if (isSurelyIn(atMs(row))) expect(ids).toContain(row.id);
				}
				for (const row of found) {
					expect(isWanted(row)).toBe(true);
					expect(mayBeIn(atMs(row))).toBe(true);
				}
			}),
			{ endOnFailure: true },
		);
	});

	it('a limit gives the beginning of what there is without one, and asks for no window in vain', async () => {
		await fc.assert(
			fc.asyncProperty(
				server,
				fc.subarray(STATUSES),
				fc.integer({ min: 1, max: 45 }),
				async (awin, statuses, limit) => {
					const all = await readAll(runAgainst(awin).run, statuses);
					const limited = runAgainst(awin);

					const some = await readAll(limited.run, statuses, limit);

					expect(some).toEqual(all.slice(0, limit));
					const windows = limited.calls.length / statusCalls(statuses).length;
					const lastMs = some.length === limit ? atMs(some[limit - 1]) : END_MS;
					expect(windows).toBeLessThanOrEqual(Math.floor((lastMs - START_MS) / (30 * DAY_MS)) + 2);
				},
			),
			{ endOnFailure: true },
		);
	});
});

describe('a transaction of another time than was asked for', () => {
	const wanted = {
		accountType: 'advertiser' as const,
		span: { startMs: START_MS, endMs: END_MS },
		statuses: [],
		partnerIds: [],
	};
	const later = written(END_MS + DAY_MS);
	const row = { id: 1, transactionDate: later, validationDate: later, amendDate: later };

	it.each(['transaction', 'validation'] as const)('is none of those, by %s date', (dateType) => {
		expect(judge(row, { ...wanted, dateType })).toBe('other');
	});

	it('is one of them by amendment date: it may have been amended then, and once more since', () => {
		expect(judge(row, { ...wanted, dateType: 'amendment' })).toBe('asked');
	});
});

describe('which calls statuses take', () => {
	it.each([
		[[], [[]]],
		[['approved'], [['approved']]],
		[['deleted'], [['deleted']]],
		[['approved', 'pending'], [['approved', 'pending']]],
		[
			['approved', 'deleted'],
			[['approved'], ['deleted']],
		],
		[
			['pending', 'deleted', 'declined'],
			[['pending', 'declined'], ['deleted']],
		],
	])('%j: %j', (statuses, calls) => {
		expect(statusCalls(statuses)).toEqual(calls);
	});
});
