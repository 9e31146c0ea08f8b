/**
 * Parameters that operations share which send orders. Each gives them its own words.
 */
import { CUSTOMER_ACQUISITIONS } from '../../api/conversions';
import { amount } from '../../fields/money';
import { parameter } from '../../fields/parameter';
import { IS_SET_BUT_EMPTY, text, toText } from '../../fields/text';
import { orderTime } from './times';

export const orderReference = text({
	displayName: 'Order Reference',
	name: 'orderReference',
	required: true,
});

export const orderAmount = amount({ displayName: 'Amount', name: 'amount', required: true });

export const transactionTime = orderTime({
	displayName: 'Transaction Time',
	name: 'transactionTime',
});

export const awc = text({
	displayName: 'Click Checksum (AWC)',
	name: 'awc',
	placeholder: 'e.g. 12345_1769871600_0f1e2d3c4b5a69788796a5b4c3d2e1f0',
});

export const voucherCode = text({
	displayName: 'Voucher Code',
	name: 'voucher',
	placeholder: 'e.g. SPRING10',
});

export const clickTime = orderTime({ displayName: 'Click Time', name: 'clickTime' });

export const clickReference = text({
	displayName: 'Click Reference',
	name: 'additionalFields.clickRef',
});

/** In any case, also as people write it: `new`, `Returning`. */
export const customerAcquisition = text({
	displayName: 'Customer Acquisition',
	name: 'additionalFields.customerAcquisition',
	type: 'options',
	options: [
		{ name: 'New Customer', value: 'NEW' },
		{ name: 'Returning Customer', value: 'RETURNING' },
	],
	default: 'NEW',
	description: 'Whether the customer has bought from you before',
}).parsed(
	(given) => CUSTOMER_ACQUISITIONS.find((known) => known === given.toUpperCase()),
	'is neither NEW nor RETURNING',
	'Use NEW or RETURNING, or leave it empty.',
);

/** Orders travel to that address: only an encrypted connection will do. */
export const webhookUrl = parameter(
	{
		displayName: 'Webhook URL',
		name: 'options.webhookUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/webhook/awin',
		description:
			'Where Awin reports the results once it has worked through all orders: the Production URL of an Awin Notification Trigger whose Event is Conversion Result. It has to begin with https://. To such an address the advertiser account of the orders is added as advertiserId, so that the results of several accounts are told apart; any other stays as it is.',
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
