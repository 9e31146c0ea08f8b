import type { AwinCredential } from '../../../nodes/Awin/transport/credentials';
import { passGate, systemClock, throttleOf } from '../../../nodes/Awin/transport/gate';
import { Throttle, WINDOW_MS } from '../../../nodes/Awin/transport/throttle';
import { freshToken, JumpingClock } from './helper.cts';

function credential(more: Partial<AwinCredential> = {}): AwinCredential {
	const accessToken = freshToken();
	return {
		accessToken,
		conversionApiKey: accessToken,
		requestsPerMinute: 20,
		baseUrl: 'https://api.awin.com',
		origin: 'https://api.awin.com',
		...more,
	};
}

describe('One throttle for each token', () => {
	const clock = new JumpingClock();

	it('the same token shares it, whatever else stands in the credential', () => {
		const one = credential();
		expect(throttleOf({ ...one, conversionApiKey: 'other' }, clock)).toBe(throttleOf(one, clock));
	});

	it('different tokens do not', () => {
		expect(throttleOf(credential(), clock)).not.toBe(throttleOf(credential(), clock));
	});

	it('a test server does not use up the limit of Awin itself', () => {
		const one = credential();
		const origin = 'http://127.0.0.1:4010';
		expect(throttleOf({ ...one, origin }, clock)).not.toBe(throttleOf(one, clock));
	});

	it("the last credential's limit holds", () => {
		const one = credential({ requestsPerMinute: 20 });
		const throttle = throttleOf(one, clock);
		throttleOf({ ...one, requestsPerMinute: 5 }, clock);
		expect(throttle.limit).toBe(5);
	});

	it('a throttle in use outlives any number of other tokens', () => {
		const one = credential();
		const throttle = throttleOf(one, clock);
		const ticket = throttle.enter();
		for (let i = 0; i < 300; i++) throttleOf(credential(), clock);
		expect(throttleOf(one, clock)).toBe(throttle);
		throttle.leave(ticket);
	});
});

describe('A call waits at the gate', () => {
	it('not at all while there is room', async () => {
		const clock = new JumpingClock();
		const passage = await clock.run(passGate(new Throttle({ limit: 1 }), clock, {}));
		expect(passage).toMatchObject({ passed: true });
		expect(clock.sleeps).toEqual([]);
	});

	it('until it is its turn', async () => {
		const clock = new JumpingClock(0);
		const throttle = new Throttle({ limit: 2 });
		const passAndTellWhen = async () => {
			await passGate(throttle, clock, {});
			return clock.nowMs();
		};
		const passedAtMs = await clock.run(Promise.all(Array.from({ length: 5 }, passAndTellWhen)));
		expect(passedAtMs).toEqual([0, 0, WINDOW_MS, WINDOW_MS, 2 * WINDOW_MS]);
	});

	it('asks again after its wait, because the gate may have closed meanwhile', async () => {
		const clock = new JumpingClock(0);
		const throttle = new Throttle({ limit: 1 });
		await passGate(throttle, clock, {});
		clock.at(30_000, () => throttle.closeUntil(100_000));
		expect(await clock.run(passGate(throttle, clock, {}))).toMatchObject({ passed: true });
		expect(clock.nowMs()).toBe(100_000);
	});

	it('does not wait at all for a turn behind its deadline', async () => {
		const clock = new JumpingClock(0);
		const throttle = new Throttle({ limit: 1 });
		await passGate(throttle, clock, {});
		const passage = await clock.run(passGate(throttle, clock, { deadlineMs: WINDOW_MS - 1 }));
		expect(passage).toEqual({ passed: false, waitMs: WINDOW_MS });
		expect(clock.sleeps).toEqual([]);
		expect(clock.nowMs()).toBe(0);
	});

	it('waits for a turn right at its deadline', async () => {
		const clock = new JumpingClock(0);
		const throttle = new Throttle({ limit: 1 });
		await passGate(throttle, clock, {});
		const passage = await clock.run(passGate(throttle, clock, { deadlineMs: WINDOW_MS }));
		expect(passage).toMatchObject({ passed: true });
	});

	it('only looks, where that is asked for: it waits for its turn and leaves it to others', async () => {
		const clock = new JumpingClock(0);
		const throttle = new Throttle({ limit: 1 });
		await passGate(throttle, clock, {});
		expect(await clock.run(passGate(throttle, clock, { onlyLook: true }))).toEqual({
			passed: true,
		});
		expect(clock.nowMs()).toBe(WINDOW_MS);
		expect(throttle.waitMs(throttle.enter(), WINDOW_MS)).toBe(0);
	});

	it('gives its place back when it has no time', async () => {
		const clock = new JumpingClock(0);
		const throttle = new Throttle({ limit: 1 });
		await passGate(throttle, clock, {});
		await passGate(throttle, clock, { deadlineMs: 10 });
		expect(throttle.waitMs(throttle.enter(), 0)).toBe(WINDOW_MS);
	});
});

describe('A call that is stopped', () => {
	it('ends its wait at once and gives its place back', async () => {
		const clock = new JumpingClock(0);
		const throttle = new Throttle({ limit: 1 });
		const { signal, abort } = stopper();
		await passGate(throttle, clock, {});
		clock.at(10_000, abort);
		await expect(clock.run(passGate(throttle, clock, { signal }))).rejects.toThrow();
		expect(clock.nowMs()).toBe(10_000);
		expect(throttle.waitMs(throttle.enter(), 10_000)).toBe(WINDOW_MS - 10_000);
	});

	it('makes room for those behind it, who move up', async () => {
		const clock = new JumpingClock(0);
		const throttle = new Throttle({ limit: 1 });
		const { signal, abort } = stopper();
		await passGate(throttle, clock, {});
		const stopped = Array.from(
			{ length: 10 },
			async () => await passGate(throttle, clock, { signal }),
		);
		const everyoneAhead = Promise.allSettled(stopped);
		const behind = passGate(throttle, clock, {});
		clock.at(10_000, abort);
		await clock.run(behind);
		await everyoneAhead;
		// Not eleven minutes later, when it would have been its turn behind the others.
		expect(clock.nowMs()).toBeLessThanOrEqual(WINDOW_MS + 5000);
	});
});

describe('A limit that is raised', () => {
	it('helps those who wait already, without their old wait', async () => {
		const clock = new JumpingClock(0);
		const throttle = new Throttle({ limit: 1 });
		await passGate(throttle, clock, {});
		clock.at(11_000, () => {
			throttle.limit = 2;
		});
		await clock.run(passGate(throttle, clock, {}));
		expect(clock.nowMs()).toBeLessThanOrEqual(15_000);
	});

	it('does not let newcomers go first', async () => {
		const clock = new JumpingClock(0);
		const throttle = new Throttle({ limit: 1 });
		await passGate(throttle, clock, {});
		const order: string[] = [];
		const waiting = passGate(throttle, clock, {}).then(() => order.push('the one who waits'));
		let newcomer: Promise<unknown> = Promise.resolve();
		clock.at(11_000, () => {
			throttle.limit = 2;
		});
		clock.at(12_000, () => {
			newcomer = passGate(throttle, clock, {}).then(() => order.push('the newcomer'));
		});
		await clock.run(waiting);
		await clock.run(newcomer);
		expect(order).toEqual(['the one who waits', 'the newcomer']);
	});
});

describe('The real clock', () => {
	it('runs forward', () => {
		const before = systemClock.nowMs();
		expect(systemClock.nowMs()).toBeGreaterThanOrEqual(before);
	});

	it('does not sleep for nothing', async () => {
		await expect(systemClock.sleep(0)).resolves.toBeUndefined();
	});

	it('ends its sleep when the execution is stopped', async () => {
		const { signal, abort } = stopper();
		const sleep = systemClock.sleep(3_600_000, signal);
		abort();
		await expect(sleep).rejects.toThrow();
	});
});

function stopper(): { signal: AbortSignal; abort: () => void } {
	const controller = new AbortController();
	return { signal: controller.signal, abort: () => controller.abort() };
}
