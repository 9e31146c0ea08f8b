/**
 * What an operation is, and what it gets to run with.
 */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import { itemParameters, type ParameterSource } from '../fields/item';
import { NodeSettings } from '../fields/nodeSettings';
import type { ItemPlace } from '../transport/errors';
import { nameItemOnce } from '../transport/itemNumbers';
import type { Awin } from '../transport/request';
import { failedOutput } from './errorOutput';
import { tellOfSameQuestion } from './sameQuestion';

export { failedJson } from './errorOutput';

/** One execution of the node. */
export interface Run {
	context: IExecuteFunctions;
	awin: Awin;
	items: INodeExecutionData[];
	/** When the execution began, epoch milliseconds. */
	nowMs: number;
	/** Of the operation. */
	fields: INodeProperties[];
	/** What the node is set to, expressions as they were written. */
	settings: NodeSettings;
	/** The parameters as they stand for one input item. */
	parameters(index: number): ParameterSource;
}

export interface Operation {
	/** How it is offered: name, saved value, action and description. */
	option: INodePropertyOptions;
	/** Its parameters, without the rule that shows them for this operation only. */
	fields: INodeProperties[];
	/** One output item as the default settings give it; n8n shows its fields before the first run. */
	preview: IDataObject;
	execute(run: Run): Promise<INodeExecutionData[]>;
}

export function startRun(
	context: IExecuteFunctions,
	awin: Awin,
	nowMs: number,
	fields: INodeProperties[] = [],
): Run {
	const items = context.getInputData();
	const settings = new NodeSettings(context);
	return {
		context,
		awin,
		items,
		nowMs,
		fields,
		settings,
		parameters: (index) => itemParameters(context, settings, index, items.length),
	};
}

/**
 * Reads the parameters of every item, then works on one item after the other, and pairs what comes out to its item.
 *
 * All items are read before the first call is made, so that a slip in the last row is found before anything is sent. An
 * item that fails stops the node, unless it is set to continue: then it comes out with what was the matter, in its place.
 */
export async function forEachItem<Wish>(
	run: Run,
	readWish: (source: ParameterSource) => Wish,
	work: (wish: Wish, item: ItemPlace) => Promise<IDataObject[]>,
): Promise<INodeExecutionData[]> {
	return await forEachItemWithFiles(run, readWish, async (wish, item) => {
		const found = await work(wish, item);
		return found.map((json) => ({ json }));
	});
}

/** Like {@link forEachItem}, for what also gives files. */
export async function forEachItemWithFiles<Wish>(
	run: Run,
	readWish: (source: ParameterSource) => Wish,
	work: (
		wish: Wish,
		item: ItemPlace,
	) => Promise<Array<Pick<INodeExecutionData, 'json' | 'binary'>>>,
): Promise<INodeExecutionData[]> {
	const wishes = readAll(run, readWish);
	const output: INodeExecutionData[] = [];
	for (const [index, wish] of wishes.entries()) {
		if ('failed' in wish) {
			output.push(wish.failed);
			continue;
		}
		try {
			for (const found of await work(wish.wish, { index, count: run.items.length })) {
				output.push({ ...found, pairedItem: { item: index } });
			}
		} catch (error) {
			output.push(failedItem(run, index, error));
		}
	}
	tellOfSameQuestion(run, wishes, output);
	return output;
}

/** What one item asks for, or its output where that could not be read. */
export type ReadItem<Wish> = { wish: Wish } | { failed: INodeExecutionData };

/** Reads the parameters of every item; the first bad one stops the node, unless it is set to continue. */
export function readAll<Wish>(
	run: Run,
	readWish: (source: ParameterSource) => Wish,
): Array<ReadItem<Wish>> {
	return run.items.map((_, index) => {
		try {
			return { wish: readWish(run.parameters(index)) };
		} catch (error) {
			return { failed: failedItem(run, index, error) };
		}
	});
}

/** The output for an item that failed, where the node is set to continue; else throws. */
export function failedItem(run: Run, index: number, error: unknown): INodeExecutionData {
	nameItemOnce(error, run.items.length);
	if (!run.context.continueOnFail()) throw error;
	const { message, description } = wordsOf(error);
	return failedOutput(run, index, message, description);
}

function wordsOf(error: unknown): { message: string; description: string | null } {
	if (!(error instanceof Error)) return { message: String(error), description: null };
	const description =
		'description' in error && error.description ? String(error.description) : null;
	return { message: error.message, description };
}
