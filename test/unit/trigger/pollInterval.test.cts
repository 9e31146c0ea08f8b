import { longestIntervalMs } from '../../../nodes/Awin/trigger/pollInterval';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describe('the longest time between two polls', () => {
	it.each<[string, unknown, number]>([
		['every minute', { mode: 'everyMinute' }, MINUTE_MS],
		['every hour', { mode: 'everyHour', minute: 12 }, HOUR_MS],
		['every 5 minutes', { mode: 'everyX', value: 5, unit: 'minutes' }, 5 * MINUTE_MS],
		[
			'every 45 minutes, which is at :00 and :45',
			{ mode: 'everyX', value: 45, unit: 'minutes' },
			45 * MINUTE_MS,
		],
		[
			'every 90 minutes, which is once an hour',
			{ mode: 'everyX', value: 90, unit: 'minutes' },
			HOUR_MS,
		],
		['every 2 hours, one more in autumn', { mode: 'everyX', value: 2, unit: 'hours' }, 3 * HOUR_MS],
		[
			'every day, which has 25 hours in autumn',
			{ mode: 'everyDay', hour: 9, minute: 0 },
			25 * HOUR_MS,
		],
		['every week', { mode: 'everyWeek', weekday: '1' }, 7 * DAY_MS + HOUR_MS],
		['every month', { mode: 'everyMonth', dayOfMonth: 1 }, 31 * DAY_MS + HOUR_MS],
		['cron: every minute', { mode: 'custom', cronExpression: '* * * * *' }, MINUTE_MS],
		['cron with seconds', { mode: 'custom', cronExpression: '30 */10 * * * *' }, 10 * MINUTE_MS],
		[
			'cron: office hours',
			{ mode: 'custom', cronExpression: '0 9-17 * * mon-fri' },
			64 * HOUR_MS + HOUR_MS,
		],
		[
			'cron: lists',
			{ mode: 'custom', cronExpression: '0,20 8,20 * * *' },
			11 * HOUR_MS + 40 * MINUTE_MS + HOUR_MS,
		],
		['cron: sunday as 7', { mode: 'custom', cronExpression: '0 0 * * 7' }, 7 * DAY_MS + HOUR_MS],
		[
			'cron: a day of the month or of the week',
			{ mode: 'custom', cronExpression: '0 0 1 * mon' },
			7 * DAY_MS + HOUR_MS,
		],
		[
			'cron: some months',
			{ mode: 'custom', cronExpression: '0 0 1 jan,jul *' },
			184 * DAY_MS + HOUR_MS,
		],
		[
			'cron: a day that comes once in four years',
			{ mode: 'custom', cronExpression: '0 0 29 2 *' },
			800 * DAY_MS,
		],
		['cron that is none', { mode: 'custom', cronExpression: 'often' }, DAY_MS],
		['cron with a number that is none', { mode: 'custom', cronExpression: '0 24 * * *' }, DAY_MS],
		['a mode of the future', { mode: 'everyTide' }, DAY_MS],
		['a value that is none', { mode: 'everyX', value: 'x', unit: 'minutes' }, DAY_MS],
	])('%s', (_what, item, intervalMs) => {
		expect(longestIntervalMs({ item: [item] })).toBe(intervalMs);
	});

	it('of several poll times the most frequent one decides', () => {
		const item = [
			{ mode: 'everyDay', hour: 9, minute: 0 },
			{ mode: 'everyHour', minute: 0 },
		];

		expect(longestIntervalMs({ item })).toBe(HOUR_MS);
	});

	it.each([undefined, null, {}, { item: [] }, 'daily'])('not set (%j): a day', (pollTimes) => {
		expect(longestIntervalMs(pollTimes)).toBe(DAY_MS);
	});
});
