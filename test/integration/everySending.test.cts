/**
 * What every operation that sends many items does when a call comes to nothing: the same rules for all of them.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { CallFailure } from '../../nodes/Awin/transport/failures';
import { Awin, type Call } from '../../nodes/Awin/transport/request';
import type { CallResult } from '../../nodes/Awin/transport/response';
import { CHANGE_SUBJECTS } from '../faults/changeSubjects.cts';
import { executeAwin, type ExecutionSettings } from '../support/contexts.cts';
import { proofParameters, submitParameters } from '../support/conversion.cts';
import { emptyStore } from '../support/deduplication.cts';
import { uploadParameters } from '../support/feeds.cts';
import { linkParameters, offerParameters, resultsOf } from '../support/links.cts';
import { NOW_MS } from '../support/sandbox.cts';
import { validateParameters } from '../support/validation.cts';

const ACCOUNTS = Array.from({ length: 10 }, (_, index) => String(77_001 + index));

const accountOfItem = { accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' } };

interface Sending {
	name: string;
	parameters: INodeParameters;
	columns: IDataObject;
	/** What an item is that Awin refused; where it is not called so, it was not sent. */
	refused: 'failed' | 'rejected';
}

const SENDINGS: Sending[] = [
	{
		name: 'Transaction: Validate',
		parameters: { ...validateParameters, options: { waitForCompletion: false } },
		columns: { id: 1_600_000_001 },
		refused: 'failed',
	},
	{
		name: 'Conversion: Submit',
		parameters: submitParameters,
		columns: { order: 'A-1', total: 10, awc: '77101_1769871600_1' },
		refused: 'rejected',
	},
	{
		name: 'Proof of Purchase: Submit',
		parameters: proofParameters,
		columns: { order: 'P-1', total: 10 },
		refused: 'rejected',
	},
	{
		name: 'Link: Create, long links',
		parameters: linkParameters,
		columns: { advertiser: 77101, page: 'https://shop.example/' },
		refused: 'failed',
	},
	{
		name: 'Link: Create, short links',
		parameters: { ...linkParameters, shorten: true },
		columns: { advertiser: 77101, page: 'https://shop.example/' },
		refused: 'failed',
	},
	{
		name: 'Offer: Create',
		parameters: { ...offerParameters, title: 'Save' },
		columns: {},
		refused: 'failed',
	},
	{
		name: 'Product Feed: Upload',
		parameters: { ...uploadParameters, locale: 'de_DE' },
		columns: { id: 'F-1', title: 'Boots', link: 'https://shop.example/1' },
		refused: 'rejected',
	},
];

it('has every operation that gives each row a result of its own', () => {
	expect(SENDINGS.map(({ name }) => name)).toEqual(CHANGE_SUBJECTS.map(({ name }) => name));
});

beforeEach(async () => {
	jest.spyOn(Date, 'now').mockReturnValue(NOW_MS);
	await emptyStore();
});

afterEach(() => {
	jest.restoreAllMocks();
});

/** Runs an operation over an item for each account, with Awin as the test wants it. */
async function runWith(
	{ parameters, columns }: Sending,
	answer: (call: Call) => CallFailure | undefined,
	settings: Partial<ExecutionSettings> = {},
) {
	const posts: string[] = [];
	jest.spyOn(Awin.prototype, 'send').mockImplementation(async (call): Promise<CallResult> => {
		await Promise.resolve();
		// Calls that only look something up: no account is another one's, and no quota is told.
		if (call.method !== 'POST') return { ok: true, status: 200, answer: [] };
		posts.push(call.path);
		const failure = answer(call);
		return failure ? { ok: false, failure } : { ok: true, status: 200, answer: {} };
	});
	const { items } = await executeAwin({
		parameters: { ...parameters, ...accountOfItem },
		credentials: { accessToken: 'a token', environment: 'live', requestsPerMinute: 1000 },
		items: ACCOUNTS.map((account) => ({ json: { ...columns, account } })),
		onError: 'continueRegularOutput',
		...settings,
	});
	return { posts, results: resultsOf(items) };
}

describe.each(SENDINGS)('$name to ten accounts', (sending) => {
	const [, ...others] = ACCOUNTS;

	it("a limit that lasts is the token's: nothing more is sent to any account", async () => {
		const { posts, results } = await runWith(sending, () => ({ kind: 'refused', status: 429 }));

		expect(posts).toHaveLength(1);
		const [first, ...rest] = results;
		expect(first).toMatchObject({ outcome: sending.refused, code: 429 });
		for (const { outcome, code, message, nextStep } of rest) {
			expect({ outcome, code }).toEqual({ outcome: 'failed', code: 429 });
			expect(message).toMatch(/^Not sent, because .+limit of calls a minute is used up/);
			expect(nextStep?.length).toBeGreaterThan(20);
		}
	});

	it('an execution that was stopped before: nothing is sent', async () => {
		const signal = AbortSignal.abort();

		const { posts, results } = await runWith(sending, () => undefined, { signal });

		expect(posts).toEqual([]);
		for (const { outcome, message } of results) {
			expect(outcome).toBe('failed');
			expect(message).toBe('The execution was stopped before this item was sent');
		}
	});

	it('stopped while it waits for its turn: nothing was sent, and nothing more is', async () => {
		const { posts, results } = await runWith(sending, () => ({ kind: 'cancelled' }));

		expect(posts).toHaveLength(1);
		for (const { outcome, message } of results) {
			expect(outcome).toBe('failed');
			expect(message).toBe('The execution was stopped before this item was sent');
		}
	});

	it('stopped while a call is on its way: unknown, and nothing more is sent', async () => {
		const { posts, results } = await runWith(sending, () => ({
			kind: 'cancelled',
			inFlight: true,
		}));

		expect(posts).toHaveLength(1);
		expect(results.map(({ outcome }) => outcome)).toEqual([
			'unknown',
			...others.map(() => 'failed'),
		]);
		expect(results[1].message).toBe('The execution was stopped before this item was sent');
	});

	it.each<CallFailure>([
		{ kind: 'unreachable', code: 'ECONNREFUSED', host: 'api.awin.com' },
		{ kind: 'redirected', status: 302 },
		{ kind: 'credential', reason: 'Without a token', nextStep: 'Give the credential a token.' },
	])('no way to Awin ($kind): nothing was sent, and no other account is tried', async (failure) => {
		const { posts, results } = await runWith(sending, () => failure);

		expect(posts).toHaveLength(1);
		for (const { outcome, nextStep } of results) {
			expect(outcome).toBe('failed');
			expect(nextStep?.length).toBeGreaterThan(20);
		}
	});

	it.each<CallFailure>([
		{ kind: 'unreadable', status: 200, what: 'html' },
		{ kind: 'interrupted', code: 'ECONNRESET' },
		{ kind: 'timeout', timeoutMs: 1000 },
		{ kind: 'refused', status: 500 },
		{ kind: 'refused', status: 503 },
	])('no answer to go by (%j): unknown, and the others are sent', async (failure) => {
		const { posts, results } = await runWith(sending, () => failure);

		expect(new Set(posts).size).toBe(ACCOUNTS.length);
		expect(results.map(({ outcome }) => outcome)).toEqual(ACCOUNTS.map(() => 'unknown'));
	});

	it.each([400, 401, 403, 404, 422])('%d for one account: the others are sent', async (status) => {
		const { posts, results } = await runWith(sending, ({ path }) =>
			path.includes(ACCOUNTS[0]) ? { kind: 'refused', status } : undefined,
		);

		expect(new Set(posts).size).toBe(ACCOUNTS.length);
		expect(results[0]).toMatchObject({ outcome: sending.refused, code: status });
		// To the others Awin says nothing at all.
		expect(results.slice(1).map(({ code }) => code)).not.toContain(status);
	});
});
