/**
 * Reading what one item asks for.
 */
import { readIdText } from '../../../api/ids';
import { formatAmount } from '../../../api/money';
import { storedReference } from '../../../api/orderReferences';
import {
	DEFAULT_GROUP,
	LARGEST_AMENDABLE_KEY,
	readAction,
	requestPart,
	type SalePart,
	type Change,
	type ValidationAction,
} from '../../../api/validation';
import { readAdvertiserId } from '../../../fields/account';
import { readCustomParameters } from '../../../fields/customParameters';
import type { ParameterSource } from '../../../fields/item';
import { readExactDate } from '../../../fields/localDate';
import { readCurrency, readParts, sumOf, toAmount } from '../../../fields/money';
import { readDryRun } from '../../../fields/safety';
import { isBlank, readRequiredText, readText, readYesNo, toText } from '../../../fields/text';
import { EACH_ITEM, partsPlace } from './changeFields';
import { WHICHEVER } from './fields';
import type { Row, WishedIdentity } from './rows';

/** Reads one item. Throws for the first value that cannot be used, with its name, the value and what to do. */
export function readRow(source: ParameterSource, index: number, isTool: boolean): Row {
	return {
		index,
		accountId: readAdvertiserId(source),
		identity: readIdentity(source),
		change: readChange(source),
		dryRun: readDryRun(source, isTool),
	};
}

function readIdentity(source: ParameterSource): WishedIdentity {
	const value = source.get('identifyBy');
	switch (value) {
		case 'transactionId':
			return readTransactionId(source, source.get('transactionId'));
		case 'orderReference':
			return { reference: readReference(source, source.get('orderReference')) };
		case 'orderReferenceAndDate':
			return readReferenceAndDate(source, source.get('orderReference'));
		case WHICHEVER:
			return readWhichever(source);
		default:
			throw source.refuse(
				'Identify By',
				value,
				'is not a way to name a transaction',
				'Use "transactionId", "orderReference", "orderReferenceAndDate" or "whichever".',
			);
	}
}

/** Each item names its transaction in its own way; with two ways at once nobody can tell which one was meant. */
function readWhichever(source: ParameterSource): WishedIdentity {
	const id = source.get('transactionId');
	const reference = source.get('orderReference');
	if (!isBlank(id) && !isBlank(reference)) {
		throw source.refuse(
			'Transaction ID',
			id,
			`stands beside the order reference "${String(reference)}"; only one of them can name the transaction`,
			'Empty one of the two, or choose in "Identify By" which of them counts.',
		);
	}
	if (isBlank(id) && isBlank(reference)) {
		throw source.refuse(
			'Transaction ID',
			'',
			'is empty, and so is "Order Reference"',
			'Give one of the two, so that the transaction can be found.',
		);
	}
	if (!isBlank(id)) return readTransactionId(source, id);
	return isBlank(source.get('transactionDate'))
		? { reference: readReference(source, reference) }
		: readReferenceAndDate(source, reference);
}

function readTransactionId(source: ParameterSource, value: unknown): WishedIdentity {
	const id = readIdText(value);
	if (id.ok) return { transactionId: id.value };
	throw source.refuse(
		'Transaction ID',
		isBlank(value) ? '' : value,
		id.reason,
		'Give the ID as Awin shows it, such as 1612345678, in a column of its own.',
	);
}

function readReference(source: ParameterSource, value: unknown): string {
	const reference = toText(source, 'Order Reference', value);
	if (reference !== undefined) return reference;
	const nextStep = 'Give your own number of the order, as it was sent to Awin.';
	throw source.refuse('Order Reference', '', 'is empty', nextStep);
}

function readReferenceAndDate(source: ParameterSource, value: unknown): WishedIdentity {
	const orderRef = storedReference(readReference(source, value));
	const { text, zone } = readExactDate(source, 'Transaction Date', 'transactionDate');
	return { orderRef, transactionDate: text, timezone: zone };
}

function readActionOf(source: ParameterSource): ValidationAction {
	const chosen = source.get('action');
	const [label, value] =
		chosen === EACH_ITEM ? ['Action of the Item', source.get('itemAction')] : ['Action', chosen];
	const action = readAction(value);
	if (action) return action;
	throw source.refuse(
		label,
		isBlank(value) ? '' : value,
		isBlank(value) ? 'is empty' : 'is not an action',
		'Use approve, decline, amend or amendTrackingParameters.',
	);
}

function readChange(source: ParameterSource): Change {
	const action = readActionOf(source);
	switch (action) {
		case 'approve':
			return { action };
		case 'decline': {
			const nextStep = 'Say why, such as "order returned": the publisher gets to see it.';
			const reason = readRequiredText(source, 'Decline Reason', 'declineReason', nextStep);
			return { action, reason };
		}
		case 'amend':
			return readAmendment(source);
		case 'amendTrackingParameters': {
			const parameters = readCustomParameters(source, LARGEST_AMENDABLE_KEY);
			if (Object.keys(parameters).length === 0) {
				throw source.refuse(
					'Custom Parameters',
					'',
					'is empty',
					'Add the parameters that should be created or changed.',
				);
			}
			const reason = readText(source, 'Amend Reason', 'amendReason');
			return { action, parameters, reason };
		}
	}
}

function readAmendment(source: ParameterSource): Change {
	const nextStep = 'Say why, such as "one article returned": the publisher gets to see it.';
	const currency = readCurrency(source);
	const parts = readParts(source, partsPlace, currency);
	const saleAmountMinor = toAmount(source, 'Sale Amount', source.get('saleAmount'), currency);
	refuseUneven(source, parts, saleAmountMinor, currency);
	return {
		action: 'amend',
		reason: readRequiredText(source, 'Amend Reason', 'amendReason', nextStep),
		currency,
		saleAmountMinor,
		// Awin would do the same without a word; said openly, it can be seen in a dry run.
		parts:
			parts.length > 0
				? parts.map(({ code, amountMinor }) => requestPart(code, amountMinor, currency))
				: [requestPart(DEFAULT_GROUP, saleAmountMinor, currency)],
		approveAfterwards: readYesNo(source, 'Approve After Amending', 'approveAfterAmend'),
	};
}

function refuseUneven(
	source: ParameterSource,
	parts: SalePart[],
	saleAmountMinor: number,
	currency: string,
): void {
	const sumMinor = sumOf(parts);
	if (parts.length === 0 || sumMinor === saleAmountMinor) return;
	throw source.refuse(
		'Sale Amount',
		formatAmount(saleAmountMinor, currency),
		`is not the sum of its parts (${formatAmount(sumMinor, currency)})`,
		'Correct the parts or the sale amount. Awin would put the difference on the group DEFAULT without a word.',
	);
}
