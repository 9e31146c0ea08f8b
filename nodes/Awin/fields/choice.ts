/**
 * Parameters with a fixed list of values. The list itself keeps people right; a value from an expression may be anything.
 */
import type { ParameterSource } from './item';
import { IS_SET_BUT_EMPTY } from './text';

/** @returns the value, if it is one of `choices`; one that is not set means the first of them */
export function readChoice<Choice extends string>(
	source: ParameterSource,
	{
		name,
		label,
		what,
		choices,
	}: { name: string; label: string; what: string; choices: readonly Choice[] },
): Choice {
	const given = source.get(name);
	const value = given ?? (source.has(name) ? '' : choices[0]);
	const choice = choices.find((known) => known === value);
	if (choice) return choice;
	const named = choices.map((known) => `"${known}"`);
	const last = named.pop();
	throw source.refuse(
		label,
		value,
		value === '' ? IS_SET_BUT_EMPTY : `is not ${what}`,
		`Use ${named.join(', ')} or ${last}.`,
	);
}
