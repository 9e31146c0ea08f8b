/**
 * What comes out of a batch: one item per input item, in its place, with the input's columns and the row's result.
 */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { itemText, operationError } from '../../transport/errors';
import { withShape } from '../../transport/form';
import { failedOutput, hasErrorOutput } from '../errorOutput';
import type { Run } from '../operation';
import { tell, warn } from '../warnings';
import { itemRanges } from './rows';

/** What became of one row. Operations add members of their own; each row of an operation has the same ones. */
export interface RowResult extends IDataObject {
	outcome: string;
	/** What happened, as a sentence without a full stop. */
	message: string;
	/** What to do about it; null where there is nothing to do. */
	nextStep: string | null;
}

/** Has a result say what form the answer has that does not say what became of its row; of no answer there is none. */
export function tellShape(result: RowResult, shape: string | undefined): void {
	result.nextStep = withShape(result.nextStep ?? '', shape);
}

/** The words for a row that was left out because of a dry run. */
export const DRY_RUN_WORDS = {
	message: 'Not sent, because this is a dry run',
	nextStep: 'Switch off "Dry Run" in the options to send it.',
} as const;

/** How an operation speaks of its results. */
export interface ResultWords {
	/** What became of the rows that went well, e.g. `validated`. */
	done: string;
	/** Each outcome with the words for it in a count, in the order in which counts are told. */
	outcomes: Array<[outcome: string, words: string]>;
	/** The outcomes that somebody has to look at: they stop the node, or take its error output. */
	bad: string[];
	/** What to know before running the node again. */
	again: string;
	/** Sentences that go on after the count. */
	remark?: string;
}

/** How many rows had which outcome: `118 done, 2 already done, 3 not done`. */
export function tally(results: RowResult[], words: ResultWords): string {
	const counts = new Map<string, number>();
	for (const { outcome } of results) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
	return words.outcomes
		.filter(([outcome]) => counts.has(outcome))
		.map(([outcome, text]) => `${counts.get(outcome)} ${text}`)
		.join(', ');
}

/**
 * Gives the results out, with a hint that counts them.
 *
 * Where the node is set to stop and a row is bad, throws instead, and tells what was done and what was not.
 */
export function finishRows(
	run: Run,
	results: RowResult[],
	words: ResultWords,
	columnOf?: ColumnOf,
): INodeExecutionData[] {
	const isBad = new Set(words.bad);
	const bad = indexesOf(results, ({ outcome }) => isBad.has(outcome));
	if (bad.length > 0 && !run.context.continueOnFail()) throw unfinished(run, results, bad, words);

	// Of a dry run without a bad row the operation has told already (`runBatch`), and said more than a count.
	if (results.some(({ outcome }) => outcome !== 'dryRun')) {
		(bad.length > 0 ? warn : tell)(
			run,
			[`${tally(results, words)}.`, words.remark].filter(Boolean).join(' '),
		);
	}
	const toErrorOutput = hasErrorOutput(run);
	return results.map((result, index) => {
		const awin = columnOf ? columnOf(result) : result;
		return toErrorOutput && isBad.has(result.outcome)
			? failedOutput(run, index, result.message, awin)
			: rowItem(run.items[index], awin, index);
	});
}

/** What is given out of a result, where that is not the result itself. */
export type ColumnOf<Result extends RowResult = RowResult> = (result: Result) => IDataObject;

function indexesOf(results: RowResult[], isWanted: (result: RowResult) => boolean): number[] {
	const indexes: number[] = [];
	results.forEach((result, index) => {
		if (isWanted(result)) indexes.push(index);
	});
	return indexes;
}

/** Takes over everything that the input item has; only a column named `awin` is replaced. */
function rowItem(item: INodeExecutionData, awin: IDataObject, index: number): INodeExecutionData {
	const output: INodeExecutionData = {
		json: withResult(item.json, awin),
		pairedItem: { item: index },
	};
	if (item.binary) output.binary = item.binary;
	return output;
}

/**
 * `Object.assign` takes an eighth of the time of spreading and a quarter of the memory, which counts with 40,000 rows. Only
 * spreading takes a column named `__proto__` for what it is.
 */
function withResult(columns: IDataObject, awin: IDataObject): IDataObject {
	return Object.hasOwn(columns, '__proto__')
		? { ...columns, awin }
		: Object.assign({}, columns, { awin });
}

const SHOWN_ROWS = 10;
const SHOWN_RANGES = 20;

function unfinished(run: Run, results: RowResult[], bad: number[], words: ResultWords): Error {
	const count = results.length;
	const shown = bad.slice(0, SHOWN_ROWS).map((index, place) => {
		const { message, nextStep } = results[index];
		// What is to be done about several rows in a row is said after the last of them.
		const next = place + 1 < SHOWN_ROWS ? results[bad[place + 1]]?.nextStep : undefined;
		const help = nextStep === next ? '' : nextStep;
		return `${message}${itemText({ index, count })}. ${help ?? ''}`.trim();
	});
	const hidden = bad.length - shown.length;
	const isBad = new Set(words.bad);
	const good = indexesOf(results, ({ outcome }) => !isBad.has(outcome));
	const description = [
		...shown,
		hidden > 0 ? `And ${hidden} more.` : '',
		good.length > 0 ? `In order: items ${itemRanges(good, SHOWN_RANGES)}.` : '',
		words.again,
	];
	return operationError(
		run.context.getNode(),
		`${bad.length} of ${count} items were not ${words.done}: ${tally(results, words)}`,
		description.filter(Boolean).join(' '),
	);
}
