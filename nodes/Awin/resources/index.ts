/**
 * Everything that the Awin node can do. A new operation is one file, and one line in its resource's list.
 */
import type { INodeProperties } from 'n8n-workflow';

import { withTrace } from '../fields/collection';
import { account } from './account';
import { commissionGroup } from './commissionGroup';
import { commissionSharingRule } from './commissionSharingRule';
import { conversion } from './conversion';
import { link } from './link';
import { offer } from './offer';
import type { Operation, Resource } from './operation';
import { productFeed } from './productFeed';
import { programme } from './programme';
import { proofOfPurchase } from './proofOfPurchase';
import { publisher } from './publisher';
import { report } from './report';
import { transaction } from './transaction';
import { transactionQuery } from './transactionQuery';
import { validationJob } from './validationJob';

export const resources: Resource[] = [
	account,
	commissionGroup,
	commissionSharingRule,
	conversion,
	link,
	offer,
	productFeed,
	programme,
	proofOfPurchase,
	publisher,
	report,
	transaction,
	transactionQuery,
	validationJob,
];

/** The parameters of the node: the resource, its operations, and the fields of each operation. */
export const properties: INodeProperties[] = [
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

export function findOperation(
	resourceValue: string,
	operationValue: string,
): Operation | undefined {
	return resources
		.find((resource) => resource.option.value === resourceValue)
		?.operations.find((operation) => operation.option.value === operationValue);
}

function operationSelector(resource: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [String(resource.option.value)] } },
		options: resource.operations.map((operation) => operation.option),
		default: usualOperation(resource),
	};
}

/** Reading a list comes first: it changes nothing at Awin. */
function usualOperation({ operations }: Resource): string {
	const values = operations.map(({ option }) => String(option.value));
	return values.includes('getMany') ? 'getMany' : values[0];
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
