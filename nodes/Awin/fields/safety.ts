/**
 * What keeps a batch from doing more than was meant: a trial run, and limits that refuse it before anything is sent.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { ParameterSource } from './item';
import { readNumberOption } from './number';
import { readYesNo } from './text';

/** What the description of an operation ends with that has the option: it is what an AI agent reads first. */
export const DRY_RUN_AS_TOOL =
	'as a tool it is a dry run unless the option Dry Run is added and switched off';

export const dryRunOption: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: true,
	description:
		'Whether to only check the items and show what would be sent. Nothing is sent. When an AI agent uses this node as a tool, every run is a dry run unless this option is added and switched off.',
};

/** n8n runs a node once for each round of a loop; a limit that counted one round would be none. */
const WHOLE_EXECUTION =
	'In a loop, or in a sub-workflow that runs once for each item, what this node has sent before in the same execution counts too.';

export const maxRowsOption: INodeProperties = {
	displayName: 'Max Rows',
	name: 'maxRows',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1000,
	description: `Refuse all items, before anything is sent, when there are more than this. ${WHOLE_EXECUTION} Without this option there is no limit.`,
};

/** @param description says what the amount counts, which differs between operations */
export function maxTotalAmountOption(description: string): INodeProperties {
	return {
		displayName: 'Max Total Amount',
		name: 'maxTotalAmount',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1000,
		description: `${description} ${WHOLE_EXECUTION}`,
	};
}

/** @param isTool an AI agent calls the node as a tool: it has to be told explicitly to send something */
export function readDryRun(source: ParameterSource, isTool: boolean): boolean {
	return readYesNo(source, 'Dry Run', 'options.dryRun', isTool);
}

const FROM_ZERO = 'is not a number from 0 on';

/** @returns `undefined` where there is no limit */
export function readMaxRows(source: ParameterSource): number | undefined {
	return readRows(source, 'Max Rows', 'options.maxRows');
}

/** @returns `undefined` where there is no limit */
export function readMinRows(source: ParameterSource): number | undefined {
	return readRows(source, 'Min Rows', 'options.minRows');
}

function readRows(source: ParameterSource, label: string, name: string): number | undefined {
	return readNumberOption(source, {
		label,
		name,
		isUsable: (rows) => Number.isInteger(rows) && rows >= 0,
		reason: FROM_ZERO,
		example: 1000,
	});
}

/** @returns the limit in major units, which holds for each currency on its own; `undefined` where there is none */
export function readMaxTotalAmount(source: ParameterSource): number | undefined {
	return readNumberOption(source, {
		label: 'Max Total Amount',
		name: 'options.maxTotalAmount',
		isUsable: (amount) => amount >= 0,
		reason: FROM_ZERO,
		example: 1000,
	});
}
