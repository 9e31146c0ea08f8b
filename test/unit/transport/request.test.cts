import { PassThrough, Readable } from 'node:stream';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import {
	Awin,
	LIST_TIMEOUT_MS,
	type AwinOptions,
	type Call,
} from '../../../nodes/Awin/transport/request';
import type { CallResult } from '../../../nodes/Awin/transport/response';
import { WINDOW_MS } from '../../../nodes/Awin/transport/throttle';
import {
	answer,
	codeError,
	FakeContext,
	freshToken,
	JumpingClock,
	textsIn,
	type Respond,
} from './helper.cts';

const READ: Call = { path: '/accounts' };
const WRITE: Call = {
	method: 'POST',
	path: '/batch',
	body: [{ action: 'approve' }],
	effect: 'write',
};
const HTML = '<html><body><h1>502 Bad Gateway</h1></body></html>';

interface Scene {
	clock: JumpingClock;
	fake: FakeContext;
	awin: Awin;
	send(call: Call): Promise<CallResult>;
}

function scene(
	respond?: Respond,
	{
		credentials = {},
		deadlineMs,
		hardEndMs,
	}: { credentials?: ICredentialDataDecryptedObject } & AwinOptions = {},
	clock = new JumpingClock(0),
): Scene {
	const fake = new FakeContext(
		clock,
		{ accessToken: freshToken(), environment: 'live', requestsPerMinute: 20, ...credentials },
		respond,
	);
	const awin = new Awin(fake.context, { clock, deadlineMs, hardEndMs });
	return { clock, fake, awin, send: async (call) => await clock.run(awin.send(call)) };
}

/** Answers in turn; the last one again and again. */
function inTurn(...answers: unknown[]): Respond {
	return (_, attempt) => {
		const next = answers[Math.min(attempt, answers.length) - 1];
		if (next instanceof Error) throw next;
		return next;
	};
}

beforeEach(() => {
	// The middle of the jitter.
	jest.spyOn(Math, 'random').mockReturnValue(0.5);
});

afterEach(() => {
	jest.restoreAllMocks();
});

describe('What is sent', () => {
	it('a read', async () => {
		const { send, fake } = scene();
		await send({ path: '/accounts', query: { type: 'publisher' } });
		expect(fake.sent).toHaveLength(1);
		expect(fake.sent[0].request).toEqual({
			method: 'GET',
			url: 'https://api.awin.com/accounts',
			qs: { type: 'publisher' },
			body: undefined,
			headers: {
				Accept: 'application/json',
				'User-Agent': expect.stringMatching(/^n8n-nodes-awin\/\d/),
			},
			timeout: LIST_TIMEOUT_MS,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		});
	});

	it('a write, with its body as JSON', async () => {
		const { send, fake } = scene();
		await send({ ...WRITE, timeoutMs: 5000 });
		expect(fake.sent[0].request).toMatchObject({
			method: 'POST',
			url: 'https://api.awin.com/batch',
			body: Buffer.from('[{"action":"approve"}]'),
			headers: { 'Content-Type': 'application/json' },
			timeout: 5000,
		});
	});

	it("to the credential's own address", async () => {
		const { send, fake } = scene(undefined, {
			credentials: { environment: 'custom', baseUrl: 'http://127.0.0.1:4010/awin/' },
		});
		await send(READ);
		expect(fake.sent[0].request.url).toBe('http://127.0.0.1:4010/awin/accounts');
	});

	it.each(['/jobs/.', '/jobs/..', '/jobs/%2e%2e', '/jobs/.%2E?output=all', '/a/../b'])(
		'nothing to an address that leads elsewhere: %s',
		async (path) => {
			const { send, fake } = scene();
			expect(await send({ path })).toEqual({
				ok: false,
				failure: { kind: 'refused', status: 404 },
			});
			expect(fake.sent).toEqual([]);
		},
	);

	it('nothing, with a credential that cannot be used', async () => {
		const { send, fake } = scene(undefined, { credentials: { accessToken: '' } });
		expect(await send(READ)).toMatchObject({ ok: false, failure: { kind: 'credential' } });
		expect(fake.sent).toEqual([]);
	});
});

describe('A good answer is given at once', () => {
	it('as it was read', async () => {
		const { send, clock } = scene(() => answer([{ id: 1 }]));
		expect(await send(READ)).toEqual({ ok: true, status: 200, answer: [{ id: 1 }] });
		expect(clock.sleeps).toEqual([]);
	});
});

/** Awin cannot have taken the call. */
const unreached: Array<[string, unknown]> = [
	['the host is unknown', codeError('ENOTFOUND')],
	['the connection is refused', codeError('ECONNREFUSED')],
	['the certificate has expired', codeError('CERT_HAS_EXPIRED')],
];

/** Awin may have taken the call. */
const inDoubt: Array<[string, unknown]> = [
	['the connection breaks', codeError('ECONNRESET', 'socket hang up')],
	['there is no answer in time', codeError('ETIMEDOUT')],
	['nobody knows what happened', new Error('boom')],
	['status 500', answer({ error: 'exception' }, 500)],
	['status 502 with a page', answer(HTML, 502)],
	['status 503', answer('', 503)],
	['a page instead of data', answer(HTML)],
];

const passing: Array<[string, unknown]> = [
	...unreached,
	...inDoubt,
	['half an answer', answer('[{"id":1},')],
];

describe('A read is repeated where it may pass', () => {
	it.each(passing)('when %s', async (_, trouble) => {
		const { send, fake } = scene(inTurn(trouble, answer([])));
		expect(await send(READ)).toMatchObject({ ok: true });
		expect(fake.sent).toHaveLength(2);
	});

	it.each(passing)('three times at most, when %s', async (_, trouble) => {
		const { send, fake } = scene(inTurn(trouble));
		expect((await send(READ)).ok).toBe(false);
		expect(fake.sent).toHaveLength(4);
	});

	it.each<[string, unknown]>([
		['status 400', answer({ error: 'x' }, 400)],
		['status 401', answer({ error: 'unauthorized' }, 401)],
		['status 403', answer('', 403)],
		['status 404', answer('', 404)],
		['status 422', answer('', 422)],
		['a redirect', answer('', 302)],
		['an error with status 200', answer({ error: 'x' })],
		['text in an unknown form', answer('OK')],
	])('not for %s, which stays as it is', async (_, trouble) => {
		const { send, fake } = scene(inTurn(trouble));
		expect((await send(READ)).ok).toBe(false);
		expect(fake.sent).toHaveLength(1);
	});
});

describe('Pauses between tries', () => {
	it('grow', async () => {
		const { send, clock } = scene(inTurn(answer('', 500)));
		await send(READ);
		expect(clock.sleeps).toEqual([1000, 2000, 4000]);
	});

	it.each([
		['shortest', 0, [750, 1500, 3000]],
		['longest', 1, [1250, 2500, 5000]],
	])('are spread by a quarter: %s', async (_, random, pauses) => {
		jest.spyOn(Math, 'random').mockReturnValue(random);
		const { send, clock } = scene(inTurn(answer('', 500)));
		await send(READ);
		expect(clock.sleeps).toEqual(pauses);
	});

	it('go through the throttle like any call', async () => {
		const { send, fake } = scene(inTurn(answer('', 500)), {
			credentials: { requestsPerMinute: 1 },
		});
		await send(READ);
		const gaps = fake.sent.slice(1).map(({ atMs }, i) => atMs - fake.sent[i].atMs);
		for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(60_000);
	});
});

describe('A write is repeated only where Awin cannot have taken it', () => {
	it.each<[string, unknown]>([...unreached, ['the limit is used up', answer('', 429)]])(
		'repeated when %s',
		async (_, trouble) => {
			const { send, fake } = scene(inTurn(trouble, answer({ jobId: 'a' })));
			expect(await send(WRITE)).toMatchObject({ ok: true });
			expect(fake.sent).toHaveLength(2);
		},
	);

	it.each<[string, unknown]>([
		...inDoubt,
		['half an answer', answer('{"jobId":')],
		['status 400', answer('', 400)],
		['status 422', answer('', 422)],
	])('sent once when %s', async (_, trouble) => {
		const { send, fake, clock } = scene(inTurn(trouble, answer({ jobId: 'a' })));
		expect((await send(WRITE)).ok).toBe(false);
		expect(fake.sent).toHaveLength(1);
		expect(clock.sleeps).toEqual([]);
	});
});

describe('A call that the limit kept out', () => {
	it('is sent again when its place in the minute is free', async () => {
		const { send, fake } = scene(inTurn(answer('', 429), answer([])));
		expect(await send(READ)).toMatchObject({ ok: true });
		expect(fake.sent.map(({ atMs }) => atMs)).toEqual([0, WINDOW_MS]);
	});

	it.each([
		['as long as Retry-After says', '90', 90_000],
		['no sooner than its place is free, whatever Retry-After says', '5', WINDOW_MS],
		['five minutes at most', '86400', 300_000],
		['its place where Retry-After makes no sense', '0', WINDOW_MS],
	])('waits for %s', async (_, retryAfter, waitMs) => {
		const { send, fake } = scene(
			inTurn(answer('', 429, { 'retry-after': retryAfter }), answer([])),
		);
		await send(READ);
		expect(fake.sent.map(({ atMs }) => atMs)).toEqual([0, waitMs]);
	});

	it.each([
		['a read', READ],
		['a write', WRITE],
	])('goes again as often as it takes: %s', async (_, call) => {
		const refusals = Array.from({ length: 4 }, () => answer('', 429));
		const { send, fake } = scene(inTurn(...refusals, answer({ jobId: 'a' })));
		expect(await send(call)).toMatchObject({ ok: true });
		expect(fake.sent).toHaveLength(5);
		const gaps = fake.sent.slice(1).map(({ atMs }, i) => atMs - fake.sent[i].atMs);
		for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(WINDOW_MS);
	});

	it('is given up, and says so, when Awin has refused everything for ten minutes', async () => {
		const { send, clock, fake } = scene(inTurn(answer('', 429)));
		const result = await send(READ);
		expect(result).toMatchObject({
			ok: false,
			failure: { kind: 'refused', status: 429, isLasting: true },
		});
		const minutes = clock.nowMs() / 60_000;
		expect(minutes).toBeGreaterThanOrEqual(10);
		expect(minutes).toBeLessThan(14);
		expect(fake.sent.length).toBeGreaterThan(5);
	});

	it('those that wait behind it are given up with it, unsent', async () => {
		const accessToken = freshToken();
		const first = scene(inTurn(answer('', 429)), { credentials: { accessToken } });
		const behind = scene(undefined, { credentials: { accessToken } }, first.clock);
		let second: Promise<CallResult> | undefined;
		first.clock.at(1000, () => {
			second = behind.awin.send(WRITE);
		});
		await first.clock.run(first.awin.send(READ));
		expect(await first.clock.run(second!)).toMatchObject({
			failure: { kind: 'refused', status: 429, isLasting: true },
		});
		expect(behind.fake.sent).toEqual([]);
	});

	it('one that was refused long ago, and one now, are not ten minutes of refusals', async () => {
		const { send, clock, fake } = scene(
			inTurn(answer('', 429), answer('', 429), answer('', 429), answer([])),
		);
		await send({ ...READ, deadlineMs: 1 });
		clock.at(3_600_000, () => undefined);
		await clock.run(clock.sleep(3_600_000));
		expect(await send(READ)).toMatchObject({ ok: true });
		expect(fake.sent).toHaveLength(4);
	});
});

describe('A refusal holds', () => {
	it('for all calls of the token, also of other executions', async () => {
		const accessToken = freshToken();
		const limited = scene(inTurn(answer('', 429), answer([])), { credentials: { accessToken } });
		await limited.clock.run(Promise.resolve());
		const other = scene(undefined, { credentials: { accessToken } }, limited.clock);
		const first = limited.awin.send(READ);
		let second: Promise<CallResult> = first;
		limited.clock.at(1000, () => {
			second = other.awin.send(READ);
		});
		await limited.clock.run(first);
		await limited.clock.run(second);
		const [refusedMs, againMs] = limited.fake.sent.map(({ atMs }) => atMs);
		expect(refusedMs).toBe(0);
		// Since another waits behind it, it may go a second early, to see whether there is room for both.
		expect(againMs).toBeGreaterThanOrEqual(WINDOW_MS - 1200);
		expect(other.fake.sent[0].atMs).toBeGreaterThan(againMs);
	});

	it('not for other tokens', async () => {
		const limited = scene(inTurn(answer('', 429), answer([])));
		const other = scene(undefined, {}, limited.clock);
		await limited.clock.run(Promise.all([limited.awin.send(READ), other.awin.send(READ)]));
		expect(other.fake.sent.map(({ atMs }) => atMs)).toEqual([0]);
	});
});

describe('The limit', () => {
	it('is shared by all executions with the same token, also where blanks were pasted along', async () => {
		const accessToken = freshToken();
		const clock = new JumpingClock(0);
		const scenes = [accessToken, ` ${accessToken}\n`].map((text) =>
			scene(undefined, { credentials: { accessToken: text, requestsPerMinute: 2 } }, clock),
		);
		await clock.run(
			Promise.all([0, 1, 0, 1].map(async (which) => await scenes[which].awin.send(READ))),
		);
		const times = scenes.flatMap(({ fake }) => fake.sent.map(({ atMs }) => atMs));
		expect(times.sort((a, b) => a - b)).toEqual([0, 0, WINDOW_MS, WINDOW_MS]);
	});

	it('is not shared by different tokens', async () => {
		const clock = new JumpingClock(0);
		const scenes = [1, 2, 3].map(() =>
			scene(undefined, { credentials: { requestsPerMinute: 1 } }, clock),
		);
		await clock.run(Promise.all(scenes.map(async ({ awin }) => await awin.send(READ))));
		expect(clock.sleeps).toEqual([]);
	});

	it('that is lowered holds at once, also for calls that wait already and those under way', async () => {
		const { clock, fake, awin } = scene(undefined, { credentials: { requestsPerMinute: 20 } });
		const waiting = Array.from({ length: 60 }, async () => await awin.send(READ));
		clock.at(2 * WINDOW_MS - 10_000, () => {
			fake.credentials.requestsPerMinute = 1;
			waiting.push(awin.send(READ));
		});
		await clock.run(Promise.all(waiting.slice(0, 50)));
		const later = fake.sent
			.map(({ atMs }) => atMs)
			.filter((atMs) => atMs >= 2 * WINDOW_MS - 10_000);
		expect(fake.sent.length - later.length).toBe(40);
		expect(later.length).toBeGreaterThanOrEqual(10);
		later.slice(1).forEach((atMs, i) => expect(atMs - later[i]).toBeGreaterThanOrEqual(WINDOW_MS));
	});

	it('of two credentials with one token is that of the call that began last, whatever is answered', async () => {
		const accessToken = freshToken();
		const clock = new JumpingClock(0);
		const [few, many] = [2, 4].map((requestsPerMinute) =>
			scene(undefined, { credentials: { accessToken, requestsPerMinute } }, clock),
		);
		const calls = [...Array(20)].map(async () => await many.awin.send(READ));
		clock.at(1000, () => calls.push(few.awin.send(READ)));
		await clock.run(Promise.all(calls));
		const times = [...many.fake.sent, ...few.fake.sent]
			.map(({ atMs }) => atMs)
			.sort((a, b) => a - b);
		expect(times.slice(0, 4)).toEqual([0, 0, 0, 0]);
		times
			.slice(6)
			.forEach((atMs, i) => expect(atMs - times[i + 4]).toBeGreaterThanOrEqual(WINDOW_MS));
	});

	it('is known to have made calls wait', async () => {
		const { awin, send } = scene(undefined, { credentials: { requestsPerMinute: 1 } });
		await send(READ);
		expect(awin.waitedMs).toBe(0);
		await send(READ);
		expect(awin.waitedMs).toBe(WINDOW_MS);
	});
});

describe('With a deadline', () => {
	it('a call that would have to wait longer says so at once', async () => {
		const { send, clock, fake } = scene(undefined, {
			credentials: { requestsPerMinute: 1 },
			deadlineMs: 30_000,
		});
		await send(READ);
		expect(await send(READ)).toEqual({
			ok: false,
			failure: { kind: 'noTime', waitMs: WINDOW_MS },
		});
		expect(clock.sleeps).toEqual([]);
		expect(fake.sent).toHaveLength(1);
	});

	it('a 429 is not waited for', async () => {
		const { send, clock, fake } = scene(inTurn(answer('', 429)), { deadlineMs: 30_000 });
		expect(await send(READ)).toEqual({
			ok: false,
			failure: { kind: 'noTime', waitMs: WINDOW_MS, wasRefused: true },
		});
		expect(clock.sleeps).toEqual([]);
		expect(fake.sent).toHaveLength(1);
	});

	it('a pause that would go past it is not made: the failure stands', async () => {
		const { send, clock, fake } = scene(inTurn(answer('', 500)), { deadlineMs: 3500 });
		expect(await send(READ)).toMatchObject({
			ok: false,
			failure: { kind: 'refused', status: 500 },
		});
		expect(clock.sleeps).toEqual([1000, 2000]);
		expect(fake.sent).toHaveLength(3);
	});

	it('a call that starts in time has its full time, however near the deadline is', async () => {
		const { send, fake } = scene(undefined, { deadlineMs: 10 });
		await send(READ);
		await send({ ...READ, deadlineMs: 5 });
		expect(fake.sent.map(({ request }) => request.timeout)).toEqual([
			LIST_TIMEOUT_MS,
			LIST_TIMEOUT_MS,
		]);
	});

	it.each([
		['of all calls', { hardEndMs: 4000.7 }, {}],
		['of this call', {}, { hardEndMs: 4000.7 }],
		['of this call, before that of all', { hardEndMs: 9000 }, { hardEndMs: 4000.7 }],
	])('a hard end %s cuts the time of a call, to a whole number', async (_, options, call) => {
		const { send, fake } = scene(undefined, options);
		await send({ ...READ, ...call });
		expect(fake.sent[0].request.timeout).toBe(4000);
	});

	it('no pause goes past a hard end', async () => {
		const { send, clock } = scene(inTurn(answer('', 500)), { hardEndMs: 3500 });
		await send(READ);
		expect(clock.sleeps).toEqual([1000, 2000]);
	});

	it('somebody in front of the screen waits for the answer no longer than their patience', async () => {
		const clock = new JumpingClock(0);
		const fake = new FakeContext(clock, { accessToken: freshToken() });
		await clock.run(Awin.withPatience(fake.context, 15_000, clock).send(READ));
		expect(fake.sent[0].request.timeout).toBeLessThanOrEqual(15_000);
	});
});

describe('Waiting until a call may start', () => {
	it('sends nothing, and the call that follows goes at once', async () => {
		const { awin, send, clock, fake } = scene(undefined, { credentials: { requestsPerMinute: 1 } });
		await send(READ);
		await clock.run(awin.waitUntilFree());
		expect(clock.nowMs()).toBe(WINDOW_MS);
		expect(fake.sent).toHaveLength(1);
		await send(WRITE);
		expect(fake.sent.map(({ atMs }) => atMs)).toEqual([0, WINDOW_MS]);
	});

	it('ends when the execution is stopped', async () => {
		const { awin, send, clock, fake } = scene(undefined, { credentials: { requestsPerMinute: 1 } });
		await send(READ);
		clock.at(400, () => fake.controller.abort());
		await clock.run(awin.waitUntilFree());
		expect(clock.nowMs()).toBe(400);
	});

	it('does not wait for a credential that cannot be used', async () => {
		const { awin, clock } = scene(undefined, { credentials: { accessToken: '' } });
		await clock.run(awin.waitUntilFree());
		expect(clock.nowMs()).toBe(0);
	});
});

describe('A stopped execution', () => {
	it('ends a wait for the limit at once, and leaves the queue', async () => {
		const accessToken = freshToken();
		const credentials = { accessToken, requestsPerMinute: 1 };
		const { send, clock, fake } = scene(undefined, { credentials });
		await send(READ);
		clock.at(10_000, () => fake.controller.abort());
		expect(await send(READ)).toEqual({ ok: false, failure: { kind: 'cancelled' } });
		expect(clock.nowMs()).toBe(10_000);
		expect(fake.sent).toHaveLength(1);

		const other = scene(undefined, { credentials }, clock);
		await other.send(READ);
		expect(other.fake.sent.map(({ atMs }) => atMs)).toEqual([WINDOW_MS]);
	});

	it('ends a pause at once', async () => {
		const { send, clock, fake } = scene(inTurn(answer('', 500)));
		clock.at(400, () => fake.controller.abort());
		expect(await send(READ)).toEqual({ ok: false, failure: { kind: 'cancelled' } });
		expect(clock.nowMs()).toBe(400);
		expect(fake.sent).toHaveLength(1);
	});

	it('ends the wait after a 429 at once', async () => {
		const { send, clock, fake } = scene(inTurn(answer('', 429)));
		clock.at(400, () => fake.controller.abort());
		expect(await send(READ)).toEqual({ ok: false, failure: { kind: 'cancelled' } });
		expect(clock.nowMs()).toBe(400);
	});

	it('is known by a request that it broke off', async () => {
		const { send, fake } = scene(() => {
			fake.controller.abort();
			throw codeError('ERR_CANCELED', 'canceled');
		});
		expect(await send(READ)).toEqual({ ok: false, failure: { kind: 'cancelled', inFlight: true } });
		expect(fake.sent).toHaveLength(1);
	});

	it.each([
		['read', READ],
		['write', WRITE],
	])('sends nothing more, not even a %s for which there is room', async (_, call) => {
		const { send, fake } = scene();
		fake.controller.abort();
		expect(await send(call)).toEqual({ ok: false, failure: { kind: 'cancelled' } });
		expect(fake.sent).toEqual([]);
	});

	it('keeps a good answer that came in just before', async () => {
		const { send, fake } = scene(() => {
			fake.controller.abort();
			return answer({ jobId: 'a' });
		});
		expect(await send(WRITE)).toEqual({ ok: true, status: 200, answer: { jobId: 'a' } });
	});
});

describe('A context without a cancel signal, such as a poll', () => {
	it('works all the same', async () => {
		const { fake, clock } = scene(inTurn(answer('', 500), answer([])));
		const { getExecutionCancelSignal: _, ...poll } = fake.context as typeof fake.context & {
			getExecutionCancelSignal: unknown;
		};
		// The stand-in insists on its own context, as n8n's helpers do.
		const context = { ...poll, helpers: { ...poll.helpers } } as typeof fake.context;
		context.helpers.httpRequestWithAuthentication = async () =>
			await fake.context.helpers.httpRequestWithAuthentication.call(fake.context, '', { url: '' });
		const awin = new Awin(context, { clock });
		expect(await clock.run(awin.send(READ))).toMatchObject({ ok: true });
	});
});

describe('Every exchange ends', () => {
	const never = new Promise<never>(() => undefined);

	it('by the clock, also where n8n never gives anything back', async () => {
		const { send, clock, fake } = scene(() => never);
		expect(await send(WRITE)).toEqual({
			ok: false,
			failure: { kind: 'timeout', timeoutMs: LIST_TIMEOUT_MS },
		});
		expect(clock.nowMs()).toBe(LIST_TIMEOUT_MS);
		expect(fake.ends.map((end) => end?.aborted)).toEqual([true]);
	});

	it('at the hard end of its poll, if that comes first', async () => {
		const { send, clock } = scene(() => never, { hardEndMs: 9000 });
		expect(await send(WRITE)).toMatchObject({ failure: { kind: 'timeout', timeoutMs: 9000 } });
		expect(clock.nowMs()).toBe(9000);
	});

	it('and an answer that comes late is let go of', async () => {
		const late = new PassThrough();
		const { send, clock } = scene(
			async () =>
				await new Promise((resolve) =>
					clock.at(70_000, () => resolve({ ...answer(''), body: late })),
				),
		);
		await send(WRITE);
		await clock.run(clock.sleep(20_000));
		expect(late.destroyed).toBe(true);
	});

	it('when it is stopped, also where n8n does not listen', async () => {
		const { send, clock, fake } = scene(() => never);
		clock.at(1000, () => fake.controller.abort());
		expect(await send(WRITE)).toEqual({
			ok: false,
			failure: { kind: 'cancelled', inFlight: true },
		});
		expect(clock.nowMs()).toBeLessThan(2000);
	});
});

describe('An answer has its bounds', () => {
	const MEGABYTE = 1024 * 1024;
	/** A list of that many megabytes, all blanks but for its ends. */
	function* list(megabytes: number) {
		yield Buffer.from('[');
		for (let piece = 0; piece < megabytes; piece++) yield Buffer.alloc(MEGABYTE, ' ');
		yield Buffer.from(']');
	}
	const streamed = (pieces: Iterable<Buffer>, statusCode = 200) => ({
		...answer('', statusCode),
		body: Readable.from(pieces),
	});

	it('what is within them is read', async () => {
		const { send } = scene(() => streamed(list(127)));
		expect(await send(READ)).toEqual({ ok: true, status: 200, answer: [] });
	});

	it('what is larger is not, and is not asked for again', async () => {
		const { send, fake } = scene(() => streamed(list(128)));
		expect(await send(READ)).toEqual({
			ok: false,
			failure: { kind: 'unreadable', status: 200, what: 'large' },
		});
		expect(fake.sent).toHaveLength(1);
	});

	it('nor is a refusal of more than 16 MB, of which the status counts', async () => {
		const { send, fake } = scene(() => streamed(list(16), 503));
		expect(await send(READ)).toMatchObject({
			failure: { kind: 'refused', status: 503, isTooLarge: true },
		});
		expect(fake.sent).toHaveLength(1);
	});

	it('a character that comes in two pieces is one', async () => {
		const bytes = Buffer.from('["ü"]');
		const { send } = scene(() => streamed([bytes.subarray(0, 3), bytes.subarray(3)]));
		expect(await send(READ)).toMatchObject({ answer: ['ü'] });
	});

	it('a mark for the order of bytes is not a part of it', async () => {
		const { send } = scene(() => streamed([Buffer.from('\ufeff[]')]));
		expect(await send(READ)).toMatchObject({ ok: true, answer: [] });
	});
});

describe('Reading gives the answer or throws', () => {
	it.each([204, 202, 205])('says with which status an answer was empty: %d', async (status) => {
		const { clock, awin } = scene(() => answer('', status));
		await expect(clock.run(awin.read(READ))).rejects.toThrow(
			`Awin sent an empty answer (status ${status})`,
		);
	});

	it('gives the answer', async () => {
		const { awin, clock } = scene(() => answer([{ id: 1 }]));
		expect(await clock.run(awin.read(READ))).toEqual([{ id: 1 }]);
	});

	it("throws n8n's error for a call, with the item", async () => {
		const { awin, clock } = scene(() => answer({ error: 'x', description: 'Not yours' }, 403));
		await expect(clock.run(awin.read(READ, { index: 1, count: 5 }))).rejects.toMatchObject({
			name: 'NodeApiError',
			httpCode: '403',
			message: expect.stringMatching(/Awin says: "Not yours"\.? \[item 2 of 5\]$/),
		});
	});
});

describe('No token in anything that is thrown', () => {
	const token = '5f3c9b1e-secret-token';
	const withRequest = (error: Error) =>
		Object.assign(error, {
			config: { headers: { Authorization: `Bearer ${token}` } },
			request: { _header: `GET /accounts HTTP/1.1\r\nAuthorization: Bearer ${token}` },
		});

	it.each<[string, Respond]>([
		[
			'the connection breaks',
			inTurn(withRequest(codeError('ECONNRESET', `socket hang up ${token}`))),
		],
		['the host is unknown', inTurn(withRequest(codeError('ENOTFOUND')))],
		['there is no answer in time', inTurn(withRequest(codeError('ETIMEDOUT')))],
		['nobody knows what happened', inTurn(withRequest(new Error(`boom ${token}`)))],
		['n8n has wrapped it', inTurn(new Error('outer', { cause: withRequest(codeError('EPIPE')) }))],
		['status 401', inTurn(answer({ error: 'unauthorized', description: 'No' }, 401))],
		['status 500 with a page', inTurn(answer(HTML, 500))],
		[
			'Awin quotes it',
			inTurn(
				answer({ error: 'invalid_token', description: `Invalid access token: ${token}` }, 401),
			),
		],
	])('when %s', async (_, respond) => {
		const { awin, clock } = scene(respond, { credentials: { accessToken: token } });
		const error: unknown = await clock.run(awin.read(READ)).catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(Error);
		expect(textsIn(error).filter((text) => text.includes(token))).toEqual([]);
		expect(JSON.stringify(error)).not.toContain(token);
	});
});

describe('What is asked once for all items', () => {
	const LINKS = { path: '/publishers/1/programmes', query: { relationship: 'joined' } };
	const OTHERS = { ...LINKS, query: { relationship: 'pending' } };

	it('is one call, also while its answer is still on its way', async () => {
		const { awin, fake, clock } = scene(() => answer(['joined']));
		const asked = [awin.readOnce(LINKS), awin.readOnce({ ...LINKS }), awin.readOnce(LINKS)];

		expect(await clock.run(Promise.all(asked))).toEqual([['joined'], ['joined'], ['joined']]);
		expect(fake.sent).toHaveLength(1);
	});

	it('has an answer for each question, though they go to the same path', async () => {
		const { awin, fake, clock } = scene(({ qs }) => answer([qs]));

		const answers = await clock.run(Promise.all([awin.readOnce(LINKS), awin.readOnce(OTHERS)]));

		expect(answers).toEqual([[LINKS.query], [OTHERS.query]]);
		expect(fake.sent).toHaveLength(2);
	});

	it('is asked again where it came to nothing', async () => {
		const { awin, clock } = scene(inTurn(answer({ error: 'no' }, 403), answer(['joined'])));

		await expect(clock.run(awin.readOnce(LINKS))).rejects.toThrow('status 403');
		expect(await clock.run(awin.readOnce(LINKS))).toEqual(['joined']);
	});
});

it('neither the token nor the key of the Conversion API comes back, whichever of them Awin repeats', async () => {
	const accessToken = freshToken();
	const conversionApiKey = `key-${freshToken()}`;
	const said = `${accessToken} and ${conversionApiKey}, once more: ${conversionApiKey}`;
	const { send } = scene(
		inTurn(answer({ error: 'x', description: said }, 400), answer([{ note: said }])),
		{ credentials: { accessToken, conversionApiKey } },
	);

	const told = [await send(READ), await send(READ)].flatMap((result) => textsIn(result));

	expect(told).toContain('… and …, once more: …');
	expect(told.filter((text) => text.includes('5f3c9b1e'))).toEqual([]);
});
