/**
 * The words that go with an answer which is not understood.
 */
import { shapeOf } from '../api/shapes';

/**
 * Adds the form of an answer to what a person reads of it. It has none of the answer's values, so whoever reports the matter can
 * show it to anybody.
 *
 * @param answer nothing is added where there was none
 */
export function withForm(words: string, answer: unknown): string {
	return answer === undefined ? words : withShape(words, shapeOf(answer));
}

/** Like {@link withForm}, where the form is known already. */
export function withShape(words: string, shape: string | undefined): string {
	return shape === undefined ? words : `${words} ${SAFE_TO_SHOW}: ${shape}`;
}

const SAFE_TO_SHOW =
	'The form of what came, which is safe to paste into a report because no value is in it';
