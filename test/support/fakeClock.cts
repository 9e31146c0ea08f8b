/**
 * Time that passes only when somebody sleeps, so that waits of minutes take no time and can be read off exactly.
 */
import { systemClock } from '../../nodes/Awin/transport/gate';

export interface FakeClock {
	/** Milliseconds since it was installed; a test may let time pass. */
	passedMs: number;
	/** Every sleep, in order. */
	readonly sleepsMs: number[];
}

/** Puts a fake clock in the place of the machine's for one test; jest takes it away again with `restoreAllMocks`. */
export function installFakeClock(): FakeClock {
	const clock = { passedMs: 0, sleepsMs: [] as number[] };
	jest.spyOn(systemClock, 'nowMs').mockImplementation(() => clock.passedMs);
	jest.spyOn(systemClock, 'sleep').mockImplementation(async (ms, signal) => {
		signal?.throwIfAborted();
		clock.sleepsMs.push(ms);
		clock.passedMs += ms;
		await Promise.resolve();
	});
	return clock;
}

/**
 * Has waits that somebody may end last until then, on top of a fake clock: a watch over a connection would else be over
 * before the first byte is there. Only for calls that nobody stops: their other waits have no such end.
 */
export function holdWatches(): void {
	const sleep = systemClock.sleep.bind(systemClock);
	jest.spyOn(systemClock, 'sleep').mockImplementation(async (ms, signal) => {
		if (!signal) return await sleep(ms);
		signal.throwIfAborted();
		await new Promise((_, reject) => signal.addEventListener('abort', reject, { once: true }));
	});
}
