/**
 * Whether a person or an AI agent runs the node: an agent has to say explicitly that something is to be sent.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import type { Run } from '../operation';

/** Whether an AI agent calls the node as a tool: n8n then runs it under a name of its own, or says so in the context. */
function isToolRun(context: IExecuteFunctions): boolean {
	if (/Tool$/.test(context.getNode().type)) return true;
	return 'isToolExecution' in context && context.isToolExecution();
}

/** What a row is read under, beside its own parameters. */
export interface Circumstances {
	isTool: boolean;
	/** When the execution began, epoch milliseconds. */
	nowMs: number;
}

export function circumstancesOf({ context, nowMs }: Run): Circumstances {
	return { isTool: isToolRun(context), nowMs };
}
