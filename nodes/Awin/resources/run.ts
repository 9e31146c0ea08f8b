/**
 * From n8n's execute() to the chosen operation and back.
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { operationError } from '../transport/errors';
import { Awin } from '../transport/request';
import { findOperation } from './index';
import { failedItem, startRun, type Operation } from './operation';
import { tell } from './warnings';

/** Shorter waits are nothing to speak of. */
const WORTH_A_HINT_MS = 3000;

/** Runs the operation that the node is set to, over all input items. */
export async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const nowMs = Date.now();
	const awin = new Awin(context);
	const run = startRun(context, awin, nowMs);
	try {
		const operation = chosenOperation(context);
		const output = await operation.execute({ ...run, fields: operation.fields });
		if (output.length === 0) tellOfNothing(context);
		return output;
	} catch (error) {
		// What is thrown under *Continue*, n8n answers by sending all input items on as if they were done.
		return run.items.map((_, index) => failedItem(run, index, error));
	} finally {
		tellOfWaiting(context, awin);
	}
}

function chosenOperation(context: IExecuteFunctions): Operation {
	const resource = String(context.getNodeParameter('resource', 0));
	const name = String(context.getNodeParameter('operation', 0));
	const operation = findOperation(resource, name);
	if (operation) return operation;
	throw operationError(
		context.getNode(),
		`This version of the Awin node has no operation "${name}" for "${resource}"`,
		'Choose another operation, or update the package n8n-nodes-awin under Settings, Community nodes.',
	);
}

/** n8n runs what follows only where there is an item, and shows no reason for it. */
function tellOfNothing(context: IExecuteFunctions): void {
	if (context.getNode().alwaysOutputData) return;
	tell(
		{ context },
		'Awin has nothing for what was asked, so no item comes out and the nodes after this one do not run. If they should run all the same, switch on "Always Output Data" in the settings of this node.',
	);
}

function tellOfWaiting(
	context: IExecuteFunctions,
	{ waitedMs, requestsPerMinute, wasOverLimit }: Awin,
): void {
	if (waitedMs < WORTH_A_HINT_MS) return;
	const reason = wasOverLimit
		? 'because Awin said that its limit of calls a minute was used up. It counts all tools that use the same Awin user.'
		: `to stay within ${requestsPerMinute} calls a minute, the limit that is set in the Awin credential.`;
	tell({ context }, `This run waited ${Math.round(waitedMs / 1000)} seconds in all, ${reason}`);
}
