import type { NewFault } from '../../demo/sandbox/faults.cts';
import { systemClock } from '../../nodes/Awin/transport/gate';
import { CONTINUE } from '../support/contexts.cts';
import {
	batchSizes,
	bookedReferences,
	columnsOf,
	countsOf,
	ORDERS,
	outcomesOf,
	resultsOf,
	submit,
} from '../support/conversion.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

// Batches of two, so that three of them take six orders.
jest.mock('../../nodes/Awin/api/conversions', () => ({
	...jest.requireActual<object>('../../nodes/Awin/api/conversions'),
	ORDERS_PER_BATCH: 2,
}));

const { sandbox, clock, store } = useSandbox({ clock: true, store: true });

const COLUMNS = columnsOf(6);
const REFERENCES = COLUMNS.map(({ order }) => order as string);

/** The outcome of each batch; a batch whose orders differ shows both. */
function outcomeOfBatches(outcomes: string[]): string[] {
	return [0, 2, 4].map((first) => [...new Set(outcomes.slice(first, first + 2))].join('+'));
}

type Before = 'rejected' | 'unknown';

/** A fault, what it makes of its batch, and whether the batches after it still go. */
const FAULTS: Array<[string, NewFault, Before, 'goes on' | 'stops', string]> = [
	['400', { kind: 'status', status: 400 }, 'rejected', 'goes on', 'did not accept the request'],
	['406', { kind: 'status', status: 406 }, 'rejected', 'goes on', 'refused the request'],
	['401', { kind: 'status', status: 401 }, 'rejected', 'stops', 'does not know the access token'],
	['403', { kind: 'status', status: 403 }, 'rejected', 'stops', 'is not allowed to use'],
	['404', { kind: 'status', status: 404 }, 'rejected', 'stops', 'has nothing at this address'],
	[
		'429 for ten minutes',
		{ kind: 'status', status: 429, times: 11 },
		'rejected',
		'stops',
		'limit',
	],
	['500', { kind: 'status', status: 500 }, 'unknown', 'goes on', 'could not answer (status 500)'],
	[
		'503 after it was processed',
		{ kind: 'status', status: 503, afterProcessing: true },
		'unknown',
		'goes on',
		'could not answer (status 503)',
	],
	['a page', { kind: 'html', status: 502 }, 'unknown', 'goes on', 'could not answer (status 502)'],
	['a page with 200', { kind: 'html', status: 200 }, 'unknown', 'goes on', 'sent a web page'],
	['a drop before', { kind: 'dropBefore' }, 'unknown', 'goes on', 'The connection to Awin ended'],
	['a drop after', { kind: 'dropAfter' }, 'unknown', 'goes on', 'The connection to Awin ended'],
	['half a body', { kind: 'cutBody' }, 'unknown', 'goes on', 'The connection to Awin ended'],
	['half an answer', { kind: 'truncatedJson' }, 'unknown', 'goes on', 'ends in the middle'],
	['wrong types', { kind: 'wrongTypes' }, 'unknown', 'goes on', 'does not say what became of'],
	['no lists', { kind: 'body', body: '{"batchId":"b"}' }, 'unknown', 'goes on', 'does not say'],
	['nothing', { kind: 'body', body: '' }, 'unknown', 'goes on', 'does not say what became of'],
	['a bare list', { kind: 'body', body: '[]' }, 'unknown', 'goes on', 'does not say what became'],
	[
		'200 with a complaint',
		{ kind: 'body', body: '{"error":"maintenance","description":"Try later"}' },
		'unknown',
		'goes on',
		'Awin says: "Try later"',
	],
];

describe.each([0, 1, 2])('a fault in batch %# of three', (place) => {
	it.each(FAULTS)('%s', async (_what, fault, outcome, then, words) => {
		sandbox.awin.faults.add({ ...fault, ...ORDERS, afterCalls: place });

		const { items, hints } = await submit(sandbox, COLUMNS, {}, CONTINUE);

		const later = then === 'stops' ? 'failed' : 'accepted';
		const expected = [0, 1, 2].map((batch) =>
			batch < place ? 'accepted' : batch === place ? outcome : later,
		);
		const results = resultsOf(items);
		expect(outcomeOfBatches(outcomesOf(items))).toEqual(expected);
		for (const result of results.slice(place * 2, place * 2 + 2)) {
			expect(result.message).toContain(words);
			expect(result.nextStep?.length).toBeGreaterThan(20);
			expect(result.sent).not.toBeNull();
		}
		for (const { outcome: own, sent, message } of results) {
			if (own === 'failed') {
				expect(sent).toBeNull();
				expect(message).toContain('Not sent, because Awin refused an earlier batch');
			}
		}
		expect(hints.some(({ type }) => type === 'warning')).toBe(true);
		expect(sandbox.awin.faults.waiting).toEqual([]);

		// Again, without the fault: nothing goes twice, and what may have been booked is not sent by itself.
		const { items: second } = await submit(sandbox, COLUMNS, {}, CONTINUE);
		expect(outcomeOfBatches(outcomesOf(second))).toEqual(
			expected.map((first) => {
				if (first === 'accepted') return 'skipped';
				return first === 'unknown' ? 'unknown' : 'accepted';
			}),
		);
		const booked = bookedReferences(sandbox);
		expect(new Set(booked).size).toBe(booked.length);
		const unknown = REFERENCES.filter((_, index) => outcomesOf(second)[index] === 'unknown');
		expect([...new Set([...booked, ...unknown])].sort()).toEqual(REFERENCES);
	});
});

it('a limit that passes is waited for, and nothing is sent twice', async () => {
	sandbox.awin.faults.add({ kind: 'status', status: 429, ...ORDERS, afterCalls: 1, times: 2 });

	const { items } = await submit(sandbox, COLUMNS);

	expect(countsOf(items)).toEqual({ accepted: 6 });
	expect(bookedReferences(sandbox)).toEqual(REFERENCES);
	expect(clock.passedMs).toBeGreaterThan(60_000);
});

it('no connection: nothing is sent, and the next run sends everything', async () => {
	const credentials = credentialsFor(sandbox, { baseUrl: 'http://127.0.0.1:9' });

	const { items } = await submit(sandbox, COLUMNS, {}, { ...CONTINUE, credentials });

	expect(countsOf(items)).toEqual({ failed: 6 });
	expect(resultsOf(items)[5].message).toContain('could not be reached (ECONNREFUSED)');
	expect(store.orders).toBe(0);
});

it('a redirect is not followed, and stops the run', async () => {
	sandbox.awin.faults.add({ kind: 'redirect', location: 'https://example.com/', ...ORDERS });

	const { items } = await submit(sandbox, COLUMNS, {}, CONTINUE);

	expect(countsOf(items)).toEqual({ failed: 6 });
	expect(batchSizes(sandbox)).toEqual([2]);
});

it('an account that is refused does not keep the others from being sent', async () => {
	const columns = COLUMNS.map((column, index) => ({
		...column,
		account: index < 4 ? 77107 : 77102,
	}));

	const { items } = await submit(sandbox, columns, { accountId: '={{ $json.account }}' }, CONTINUE);

	expect(outcomeOfBatches(outcomesOf(items))).toEqual(['rejected', 'failed', 'accepted']);
	expect(resultsOf(items)[0].code).toBe(403);
});

it("a publisher's account is named as what it is", async () => {
	const accountId = { __rl: true, mode: 'id', value: '88201' };

	const { items } = await submit(sandbox, COLUMNS, { accountId }, CONTINUE);

	expect(resultsOf(items)[0].message).toBe('"Account" is "88201", which is a publisher account');
});

describe('stopped by the person', () => {
	it('while a batch is on its way: unknown, and the rest is not sent', async () => {
		const controller = new AbortController();
		sandbox.awin.onEntry = (entry) => {
			if (entry.kind === 'order' && entry.reference === 'A-3') controller.abort();
		};
		sandbox.awin.faults.add({ kind: 'slow', delayMs: 200, ...ORDERS, afterCalls: 1 });

		const { items } = await submit(
			sandbox,
			COLUMNS,
			{},
			{ ...CONTINUE, signal: controller.signal },
		);

		expect(outcomeOfBatches(outcomesOf(items))).toEqual(['accepted', 'unknown', 'failed']);
		expect(batchSizes(sandbox)).toEqual([2, 2]);
	});

	it('while it waits for the limit: not sent, and not remembered as sent', async () => {
		const controller = new AbortController();
		jest.spyOn(systemClock, 'sleep').mockImplementation(async () => {
			controller.abort();
			return await Promise.reject(new Error('stopped'));
		});
		const credentials = credentialsFor(sandbox, {
			accessToken: 'demo-advertiser-token',
			requestsPerMinute: 1,
		});
		const accountId = { __rl: true, mode: 'id', value: '77102' };

		const { items } = await submit(
			sandbox,
			COLUMNS,
			{ accountId },
			{ ...CONTINUE, credentials, signal: controller.signal },
		);

		expect(outcomeOfBatches(outcomesOf(items))).toEqual(['accepted', 'failed', 'failed']);
		expect(resultsOf(items)[2].message).toContain('was stopped before this item was sent');
		expect(store.orders).toBe(2);
	});
});
