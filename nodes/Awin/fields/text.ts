/**
 * Text, yes or no, and what a sheet makes of them: blank cells mean "not given", and a number may stand for its digits.
 */
import { isBlank } from '../api/values';
import type { ParameterSource } from './item';
import { parameter, type Declaration, type Named, type SingleParameter } from './parameter';

export { isBlank };

/** A text, blanks around it taken off; `undefined` where nothing was given. */
export function text(declared: Declaration): SingleParameter<string | undefined> {
	return parameter({ type: 'string', default: '', ...declared }, (value, source, { label }) =>
		toText(source, label, value),
	);
}

/** A text that has to be there. */
export function requiredText(declared: Declaration, nextStep: string): SingleParameter<string> {
	return text(declared).map(needed(nextStep));
}

/** Refuses what was not given, for `map`. */
export function needed(nextStep: string) {
	return <Value>(value: Value | undefined, source: ParameterSource, { label }: Named): Value => {
		if (value !== undefined) return value;
		throw source.refuse(label, '', 'is empty', nextStep);
	};
}

/**
 * A switch, by {@link yesNoOf}. One that somebody has set has to say something: what would be done without it may be the
 * opposite of what was meant.
 *
 * @param usual what it means where it is not set
 */
export function yesNo(
	declared: Declaration & { default: boolean },
	usual: boolean | ((source: ParameterSource) => boolean) = false,
): SingleParameter<boolean> {
	return parameter({ type: 'boolean', ...declared }, (value, source, { label, path }) => {
		if (isBlank(value) && !source.has(path)) {
			return typeof usual === 'boolean' ? usual : usual(source);
		}
		const answer = yesNoOf(value);
		if (answer !== undefined) return answer;
		throw source.refuse(label, value, ...whyNeither(value));
	});
}

/** One half of a pair that stands for a character only as a whole; nothing else can take it for text. */
const HALF_A_CHARACTER = /\p{Surrogate}/u;

/** What a value says as a text; `undefined` where nothing was given. */
export function toText(source: ParameterSource, label: string, value: unknown): string | undefined {
	if (isBlank(value)) return undefined;
	if (typeof value === 'string') {
		if (!HALF_A_CHARACTER.test(value)) return value.trim();
		throw source.refuse(
			label,
			value,
			'holds half a character, such as an emoji that was cut through',
			'Write this text again, without the character that shows as a question mark or a box.',
		);
	}
	if (typeof value === 'number' && Number.isFinite(value)) {
		// A number this long has already lost its last digits, whoever made it.
		if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return String(value);
		throw source.refuse(
			label,
			value,
			'is too long for a number; give it as text',
			'Set the format of this column to text in your sheet, so that no digits are lost.',
		);
	}
	throw source.refuse(label, value, 'is not a text', 'Give a text, or leave it empty.');
}

const YES = new Set(['true', 'yes', '1']);
const NO = new Set(['false', 'no', '0']);

/**
 * What a value says as yes or no, also from a sheet (`TRUE`, `yes`, `1`).
 *
 * @returns `undefined` where it says neither
 */
export function yesNoOf(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const word = String(value).trim().toLowerCase();
	if (YES.has(word)) return true;
	return NO.has(word) ? false : undefined;
}

function whyNeither(value: unknown): [reason: string, nextStep: string] {
	return isBlank(value)
		? [IS_SET_BUT_EMPTY, 'Give true or false for every item, or take it out.']
		: ['is neither true nor false', 'Use true or false.'];
}

/** The end of a sentence about something that was added, or given by an expression, and has no value. */
export const IS_SET_BUT_EMPTY = 'is set, but has no value';
