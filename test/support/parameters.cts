/**
 * The parameters of one item without n8n: values by name, and refusals in the words that the person would read.
 */
import type { INode } from 'n8n-workflow';

import type { ParameterSource } from '../../nodes/Awin/fields/item';
import { parameterError, type ItemPlace } from '../../nodes/Awin/transport/errors';

export const NODE: INode = {
	id: 'awin-node',
	name: 'Awin',
	type: 'n8n-nodes-awin.awin',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** @param values by parameter name, collections as n8n keeps them */
export function parametersOf(
	values: Record<string, unknown>,
	{
		item = { index: 1, count: 5 },
		workflowTimezone = 'Europe/Berlin',
		nowMs = Date.now(),
		isTool = false,
		columns,
	}: {
		item?: ItemPlace;
		workflowTimezone?: string;
		nowMs?: number;
		isTool?: boolean;
		columns?: unknown;
	} = {},
): ParameterSource {
	const warnings: string[] = [];
	return {
		item,
		columns,
		workflowTimezone,
		nowMs,
		isTool,
		warnings,
		warn: (remark) => warnings.push(remark),
		get: (name) => valueAt(values, name.split('.')),
		has: (name) => isSet(values, name.split('.')),
		refuse: (parameter, value, reason, nextStep) =>
			parameterError(NODE, { parameter, value, reason, nextStep, item }),
	};
}

function valueAt(values: unknown, [name, ...rest]: string[]): unknown {
	if (typeof values !== 'object' || values === null) return null;
	const value = (values as Record<string, unknown>)[name] ?? null;
	return rest.length === 0 ? value : valueAt(value, rest);
}

/** A member of a collection is set by being there; what n8n would take for an expression is left to tests in n8n. */
function isSet(values: Record<string, unknown>, path: string[]): boolean {
	if (path.length === 1) return ![undefined, null, ''].includes(values[path[0]] as never);
	const parent = valueAt(values, path.slice(0, -1));
	if (typeof parent !== 'object' || parent === null) return false;
	return (parent as Record<string, unknown>)[path.at(-1) as string] !== undefined;
}
