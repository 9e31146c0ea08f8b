import type { NewFault } from '../../demo/sandbox/faults.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { CONTINUE } from '../support/contexts.cts';
import { credentialsFor, NOW_MS, type Row } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import {
	addPending,
	batchesOf,
	outcomesOf,
	resultsOf,
	statusOf,
	stopOf,
	validate,
} from '../support/validation.cts';

const { sandbox, clock } = useSandbox({ clock: true });
let rows: Row[];
let columns: Array<{ id: number }>;

beforeEach(() => {
	rows = addPending(sandbox, 3);
	columns = rows.map(({ id }) => ({ id }));
});

const BATCH = { match: { path: '/transactions/batch' } };
const JOB = { match: { path: '/transactions/jobs/' } };
const LIST = { match: { path: 'startDate=' } };
const SAFE_AGAIN = /Run(ning)? the node again/;

describe('a batch that Awin did not take: failed, and nothing was done', () => {
	it.each<[string, NewFault, string]>([
		[
			'400',
			{
				kind: 'status',
				status: 400,
				body: '{"error":"x","description":"JSON parse error"}',
				...BATCH,
			},
			'Awin did not accept the request (status 400). Awin says: "JSON parse error"',
		],
		[
			'401',
			{ kind: 'status', status: 401, ...BATCH },
			'Awin does not know the access token (status 401).',
		],
		[
			'403',
			{ kind: 'status', status: 403, ...BATCH },
			'The access token is not allowed to use advertiser account 77101 in this way (status 403).',
		],
		[
			'404',
			{ kind: 'status', status: 404, ...BATCH },
			'Awin has nothing at this address (status 404).',
		],
		[
			'422',
			{ kind: 'status', status: 422, ...BATCH },
			'Awin did not accept the request (status 422).',
		],
		[
			'429 for minutes',
			{ kind: 'status', status: 429, times: Infinity, ...BATCH },
			"Awin's limit of calls a minute is used up (status 429).",
		],
		[
			'a redirect',
			{ kind: 'redirect', location: 'https://example.com/', ...BATCH },
			"Awin's address answered with a redirect (status 302), which was not followed",
		],
		[
			'200 with an error in it',
			{ kind: 'body', body: '{"error":"maintenance","description":"Try later"}', ...BATCH },
			'Awin refused the request (status 200). Awin says: "Try later"',
		],
	])('%s', async (_what, fault, message) => {
		sandbox.awin.faults.add(fault);

		const { items, hints } = await validate(sandbox, columns, {}, CONTINUE);

		for (const result of resultsOf(items)) {
			expect(result.outcome).toBe('failed');
			expect(result.message).toContain(message);
			expect(result.nextStep?.length).toBeGreaterThan(20);
			expect(result).toMatchObject({ jobId: null, sent: null });
		}
		expect(hints.map(({ message: hint }) => hint)).toContain('3 not done.');
		expect(rows.map(({ id }) => statusOf(sandbox, id))).toEqual(['pending', 'pending', 'pending']);
	});

	it('no connection', async () => {
		const credentials = credentialsFor(sandbox, { baseUrl: 'http://127.0.0.1:9' });

		const stop = await stopOf(validate(sandbox, columns, {}, { credentials }));

		expect(stop.message).toBe('3 of 3 items were not validated: 3 not done');
		expect(stop.description).toContain(
			'127.0.0.1:9 could not be reached (ECONNREFUSED) [item 3 of 3]. Nothing was sent.',
		);
	});
});

describe('a batch that nobody can tell about: unknown, with what to check', () => {
	it.each<[string, NewFault, string, boolean]>([
		[
			'a connection that ends before',
			{ kind: 'dropBefore', ...BATCH },
			'The connection to Awin ended before the answer was complete',
			false,
		],
		[
			'a connection that ends after',
			{ kind: 'dropAfter', ...BATCH },
			'The connection to Awin ended before the answer was complete',
			true,
		],
		[
			'half an answer',
			{ kind: 'cutBody', ...BATCH },
			'The connection to Awin ended before the answer was complete',
			true,
		],
		[
			'half a JSON',
			{ kind: 'truncatedJson', ...BATCH },
			'Awin sent an answer that ends in the middle (status 200)',
			true,
		],
		[
			'500, not done',
			{ kind: 'status', status: 500, ...BATCH },
			'Awin could not answer (status 500).',
			false,
		],
		[
			'503, done',
			{ kind: 'status', status: 503, afterProcessing: true, ...BATCH },
			'Awin could not answer (status 503).',
			true,
		],
		[
			'a web page with 502',
			{ kind: 'html', status: 502, ...BATCH },
			'Awin could not answer (status 502).',
			false,
		],
		[
			'a web page with 200',
			{ kind: 'html', status: 200, ...BATCH },
			'Awin sent a web page instead of data (status 200)',
			false,
		],
		[
			'a word',
			{ kind: 'body', body: 'accepted', ...BATCH },
			'Awin sent an answer in a form that this node does not know (status 200)',
			false,
		],
		[
			'no job',
			{ kind: 'body', body: '{}', ...BATCH },
			'Awin took the batch in and did not name the job that it works on it in',
			false,
		],
		[
			'an empty answer',
			{ kind: 'body', body: '', ...BATCH },
			'Awin took the batch in and did not name the job that it works on it in',
			false,
		],
		[
			'a job that is no text',
			{ kind: 'wrongTypes', ...BATCH },
			'Awin took the batch in and did not name the job that it works on it in',
			true,
		],
	])('%s', async (_what, fault, message, isDone) => {
		sandbox.awin.faults.add(fault);

		const { items, hints } = await validate(sandbox, columns, {}, CONTINUE);

		expect(batchesOf(sandbox)).toHaveLength(1);
		resultsOf(items).forEach((result, place) => {
			expect(result.outcome).toBe('unknown');
			expect(result.message).toContain(message);
			expect(result.nextStep).toMatch(/^Nobody can tell from here whether Awin carried it out\./);
			expect(result.nextStep).toMatch(SAFE_AGAIN);
			expect(result.sent?.transaction).toEqual({ transactionId: rows[place].id });
		});
		expect(hints.map(({ message: hint }) => hint)).toContain('3 unknown.');

		// Time passes until the job that Awin may have made is over; then the node is simply run again.
		clock.passedMs += 60_000;
		const again = await validate(sandbox, columns);
		const expected = isDone ? 'alreadyDone' : 'done';
		expect(outcomesOf(again.items)).toEqual([expected, expected, expected]);
	});

	it('stops the node where it is set to stop, and says what to do', async () => {
		sandbox.awin.faults.add({ kind: 'dropAfter', ...BATCH });

		const stop = await stopOf(validate(sandbox, columns));

		expect(stop.message).toBe('3 of 3 items were not validated: 3 unknown');
		expect(stop.description).toContain('[item 3 of 3]. Nobody can tell from here');
		expect(stop.description).toMatch(/Running the node again is safe/);
	});

	it('does not keep the batches of other accounts from being sent and told of', async () => {
		sandbox.awin.faults.add({ kind: 'dropAfter', match: { path: '/77101/transactions/batch' } });
		const mixed = [
			{ id: rows[0].id, account: 77101 },
			{ id: 5, account: 77102 },
		];

		const stop = await stopOf(
			validate(sandbox, mixed, {
				accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' },
			}),
		);

		expect(stop.message).toBe('2 of 2 items were not validated: 1 unknown, 1 not done');
		expect(stop.description).toContain('Awin has no transaction 5 in account 77102 (code 404)');
	});
});

describe('what passes is not noticed', () => {
	it.each<NewFault>([
		{ kind: 'status', status: 429, times: 3, ...BATCH },
		{ kind: 'slow', delayMs: 20, ...BATCH },
		{ kind: 'slow', delayMs: 20, beforeProcessing: true, ...BATCH },
		{ kind: 'slow', delayMs: 20, ...JOB },
		{ kind: 'redirect', location: 'https://example.com/', ...JOB },
		{ kind: 'status', status: 500, times: 3, ...JOB },
		{ kind: 'status', status: 429, times: 3, ...JOB },
		{ kind: 'status', status: 404, ...JOB },
		{ kind: 'html', ...JOB },
		{ kind: 'html', status: 200, ...JOB },
		{ kind: 'dropBefore', times: 2, ...JOB },
		{ kind: 'dropAfter', ...JOB },
		{ kind: 'cutBody', ...JOB },
		{ kind: 'truncatedJson', ...JOB },
		{ kind: 'wrongTypes', ...JOB },
		{ kind: 'body', body: '[]', times: 2, ...JOB },
		{ kind: 'body', body: '{"status":"QUEUED"}', times: 5, ...JOB },
	])('%j', async (fault) => {
		sandbox.awin.faults.add(fault);

		const { items } = await validate(sandbox, columns);

		expect(outcomesOf(items)).toEqual(['done', 'done', 'done']);
		expect(sandbox.awin.faults.waiting).toEqual([]);
		// However often the job was asked for, the batch went once, or again only where Awin had said that it did not take it.
		expect(sandbox.awin.entryCount).toBe(3);
	});

	it.each<NewFault>([
		{ kind: 'slow', delayMs: 20, ...LIST },
		{ kind: 'status', status: 503, times: 3, ...LIST },
		{ kind: 'status', status: 429, times: 2, ...LIST },
		{ kind: 'dropBefore', times: 2, ...LIST },
		{ kind: 'dropAfter', ...LIST },
		{ kind: 'cutBody', ...LIST },
		{ kind: 'truncatedJson', ...LIST },
		{ kind: 'html', ...LIST },
	])('while order references are looked up: %j', async (fault) => {
		sandbox.awin.faults.add(fault);

		const { items } = await validate(sandbox, [{ ref: 'T-1' }, { ref: 'T-3' }], {
			identifyBy: 'orderReference',
			orderReference: '={{ $json.ref }}',
		});

		expect(outcomesOf(items)).toEqual(['done', 'done']);
		expect(sandbox.awin.faults.waiting).toEqual([]);
	});
});

describe('a job whose result cannot be had: submitted, with the job to ask for later', () => {
	it.each<[string, NewFault, string]>([
		[
			'503 all the time',
			{ kind: 'status', status: 503, times: Infinity, ...JOB },
			'Awin could not answer (status 503)',
		],
		[
			'429 all the time',
			{ kind: 'status', status: 429, times: Infinity, ...JOB },
			"Awin's limit of calls a minute is used up",
		],
		[
			'404 all the time',
			{ kind: 'status', status: 404, times: Infinity, ...JOB },
			'Awin has nothing at this address (status 404)',
		],
		[
			'401',
			{ kind: 'status', status: 401, times: Infinity, ...JOB },
			'Awin does not know the access token',
		],
		[
			'403',
			{ kind: 'status', status: 403, times: Infinity, ...JOB },
			'The access token is not allowed',
		],
		[
			'a web page',
			{ kind: 'html', status: 200, times: Infinity, ...JOB },
			'Awin sent a web page instead of data',
		],
		[
			'connections that end',
			{ kind: 'dropBefore', times: Infinity, ...JOB },
			'The connection to Awin ended',
		],
		[
			'another form',
			{ kind: 'wrongTypes', times: Infinity, ...JOB },
			'Awin sent an answer in a form that this node does not know',
		],
		[
			'a list',
			{ kind: 'body', body: '[1,2]', times: Infinity, ...JOB },
			'Awin sent an answer in a form that this node does not know',
		],
	])('%s', async (_what, fault, message) => {
		sandbox.awin.faults.add(fault);

		const { items, hints } = await validate(sandbox, columns);

		for (const { outcome, message: told, nextStep, jobId } of resultsOf(items)) {
			expect(outcome).toBe('submitted');
			expect(told).toContain('Awin has taken it in, and its result could not be fetched: ');
			expect(told).toContain(message);
			expect(nextStep).toContain(`Validation Job: Get and the job ID ${jobId}`);
		}
		expect(hints.map(({ message: hint }) => hint)).toContain(
			'3 submitted and still being worked on.',
		);
	});

	it('a job that takes longer than the time allowed', async () => {
		sandbox.awin.switches.jobsNeverFinish = true;
		sandbox.awin.switches.runningStatus = 'PAUSED_BY_MOON';

		const { items } = await validate(sandbox, columns, { options: { timeoutSeconds: 60 } });

		expect(outcomesOf(items)).toEqual(['submitted', 'submitted', 'submitted']);
		expect(resultsOf(items)[0].message).toBe(
			'Awin has taken it in and was still working on it after 60 seconds',
		);
		expect(clock.passedMs).toBe(60_000);
		const pauses = clock.sleepsMs.slice(0, 5);
		expect(pauses).toEqual([1000, 1500, 2250, 3375, 5062.5]);
		expect(Math.max(...clock.sleepsMs)).toBe(15_000);
	});

	it('a job that slips now and then is asked on, as long as it goes on in between', async () => {
		const running = { kind: 'body', body: '{"status":"QUEUED"}', ...JOB } as const;
		const slip = { kind: 'body', body: '[]', times: 2, ...JOB } as const;
		for (const fault of [slip, running, slip, running, slip]) sandbox.awin.faults.add(fault);

		const { items } = await validate(sandbox, columns);

		expect(outcomesOf(items)).toEqual(['done', 'done', 'done']);
		expect(sandbox.awin.faults.waiting).toEqual([]);
	});

	it('three slips in a row end the asking', async () => {
		sandbox.awin.faults.add({ kind: 'body', body: '[]', times: 3, ...JOB });

		const { items } = await validate(sandbox, columns);

		expect(outcomesOf(items)).toEqual(['submitted', 'submitted', 'submitted']);
		expect(sandbox.awin.calls.filter(({ path }) => path.includes('/jobs/'))).toHaveLength(3);
	});

	it('a token that is revoked while the job runs', async () => {
		sandbox.awin.world.jobDurationMs = () => 20_000;
		const sleep = clock.sleepsMs;
		jest.spyOn(sleep, 'push').mockImplementation(() => {
			sandbox.awin.revoke(TOKENS.owner);
			return 0;
		});

		const { items } = await validate(sandbox, columns);

		expect(outcomesOf(items)).toEqual(['submitted', 'submitted', 'submitted']);
		expect(resultsOf(items)[0].message).toContain('Awin does not know the access token');
	});

	it('is not asked for at all where that is switched off', async () => {
		const { items } = await validate(sandbox, columns, { options: { waitForCompletion: false } });

		expect(outcomesOf(items)).toEqual(['submitted', 'submitted', 'submitted']);
		expect(sandbox.awin.calls).toHaveLength(1);
		expect(clock.passedMs).toBe(0);
	});
});

describe('an execution that the person stops', () => {
	it('while the job runs ends at once', async () => {
		sandbox.awin.switches.jobsNeverFinish = true;
		const controller = new AbortController();
		jest.spyOn(clock.sleepsMs, 'push').mockImplementation(() => {
			controller.abort();
			return 0;
		});

		const { items } = await validate(sandbox, columns, {}, { signal: controller.signal });

		expect(outcomesOf(items)).toEqual(['submitted', 'submitted', 'submitted']);
		expect(sandbox.awin.calls.length).toBeLessThanOrEqual(2);
		for (const { message } of resultsOf(items)) {
			expect(message).toBe(
				'Awin has taken it in; the execution was stopped before its result was there',
			);
		}
	});

	it('before anything is sent sends nothing', async () => {
		const controller = new AbortController();
		controller.abort();

		await stopOf(validate(sandbox, columns, {}, { signal: controller.signal }));

		expect(sandbox.awin.calls).toEqual([]);
	});
});

describe('looking up order references, when that does not work: nothing is sent', () => {
	const byReference = { identifyBy: 'orderReference', orderReference: '={{ $json.ref }}' };
	const references = [{ ref: 'T-1' }, { ref: 'T-2' }];

	it.each<[string, NewFault, string]>([
		[
			'401',
			{ kind: 'status', status: 401, times: Infinity, ...LIST },
			'Awin does not know the access token (status 401)',
		],
		[
			'503',
			{ kind: 'status', status: 503, times: Infinity, ...LIST },
			'Awin could not answer (status 503)',
		],
		[
			'a web page',
			{ kind: 'html', status: 200, times: Infinity, ...LIST },
			'Awin sent a web page instead of data',
		],
		[
			'no list',
			{ kind: 'body', body: '{"rows":5}', times: Infinity, ...LIST },
			'Awin sent an answer in a form that this node does not know',
		],
		[
			'a redirect',
			{ kind: 'redirect', location: 'https://example.com/', times: Infinity, ...LIST },
			'answered with a redirect (status 302), which was not followed',
		],
		['values of other types', { kind: 'wrongTypes', times: Infinity, ...LIST }, 'not transactions'],
		[
			'rows that are none',
			{ kind: 'body', body: '[{"a":1}]', times: Infinity, ...LIST },
			"Awin's answer holds 1 row that is",
		],
	])('%s', async (_what, fault, message) => {
		sandbox.awin.faults.add(fault);

		const stop = await stopOf(validate(sandbox, references, byReference));
		const { items } = await validate(sandbox, references, byReference, CONTINUE);

		expect(stop.message).toMatch(/^2 of 2 items cannot be sent as they are: /);
		expect(stop.message).toContain(message);
		expect(stop.message).toContain('[items 1 and 2 of 2]');
		expect(stop.description).toMatch(/^Nothing was sent\. /);
		expect(outcomesOf(items)).toEqual(['failed', 'failed']);
		expect(resultsOf(items)[0].message).toContain(message);
		expect(batchesOf(sandbox)).toEqual([]);
	});
});

describe('an account that cannot be used', () => {
	it('a publisher account is named as such', async () => {
		const stop = await stopOf(
			validate(sandbox, columns, { accountId: { __rl: true, mode: 'id', value: '88201' } }),
		);

		expect(stop.message).toBe('3 of 3 items were not validated: 3 not done');
		expect(stop.description).toContain(
			'"Account" is "88201", which is a publisher account [item 1 of 3]',
		);
	});

	it.each([401, 403] as const)(
		'an account without API access gets the rule about plans (%i)',
		async (status) => {
			sandbox.awin.switches.refusedAccountStatus = status;
			const credentials = credentialsFor(sandbox, { accessToken: TOKENS.noApiAccess });
			const account = { accountId: { __rl: true, mode: 'id', value: '77106' } };

			const stop = await stopOf(validate(sandbox, columns, account, { credentials }));

			expect(stop.description).toContain('Accelerate and Advanced plans');
		},
	);
});

describe('what nobody knows for sure about Awin', () => {
	it.each<[string, Record<string, unknown>]>([
		['a batch is answered with 202', { batchStatus: 202 }],
		['another word for done', { finishedStatus: 'COMPLETED' }],
		['ids as text', { idsAsStrings: true }],
		['empty text for what was not used', { unusedIdentity: 'empty' }],
		['results in another order', { resultOrder: 'reversed' }],
		['304 listed, not counted', { notModified: 'listed' }],
		['304 hidden', { notModified: 'hidden' }],
		['members without a value left out', { nullsMissing: true }],
		['everything listed, without codes', { allTransactions: 'noCodes' }],
		['an empty list of everything', { allTransactions: 'empty' }],
		['only what was done in the list of everything', { allTransactions: 'goodOnly' }],
		['bare ids in the list of everything', { allTransactions: 'ids' }],
		['no list of everything', { allTransactions: 'none' }],
		['a job and an error in one answer', { jobIdBesideError: true }],
		[
			'a job and an error in one answer, with an empty list',
			{ jobIdBesideError: true, allTransactions: 'empty', batchStatus: 202 },
		],
	])('%s', async (_what, switches) => {
		Object.assign(sandbox.awin.switches, switches);
		sandbox.awin.world.scheduleEvent({
			transactionId: rows[1].id,
			kind: 'approved',
			atMs: NOW_MS - 1,
		});

		const { items } = await validate(sandbox, [...columns, { id: 999 }], {}, CONTINUE);

		expect(outcomesOf(items)).toEqual(['done', 'alreadyDone', 'done', 'failed']);
		expect(resultsOf(items)[3].message).toMatch(/^Awin has no transaction 999 in account 77101/);
	});

	it('different actions in one batch are refused: then each goes on its own', async () => {
		sandbox.awin.switches.mixedActions = false;
		const mixed = [
			{ id: rows[0].id, action: 'approve' },
			{ id: rows[1].id, action: 'decline' },
			{ id: rows[2].id, action: 'approve' },
		];

		const { items } = await validate(sandbox, mixed, {
			action: '={{ $json.action }}',
			declineReason: 'returned',
		});

		expect(outcomesOf(items)).toEqual(['done', 'done', 'done']);
		expect(batchesOf(sandbox).map((batch) => batch.length)).toEqual([3, 2, 1]);
	});

	const mixed = () => [
		{ id: rows[0].id, action: 'approve' },
		{ id: rows[1].id, action: 'decline' },
	];
	const each = { action: '={{ $json.action }}', declineReason: 'returned' };

	it.each([500, 503, 408])(
		'different actions in one batch are not sent again after a %i: Awin may have them',
		async (status) => {
			sandbox.awin.faults.add({ kind: 'status', status, ...BATCH });

			const { items } = await validate(sandbox, mixed(), each, CONTINUE);

			expect(outcomesOf(items)).toEqual(['unknown', 'unknown']);
			expect(batchesOf(sandbox)).toHaveLength(1);
		},
	);

	it('after the first action is refused for good, the others do not go', async () => {
		sandbox.awin.switches.mixedActions = false;
		sandbox.awin.faults.add({ kind: 'status', status: 403, afterCalls: 1, ...BATCH });

		const { items } = await validate(sandbox, mixed(), each, CONTINUE);

		expect(outcomesOf(items)).toEqual(['failed', 'failed']);
		expect(resultsOf(items)[1].message).toMatch(/^Not sent, because Awin refused an earlier batch/);
		expect(batchesOf(sandbox).map((batch) => batch.length)).toEqual([2, 1]);
	});

	it('different actions in one batch are not sent again where the refusal names a job: Awin has taken them in', async () => {
		const body = JSON.stringify({ error: 'x', jobId: 'abc123' });
		sandbox.awin.faults.add({ kind: 'status', status: 400, body, ...BATCH });

		await validate(sandbox, mixed(), each, CONTINUE);

		expect(batchesOf(sandbox)).toHaveLength(1);
	});

	it('a 400 for one action alone is not sent again', async () => {
		sandbox.awin.faults.add({ kind: 'status', status: 400, times: Infinity, ...BATCH });
		const mixed = [
			{ id: rows[0].id, action: 'approve' },
			{ id: rows[1].id, action: 'decline' },
		];

		const { items } = await validate(
			sandbox,
			mixed,
			{ action: '={{ $json.action }}', declineReason: 'returned' },
			CONTINUE,
		);

		expect(outcomesOf(items)).toEqual(['failed', 'failed']);
		expect(batchesOf(sandbox)).toHaveLength(3);
	});

	it('the list of everything is missing: the one of what went wrong is asked for', async () => {
		const answer = (lists: string) =>
			`{"status":"DONE","transactions":3,"errors":1,"completionDate":"2026-06-15T10:00:02.000",${lists}}`;
		sandbox.awin.faults.add({
			kind: 'body',
			body: answer('"allTransactions":null,"failedTransactions":null'),
			match: { path: 'output=all' },
		});
		sandbox.awin.faults.add({
			kind: 'body',
			body: answer(
				`"failedTransactions":[{"transactionId":${rows[1].id},"code":"[422 X]","description":"no"}]`,
			),
			match: { path: 'output=errors' },
		});

		const { items } = await validate(sandbox, columns, {}, CONTINUE);

		expect(outcomesOf(items)).toEqual(['done', 'failed', 'done']);
	});

	it.each([
		'FAILED',
		'failed',
		'ERROR',
		'CANCELLED',
		'ABORTED',
		'TIMED_OUT',
		'COMPLETED_WITH_ERRORS',
	])(
		'a job that ends as %s without a completion date: at once, unknown, with the status',
		async (status) => {
			sandbox.awin.switches.badEndStatus = status;

			const { items } = await validate(sandbox, columns, {}, CONTINUE);

			expect(outcomesOf(items)).toEqual(['unknown', 'unknown', 'unknown']);
			expect(resultsOf(items)[0].message).toBe(
				`Awin ended the job with the status ${status}, and its results do not say what became of transaction ${rows[0].id}`,
			);
			expect(resultsOf(items)[0].jobId).toMatch(/^[0-9a-f]{24}$/);
			expect(clock.passedMs).toBe(1000);
		},
	);

	it.each(['PROCESSING_ERRORS', 'RUNNING', 'CANCELLING', 'NOT_FAILED', 'PAUSED'])(
		'a job that is %s is still waited for',
		async (status) => {
			sandbox.awin.switches.badEndStatus = status;

			const { items } = await validate(sandbox, columns, { options: { timeoutSeconds: 60 } });

			expect(outcomesOf(items)).toEqual(['submitted', 'submitted', 'submitted']);
			expect(clock.passedMs).toBe(60_000);
		},
	);

	it('a job that ends badly beside an error says what Awin says', async () => {
		const body = (jobId: string) =>
			JSON.stringify({ jobId, status: 'FAILED', error: 'Internal', message: 'Queue is full' });
		jest.spyOn(sandbox.awin.jobs, 'find').mockImplementation((_account, jobId) => {
			sandbox.awin.faults.add({ kind: 'body', body: body(jobId), times: Infinity, ...JOB });
			return undefined;
		});

		const { items } = await validate(sandbox, columns, {}, CONTINUE);

		expect(outcomesOf(items)).toEqual(['unknown', 'unknown', 'unknown']);
		expect(resultsOf(items)[0].message).toContain('with the status FAILED');
		expect(resultsOf(items)[0].message).toContain('Awin says: "Queue is full"');
	});

	it('what the list of everything has told stays true where the other one cannot be fetched', async () => {
		sandbox.awin.switches.allTransactions = 'goodOnly';
		sandbox.awin.faults.add({
			kind: 'status',
			status: 500,
			times: Infinity,
			match: { path: 'output=errors' },
		});

		const { items } = await validate(sandbox, [...columns, { id: 999 }], {}, CONTINUE);

		expect(outcomesOf(items)).toEqual(['done', 'done', 'done', 'submitted']);
	});

	it('a job that does not add up with what was sent leaves the silent rows unknown', async () => {
		sandbox.awin.faults.add({
			kind: 'body',
			body: '{"status":"DONE","transactions":2,"errors":0,"allTransactions":[]}',
			...JOB,
		});

		const { items } = await validate(sandbox, columns, {}, CONTINUE);

		expect(outcomesOf(items)).toEqual(['unknown', 'unknown', 'unknown']);
		expect(resultsOf(items)[0].message).toBe(
			`The job is over, and its results do not say what became of transaction ${rows[0].id}`,
		);
		expect(resultsOf(items)[0].jobId).toMatch(/^[0-9a-f]{24}$/);
		expect(resultsOf(items)[2].nextStep).toMatch(
			/safe to paste.*: \{status: text\(4\), transactions: #, errors: #, allTransactions: \[\]\}$/,
		);
	});
});
