/**
 * Parameters with a fixed list of values. The list itself keeps people right; a value from an expression may be anything.
 */
import type { INodePropertyOptions } from 'n8n-workflow';

import type { ParameterSource } from './item';
import { parameter, type Declaration, type Named, type SingleParameter } from './parameter';
import { IS_SET_BUT_EMPTY, isBlank } from './text';

type ChoiceDeclaration<Choice extends string> = Declaration & {
	options: Array<INodePropertyOptions & { value: Choice }>;
};

interface ChoiceRule<Choice extends string> {
	/** What the choices are, e.g. `a type of date`. */
	what: string;
	/** In the order in which an error lists them; nothing given means the first. */
	choices: readonly Choice[];
	/** Something is changed by it, so that an expression which gives nothing is refused. */
	decidesChange?: boolean;
}

/** One of several values; nothing given means the first of `choices`. */
export function choice<Choice extends string>(
	declared: ChoiceDeclaration<Choice>,
	{ what, choices, decidesChange = false }: ChoiceRule<Choice>,
): SingleParameter<Choice> {
	const field = { type: 'options', default: choices[0], ...declared } as const;
	return parameter(field, (given, source, named) => {
		if (given !== null && given !== undefined) {
			return oneOf(choices, what, given, source, named);
		}
		if (!decidesChange || !source.has(named.path)) return choices[0];
		throw refuseChoice(source, named, '', IS_SET_BUT_EMPTY, choices);
	});
}

/** One of several values; `undefined` where nothing was given. */
export function choiceIfAny<Choice extends string>(
	declared: ChoiceDeclaration<Choice> & { default: Choice },
	{ what, choices }: Pick<ChoiceRule<Choice>, 'what' | 'choices'>,
): SingleParameter<Choice | undefined> {
	return parameter({ type: 'options', ...declared }, (given, source, named) =>
		isBlank(given) ? undefined : oneOf(choices, what, given, source, named),
	);
}

function oneOf<Choice extends string>(
	choices: readonly Choice[],
	what: string,
	given: unknown,
	source: ParameterSource,
	named: Named,
): Choice {
	const known = choices.find((one) => one === given);
	if (known !== undefined) return known;
	throw refuseChoice(source, named, given, `is not ${what}`, choices);
}

function refuseChoice(
	source: ParameterSource,
	{ label }: Named,
	value: unknown,
	reason: string,
	choices: readonly string[],
): Error {
	const named = choices.map((known) => `"${known}"`);
	const last = named.pop();
	return source.refuse(label, value, reason, `Use ${named.join(', ')} or ${last}.`);
}
