import type { IExecuteFunctions } from 'n8n-workflow';

/** Whether an AI agent calls the node as a tool: n8n then runs it under a name of its own, or says so in the context. */
export function isToolRun(context: IExecuteFunctions): boolean {
	if (/Tool$/.test(context.getNode().type)) return true;
	return 'isToolExecution' in context && context.isToolExecution();
}
