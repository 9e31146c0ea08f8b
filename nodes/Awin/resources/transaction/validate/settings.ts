/**
 * What holds for the whole batch. It is read for the first item.
 */
import type { ParameterSource } from '../../../fields/item';
import { readMaxRows, readMaxTotalAmount } from '../../../fields/safety';
import { isBlank, readYesNo } from '../../../fields/text';
import { DEFAULT_SEARCH_BACK_DAYS, DEFAULT_TIMEOUT_SECONDS } from './fields';

export interface Settings {
	waitForCompletion: boolean;
	timeoutMs: number;
	maxRows?: number;
	maxTotalAmount?: number;
	searchBackDays: number;
}

/** Longer than anybody keeps an execution open; and a list further back than Awin's own start has nothing in it. */
const LONGEST_TIMEOUT_SECONDS = 86_400;
const MOST_SEARCH_BACK_DAYS = 3650;

export function readSettings(source: ParameterSource): Settings {
	const isWaiting = source.get('options.waitForCompletion');
	return {
		waitForCompletion:
			isBlank(isWaiting) || readYesNo(source, 'Wait for Completion', 'options.waitForCompletion'),
		timeoutMs:
			1000 *
			readNumber(source, {
				label: 'Timeout Seconds',
				name: 'options.timeoutSeconds',
				usual: DEFAULT_TIMEOUT_SECONDS,
				largest: LONGEST_TIMEOUT_SECONDS,
			}),
		maxRows: readMaxRows(source),
		maxTotalAmount: readMaxTotalAmount(source),
		searchBackDays: readNumber(source, {
			label: 'Search Back Days',
			name: 'options.searchBackDays',
			usual: DEFAULT_SEARCH_BACK_DAYS,
			largest: MOST_SEARCH_BACK_DAYS,
		}),
	};
}

interface NumberOption {
	label: string;
	name: string;
	usual: number;
	largest: number;
}

function readNumber(
	source: ParameterSource,
	{ label, name, usual, largest }: NumberOption,
): number {
	const value = source.get(name);
	if (isBlank(value)) return usual;
	const number = Number(value);
	if (number >= 1 && number <= largest) return number;
	throw source.refuse(
		label,
		value,
		`is not a number from 1 to ${largest}`,
		`Give a number such as ${usual}, or remove the option.`,
	);
}
