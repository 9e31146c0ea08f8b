/**
 * What is to become of a transaction: the parameters, and their reading.
 */
import { formatAmount } from '../../../api/money';
import {
	DEFAULT_GROUP,
	LARGEST_AMENDABLE_KEY,
	readAction,
	requestPart,
	type Change,
	type ValidationAction,
} from '../../../api/validation';
import { commissionGroup } from '../../../fields/commissionGroup';
import { customParameters } from '../../../fields/customParameters';
import type { ParameterSource } from '../../../fields/item';
import { amount, currency, parts, readAmount, sumOf, type GivenPart } from '../../../fields/money';
import { parameter, type Named } from '../../../fields/parameter';
import { readProposedAction, type ProposedAction } from '../../../fields/proposal';
import { SINGLE_FIELDS_HELP } from '../../../fields/rows';
import { isBlank, needed, requiredText, text, yesNo } from '../../../fields/text';

/** The value of `action` that leaves it to each item, and shows the fields of all actions. */
const EACH_ITEM = 'eachItem';

const forAction = (...actions: ValidationAction[]) => ({
	show: { action: [...actions, EACH_ITEM] },
});

const itemAction = parameter(
	{
		displayName: 'Action of the Item',
		name: 'itemAction',
		type: 'string',
		default: '={{ $json.action }}',
		required: true,
		displayOptions: { show: { action: [EACH_ITEM] } },
		description:
			'An expression that gives approve, decline, amend or amendTrackingParameters for each item, in any case. Items with submit, wait, none or review, as Compare With Orders proposes them, are left out and come out as skipped.',
	},
	toItemAction,
);

// n8n's lint takes a parameter of this name for a list of operations, hence an `action` with each choice.
const action = parameter<ValidationAction | ProposedAction>(
	{
		displayName: 'Action',
		name: 'action',
		type: 'options',
		options: [
			{
				name: 'Amend',
				value: 'amend',
				action: 'Amend transactions',
				description: 'Change the amount of pending transactions',
			},
			{
				name: 'Amend Tracking Parameters',
				value: 'amendTrackingParameters',
				action: 'Amend tracking parameters of transactions',
				description: 'Create or change custom parameters of transactions',
			},
			{
				name: 'Approve',
				value: 'approve',
				action: 'Approve transactions',
				description: 'Confirm pending transactions, so that the publisher is paid',
			},
			{
				name: 'Decline',
				value: 'decline',
				action: 'Decline transactions',
				description: 'Refuse pending transactions, such as returned orders',
			},
			{
				name: 'Different for Each Item',
				value: EACH_ITEM,
				action: 'Validate transactions with an action for each item',
				description: 'Take the action from each item, such as from a column of a sheet',
			},
		],
		default: 'approve',
		description: 'What to do with the transactions',
	},
	(value, source, named) =>
		value === EACH_ITEM ? itemAction.read(source) : toAction(value, source, named),
);

/** The words of a proposal that are no action of Awin's leave the item out. */
function toItemAction(
	value: unknown,
	source: ParameterSource,
	named: Named,
): ValidationAction | ProposedAction {
	return readProposedAction(value) ?? toAction(value, source, named);
}

function toAction(value: unknown, source: ParameterSource, named: Named): ValidationAction {
	const known = readAction(value);
	if (known) return known;
	throw named.refuse(
		source,
		isBlank(value) ? '' : value,
		isBlank(value) ? 'is empty' : 'is not an action',
		'Use approve, decline, amend or amendTrackingParameters.',
	);
}

const declineReason = requiredText(
	{
		displayName: 'Decline Reason',
		name: 'declineReason',
		placeholder: 'e.g. order returned',
		displayOptions: forAction('decline'),
		description: 'Why the transaction is declined. The publisher gets to see it.',
	},
	'Say why, such as "order returned": the publisher gets to see it.',
);

const amendReason = text({
	displayName: 'Amend Reason',
	name: 'amendReason',
	placeholder: 'e.g. one article returned',
	displayOptions: forAction('amend', 'amendTrackingParameters'),
	description:
		'Why the transaction is changed. The publisher gets to see it. Needed for Amend, optional for Amend Tracking Parameters.',
});

const neededAmendReason = amendReason.map(
	needed('Say why, such as "one article returned": the publisher gets to see it.'),
);

const saleAmount = amount({
	displayName: 'Sale Amount',
	name: 'saleAmount',
	displayOptions: forAction('amend'),
	description: 'The new amount of the whole sale, without tax and shipping',
});

const transactionParts = parts(
	{
		displayName: 'Transaction Parts',
		name: 'transactionParts',
		kind: { displayName: 'Part', name: 'part' },
		placeholder: 'Add Part',
		displayOptions: forAction('amend'),
		description: `How the new amount is divided among commission groups. The parts must add up to the sale amount. Without any, all of it is put on the group DEFAULT. ${SINGLE_FIELDS_HELP}`,
	},
	{
		code: commissionGroup({
			name: 'commissionGroupCode',
			description: 'Code of the group in Awin, in exactly this case.',
		}),
		amount: amount({
			displayName: 'Amount',
			name: 'amount',
			description: 'How much of the sale amount belongs to this group',
		}),
	},
);

const approveAfterAmend = yesNo({
	displayName: 'Approve After Amending',
	name: 'approveAfterAmend',
	default: false,
	displayOptions: forAction('amend'),
	description: 'Whether to approve the transactions at once after they are amended',
});

const trackingParameters = customParameters(
	{
		name: 'customParameters',
		displayOptions: forAction('amendTrackingParameters'),
		description: `Parameters to create or change, with keys from 1 to 127. Awin cannot blank or delete one. ${SINGLE_FIELDS_HELP}`,
	},
	LARGEST_AMENDABLE_KEY,
);

export const actionParameters = { action, itemAction };

export const changeParameters = {
	declineReason,
	amendReason,
	saleAmount,
	currency: currency.with({ displayOptions: forAction('amend') }),
	transactionParts,
	approveAfterAmend,
	trackingParameters,
};

/** What to do with the item's transaction, or what is proposed for the item instead. */
export function readChosen(source: ParameterSource): ValidationAction | ProposedAction {
	return action.read(source);
}

/** Whether each item says what to do with it; otherwise it is the same for all, whatever the items say. */
export function isChosenByItem(source: ParameterSource): boolean {
	return source.get(action.path) === EACH_ITEM;
}

/** What to do about an item that was left out because of its proposal, where the action is the same for all. */
export function goByItemsHelp(chosen: ValidationAction): string {
	return `To go by what is proposed, set "${action.label}" to Different for Each Item, with an expression in "${itemAction.label}". To ${chosen} this item all the same, give ${chosen} there.`;
}

export function readChange(source: ParameterSource, chosen: ValidationAction): Change {
	switch (chosen) {
		case 'approve':
			return { action: chosen };
		case 'decline':
			return { action: chosen, reason: declineReason.read(source) };
		case 'amend':
			return readAmendment(source);
		case 'amendTrackingParameters': {
			const parameters = trackingParameters.read(source);
			if (Object.keys(parameters).length === 0) {
				const nextStep = 'Add the parameters that should be created or changed.';
				throw trackingParameters.refuse(source, '', 'is empty', nextStep);
			}
			return { action: chosen, parameters, reason: amendReason.read(source) };
		}
	}
}

function readAmendment(source: ParameterSource): Change {
	const currencyCode = currency.read(source);
	const given = transactionParts.readIn(source, currencyCode);
	const saleAmountMinor = readAmount(source, saleAmount, currencyCode);
	refuseUneven(source, given, saleAmountMinor, currencyCode);
	return {
		action: 'amend',
		reason: neededAmendReason.read(source),
		currency: currencyCode,
		saleAmountMinor,
		// Awin would do the same without a word; said openly, it can be seen in a dry run.
		parts:
			given.length > 0
				? given.map(({ code, amountMinor }) => requestPart(code, amountMinor, currencyCode))
				: [requestPart(DEFAULT_GROUP, saleAmountMinor, currencyCode)],
		approveAfterwards: approveAfterAmend.read(source),
	};
}

function refuseUneven(
	source: ParameterSource,
	given: GivenPart[],
	saleAmountMinor: number,
	currencyCode: string,
): void {
	const sumMinor = sumOf(given);
	if (given.length === 0 || sumMinor === saleAmountMinor) return;
	throw saleAmount.refuse(
		source,
		formatAmount(saleAmountMinor, currencyCode),
		`is not the sum of its parts (${formatAmount(sumMinor, currencyCode)})`,
		'Correct the parts or the sale amount. Awin would put the difference on the group DEFAULT without a word.',
	);
}
