/**
 * The parameters of Submit Proof of Purchase.
 */
import { publisherAccount } from '../../../fields/account';
import { additionalFields, options } from '../../../fields/collection';
import { currency } from '../../../fields/money';
import { joinedProgramme } from '../../../fields/programme';
import { needed } from '../../../fields/text';
import { commissionGroups } from '../../orders/groups';
import {
	awc,
	clickReference,
	clickTime,
	customerAcquisition,
	orderAmount,
	orderReference,
	transactionTime,
} from '../../orders/parameters';
import { orderOptions } from '../../orders/settings';

const proofFieldsBeside = additionalFields({
	awc: awc.within('additionalFields').with({
		description: 'The awc of a click that led to the purchase, if there was one',
	}),
	clickRef: clickReference.with({
		placeholder: 'e.g. member-4711',
		description: 'Your own note to find the transaction by in reports, such as the member',
	}),
	clickTime: clickTime.within('additionalFields').with({
		description:
			"When the customer clicked or activated the offer, in any form of date, or as Unix time. Without an offset it is in the workflow's timezone.",
	}),
	customerAcquisition,
});

export const parameters = {
	publisherId: publisherAccount,
	advertiserId: joinedProgramme,
	orderReference: orderReference
		.with({
			placeholder: 'e.g. CARD-10023',
			description:
				"The advertiser's number of the order, or your own number of the purchase where there is none. Awin keeps its first 50 characters.",
		})
		.map(needed("Give the advertiser's number of the order, or your own number of the purchase.")),
	amount: orderAmount.with({ description: 'Amount of the purchase' }),
	currency: currency.with({ required: true }),
	transactionTime: transactionTime
		.with({
			required: true,
			description:
				"When the purchase was made, in any form of date, or as Unix time. Without an offset it is in the workflow's timezone.",
		})
		.map(needed('Give when the purchase was made, such as 2026-01-31T15:00:00+01:00.')),
	commissionGroups: commissionGroups('searchProgrammeGroups'),
	additionalFields: proofFieldsBeside,
	options: options(orderOptions('Purchases', {})),
};
