/**
 * What the package takes for true of Awin, in one place: `docs/awin.md` is made from it, and the probe's table has its words
 * from it. A switch of the stand-in without a row here does not compile.
 */
import { LIMITS } from './limits.cts';
import { ORDERS } from './orders.cts';
import { PUBLISHING } from './publishing.cts';
import { READING } from './reading.cts';
import { WRITING_OPERATIONS } from './shapes.cts';
import type { Assumption, Assumptions, WritingOperation } from './shapes.cts';
import { DEFAULT_SWITCHES } from '../sandbox/switches.cts';
import type { Switches } from '../sandbox/switches.cts';

export const ASSUMPTIONS: Assumptions = { ...READING, ...LIMITS, ...ORDERS, ...PUBLISHING };

export const SWITCH_NAMES = Object.keys(ASSUMPTIONS) as Array<keyof Switches>;

/** Whether reading can show it. */
export function isReadable(name: keyof Switches): boolean {
	return 'read' in ASSUMPTIONS[name].settle;
}

/** What only a change can show, by the operation that would. */
export function shownByWriting(): Array<[operation: string, names: Array<keyof Switches>]> {
	return Object.entries(WRITING_OPERATIONS).map(([operation, label]) => [
		label,
		SWITCH_NAMES.filter((name) => {
			const { settle } = ASSUMPTIONS[name];
			return 'write' in settle && settle.write === (operation as WritingOperation);
		}),
	]);
}

/** What a position means, in a sentence. */
export function wordsFor<Name extends keyof Switches>(
	name: Name,
	position: Switches[Name],
): string {
	const words = looselyOf(name);
	return typeof words.found === 'function'
		? words.found(position)
		: String(words[String(position)]);
}

/** What the package takes for likely, and what else it is ready for. */
export function believed(name: keyof Switches): { usual: string; otherwise: string } {
	const words = looselyOf(name);
	if (typeof words.found === 'function') {
		return { usual: String(words.usual), otherwise: String(words.otherwise) };
	}
	const { [String(DEFAULT_SWITCHES[name])]: usual, ...others } = words as Record<string, string>;
	return { usual, otherwise: Object.values(others).join(' Or: ') };
}

/** Which kind of words a switch has goes with its name, which the compiler cannot follow through a name that it does not know. */
function looselyOf(
	name: keyof Switches,
): Record<string, string | ((position: unknown) => string) | undefined> {
	return (ASSUMPTIONS[name] as Assumption).words as ReturnType<typeof looselyOf>;
}
