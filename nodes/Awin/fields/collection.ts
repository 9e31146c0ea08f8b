/**
 * Collections that are given as a whole: by one expression, as a pasted or AI-written workflow may have it, or as a list.
 *
 * n8n puts an empty collection in their place when it loads the workflow, before any node can see them, and a dry run that
 * was asked for in this way would be none. It takes over what it finds under the names of the collection's members, though.
 * A text and a list have a length, and a collection has none: where that is one of the names, it stays behind.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { ParameterSource } from './item';

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
