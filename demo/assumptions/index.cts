/**
 * What the package takes for true of Awin, in one place: `docs/awin.md` is made from it, and the probe's table has its words
 * from it. A switch of the stand-in without a row here does not compile.
 */
import { LIMITS } from './limits.cts';
import { ORDERS } from './orders.cts';
import { PUBLISHING } from './publishing.cts';
import { READING } from './reading.cts';
import type { Assumption, Assumptions } from './shapes.cts';
import type { Switches } from '../sandbox/switches.cts';

export const ASSUMPTIONS: Assumptions = { ...READING, ...LIMITS, ...ORDERS, ...PUBLISHING };

export const SWITCH_NAMES = Object.keys(ASSUMPTIONS) as Array<keyof Switches>;

/** Whether reading can show it. */
export function isReadable(name: keyof Switches): boolean {
	return 'read' in ASSUMPTIONS[name].settle;
}

/** What a position means, in a sentence. */
export function wordsFor<Name extends keyof Switches>(
	name: Name,
	position: Switches[Name],
): string {
	// Which kind of words a switch has goes with its name; the compiler cannot follow that through a name that it does not know.
	const words = (ASSUMPTIONS[name] as Assumption).words as
		| Readonly<Record<string, string>>
		| { found: (position: Switches[Name]) => string };
	return typeof words.found === 'function'
		? words.found(position)
		: String((words as Record<string, string>)[String(position)]);
}
