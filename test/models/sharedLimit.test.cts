/**
 * Several n8n processes find their shares of Awin's limit by themselves, on a made-up clock and with the stand-in's limiter.
 *
 * All figures are means over the seeds. `used` is what Awin counts towards its limit: where refused calls count, they are in it.
 */
import {
	A_THIRD,
	outcomeOf,
	outcomesOf,
	processes,
	runLimit,
	type LimitPlan,
} from '../support/limitWorld.cts';

const SEEDS = 6;

const AWINS = [
	{ name: 'refused calls do not count', switches: {} },
	{ name: 'refused calls count', switches: { refusedCallsCount: true } },
];

/** Where one process has taken all before the others came, it takes longer than ten minutes until all have found their shares. */
const SLOWEST_EARLY = 0.4;
const USED_EARLY = 0.75;

type Case = [name: string, plan: Omit<LimitPlan, 'seed' | 'minutes'>, changedAt: number];

const CASES: Case[] = [
	['two processes', { processes: processes(2) }, 0],
	['three processes', { processes: processes(3) }, 0],
	['eight processes', { processes: processes(8) }, 0],
	['two, and a tool that takes a third', { processes: processes(2), foreign: A_THIRD }, 0],
	['three, and a tool that takes a third', { processes: processes(3), foreign: A_THIRD }, 0],
	['eight, and a tool that takes a third', { processes: processes(8), foreign: A_THIRD }, 0],
	['a second one joins', { processes: [{}, { from: 20 }] }, 20],
	['an eighth one joins', { processes: [...processes(7), { from: 20 }] }, 20],
	['four of eight end', { processes: [...processes(4), ...processes(4, { to: 30 })] }, 30],
	['seven of eight end', { processes: [{}, ...processes(7, { to: 30 })] }, 30],
];

describe.each(AWINS)('$name', ({ switches }) => {
	describe.each(CASES)('%s', (_, plan, changedAt) => {
		const from = changedAt + 10;
		const [early, hour] = outcomesOf(
			{ ...plan, switches },
			[
				[from, from + 10],
				[from, from + 60],
			],
			SEEDS,
		);

		it('after ten minutes nobody starves, and little is refused', () => {
			expect(early.slowest).toBeGreaterThanOrEqual(SLOWEST_EARLY);
			expect(early.used).toBeGreaterThanOrEqual(USED_EARLY);
			expect(early.refusals).toBeLessThanOrEqual(3);
		});

		it('over the hour that follows the limit is used, and shared', () => {
			expect(hour.used).toBeGreaterThanOrEqual(0.89);
			expect(hour.refusals).toBeLessThanOrEqual(3);
			expect(hour.slowest).toBeGreaterThanOrEqual(0.5);
			expect(hour.failed).toBe(0);
		});
	});
});

describe('where the limit starts anew with each minute', () => {
	it.each([
		['eight processes', { processes: processes(8) }],
		['eight, and a tool that takes a third', { processes: processes(8), foreign: A_THIRD }],
	])('%s: it is used, and shared', (_, plan) => {
		const outcome = outcomeOf(
			{ ...plan, switches: { rateWindow: 'fixed-minute' } },
			[10, 70],
			SEEDS,
		);
		expect(outcome.used).toBeGreaterThanOrEqual(0.95);
		expect(outcome.refusals).toBeLessThanOrEqual(3);
		expect(outcome.slowest).toBeGreaterThanOrEqual(0.5);
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
	/** Calls a minute of the first process that Awin took, after ten minutes and for an hour: the mean over the seeds. */
	function ownCalls(plan: Omit<LimitPlan, 'seed' | 'minutes'>): number {
		let own = 0;
		for (let seed = 0; seed < SEEDS; seed++) {
			const { calls, failed } = runLimit({ ...plan, seed, minutes: 70 });
			own += calls.filter(({ by, isTaken, atMs }) => by === 0 && isTaken && atMs > 600_000).length;
			expect(failed).toBe(0);
		}
		return own / 60 / SEEDS;
	}

	it('a process beside seven busy ones gets what it asks for', () => {
		expect(ownCalls({ processes: [{ calls: 1 }, ...processes(7)] })).toBeGreaterThanOrEqual(0.8);
	});

	it.each(AWINS)(
		'a trigger beside two busy workers gets nine tenths of its third: $name',
		(awin) => {
			const plan = { processes: [{ polls: 16 }, ...processes(2)], switches: awin.switches };
			expect(ownCalls(plan)).toBeGreaterThanOrEqual((0.9 * 20) / 3);
		},
	);
});
