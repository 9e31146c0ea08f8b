/**
 * Collections: what somebody may add to an operation, member by member.
 *
 * One that is given as a whole, by one expression, as a pasted or AI-written workflow may have it, or as a list, is lost: n8n
 * puts an empty collection in its place when it loads the workflow, before any node can see it, and a dry run that was asked
 * for in this way would be none. It takes over what it finds under the names of the collection's members, though. A text and a
 * list have a length, and a collection has none: where that is one of the names, it stays behind.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { ParameterSource } from './item';
import {
	readParameters,
	type Parameter,
	type ParameterList,
	type SingleParameter,
	type ValuesOf,
} from './parameter';

/** Members in the order in which n8n shows them, under the names that the code has for their values. */
export type Members = Record<string, SingleParameter<unknown>>;

export interface Collection<List extends ParameterList> extends Parameter<ValuesOf<List>> {
	readonly field: INodeProperties;
	readonly members: List;
}

type Words = Omit<INodeProperties, 'type' | 'default' | 'options'>;

/** Ties a collection to its members. */
function collection<List extends Members>(declared: Words, members: List): Collection<List> {
	const options = Object.values(members).map((member) => {
		// A member elsewhere would be shown, and never read.
		if (member.path === `${declared.name}.${member.field.name}`) return member.field;
		throw new Error(`${member.path} is no member of ${declared.name}`);
	});
	const field: INodeProperties = { ...declared, type: 'collection', default: {}, options };
	return { field, fields: [field], members, read: (source) => readParameters(members, source) };
}

/** @param words other than those that all have */
export function options<List extends Members>(
	members: List,
	words: Partial<Words> = {},
): Collection<List> {
	const own = { displayName: 'Options', name: 'options', placeholder: 'Add option' };
	return collection({ ...own, ...words }, members);
}

export function additionalFields<List extends Members>(
	members: List,
	words: Partial<Words> = {},
): Collection<List> {
	const own = {
		displayName: 'Additional Fields',
		name: 'additionalFields',
		placeholder: 'Add Field',
	};
	return collection({ ...own, ...words }, members);
}

export function filters<List extends Members>(
	members: List,
	words: Partial<Words> = {},
): Collection<List> {
	const own = { displayName: 'Filters', name: 'filters', placeholder: 'Add Filter' };
	return collection({ ...own, ...words }, members);
}

const TRACE = 'length';

/** Lets n8n keep a trace of a collection that was given as a whole. In the editor nothing of it is to be seen. */
export function withTrace(field: INodeProperties): INodeProperties {
	if (field.type !== 'collection') return field;
	const trace: INodeProperties = {
		displayName: 'Given as a Whole',
		name: TRACE,
		type: 'hidden',
		default: 0,
	};
	return { ...field, options: [...((field.options ?? []) as INodeProperties[]), trace] };
}

/** Throws where the collection was given as a whole, so that nobody knows what it said. */
export function refuseGivenAsWhole(source: ParameterSource, field: INodeProperties): void {
	const trace = `${field.name}.${TRACE}`;
	// An empty list said nothing.
	if (!source.has(trace) || source.get(trace) === 0) return;
	throw source.refuse(
		field.displayName,
		'',
		'was given as a whole, by one expression or as a list, and n8n has dropped it before this node could read it',
		'Add its settings one by one, and put expressions into their values. If the editor shows nothing to correct, replace the node by a new one.',
	);
}
