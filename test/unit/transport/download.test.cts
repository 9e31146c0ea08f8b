import { PassThrough, Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';

import type { Inspector, Passing } from '../../../nodes/Awin/transport/download';
import type { ByteStream } from '../../../nodes/Awin/transport/exchange';
import { Awin } from '../../../nodes/Awin/transport/request';
import { codeError, FakeContext, freshToken, JumpingClock, type Respond } from './helper.cts';

const PATH = '/publishers/1/awinfeeds/download/2-retail-en_GB.jsonl';

/** Counts, and takes everything that is not empty for whole. */
class Counter implements Inspector {
	bytes = 0;
	add(chunk: Buffer): boolean {
		this.bytes += chunk.length;
		return true;
	}
	finish(): ReturnType<Inspector['finish']> {
		return { kind: this.bytes === 0 ? 'empty' : 'whole' };
	}
}

async function textOf(stream: ByteStream): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}

/** Takes the text, or says that there was none, as whoever stores a file does. */
const asText: Passing<string> = {
	inspector: () => new Counter(),
	take: async (stream) => await textOf(stream).catch(() => 'nothing was kept'),
};

function scene(respond: Respond) {
	const clock = new JumpingClock(0);
	const accessToken = freshToken();
	const fake = new FakeContext(clock, { accessToken, environment: 'live' }, respond);
	const awin = new Awin(fake.context, { clock });
	return {
		clock,
		fake,
		accessToken,
		download: async <Taken,>(passing: Passing<Taken>) =>
			await clock.run(awin.download({ path: PATH }, passing)),
	};
}

function full(body: Readable, headers: Record<string, string> = {}, statusCode = 200) {
	return { statusCode, headers, body };
}

const streamOf = (...pieces: string[]) => Readable.from(pieces.map((piece) => Buffer.from(piece)));

beforeEach(() => {
	jest.spyOn(Math, 'random').mockReturnValue(0.5);
});

afterEach(() => {
	jest.restoreAllMocks();
});

it('asks for a stream under the rules of every call, and hands it on', async () => {
	const { download, fake } = scene(() => full(streamOf('one ', 'two')));

	expect(await download(asText)).toEqual({ ok: true, taken: 'one two' });
	const { request } = fake.sent[0];
	expect(request).toMatchObject<Partial<IHttpRequestOptions>>({
		method: 'GET',
		url: `https://api.awin.com${PATH}`,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	});
});

it('a stream that breaks off is asked for again, from its beginning', async () => {
	const broken = () =>
		Readable.from(
			(async function* () {
				yield Buffer.from('half');
				await Promise.resolve();
				throw codeError('ECONNRESET', 'aborted');
			})(),
		);
	const { download, fake } = scene((_, attempt) =>
		full(attempt < 3 ? broken() : streamOf('all of it')),
	);

	expect(await download(asText)).toEqual({ ok: true, taken: 'all of it' });
	expect(fake.sent.map(({ atMs }) => atMs)).toEqual([0, 1000, 3000]);
});

it('what can not be unpacked to its end is cut', async () => {
	const { download, clock } = scene(() => {
		const body = new PassThrough();
		clock.at(clock.nowMs() + 10, () =>
			body.destroy(codeError('Z_BUF_ERROR', 'unexpected end of file')),
		);
		return full(body);
	});

	expect(await download(asText)).toEqual({
		ok: false,
		failure: { kind: 'unreadable', status: 200, what: 'cut' },
	});
});

it('a connection on which nothing moves for a minute is given up', async () => {
	const bodies: PassThrough[] = [];
	const { download, clock } = scene(() => {
		const body = new PassThrough();
		bodies.push(body);
		body.write('the first piece');
		return full(body);
	});

	expect(await download(asText)).toEqual({
		ok: false,
		failure: { kind: 'timeout', timeoutMs: 60_000 },
	});
	expect(bodies.map((body) => body.destroyed)).toEqual([true, true, true, true]);
	expect(clock.nowMs()).toBeGreaterThanOrEqual(4 * 60_000);
});

/** A body of which a piece comes every fifty seconds, for ten minutes. */
function slowly(clock: JumpingClock, piece: Buffer): PassThrough {
	const body = new PassThrough({ highWaterMark: 10_000_000 });
	const beganMs = clock.nowMs();
	for (let place = 0; place < 12; place++) {
		clock.at(beganMs + place * 50_000, () => !body.destroyed && body.write(piece));
	}
	clock.at(beganMs + 600_000, () => body.end());
	return body;
}

it('one on which 64 kB come every minute is not, however long it takes', async () => {
	const { download, clock } = scene(() => full(slowly(clock, Buffer.alloc(130_000, '.'))));

	expect(await download(asText)).toEqual({ ok: true, taken: '.'.repeat(12 * 130_000) });
	expect(clock.nowMs()).toBeGreaterThanOrEqual(600_000);
});

it('one that sends a little now and then keeps nobody waiting', async () => {
	const bodies: PassThrough[] = [];
	const { download, clock } = scene(() => {
		bodies.push(slowly(clock, Buffer.from('.')));
		return full(bodies[bodies.length - 1]);
	});

	expect(await download(asText)).toEqual({
		ok: false,
		failure: { kind: 'timeout', timeoutMs: 60_000 },
	});
	expect(bodies.map((body) => body.destroyed)).toEqual([true, true, true, true]);
	expect(clock.nowMs()).toBeLessThan(10 * 60_000);
});

it('a stopped execution ends it at once', async () => {
	const body = new PassThrough();
	const { download, fake, clock } = scene(() => full(body));
	clock.at(10, () => fake.controller.abort());

	expect(await download(asText)).toEqual({
		ok: false,
		failure: { kind: 'cancelled', inFlight: true },
	});
	expect(body.destroyed).toBe(true);
	expect(fake.sent).toHaveLength(1);
});

it('a taker that wants no more is not taken for a broken connection', async () => {
	// A connection that is let go of complains about that, as those of Node do.
	const body = new PassThrough({
		destroy: (_, done) => done(codeError('ECONNRESET', 'aborted')),
	});
	body.write('the first piece');
	const { download, fake } = scene(() => full(body));

	const result = await download({
		inspector: () => new Counter(),
		take: async (stream) => {
			for await (const chunk of stream as AsyncIterable<Buffer>)
				return `full after ${String(chunk)}`;
			return 'nothing came';
		},
	});

	expect(result).toEqual({ ok: true, taken: 'full after the first piece' });
	expect(fake.sent).toHaveLength(1);
	expect(body.destroyed).toBe(true);
});

it('of a refusal only the start is read, and secrets in it are not passed on', async () => {
	let made = 0;
	const endless = () =>
		Readable.from(
			(function* () {
				for (;;) yield Buffer.alloc(1000 * ++made && 1000, ' ');
			})(),
		);
	const long = scene(() => full(endless(), {}, 403));
	expect(await long.download(asText)).toMatchObject({
		ok: false,
		failure: { kind: 'refused', status: 403 },
	});
	expect(made).toBeLessThan(200);

	const short = scene(() =>
		full(streamOf(`{"error":"x","description":"bad ${short.accessToken}"}`), {}, 403),
	);
	expect(await short.download(asText)).toMatchObject({
		failure: { complaint: { error: 'x', description: 'bad …' } },
	});
});

it('a complaint at the end of what came is told, without the secrets in it', async () => {
	const { download, accessToken } = scene(() => full(streamOf('{"id":"1"}\n')));
	const complaint = () => ({ error: 'aborted', description: `for ${accessToken}, ${accessToken}` });

	const result = await download({
		inspector: () =>
			Object.assign(new Counter(), {
				finish: () => ({ kind: 'complaint' as const, complaint: complaint() }),
			}),
		take: asText.take,
	});

	expect(result).toEqual({
		ok: false,
		failure: {
			kind: 'refused',
			status: 200,
			complaint: { error: 'aborted', description: 'for …, …' },
		},
	});
});

it('any other status than 200 has no feed in it', async () => {
	const { download } = scene(() => full(streamOf('{"id":"1"}\n'), {}, 206));

	expect(await download(asText)).toMatchObject({
		ok: false,
		failure: { kind: 'unreadable', status: 206 },
	});
});
