/**
 * The parameters of Submit Conversions.
 */
import { advertiserAccount } from '../../../fields/account';
import { options } from '../../../fields/collection';
import type { ParameterSource } from '../../../fields/item';
import { currency } from '../../../fields/money';
import { needed } from '../../../fields/text';
import { orderFields } from '../../orders/additionalFields';
import { attributionParameters } from '../../orders/attribution';
import { commissionGroups } from '../../orders/groups';
import { orderAmount, orderReference, webhookUrl } from '../../orders/parameters';
import { orderOptions, readOrderSettings, sendAgainIfMissing } from '../../orders/settings';

export const parameters = {
	accountId: advertiserAccount,
	orderReference: orderReference
		.with({
			placeholder: 'e.g. A-10023',
			description: 'Your own number of the order. Awin keeps its first 50 characters.',
		})
		.map(needed('Give your own number of the order: Awin needs one for each order.')),
	amount: orderAmount.with({
		description:
			'Amount of the order after discounts, without tax and shipping. For leads, how many there are.',
	}),
	currency: currency.with({ required: true }),
	...attributionParameters,
	commissionGroups: commissionGroups('searchCommissionGroups'),
	additionalFields: orderFields,
	options: options({ ...orderOptions('Orders', { sendAgainIfMissing }), webhookUrl }),
};

/** What holds for the whole run. */
export function readSettings(source: ParameterSource) {
	return {
		...readOrderSettings(source),
		sendAgainIfMissing: sendAgainIfMissing.read(source),
		webhookUrl: webhookUrl.read(source),
	};
}
