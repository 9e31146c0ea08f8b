/**
 * What n8n hands over may be older than what was given out, and then the newer is right; or what was given out was thrown away,
 * and then the older is.
 */
import type { TriggerState } from '../../../nodes/Awin/trigger/state';
import {
	StateHistory,
	isSameState,
	type PollOrigin,
} from '../../../nodes/Awin/trigger/stateHistory';

const MINUTE_MS = 60_000;

function state(poll: number): TriggerState {
	const marks = {
		scope: 'created',
		boundMs: poll,
		reachedBackMs: 0,
		coveredFromMs: 0,
		heldSinceMs: null,
	};
	return { version: 1, account: 'advertiser 1', lists: { transaction: marks }, seen: {} };
}

/** As n8n hands it over: read from its database anew. */
function stored(poll: number): unknown {
	return JSON.parse(JSON.stringify(state(poll))) as unknown;
}

const ONE = { name: 'one' };
const OTHER = { name: 'other' };

function caller(
	registration: object,
	minute: number,
	changes: Partial<PollOrigin> = {},
): PollOrigin {
	return {
		registration,
		isDurable: false,
		pollIntervalMs: MINUTE_MS,
		clockMs: minute * MINUTE_MS,
		timeOfDayMs: minute * MINUTE_MS,
		...changes,
	};
}

/** The poll number of the state that a poll goes on from; `later` where it may not do anything yet. */
function begin(given: StateHistory, kept: unknown, who: PollOrigin): number | undefined | 'later' {
	given.confirmFor(who.registration);
	const beginning = given.begin(kept, who);
	if (beginning.isTooEarly) return 'later';
	return (beginning.before as TriggerState | undefined)?.lists.transaction?.boundMs;
}

/** One poll from 1 that finds something, by the first registration, in minute 0. */
function withNews(changes: Partial<PollOrigin> = {}): StateHistory {
	const given = new StateHistory();
	begin(given, stored(1), caller(ONE, 0, changes));
	given.end(state(2), true, stored(1), caller(ONE, 0, changes));
	return given;
}

describe('a second registration with the state of before', () => {
	it('waits until the first has polled again, and then goes on from there', () => {
		const given = withNews();

		expect(begin(given, stored(1), caller(OTHER, 0.4))).toBe('later');
		expect(begin(given, stored(2), caller(ONE, 1))).toBe(2);
		expect(begin(given, stored(1), caller(OTHER, 1.4))).toBe(2);
	});

	it('goes on from its own where the first never comes again: what it gave out was thrown away', () => {
		const given = withNews();

		expect(begin(given, stored(1), caller(OTHER, 0.4))).toBe('later');
		expect(begin(given, stored(1), caller(OTHER, 1.4))).toBe('later');
		expect(begin(given, stored(1), caller(OTHER, 2.4))).toBe(1);
	});

	it('knows by the time of day too, where the clock of waits stands still', () => {
		const given = withNews();
		const standing = { clockMs: 0 };

		expect(begin(given, stored(1), caller(OTHER, 0.4, standing))).toBe('later');
		expect(begin(given, stored(1), caller(OTHER, 2.4, standing))).toBe(1);
	});

	it('waits for no more than an hour and one poll, however rarely there are polls', () => {
		const daily = { pollIntervalMs: 25 * 60 * MINUTE_MS };
		const given = withNews(daily);

		expect(begin(given, stored(1), caller(OTHER, 1, daily))).toBe('later');
		expect(begin(given, stored(1), caller(OTHER, 24 * 60, daily))).toBe(1);
	});

	it('does not wait for a poll that found nothing', () => {
		const given = new StateHistory();
		begin(given, stored(1), caller(ONE, 0));
		given.end(state(2), false, stored(1), caller(ONE, 0));

		expect(begin(given, stored(1), caller(OTHER, 0.4))).toBe(2);
	});
});

describe('an old copy that an execution stores', () => {
	it('is not gone on from, once the newer one was handed over', () => {
		const given = withNews();
		begin(given, stored(2), caller(ONE, 1));

		expect(begin(given, stored(1), caller(OTHER, 2))).toBe(2);
	});

	it('is told from a state that was put there by somebody', () => {
		const given = withNews();
		begin(given, stored(2), caller(ONE, 1));

		expect(begin(given, stored(77), caller(OTHER, 2))).toBe(77);
	});
});

describe('no state at all', () => {
	it('means the one after the last poll without news', () => {
		const given = new StateHistory();
		begin(given, undefined, caller(ONE, 0));
		given.end(state(1), false, undefined, caller(ONE, 0));

		expect(begin(given, undefined, caller(OTHER, 1))).toBe(1);
	});

	it('means a new beginning once there was news', () => {
		const given = withNews();

		expect(begin(given, undefined, caller(ONE, 1))).toBeUndefined();
	});
});

it('the durable scheduler is waited for half a minute', () => {
	const durable = { isDurable: true };
	const given = withNews(durable);

	expect(begin(given, stored(1), caller({}, 0.1, durable))).toBe('later');
	expect(begin(given, stored(1), caller({}, 0.5, durable))).toBe(1);
});

it('recognises the states of the last 2,000 polls', () => {
	const given = new StateHistory();
	for (let poll = 1; poll <= 2500; poll++) {
		begin(given, stored(poll), caller(ONE, poll));
		given.end(state(poll + 1), false, stored(poll), caller(ONE, poll));
	}

	expect(begin(given, stored(700), caller(OTHER, 2501))).toBe(2501);
	// What is older than that passes for put there by somebody.
	expect(begin(given, stored(10), caller(OTHER, 2502))).toBe(10);
});

describe('a clock that stands still', () => {
	/** What was found has no date that would carry the bound on. */
	function stateWith(seen: string): TriggerState {
		return { ...state(1), seen: { '2026-06-15T10': seen } };
	}

	it('hides nothing that was found: the second registration goes on from there', () => {
		const given = new StateHistory();
		const before = stateWith('');
		begin(given, before, caller(ONE, 0));
		given.end(stateWith('AAAA'), true, before, caller(ONE, 0));

		expect(isSameState(stateWith('AAAA'), before)).toBe(false);
		expect(begin(given, stateWith(''), caller(OTHER, 0.4))).toBe('later');
		expect(begin(given, stateWith('AAAA'), caller(ONE, 1))).toBe(1);
		const beginning = given.begin(stateWith(''), caller(OTHER, 1.4));
		expect(beginning).toMatchObject({ before: { seen: { '2026-06-15T10': 'AAAA' } } });
	});

	it('is the same state in whatever order the hours are stored', () => {
		const one = { ...state(1), seen: { '2026-06-15T10': 'A', '2026-06-15T11': 'B' } };
		const other = { ...state(1), seen: { '2026-06-15T11': 'B', '2026-06-15T10': 'A' } };

		expect(isSameState(one, other)).toBe(true);
	});
});
