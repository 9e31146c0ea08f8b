/**
 * Parameters with a fixed list of values. The list itself keeps people right; a value from an expression may be anything.
 */
import type { ParameterSource } from './item';
import { IS_SET_BUT_EMPTY } from './text';

interface Choices<Choice extends string> {
	name: string;
	/** As the person sees it. */
	label: string;
	/** What the choices are, e.g. `a type of date`. */
	what: string;
	choices: readonly Choice[];
	/** Something is changed by it, so that an expression which gives nothing is refused. */
	decidesChange?: boolean;
}

/** @returns the value, if it is one of `choices`; nothing given means the first of them */
export function readChoice<Choice extends string>(
	source: ParameterSource,
	{ name, label, what, choices, decidesChange = false }: Choices<Choice>,
): Choice {
	const given = source.get(name) ?? undefined;
	const isEmpty = given === undefined && decidesChange && source.has(name);
	const value = given ?? choices[0];
	const choice = choices.find((known) => known === value);
	if (choice && !isEmpty) return choice;
	const named = choices.map((known) => `"${known}"`);
	const last = named.pop();
	throw source.refuse(
		label,
		isEmpty ? '' : value,
		isEmpty ? IS_SET_BUT_EMPTY : `is not ${what}`,
		`Use ${named.join(', ')} or ${last}.`,
	);
}
