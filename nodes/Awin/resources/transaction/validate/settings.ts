/**
 * What holds for the whole batch. It is read for the first item; where it differs for another, nothing is sent.
 */
import type { ParameterSource } from '../../../fields/item';
import { readNumberOption } from '../../../fields/number';
import { readMaxRows, readMaxTotalAmount } from '../../../fields/safety';
import { readYesNo } from '../../../fields/text';
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
	return {
		waitForCompletion: readYesNo(source, 'Wait for Completion', 'options.waitForCompletion', true),
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

interface BoundedNumber {
	label: string;
	name: string;
	usual: number;
	largest: number;
}

function readNumber(source: ParameterSource, option: BoundedNumber): number {
	const { label, name, usual, largest } = option;
	const number = readNumberOption(source, {
		label,
		name,
		isUsable: (given) => given >= 1 && given <= largest,
		reason: `is not a number from 1 to ${largest}`,
		example: usual,
	});
	return number ?? usual;
}
