import * as fc from 'fast-check';

import { contains, LONGEST_WINDOW_MS, splitIntoWindows } from '../../../nodes/Awin/api/windows';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1);

const anySecond = fc
	.integer({ min: Date.UTC(2000, 0, 1) / 1000, max: Date.UTC(2037, 0, 1) / 1000 })
	.map((seconds) => seconds * 1000);
const anyLengthMs = fc
	.oneof(
		fc.integer({ min: 0, max: 100 }),
		fc.integer({ min: 0, max: 5 * 365 * 86_400 }),
		// Just around whole windows, where an extra one could slip in.
		fc
			.tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: -2, max: 2 }))
			.map(([windows, seconds]) => (windows * LONGEST_WINDOW_MS) / 1000 + seconds),
	)
	.map((seconds) => seconds * 1000);

describe('A span is cut into windows that Awin answers', () => {
	it('no window reaches 31 days', () => {
		expect(LONGEST_WINDOW_MS).toBe(31 * DAY_MS - 1000);
	});

	it.each([
		['no length', 0, 1],
		['one second', 1000, 1],
		['a day', DAY_MS, 1],
		['31 days less a second', 31 * DAY_MS - 1000, 1],
		['31 days', 31 * DAY_MS, 2],
		['12 months', 365 * DAY_MS, 12],
		['12 months with a leap day', 366 * DAY_MS, 12],
	])('%s: %d ms give %d window(s)', (_, lengthMs, count) => {
		expect(splitIntoWindows(START_MS, START_MS + lengthMs)).toHaveLength(count);
	});

	it('a span of no length is one window of no length', () => {
		expect(splitIntoWindows(START_MS, START_MS)).toEqual([{ startMs: START_MS, endMs: START_MS }]);
	});

	it('the longest window can be chosen', () => {
		expect(splitIntoWindows(0, 25_000, 10_000)).toEqual([
			{ startMs: 0, endMs: 10_000 },
			{ startMs: 10_000, endMs: 20_000 },
			{ startMs: 20_000, endMs: 25_000 },
		]);
	});
});

describe('For any span, the windows', () => {
	const forAnySpan = (
		check: (windows: ReturnType<typeof splitIntoWindows>, startMs: number, endMs: number) => void,
	) =>
		fc.assert(
			fc.property(anySecond, anyLengthMs, (startMs, lengthMs) =>
				check(splitIntoWindows(startMs, startMs + lengthMs), startMs, startMs + lengthMs),
			),
			{ numRuns: 500 },
		);

	it('begin at its start and end at its end', () => {
		forAnySpan((windows, startMs, endMs) => {
			expect(windows[0].startMs).toBe(startMs);
			expect(windows[windows.length - 1].endMs).toBe(endMs);
		});
	});

	it('are not longer than Awin allows', () => {
		forAnySpan((windows) => {
			for (const { startMs, endMs } of windows)
				expect(endMs - startMs).toBeLessThanOrEqual(31 * DAY_MS - 1000);
		});
	});

	it('share exactly their boundary, so that none overlaps and none leaves a gap', () => {
		forAnySpan((windows) => {
			for (let i = 1; i < windows.length; i++)
				expect(windows[i].startMs).toBe(windows[i - 1].endMs);
		});
	});

	it('hold each second once, seen as spans with their start and without their end', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 60 }),
				fc.integer({ min: 1, max: 20 }),
				(seconds, longest) => {
					const windows = splitIntoWindows(START_MS, START_MS + seconds * 1000, longest * 1000);
					for (let second = 0; second < seconds; second++) {
						const ms = START_MS + second * 1000;
						const holding = windows.filter(({ startMs, endMs }) => startMs <= ms && ms < endMs);
						expect(holding).toHaveLength(1);
					}
				},
			),
		);
	});

	it('run forward and lie on whole seconds', () => {
		forAnySpan((windows, startMs, endMs) => {
			for (const window of windows) {
				expect(window.endMs - window.startMs).toBeGreaterThanOrEqual(startMs === endMs ? 0 : 1000);
				expect(window.startMs % 1000).toBe(0);
				expect(window.endMs % 1000).toBe(0);
			}
		});
	});

	it('are as few as possible', () => {
		forAnySpan((windows, startMs, endMs) => {
			const fewest = Math.max(1, Math.ceil((endMs - startMs) / (31 * DAY_MS - 1000)));
			expect(windows).toHaveLength(fewest);
		});
	});
});

describe('A date belongs to a window', () => {
	const at = (text: string) => Date.parse(`2026-${text}Z`);
	const october = { startMs: at('10-01T00:00:00'), endMs: at('10-31T23:59:59') };

	it.each(['10-01T00:00:00', '10-01T00:00:01', '10-31T23:59:00', '10-31T23:59:59'])(
		'%s',
		(text) => {
			expect(contains(october, at(text))).toBe(true);
		},
	);

	it.each(['09-30T23:59:59', '09-30T23:59:01', '09-30T23:59:00', '11-01T00:00:00'])(
		'%s does not',
		(text) => {
			expect(contains(october, at(text))).toBe(false);
		},
	);

	it('also as the minute in which the window begins, because Awin shows some dates without their seconds', () => {
		const window = { ...october, startMs: at('10-01T00:00:30') };
		expect(contains(window, at('10-01T00:00:00'))).toBe(true);
		expect(contains(window, at('09-30T23:59:59'))).toBe(false);
	});
});
