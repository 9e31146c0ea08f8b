/**
 * The parameters of Submit Proof of Purchase.
 */
import { publisherAccount } from '../../../fields/account';
import { additionalFields, options } from '../../../fields/collection';
import { amount, currency } from '../../../fields/money';
import { fieldsOf } from '../../../fields/parameter';
import { joinedProgramme } from '../../../fields/programme';
import { needed, requiredText, text } from '../../../fields/text';
import { customerAcquisition } from '../../orders/acquisition';
import { commissionGroups } from '../../orders/groups';
import { orderOptions } from '../../orders/settings';
import { orderTime } from '../../orders/times';

const orderReference = requiredText(
	{
		displayName: 'Order Reference',
		name: 'orderReference',
		placeholder: 'e.g. CARD-10023',
		required: true,
		description:
			"The advertiser's number of the order, or your own number of the purchase where there is none. Awin keeps its first 50 characters.",
	},
	"Give the advertiser's number of the order, or your own number of the purchase.",
);

const transactionTime = orderTime({
	displayName: 'Transaction Time',
	name: 'transactionTime',
	required: true,
	description:
		"When the purchase was made, in any form of date, or as Unix time. Without an offset it is in the workflow's timezone.",
}).map(needed('Give when the purchase was made, such as 2026-01-31T15:00:00+01:00.'));

const awc = text({
	displayName: 'Click Checksum (AWC)',
	name: 'additionalFields.awc',
	placeholder: 'e.g. 12345_1769871600_0f1e2d3c4b5a69788796a5b4c3d2e1f0',
	description: 'The awc of a click that led to the purchase, if there was one',
});

const clickRef = text({
	displayName: 'Click Reference',
	name: 'additionalFields.clickRef',
	placeholder: 'e.g. member-4711',
	description: 'Your own note to find the transaction by in reports, such as the member',
});

const clickTime = orderTime({
	displayName: 'Click Time',
	name: 'additionalFields.clickTime',
	description:
		"When the customer clicked or activated the offer, in any form of date, or as Unix time. Without an offset it is in the workflow's timezone.",
});

export const parameters = {
	publisherId: publisherAccount,
	advertiserId: joinedProgramme,
	orderReference,
	amount: amount({
		displayName: 'Amount',
		name: 'amount',
		required: true,
		description: 'Amount of the purchase',
	}),
	currency: currency.with({ required: true }),
	transactionTime,
	commissionGroups: commissionGroups('searchProgrammeGroups'),
	additionalFields: additionalFields({ awc, clickRef, clickTime, customerAcquisition }),
	options: options(orderOptions('Purchases')),
};

export const proofFields = fieldsOf(parameters);
