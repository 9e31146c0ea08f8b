/**
 * Several n8n processes find their shares of Awin's limit by themselves, on a made-up clock and with the stand-in's limiter.
 *
 * Used, and refusals, are means over the seeds; the share of the slowest is one over an hour, since a share of two or three calls
 * a minute comes and goes by a whole call.
 */
import { A_THIRD, outcomeOf, processes, runLimit, type LimitPlan } from '../support/limitWorld.cts';

const SEEDS = 4;

const AWINS = [
	{ name: 'refused calls do not count', switches: {} },
	{ name: 'refused calls count', switches: { refusedCallsCount: true } },
	{ name: 'Retry-After is told', switches: { retryAfter: true } },
];

describe.each(AWINS)('after ten minutes, $name', ({ switches }) => {
	it.each<[string, Omit<LimitPlan, 'seed' | 'minutes'>, [number, number]]>([
		['three processes', { processes: processes(3) }, [10, 70]],
		['eight processes', { processes: processes(8) }, [10, 70]],
		[
			'eight, and another tool that takes a third',
			{ processes: processes(8), foreign: A_THIRD },
			[10, 70],
		],
		['a second one joins', { processes: [{}, { from: 20 }] }, [30, 90]],
		['four of eight end', { processes: [...processes(4), ...processes(4, { to: 30 })] }, [40, 100]],
		['seven of eight end', { processes: [{}, ...processes(7, { to: 30 })] }, [40, 100]],
	])('%s: the limit is used, and shared', (_, plan, span) => {
		const outcome = outcomeOf({ ...plan, switches }, span, SEEDS);
		expect(outcome.used).toBeGreaterThanOrEqual(0.9);
		expect(outcome.refusals).toBeLessThanOrEqual(3);
		expect(outcome.slowest).toBeGreaterThanOrEqual(0.5);
		expect(outcome.leastOfSlowest).toBeGreaterThanOrEqual(0.4);
		expect(outcome.failed).toBe(0);
	});
});

describe('where the limit starts anew with each minute', () => {
	it('it is used, and nobody starves', () => {
		const plan = { processes: processes(8), switches: { rateWindow: 'fixed-minute' as const } };
		const outcome = outcomeOf(plan, [10, 70], SEEDS);
		expect(outcome.used).toBeGreaterThanOrEqual(0.95);
		expect(outcome.refusals).toBeLessThanOrEqual(3.5);
		expect(outcome.leastOfSlowest).toBeGreaterThan(0.2);
		expect(outcome.failed).toBe(0);
	});
});

describe('alone', () => {
	it('a process is never refused, and uses the limit', () => {
		const outcome = outcomeOf({ processes: processes(1) }, [0, 60], SEEDS);
		expect(outcome.refusals).toBe(0);
		expect(outcome.used).toBeGreaterThanOrEqual(0.95);
	});

	it('the first hundred calls take less than one percent longer than they must', () => {
		const { calls } = runLimit({ seed: 1, minutes: 10, processes: processes(1) });
		expect(calls[99].atMs).toBeLessThanOrEqual(4 * 60_000 * 1.01 + 2500);
		expect(calls[19].atMs).toBeLessThan(5000);
		expect(calls.every(({ isTaken }) => isTaken)).toBe(true);
	});
});

describe('with little to do', () => {
	it('a process beside seven busy ones gets what it asks for', () => {
		const plan = { processes: [{ calls: 1 }, ...processes(7)] };
		for (let seed = 0; seed < SEEDS; seed++) {
			const { calls, failed } = runLimit({ ...plan, seed, minutes: 70 });
			const own = calls.filter(({ by, isTaken, atMs }) => by === 0 && isTaken && atMs > 600_000);
			expect(own.length / 60).toBeGreaterThanOrEqual(0.8);
			expect(failed).toBe(0);
		}
	});
});
