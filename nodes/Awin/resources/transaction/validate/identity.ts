/**
 * Which transaction an item is about: the parameters, and their reading.
 */
import { storedReference } from '../../../api/orderReferences';
import { exactDate } from '../../../fields/dates';
import { requiredId } from '../../../fields/ids';
import type { ParameterSource } from '../../../fields/item';
import { orderReference as anyOrderReference } from '../../../fields/orderSearch';
import { parameter } from '../../../fields/parameter';
import { isBlank } from '../../../fields/text';
import { timezone } from '../../../fields/timezone';
import type { GivenIdentity } from './rows';

/** The value of `identifyBy` that takes whatever an item has. */
const WHICHEVER = 'whichever';

const forIdentity = (...identities: string[]) => ({
	show: { identifyBy: [...identities, WHICHEVER] },
});

export const transactionId = requiredId(
	{
		displayName: 'Transaction ID',
		name: 'transactionId',
		placeholder: 'e.g. 1612345678',
		displayOptions: forIdentity('transactionId'),
		description: "Awin's number of the transaction",
	},
	'Give the ID as Awin shows it, such as 1612345678, in a column of its own.',
);

const orderReference = anyOrderReference.with({
	displayOptions: forIdentity('orderReference', 'orderReferenceAndDate'),
});

const transactionDate = exactDate({
	displayName: 'Transaction Date',
	name: 'transactionDate',
	displayOptions: forIdentity('orderReferenceAndDate'),
	description: 'Date and time of the transaction, exactly as Awin shows them',
});

const identifyBy = parameter<(source: ParameterSource) => GivenIdentity>(
	{
		displayName: 'Identify By',
		name: 'identifyBy',
		type: 'options',
		options: [
			{
				name: orderReference.label,
				value: 'orderReference',
				description: 'Your own order number. The transaction is looked up at Awin first.',
			},
			{
				name: 'Order Reference and Date',
				value: 'orderReferenceAndDate',
				description: 'Your own order number with the exact date and time that Awin has for it',
			},
			{
				name: transactionId.label,
				value: 'transactionId',
				description: "Awin's own number of the transaction: exact and fast",
			},
			{
				name: 'Whichever the Item Has',
				value: WHICHEVER,
				description: 'Each item has either a transaction ID or an order reference',
			},
		],
		default: 'transactionId',
		description: 'How the items name their transactions',
	},
	(value, source, named) => {
		switch (value) {
			case 'transactionId':
				return readTransactionId;
			case 'orderReference':
				return readReference;
			case 'orderReferenceAndDate':
				return readReferenceAndDate;
			case WHICHEVER:
				return readWhichever;
			default:
				throw named.refuse(
					source,
					value,
					'is not a way to name a transaction',
					'Use "transactionId", "orderReference", "orderReferenceAndDate" or "whichever".',
				);
		}
	},
);

export const identityParameters = {
	identifyBy,
	transactionId,
	orderReference,
	transactionDate,
	timezone: timezone.with({
		displayOptions: forIdentity('orderReferenceAndDate'),
		description: 'The timezone of the transaction date',
	}),
};

export function readIdentity(source: ParameterSource): GivenIdentity {
	return identifyBy.read(source)(source);
}

function readTransactionId(
	source: ParameterSource,
	given = transactionId.given(source),
): GivenIdentity {
	return { transactionId: transactionId.take(source, given) };
}

function readReference(
	source: ParameterSource,
	given = orderReference.given(source),
): GivenIdentity {
	return { reference: orderReference.take(source, given) };
}

function readReferenceAndDate(
	source: ParameterSource,
	given = orderReference.given(source),
): GivenIdentity {
	const orderRef = storedReference(orderReference.take(source, given));
	const { text, zone } = transactionDate.read(source);
	return { orderRef, transactionDate: text, timezone: zone };
}

/** Each item names its transaction in its own way; with two ways at once nobody can tell which one was meant. */
function readWhichever(source: ParameterSource): GivenIdentity {
	const id = transactionId.given(source);
	const reference = orderReference.given(source);
	if (!isBlank(id) && !isBlank(reference)) {
		throw transactionId.refuse(
			source,
			id,
			`stands beside the order reference "${String(reference)}"; only one of them can name the transaction`,
			`Empty one of the two, or choose in "${identifyBy.label}" which of them counts.`,
		);
	}
	if (isBlank(id) && isBlank(reference)) {
		throw transactionId.refuse(
			source,
			'',
			`is empty, and so is "${orderReference.label}"`,
			'Give one of the two, so that the transaction can be found.',
		);
	}
	if (!isBlank(id)) return readTransactionId(source, id);
	return isBlank(transactionDate.given(source))
		? readReference(source, reference)
		: readReferenceAndDate(source, reference);
}
