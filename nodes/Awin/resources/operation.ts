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
import type { Awin } from '../transport/request';

/** One execution of the node. */
export interface Run {
	context: IExecuteFunctions;
	awin: Awin;
	items: INodeExecutionData[];
	/** When the execution began, epoch milliseconds. */
	nowMs: number;
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

export interface Resource {
	option: INodePropertyOptions;
	operations: Operation[];
}

export function startRun(context: IExecuteFunctions, awin: Awin, nowMs: number): Run {
	const items = context.getInputData();
	return {
		context,
		awin,
		items,
		nowMs,
		parameters: (index) => itemParameters(context, index, items.length),
	};
}

/**
 * Runs `work` for each input item and pairs what it gives to that item.
 *
 * An item that fails stops the node, unless it is set to continue: then it comes out with its error, in its place.
 */
export async function forEachItem(
	run: Run,
	work: (source: ParameterSource) => Promise<IDataObject[]>,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (let index = 0; index < run.items.length; index++) {
		try {
			for (const json of await work(run.parameters(index)))
				output.push({ json, pairedItem: { item: index } });
		} catch (error) {
			output.push(failedItem(run, index, error));
		}
	}
	return output;
}

/**
 * The output for an item that failed, where the node is set to continue; else throws.
 *
 * n8n takes an item with nothing but these two keys for a failed one: it sends it to the error output and puts the input's
 * columns back. An item that carries the error itself would lose all its columns there.
 */
export function failedItem(run: Run, index: number, error: unknown): INodeExecutionData {
	if (!run.context.continueOnFail() || !(error instanceof Error)) throw error;
	const details =
		'description' in error && error.description ? { details: String(error.description) } : {};
	return { json: { error: error.message, ...details }, pairedItem: { item: index } };
}
