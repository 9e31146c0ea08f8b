/**
 * From n8n's execute() to the chosen operation and back.
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { operationError } from '../transport/errors';
import { Awin } from '../transport/request';
import { findOperation } from './index';
import { startRun } from './operation';

/** Shorter waits are nothing to speak of. */
const WORTH_A_HINT_MS = 3000;

/** Runs the operation that the node is set to, over all input items. */
export async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const resource = String(context.getNodeParameter('resource', 0));
	const name = String(context.getNodeParameter('operation', 0));
	const operation = findOperation(resource, name);
	if (!operation) {
		throw operationError(
			context.getNode(),
			`This version of the Awin node has no operation "${name}" for "${resource}"`,
			'Choose another operation, or update the package n8n-nodes-awin under Settings, Community nodes.',
		);
	}
	const awin = new Awin(context);
	try {
		const output = await operation.execute(startRun(context, awin, Date.now()));
		if (output.length === 0) tellOfNothing(context);
		return output;
	} finally {
		tellOfWaiting(context, awin);
	}
}

/** n8n runs what follows only where there is an item, and shows no reason for it. */
function tellOfNothing(context: IExecuteFunctions): void {
	if (context.getNode().alwaysOutputData) return;
	context.addExecutionHints({
		message:
			'Awin has nothing for what was asked, so no item comes out and the nodes after this one do not run. If they should run all the same, switch on "Always Output Data" in the settings of this node.',
		type: 'info',
		location: 'outputPane',
	});
}

function tellOfWaiting(context: IExecuteFunctions, { waitedMs, requestsPerMinute }: Awin): void {
	if (waitedMs < WORTH_A_HINT_MS) return;
	context.addExecutionHints({
		message: `This run waited ${Math.round(waitedMs / 1000)} seconds in all, to stay within ${requestsPerMinute} calls a minute, the limit that is set in the Awin credential.`,
		type: 'info',
		location: 'outputPane',
	});
}
