/**
 * Whether the customer of an order is a new one.
 */
import { CUSTOMER_ACQUISITIONS, type CustomerAcquisition } from '../../api/conversions';
import { parameter } from '../../fields/parameter';
import { toText } from '../../fields/text';

/** In any case, also as people write it: `new`, `Returning`. `undefined` where nothing was given. */
export const customerAcquisition = parameter<CustomerAcquisition | undefined>(
	{
		displayName: 'Customer Acquisition',
		name: 'additionalFields.customerAcquisition',
		type: 'options',
		options: [
			{ name: 'New Customer', value: 'NEW' },
			{ name: 'Returning Customer', value: 'RETURNING' },
		],
		default: 'NEW',
		description: 'Whether the customer has bought from you before',
	},
	(value, source, named) => {
		const text = toText(source, named.label, value);
		if (text === undefined) return undefined;
		const found = CUSTOMER_ACQUISITIONS.find((known) => known === text.toUpperCase());
		if (found) return found;
		throw named.refuse(
			source,
			text,
			'is neither NEW nor RETURNING',
			'Use NEW or RETURNING, or leave it empty.',
		);
	},
);
