/**
 * Runs nodes without n8n's engine for expressions, which takes most of the time where there are many thousands of items: theirs are
 * JavaScript over `$json` here, and are worked out as such.
 */
import { ExecuteContext } from 'n8n-core';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

type Expression = ($json: IDataObject) => unknown;

const compiled = new Map<string, Expression>();

function valueOf(given: unknown, columns: IDataObject): unknown {
	if (typeof given === 'string') {
		const source = /^=\{\{(.*)\}\}$/s.exec(given)?.[1];
		if (source === undefined) return given;
		let expression = compiled.get(given);
		if (!expression) {
			expression = new Function('$json', `return (${source});`) as Expression;
			compiled.set(given, expression);
		}
		return expression(columns);
	}
	if (Array.isArray(given)) return given.map((one) => valueOf(one, columns));
	if (typeof given !== 'object' || given === null) return given;
	return Object.fromEntries(
		Object.entries(given).map(([name, one]) => [name, valueOf(one, columns)]),
	);
}

const memberOf = (value: unknown, name: string) => (value as IDataObject | undefined)?.[name];

interface InsideOfContext {
	_getNodeParameter(name: string, index: number, fallback?: unknown): unknown;
	inputData: { main: INodeExecutionData[][] };
	node: { parameters: IDataObject };
}

/** From now on, for all nodes of this process. @returns how to go back */
export function workOutPlainly(): () => void {
	const place = ExecuteContext.prototype as unknown as InsideOfContext;
	const usual = place._getNodeParameter;
	place._getNodeParameter = function (this: InsideOfContext, name, index, fallback) {
		const given = name.split('.').reduce<unknown>(memberOf, this.node.parameters);
		if (given === undefined) return fallback;
		return valueOf(given, this.inputData.main[0][index].json);
	};
	return () => {
		place._getNodeParameter = usual;
	};
}
