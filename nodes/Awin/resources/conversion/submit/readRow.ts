/**
 * Reading what one item asks for.
 */
import { ordersPath, wireOrder, type Order } from '../../../api/conversions';
import { orderKey } from '../../../api/toldOrders';
import type { ParameterSource } from '../../../fields/item';
import { readAmount } from '../../../fields/money';
import { leftOutWords } from '../../batch/proposals';
import { readAttribution } from '../../orders/attribution';
import { readBasket } from '../../orders/basket';
import { readGroups } from '../../orders/groups';
import { skippedResult, type SubmitResult } from '../../orders/results';
import { warnOfLongReference, type Row } from '../../orders/rows';
import { parameters } from './fields';

/**
 * Reads one item. Throws for the first value that cannot be used, with its name, the value and what to do.
 *
 * @returns the result of an item for which something else is proposed than to submit it
 */
export function readRow(source: ParameterSource, index: number): Row | SubmitResult {
	const proposed = parameters.additionalFields.members.proposedAction.read(source);
	if (proposed !== undefined && proposed !== 'submit') {
		return skippedResult(leftOutWords(proposed, source.columns));
	}
	const accountId = parameters.accountId.read(source);
	const order = readOrder(source);
	const { reference } = order;
	warnOfLongReference(source, parameters.orderReference, reference);
	return {
		index,
		accountId,
		path: ordersPath(accountId),
		order: wireOrder(order),
		amountMinor: order.amountMinor,
		key: orderKey(accountId, reference),
		dryRun: parameters.options.members.dryRun.read(source),
		warnings: source.warnings,
	};
}

export function readOrder(source: ParameterSource): Order {
	const { channel, transactionTime, clickRef, linkId, customerAcquisition, isTest, custom } =
		parameters.additionalFields.members;
	const reference = parameters.orderReference.read(source);
	const currency = parameters.currency.read(source);
	const amountMinor = readAmount(source, parameters.amount, currency);
	const groups = readGroups(source, parameters, amountMinor, currency);
	const { awc, voucher, click } = readAttribution(source);
	return {
		reference,
		amountMinor,
		currency,
		channel: channel.read(source),
		groups,
		awc,
		voucher,
		click,
		timeSeconds: transactionTime.read(source),
		clickRef: clickRef.read(source),
		linkId: linkId.read(source),
		customerAcquisition: customerAcquisition.read(source),
		isTest: isTest.read(source),
		basket: readBasket(source, currency),
		custom: custom.read(source),
	};
}
