/**
 * Which run of which execution a node is in, as far as n8n tells.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { isJsonObject } from '../../api/answers';

/** Which run of the node this is within its execution, from 0. The tries of one run have the same index. */
export function runIndexOf(context: IExecuteFunctions): number {
	try {
		return Number(context.getWorkflowDataProxy(0).$runIndex) || 0;
	} catch {
		return 0;
	}
}

export function executionIdOf(context: IExecuteFunctions): string | undefined {
	return 'getExecutionId' in context ? textOf(context.getExecutionId()) : undefined;
}

/** Set by n8n where an execution has no id. */
const NO_ID = '__UNKNOWN__';

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' && value !== NO_ID ? value : undefined;
}

/**
 * The execution that a sub-workflow is run for; `undefined` outside of sub-workflows. Of a sub-workflow in a sub-workflow
 * n8n tells the two executions above it, and the upper one counts.
 */
export function callerOf(context: IExecuteFunctions): string | undefined {
	const data = 'runExecutionData' in context ? context.runExecutionData : undefined;
	const parent =
		isJsonObject(data) && isJsonObject(data.parentExecution) ? data.parentExecution : {};
	const above = isJsonObject(parent.executionContext) ? parent.executionContext : {};
	const own = 'getExecutionContext' in context ? context.getExecutionContext() : undefined;
	return (
		textOf(above.parentExecutionId) ?? textOf(parent.executionId) ?? textOf(own?.parentExecutionId)
	);
}
