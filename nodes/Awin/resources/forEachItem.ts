/**
 * Operations that answer each input item by itself: all that only read.
 */
import type { INodeExecutionData } from 'n8n-workflow';

import { readParameters, type ParameterList, type ValuesOf } from '../fields/parameter';
import type { ItemPlace } from '../transport/errors';
import { failedItem, type Run } from './operation';
import { warn } from './warnings';

export type Output = Pick<INodeExecutionData, 'json' | 'binary'>;

/**
 * Reads the parameters of every item, then works on one item after the other, and pairs what comes out to its item.
 *
 * All items are read before the first call is made, so that a slip in the last row is found before anything is sent. An
 * item that fails stops the node, unless it is set to continue: then it comes out with what was the matter, in its place.
 */
export async function forEachItem<List extends ParameterList>(
	run: Run,
	parameters: List,
	work: (values: ValuesOf<List>, item: ItemPlace) => Promise<Output[]>,
): Promise<INodeExecutionData[]> {
	const items = readAll(run, parameters);
	const output: INodeExecutionData[] = [];
	for (const [index, item] of items.entries()) {
		if ('failed' in item) {
			output.push(item.failed);
			continue;
		}
		try {
			const found = await work(item.values, { index, count: run.items.length });
			for (const one of found) output.push({ ...one, pairedItem: { item: index } });
		} catch (error) {
			output.push(failedItem(run, index, error));
		}
	}
	tellOfSameQuestion(run, items, output);
	return output;
}

/** What one item asks for, or its output where that could not be read. */
type ReadItem<Values> = { values: Values } | { failed: INodeExecutionData };

/** Reads the parameters of every item; the first bad one stops the node, unless it is set to continue. */
export function readAll<List extends ParameterList>(
	run: Run,
	parameters: List,
): Array<ReadItem<ValuesOf<List>>> {
	return run.items.map((_, index) => {
		try {
			return { values: readParameters(parameters, run.parameters(index)) };
		} catch (error) {
			return { failed: failedItem(run, index, error) };
		}
	});
}

/**
 * Tells that all input items ask for the same, so that everything comes several times, and how to have it once. Where only
 * some items ask for the same, each wants its own answer, such as the program of the advertiser of each sale.
 */
export function tellOfSameQuestion<Values>(
	run: Run,
	items: Array<ReadItem<Values>>,
	output: INodeExecutionData[],
): void {
	if (items.length < 2) return;
	const questions = new Set(
		items.map((item) => ('values' in item ? JSON.stringify(item.values) : 'unread')),
	);
	const answered = new Set(output.map(({ pairedItem }) => JSON.stringify(pairedItem)));
	if (questions.size > 1 || answered.size < 2) return;
	warn(
		run,
		`All ${items.length} input items ask Awin for the same, and each gets the whole answer, so everything comes ${items.length} times. To get it once, switch on "Execute Once" in the settings of this node.`,
	);
}
