/**
 * Reading what one item asks for.
 */
import {
	AWIN_CHANNEL,
	CUSTOMER_ACQUISITIONS,
	divideAmount,
	isLongReference,
	LARGEST_CUSTOM_KEY,
	wireOrder,
	type CustomerAcquisition,
	type Order,
} from '../../../api/conversions';
import { formatAmount } from '../../../api/money';
import { referenceKey, STORED_REFERENCE_LENGTH } from '../../../api/orderReferences';
import { readAdvertiserId } from '../../../fields/account';
import { readCustomParameters } from '../../../fields/customParameters';
import type { ParameterSource } from '../../../fields/item';
import { readCurrency, readParts, toAmount } from '../../../fields/money';
import { readDryRun } from '../../../fields/safety';
import { isBlank, readRequiredText, readText, readYesNo } from '../../../fields/text';
import { readAttribution } from './attribution';
import { readBasket } from './basket';
import { groupsPlace, REMAINDER_ON_DEFAULT, REMAINDER_REFUSED } from './fields';
import type { Row } from './rows';
import { readTime } from './times';

export interface Circumstances {
	isTool: boolean;
	/** When the execution began, epoch milliseconds. */
	nowMs: number;
}

/** Reads one item. Throws for the first value that cannot be used, with its name, the value and what to do. */
export function readRow(
	source: ParameterSource,
	index: number,
	{ isTool, nowMs }: Circumstances,
): Row {
	const warnings: string[] = [];
	const accountId = readAdvertiserId(source);
	const order = readOrder(source, { nowMs, warnings });
	const { reference } = order;
	if (isLongReference(reference)) {
		warnings.push(
			`"Order Reference" has ${reference.length} characters, of which Awin keeps the first ${STORED_REFERENCE_LENGTH}`,
		);
	}
	const key = `${accountId} ${referenceKey(reference)}`;
	return {
		index,
		accountId,
		order: wireOrder(order),
		amountMinor: order.amountMinor,
		key,
		dryRun: readDryRun(source, isTool),
		warnings,
	};
}

/**
 * Reads the order of one item.
 *
 * @param timing gets what is odd about the order although it can be sent
 */
export function readOrder(
	source: ParameterSource,
	timing: { nowMs: number; warnings: string[] },
): Order {
	const reference = readRequiredText(
		source,
		'Order Reference',
		'orderReference',
		'Give your own number of the order: Awin needs one for each order.',
	);
	const currency = readCurrency(source);
	const amountMinor = toAmount(source, 'Amount', source.get('amount'), currency);
	const timeName = 'additionalFields.transactionTime';
	const groups = readGroups(source, amountMinor, currency);
	const { awc, voucher, click } = readAttribution(source, timing);
	return {
		reference,
		amountMinor,
		currency,
		channel: readText(source, 'Channel', 'additionalFields.channel') ?? AWIN_CHANNEL,
		groups,
		awc,
		voucher,
		click,
		timeSeconds: readTime(source, 'Transaction Time', timeName, timing),
		customerAcquisition: readAcquisition(source),
		isTest: readYesNo(source, 'Test Order', 'additionalFields.isTest'),
		basket: readBasket(source, currency, timing.warnings),
		custom: readCustomParameters(
			source,
			LARGEST_CUSTOM_KEY,
			'additionalFields.customParameters.parameter',
		),
	};
}

function readGroups(
	source: ParameterSource,
	amountMinor: number,
	currency: string,
): Order['groups'] {
	const parts = readParts(source, groupsPlace, currency);
	const division = divideAmount(amountMinor, parts, isRestOnDefault(source));
	if (division.ok) return division.groups;
	const { sumMinor } = division;
	throw source.refuse(
		'Amount',
		formatAmount(amountMinor, currency),
		`is not the sum of its commission groups (${formatAmount(sumMinor, currency)})`,
		sumMinor < amountMinor
			? 'Correct the amount or the parts, or add the option "Rest of the Amount" to put what is left over on the group DEFAULT.'
			: 'Correct the amount or the parts.',
	);
}

function isRestOnDefault(source: ParameterSource): boolean {
	const value = source.get('options.remainder');
	if (isBlank(value) || value === REMAINDER_REFUSED) return false;
	if (value === REMAINDER_ON_DEFAULT) return true;
	const nextStep = `Use "${REMAINDER_ON_DEFAULT}" or "${REMAINDER_REFUSED}", or remove the option.`;
	throw source.refuse('Rest of the Amount', value, 'is not one of the choices', nextStep);
}

/** In any case, also as people write it: `new`, `Returning`. */
function readAcquisition(source: ParameterSource): CustomerAcquisition | undefined {
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
