/**
 * Numbers that are no amounts of money: how many, how long.
 */
import { parameter, type Declaration, type SingleParameter } from './parameter';
import { IS_SET_BUT_EMPTY, isBlank } from './text';

interface NumberRule {
	isUsable: (number: number) => boolean;
	/** The end of a sentence about a value that cannot be used, e.g. `is not a number from 0 on`. */
	reason: string;
	/** A number that could be given, where the default is none. */
	example?: number;
}

/** A number, by {@link numberOf}; `undefined` where it was not added. One that was added has to have a value. */
export function number(
	declared: Declaration & { default: number },
	{ isUsable, reason, example = declared.default }: NumberRule,
): SingleParameter<number | undefined> {
	return parameter({ type: 'number', ...declared }, (value, source, { label, path }) => {
		const isEmpty = isBlank(value);
		if (isEmpty && !source.has(path)) return undefined;
		const given = numberOf(value);
		if (given !== undefined && isUsable(given)) return given;
		throw source.refuse(
			label,
			isEmpty ? '' : value,
			isEmpty ? IS_SET_BUT_EMPTY : reason,
			`Give a number such as ${example}, or remove the option.`,
		);
	});
}

/** A number between two bounds; nothing given means the default. */
export function numberUpTo(
	most: number,
	declared: Declaration & { default: number },
	{ least = 1, isWhole = false } = {},
): SingleParameter<number> {
	return number(declared, {
		isUsable: (given) => given >= least && given <= most && (!isWhole || Number.isInteger(given)),
		reason: `is not a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}`,
	}).map((given) => given ?? declared.default);
}

/** Digits, and a fraction; a comma in it is how a German or French sheet writes the point. */
const NUMBER_TEXT = /^([+-]?\d+)(?:[.,](\d+))?$/;
/** `1.000` is a thousand to some people, and one to others. */
const ONE_TO_THREE_DIGITS = /^[+-]?[1-9]\d{0,2}$/;

/**
 * What a value says as a number.
 *
 * @returns `undefined` where it is none, or can be read in two ways: `true`, `[5]`, `0x10`, `1.000` as text
 */
export function numberOf(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value !== 'string') return undefined;
	const [, whole, fraction = ''] = NUMBER_TEXT.exec(value.trim()) ?? [];
	if (whole === undefined) return undefined;
	if (fraction.length === 3 && ONE_TO_THREE_DIGITS.test(whole)) return undefined;
	const number = Number(`${whole}.${fraction}`);
	return Number.isFinite(number) ? number : undefined;
}
