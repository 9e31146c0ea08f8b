/** What one process keeps of a trigger that watches several accounts: when something was seen, asked for and said before. */
import type { Selection } from '../../../nodes/Awin/trigger/selection';
import { WatchMemory } from '../../../nodes/Awin/trigger/watchMemory';
import { MINUTE_MS } from '../../support/days.cts';

const CREATED: Selection = { events: ['created'], partnerIds: [] };
const APPROVED: Selection = { events: ['approved'], partnerIds: [] };

it('a choice counts from the poll that saw it first, whatever came of that poll', () => {
	const memory = new WatchMemory();
	expect(memory.sinceOf(CREATED, 5)).toBe(5);
	expect(memory.sinceOf({ ...CREATED }, 9)).toBe(5);
	expect(memory.sinceOf(APPROVED, 11)).toBe(11);
	expect(memory.sinceOf(CREATED, 13)).toBe(13);
	// A clock that was ahead.
	expect(memory.sinceOf(CREATED, 7)).toBe(7);
});

it('a list of accounts that could not be read is asked for again after ten minutes', () => {
	const memory = new WatchMemory();
	expect(memory.mayAskForList(0)).toBe(true);
	memory.noteListFailure(5);
	expect(memory.mayAskForList(5 + 10 * MINUTE_MS - 1)).toBe(false);
	expect(memory.mayAskForList(5 + 10 * MINUTE_MS)).toBe(true);
});

it('a lack of calls is said once, when it has lasted for half an hour', () => {
	const memory = new WatchMemory();
	const said = [0, 29, 30, 31, 600].map((minutes) => memory.isShortForLong(minutes * MINUTE_MS));
	expect(said).toEqual([false, false, true, false, false]);
	memory.endShortage();
	expect(memory.isShortForLong(700 * MINUTE_MS)).toBe(false);
	expect(memory.isShortForLong(730 * MINUTE_MS)).toBe(true);
});

it('a pace is new until it was said', () => {
	const memory = new WatchMemory();
	expect(['60 3', '60 3', '61 3', '60 3'].map((pace) => memory.isNewPace(pace))).toEqual([
		true,
		false,
		true,
		true,
	]);
});
