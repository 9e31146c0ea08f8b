/**
 * The parameters of Submit Conversions.
 */
import { advertiserAccount } from '../../../fields/account';
import { options } from '../../../fields/collection';
import { amount, currency } from '../../../fields/money';
import { fieldsOf, parameter } from '../../../fields/parameter';
import { IS_SET_BUT_EMPTY, requiredText, toText } from '../../../fields/text';
import { commissionGroups } from '../../orders/groups';
import { orderOptions } from '../../orders/settings';
import { orderFields } from './additionalFields';
import { attributionParameters } from './attribution';

const orderReference = requiredText(
	{
		displayName: 'Order Reference',
		name: 'orderReference',
		placeholder: 'e.g. A-10023',
		required: true,
		description: 'Your own number of the order. Awin keeps its first 50 characters.',
	},
	'Give your own number of the order: Awin needs one for each order.',
);

/** Orders travel to that address: only an encrypted connection will do. */
const webhookUrl = parameter(
	{
		displayName: 'Webhook URL',
		name: 'options.webhookUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/webhook/awin',
		description:
			'Where Awin reports the results once it has worked through all orders. It has to begin with https://.',
	},
	(value, source, named) => {
		const text = toText(source, named.label, value);
		if (text === undefined && !source.has(named.path)) return undefined;
		if (text !== undefined && /^https:\/\/[^\s/]/i.test(text) && URL.canParse(text)) return text;
		throw named.refuse(
			source,
			text,
			text === undefined ? IS_SET_BUT_EMPTY : 'is not an address that begins with https://',
			'Give the address that Awin should report to, such as https://example.com/webhook/awin, or remove the option.',
		);
	},
);

export const parameters = {
	accountId: advertiserAccount,
	orderReference,
	amount: amount({
		displayName: 'Amount',
		name: 'amount',
		required: true,
		description:
			'Amount of the order after discounts, without tax and shipping. For leads, how many there are.',
	}),
	currency: currency.with({ required: true }),
	...attributionParameters,
	commissionGroups: commissionGroups('searchCommissionGroups'),
	additionalFields: orderFields,
	options: options({ ...orderOptions('Orders'), webhookUrl }),
};

export const submitFields = fieldsOf(parameters);
