/**
 * A parameter is one object: how n8n shows it, and how what somebody gave for it is read. Its label, default, words and rules
 * stand in one place.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { ParameterSource } from './item';

export interface Parameter<Value> {
	/** How n8n shows it. Most have one field; a few are a pair that is read together, such as *Return All* and *Limit*. */
	readonly fields: INodeProperties[];
	/** @throws for a value that cannot be used: the error names the parameter, the value, the item and what to do */
	read(source: ParameterSource): Value;
}

/** A parameter with one field. */
export interface SingleParameter<Value> extends Parameter<Value> {
	readonly field: INodeProperties;
}

/** The parameters of an operation, in the order in which n8n shows them, under the names that the code has for their values. */
export type ParameterList = Record<string, Parameter<unknown>>;

export type ValuesOf<List extends ParameterList> = {
	[Name in keyof List]: List[Name] extends Parameter<infer Value> ? Value : never;
};

/** Ties a field to its reader. */
export function parameter<Value>(
	field: INodeProperties,
	read: (source: ParameterSource) => Value,
): SingleParameter<Value> {
	return { field, fields: [field], read };
}

export function fieldsOf(parameters: ParameterList): INodeProperties[] {
	return Object.values(parameters).flatMap(({ fields }) => fields);
}

/** Reads all of them for one item; the first that cannot be used throws. */
export function readParameters<List extends ParameterList>(
	parameters: List,
	source: ParameterSource,
): ValuesOf<List> {
	const values: Record<string, unknown> = {};
	for (const name of Object.keys(parameters)) values[name] = parameters[name].read(source);
	return values as ValuesOf<List>;
}
