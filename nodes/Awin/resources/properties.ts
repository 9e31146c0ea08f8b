/**
 * From the table of resources to what n8n shows.
 */
import type { INodeProperties } from 'n8n-workflow';

import { withTrace } from '../fields/collection';
import type { Resource } from './index';
import type { Operation } from './operation';

/** The parameters of the node: the resource, its operations, and the fields of each operation. */
export function propertiesOf(resources: Resource[]): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map((resource) => resource.option),
			default: 'transaction',
		},
		...resources.map(operationSelector),
		...resources.flatMap((resource) =>
			resource.operations.flatMap((operation) =>
				operation.fields.map((field) => onlyFor(resource, operation, field)),
			),
		),
	];
}

function operationSelector({ option, operations, defaultOperation }: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [String(option.value)] } },
		options: operations.map((operation) => operation.option),
		default: String(defaultOperation.option.value),
	};
}

function onlyFor(
	resource: Resource,
	operation: Operation,
	field: INodeProperties,
): INodeProperties {
	// These two come first: n8n looks no further than to the first rule about a parameter that holds an expression.
	const show = {
		resource: [String(resource.option.value)],
		operation: [String(operation.option.value)],
		...field.displayOptions?.show,
	};
	return { ...withTrace(field), displayOptions: { ...field.displayOptions, show } };
}
