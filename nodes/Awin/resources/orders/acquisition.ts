/**
 * Whether the customer of an order is a new one.
 */
import type { INodeProperties } from 'n8n-workflow';

import { CUSTOMER_ACQUISITIONS, type CustomerAcquisition } from '../../api/conversions';
import type { ParameterSource } from '../../fields/item';
import { readText } from '../../fields/text';

export const acquisitionField: INodeProperties = {
	displayName: 'Customer Acquisition',
	name: 'customerAcquisition',
	type: 'options',
	options: [
		{ name: 'New Customer', value: 'NEW' },
		{ name: 'Returning Customer', value: 'RETURNING' },
	],
	default: 'NEW',
	description: 'Whether the customer has bought from you before',
};

/** In any case, also as people write it: `new`, `Returning`. */
export function readAcquisition(source: ParameterSource): CustomerAcquisition | undefined {
	const text = readText(source, 'Customer Acquisition', 'additionalFields.customerAcquisition');
	if (text === undefined) return undefined;
	const found = CUSTOMER_ACQUISITIONS.find((known) => known === text.toUpperCase());
	if (found) return found;
	throw source.refuse(
		'Customer Acquisition',
		text,
		'is neither NEW nor RETURNING',
		'Use NEW or RETURNING, or leave it empty.',
	);
}
