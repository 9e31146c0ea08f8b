/**
 * Reading what one item asks for.
 */
import {
	AWIN_CHANNEL,
	LARGEST_CUSTOM_KEY,
	ordersPath,
	wireOrder,
	type Order,
} from '../../../api/conversions';
import { readIdText } from '../../../api/ids';
import { referenceKey } from '../../../api/orderReferences';
import { readAdvertiserId } from '../../../fields/account';
import { readCustomParameters } from '../../../fields/customParameters';
import type { ParameterSource } from '../../../fields/item';
import { readCurrency, toAmount } from '../../../fields/money';
import { readDryRun } from '../../../fields/safety';
import { isBlank, readRequiredText, readText, readYesNo } from '../../../fields/text';
import type { Circumstances } from '../../batch/tool';
import { readAcquisition } from '../../orders/acquisition';
import { readGroups } from '../../orders/groups';
import { warnOfLongReference, type Row } from '../../orders/rows';
import { readTime } from '../../orders/times';
import { readAttribution } from './attribution';
import { readBasket } from './basket';

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
	warnOfLongReference(reference, warnings);
	const key = `${accountId} ${referenceKey(reference)}`;
	return {
		index,
		accountId,
		path: ordersPath(accountId),
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
		clickRef: readText(source, 'Click Reference', 'additionalFields.clickRef'),
		linkId: readLinkId(source),
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

function readLinkId(source: ParameterSource): number | undefined {
	const given = source.get('additionalFields.linkId');
	if (isBlank(given)) return undefined;
	const id = readIdText(given);
	if (id.ok) return Number(id.value);
	const nextStep = 'Give the ID of the link as Awin shows it, such as 2470763, or leave it out.';
	throw source.refuse('Link ID', given, id.reason, nextStep);
}
