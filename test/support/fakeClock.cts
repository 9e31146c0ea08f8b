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

/** How the fake clock that was installed last lets a wait pass. */
let passing: typeof systemClock.sleep | undefined;

/**
 * Puts a fake clock in the place of the machine's for one test; jest takes it away again with `restoreAllMocks`.
 *
 * @param clock one that was there before, to be started anew
 */
export function installFakeClock(clock: FakeClock = { passedMs: 0, sleepsMs: [] }): FakeClock {
	clock.passedMs = 0;
	clock.sleepsMs.length = 0;
	jest.spyOn(systemClock, 'nowMs').mockImplementation(() => clock.passedMs);
	passing = async (ms, signal) => {
		signal?.throwIfAborted();
		clock.sleepsMs.push(ms);
		clock.passedMs += ms;
		await Promise.resolve();
	};
	jest.spyOn(systemClock, 'sleep').mockImplementation(passing);
	return clock;
}

/**
 * Has waits that somebody may end last until then, on top of a fake clock: a watch over a connection would else be over
 * before the first byte is there.
 *
 * @param stop ends the execution as a whole, and with it waits of every kind: those pass as they do on the fake clock
 */
export function holdWatches(stop: AbortSignal): void {
	// Not what the mock does now: with that, a second call would hold the waits of the first one's execution.
	const pass = passing;
	if (!pass) throw new Error('There is no fake clock to hold watches on');
	jest.mocked(systemClock.sleep).mockImplementation(async (ms, signal) => {
		if (!signal || signal === stop) return await pass(ms, signal);
		signal.throwIfAborted();
		await new Promise((_, reject) => signal.addEventListener('abort', reject, { once: true }));
	});
}
