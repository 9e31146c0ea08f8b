import type { INodeProperties } from 'n8n-workflow';

import { resources } from '../../nodes/Awin/resources';
import type { Subject } from '../faults/subject.cts';

/** A field that an operation declares, with the collection that it is in, if it is in one. */
export interface DeclaredField {
	name: string;
	subject: Subject;
	collection?: string;
	declared: INodeProperties;
	/** The field itself, or its collection: what says when it is shown. */
	outer: INodeProperties;
}

/** All fields of one type that the operation of a subject declares, also within its collections. */
export function declaredFields(subject: Subject, wanted: INodeProperties['type']): DeclaredField[] {
	const { resource, operation } = subject.parameters;
	const fields =
		resources
			.find(({ option }) => option.value === resource)
			?.operations.find(({ option }) => option.value === operation)?.fields ?? [];
	return fields.flatMap((outer) => {
		const isCollection = outer.type === 'collection';
		const members = isCollection ? (outer.options as INodeProperties[]) : [outer];
		return members
			.filter(({ type }) => type === wanted)
			.map((declared) => ({
				name: `${subject.name}: ${declared.displayName}`,
				subject,
				collection: isCollection ? outer.name : undefined,
				declared,
				outer,
			}));
	});
}
