/** What Compare With Orders asks of Awin, and what becomes of the orders where Awin does not answer. */
import { ask } from '../../demo/sandbox/ask.cts';
import { Awin, type Call } from '../../nodes/Awin/transport/request';
import { compare, orderOf, proposalsOf, unmatchedOf, wordsOf } from '../support/compare.cts';
import { CONTINUE } from '../support/contexts.cts';
import { DAY_MS, HOUR_MS } from '../support/days.cts';
import { ADVERTISER, NOW_MS } from '../support/sandbox.cts';
import { spansAskedFor } from '../support/find.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { addPending, stopOf } from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true, world: { transactionsPerDay: 0 } });

const JOBS = '/transactions/jobs';
const OTHER_ADVERTISER = 77102;
const OF_EACH = { accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' } };

const dateOf = (daysAgo: number) => new Date(NOW_MS - daysAgo * DAY_MS).toISOString();
const lists = () => sandbox.awin.calls.filter(({ query }) => query.startDate);
const jobCalls = () => sandbox.awin.calls.filter(({ path }) => path.includes(JOBS));

describe('the calls', () => {
	it.each([
		['two months of dated orders', 10, dateOf(60), {}, 2],
		['ninety days, where an order has no date', 10, undefined, {}, 3],
		['as far back as is said', 10, undefined, { searchBackDays: 31 }, 1],
		['an old order among young ones', 1, dateOf(120), {}, 4],
	])('%s', async (_words, daysAgo, oldest, options, count) => {
		addPending(sandbox, 1);
		const orders = [orderOf('T-1', { date: dateOf(daysAgo) }), orderOf('A-2', { date: oldest })];

		await compare(sandbox, orders, { options });

		expect(lists()).toHaveLength(count);
		expect(lists().every(({ query }) => query.timezone === 'UTC' && !query.status)).toBe(true);
		expect(jobCalls()).toHaveLength(1);
		expect(sandbox.awin.calls).toHaveLength(count + 1);
	});

	it('are no more where nothing is pending, and none at all where no order has a reference', async () => {
		await compare(sandbox, [orderOf('A-1', { date: dateOf(3) })]);
		expect(sandbox.awin.calls).toHaveLength(1);

		sandbox.awin.calls.length = 0;
		const { items } = await compare(sandbox, [orderOf(''), orderOf(' ')]);
		expect(wordsOf(items)).toEqual(['review', 'review']);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('only read, also where an AI agent calls the node, and change nothing', async () => {
		addPending(sandbox, 3);
		const entries = sandbox.awin.entryCount;
		const orders = [
			orderOf('T-1'),
			orderOf('T-2', { total: 5 }),
			orderOf('T-3', { status: 'voided' }),
		];

		for (const type of ['n8n-nodes-awin.awin', 'n8n-nodes-awin.awinTool']) {
			const { items } = await compare(sandbox, orders, {}, { type });
			expect(wordsOf(items)).toEqual(['approve', 'amend', 'decline']);
		}
		expect(new Set(sandbox.awin.calls.map(({ method }) => method))).toEqual(new Set(['GET']));
		expect(sandbox.awin.entryCount).toBe(entries);
	});

	it('are none without an item, and nothing comes out', async () => {
		const { items } = await compare(sandbox, []);

		expect(items).toEqual([]);
		expect(sandbox.awin.calls).toEqual([]);
	});
});

describe('a transaction that stands on the boundary of two windows', () => {
	it.each([true, false])(
		'is one transaction (the end belongs to the window: %s)',
		async (endInclusive) => {
			Object.assign(sandbox.awin.switches, { endInclusive, datePrecision: 'second' });
			const boundaryMs = NOW_MS - 31 * DAY_MS + 1000;
			addPending(sandbox, 1, { orderRef: 'A-1', ageHours: (NOW_MS - boundaryMs) / HOUR_MS });

			const { items } = await compare(sandbox, [orderOf('A-1'), orderOf('B-1')]);

			expect(wordsOf(items)).toEqual(['approve', 'none']);
			expect(unmatchedOf(items)).toEqual([]);
		},
	);
});

describe('accounts', () => {
	it('are compared each with its own transactions, and the same reference in two is no repeat', async () => {
		addPending(sandbox, 1, { orderRef: 'A-1' });
		const orders = [ADVERTISER, OTHER_ADVERTISER].map((account) => orderOf('A-1', { account }));

		const { items } = await compare(sandbox, orders, OF_EACH);

		expect(wordsOf(items)).toEqual(['approve', 'none']);
	});

	it('that the token does not reach stop the node', async () => {
		const orders = [orderOf('A-1', { account: ADVERTISER }), orderOf('A-1', { account: 99999 })];

		const stop = await stopOf(compare(sandbox, orders, OF_EACH));

		expect(stop.message).toContain('99999');
		expect(stop.message).toContain('(status 403)');
		expect(stop.description).toMatch(/^No item was given out\./);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'under %s fail their own orders only, without a proposal',
		async (onError) => {
			addPending(sandbox, 2);
			const orders = [orderOf('T-1', { account: ADVERTISER }), orderOf('T-2', { account: 99999 })];

			const { items, hints } = await compare(sandbox, orders, OF_EACH, { onError });

			expect(items[0].json.awin).toMatchObject({ proposedAction: 'approve' });
			// With the error output n8n puts the columns back.
			expect(items[1].json.order).toBe(onError === 'continueErrorOutput' ? undefined : 'T-2');
			expect(items[1].json).not.toHaveProperty('awin.proposedAction');
			expect(JSON.stringify(items[1].json)).toContain('advertiser account 99999');
			// T-2 is at the account that could be read, and no order there has it.
			expect(items[2].json.awin).toMatchObject({ reason: 'No order for this transaction' });
			expect(hints.map(({ type }) => type)).toContain('warning');
		},
	);

	it('that could not be read with an item leave it open whose a transaction is', async () => {
		addPending(sandbox, 1);
		const orders = [orderOf('A-1', { account: ADVERTISER }), orderOf('T-1', { account: 'x' })];

		const { items, hints } = await compare(sandbox, orders, OF_EACH, CONTINUE);

		expect(items).toHaveLength(2);
		expect(hints.map(({ message }) => message).join()).toContain(
			'Transactions without an order are not listed for account 77101, because the account of some items could not be read',
		);
	});
});

/** Without a proposal, so that nothing takes it for one. */
const FAILED = {
	outcome: 'failed',
	message: expect.any(String) as string,
	nextStep: expect.anything() as string | null,
};

describe('an order that would be submitted', () => {
	it.each([
		['a click', { awc: 'x' }, 3, 'approve'],
		['no click', {}, 1, 'none'],
	])(
		'with %s is looked for as far back as is said, whatever its date',
		async (_words, shop, calls, word) => {
			addPending(sandbox, 1, { orderRef: 'A-1', ageHours: 24 * 80 });
			const orders = [orderOf('A-1', { date: '2026-06-10', ...shop })];

			const { items } = await compare(sandbox, orders, { options: { includeUnmatched: false } });

			expect(wordsOf(items)).toEqual([word]);
			expect(spansAskedFor(sandbox)).toHaveLength(calls);
		},
	);

	it('and is not there is told from when on it was looked for', async () => {
		const { items } = await compare(sandbox, [orderOf('A-1', { date: '2026-06-10', awc: 'x' })]);

		expect(items[0].json.awin).toMatchObject({
			proposedAction: 'submit',
			reason: 'The order came through Awin, and Awin has no transaction for it since 2026-03-17',
		});
	});
});

describe('a list that cannot be read', () => {
	it.each([
		['refused', { kind: 'status', status: 403 } as const],
		['cut off', { kind: 'body', body: '[{"id":1' } as const],
		['no list', { kind: 'body', body: '{"hello":1}' } as const],
		['with a row that is none', { kind: 'body', body: '[{"id":1},7]' } as const],
	])(
		'%s: nothing is proposed, as half of the list would look like all of it',
		async (_words, fault) => {
			addPending(sandbox, 1);
			const orders = [orderOf('T-1'), orderOf('A-2', { awc: 'x' })];
			const inject = () =>
				sandbox.awin.faults.add({
					...fault,
					times: Infinity,
					afterCalls: 1,
					match: { path: 'startDate=' },
				});
			inject();

			await stopOf(compare(sandbox, orders));
			sandbox.awin.faults.clear();
			inject();
			const { items } = await compare(sandbox, orders, {}, CONTINUE);

			expect(items.map(({ json }) => ({ ...json, awin: undefined }))).toEqual(orders);
			expect(items.map(({ json }) => json.awin)).toEqual([FAILED, FAILED]);
		},
	);

	it('because the person has stopped the execution ends it', async () => {
		const orders = [orderOf('T-1', { awc: 'x' })];
		const { items } = await compare(
			sandbox,
			orders,
			{},
			{ ...CONTINUE, signal: AbortSignal.abort() },
		);

		expect(items[0].json.awin).toEqual(FAILED);
	});
});

describe('a batch under way', () => {
	/** Approves a transaction in a batch that takes an hour. */
	function startBatch(transactionId: number) {
		sandbox.awin.world.jobDurationMs = () => HOUR_MS;
		const body = [{ action: 'approve', transaction: { transactionId } }];
		ask(sandbox.awin, `/advertisers/${ADVERTISER}/transactions/batch`, { body });
		sandbox.awin.calls.length = 0;
	}

	/** Awin names the transactions of a job that is not over. */
	function nameInJobs(named: unknown[], more: object = {}) {
		const { send } = Awin.prototype;
		jest.spyOn(Awin.prototype, 'send').mockImplementation(async function (this: Awin, call: Call) {
			const result = await send.call(this, call);
			if (!result.ok || !call.path.includes(`${JOBS}/`)) return result;
			return {
				...result,
				answer: { ...(result.answer as object), allTransactions: named, ...more },
			};
		});
	}

	it('that does not say what is in it is told of, and changes no proposal', async () => {
		const [a] = addPending(sandbox, 1);
		startBatch(a.id);

		const { items, hints } = await compare(sandbox, [orderOf('T-1')]);

		expect(wordsOf(items)).toEqual(['approve']);
		expect(jobCalls()).toHaveLength(2);
		expect(hints.map(({ message }) => message)).toContainEqual(
			expect.stringMatching(
				/^Awin is still working on a batch of validations in account 77101, and does not say which transactions are in it\./,
			),
		);
	});

	it.each([
		['ID', (id: number) => ({ transactionId: id })],
		['ID as text', (id: number) => ({ transactionId: String(id) })],
		['order reference', () => ({ orderRef: 'T-1' })],
	])('lets the transactions wait that it names by %s', async (_words, nameOf) => {
		const [a] = addPending(sandbox, 2);
		startBatch(a.id);
		nameInJobs([nameOf(a.id)]);

		const { items, hints } = await compare(sandbox, [orderOf('T-1'), orderOf('T-2')]);

		expect(wordsOf(items)).toEqual(['wait', 'approve']);
		expect(proposalsOf(items)[0].reason).toContain('still working on a batch');
		expect(hints).toHaveLength(1);
	});

	it('that names only some of its transactions is told of as well', async () => {
		const [a] = addPending(sandbox, 2);
		startBatch(a.id);
		nameInJobs([{ transactionId: a.id }], { transactions: 2 });

		const { items, hints } = await compare(sandbox, [orderOf('T-1'), orderOf('T-2')]);

		expect(wordsOf(items)).toEqual(['wait', 'approve']);
		expect(hints.map(({ message }) => message).join()).toContain('does not say which');
	});

	it('that is over is none', async () => {
		const [a] = addPending(sandbox, 2);
		ask(sandbox.awin, `/advertisers/${ADVERTISER}/transactions/batch`, {
			body: [{ action: 'approve', transaction: { transactionId: a.id } }],
		});
		sandbox.awin.clockShiftMs = HOUR_MS;
		sandbox.awin.calls.length = 0;

		const { items, hints } = await compare(sandbox, [orderOf('T-1'), orderOf('T-2')]);

		expect(wordsOf(items)).toEqual(['none', 'approve']);
		expect(jobCalls()).toHaveLength(1);
		expect(hints).toHaveLength(1);
	});

	it.each([
		['the list of them', `${JOBS}`],
		['one of them', `${JOBS}/`],
	])(
		'may be there where Awin refuses %s: that is told, and nothing fails',
		async (_words, path) => {
			const [a] = addPending(sandbox, 1);
			startBatch(a.id);
			sandbox.awin.faults.add({ kind: 'status', status: 403, times: Infinity, match: { path } });

			const { items, hints } = await compare(sandbox, [orderOf('T-1')]);

			expect(wordsOf(items)).toEqual(['approve']);
			expect(hints.map(({ message }) => message)).toContainEqual(
				expect.stringMatching(
					/^It could not be found out which batches of validations Awin is still working on in account 77101: .*\(status 403\)/,
				),
			);
		},
	);

	it('may be there where the list of them cannot be read', async () => {
		addPending(sandbox, 1);
		sandbox.awin.faults.add({
			kind: 'body',
			body: '"none"',
			times: Infinity,
			match: { path: JOBS },
		});

		const { items, hints } = await compare(sandbox, [orderOf('T-1')]);

		expect(wordsOf(items)).toEqual(['approve']);
		expect(hints.map(({ message }) => message).join()).toContain('It could not be found out');
	});
});
