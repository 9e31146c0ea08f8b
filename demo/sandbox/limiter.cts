import { MINUTE_MS } from './zones.cts';
import type { Switches } from './switches.cts';

/** Counts calls per bucket (a user's token) and minute. */
export class Limiter {
	private readonly calls = new Map<string, number[]>();

	constructor(private readonly switches: Switches) {}

	/**
	 * Counts one call at `nowMs`. Answers 0 when it is let through, else in how many ms the next one would be.
	 */
	take(bucket: string, nowMs: number, requestsPerMinute: number | null): number {
		if (requestsPerMinute === null) return 0;
		const windowStartMs =
			this.switches.rateWindow === 'sliding'
				? nowMs - MINUTE_MS
				: Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - 1;
		// A clock that was set back must not leave calls from the future behind.
		const recent = (this.calls.get(bucket) ?? []).filter(
			(atMs) => atMs > windowStartMs && atMs <= nowMs,
		);
		this.calls.set(bucket, recent);
		const isRefused = recent.length >= requestsPerMinute;
		if (!isRefused || this.switches.refusedCallsCount) recent.push(nowMs);
		if (!isRefused) return 0;
		if (this.switches.rateWindow === 'fixed-minute') return windowStartMs + 1 + MINUTE_MS - nowMs;
		// With a limit of 0 nothing is ever let through; a minute is as good an answer as any.
		const freeing = recent[recent.length - requestsPerMinute] ?? nowMs;
		return Math.max(1, freeing + MINUTE_MS - nowMs);
	}
}
