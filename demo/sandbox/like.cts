import { isObject, parseJson } from './read.cts';
import { setSwitches } from './switches.cts';
import type { Switches } from './switches.cts';

/**
 * Sets the switches that a file of the probe names; the others stay as they are.
 *
 * @param text the file
 * @returns what is wrong with it, or null
 */
export function behaveLike(switches: Switches, text: string): string | null {
	const file = parseJson(text);
	if (!isObject(file) || file.version !== 1 || !isObject(file.switches)) {
		return 'This is not a file that "npm run probe" writes';
	}
	return setSwitches(switches, file.switches);
}
