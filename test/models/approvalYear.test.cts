/**
 * A year of the daily workflow *Approve after the return period*, on a made-up clock and with Awin's limit on. `npm run bench:soak`
 * has the same with 100,000 orders, which takes longer than a test may.
 */
import { installFakeClock } from '../support/fakeClock.cts';
import { dailyYear } from '../support/shopYear.cts';
import { RETURN_PERIOD_DAYS, VALIDATION_PERIOD_DAYS } from '../support/shopYearOrders.cts';

const START_MS = Date.parse('2026-01-01T00:00:00Z');
const ORDERS = 2_000;

it('decides every sale before Awin does it by itself, and none of them wrongly', async () => {
	const clock = installFakeClock();
	const nowMs = () => START_MS + clock.passedMs;
	jest.spyOn(Date, 'now').mockImplementation(nowMs);

	const end = await dailyYear(ORDERS, 1, {
		startMs: START_MS,
		days: 365,
		nowMs,
		setNow: (ms) => {
			clock.passedMs = Math.max(clock.passedMs, ms - START_MS);
		},
	});

	expect(end.wrong).toEqual([]);
	expect(end.automatic).toBe(0);
	expect(end.refused).toBe(0);
	// Some are shown late, so that they are not decided on the first morning after the return period.
	expect(end.longestDays).toBeGreaterThan(RETURN_PERIOD_DAYS);
	expect(end.longestDays).toBeLessThan(VALIDATION_PERIOD_DAYS);
	for (const word of ['approve', 'amend', 'decline', 'wait', 'review', 'none']) {
		expect(end.proposals[word]).toBeGreaterThan(0);
	}
	// One window of 31 days and the jobs to compare, a batch and its result to validate.
	expect(end.calls / end.days).toBeLessThan(6);
	jest.restoreAllMocks();
});
