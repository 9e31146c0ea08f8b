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
 * before the first byte is there.
 *
 * @param stop ends the execution as a whole, and with it waits of every kind: those pass as they do on the fake clock
 */
export function holdWatches(stop: AbortSignal): void {
	const sleep = systemClock.sleep.bind(systemClock);
	jest.spyOn(systemClock, 'sleep').mockImplementation(async (ms, signal) => {
		if (!signal || signal === stop) return await sleep(ms, signal);
		signal.throwIfAborted();
		await new Promise((_, reject) => signal.addEventListener('abort', reject, { once: true }));
	});
}
