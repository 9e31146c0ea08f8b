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
import { nameItemOnce } from '../transport/errors';
import type { Awin } from '../transport/request';
import { failedOutput, wordsOf } from './errorOutput';

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
	const execution = { context, settings, items, nowMs };
	return {
		...execution,
		awin,
		fields,
		parameters: (index) => itemParameters(execution, index),
	};
}

/** The output for an item that failed, where the node is set to continue; else throws. */
export function failedItem(run: Run, index: number, error: unknown): INodeExecutionData {
	nameItemOnce(error, run.items.length);
	if (!run.context.continueOnFail()) throw error;
	const { message, description } = wordsOf(error);
	return failedOutput(run, index, message, description);
}
