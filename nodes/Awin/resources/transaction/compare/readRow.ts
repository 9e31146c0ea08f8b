/**
 * Reading what one item says of its order. A value that cannot be read stops nothing: the order is then one to look at.
 */
import { referenceKey } from '../../../api/orderReferences';
import { clockOf, type AwinTimezone } from '../../../api/timezones';
import type { ParameterSource } from '../../../fields/item';
import { readAmount } from '../../../fields/money';
import { isBlank } from '../../../fields/text';
import { refusalOf } from '../../batch/refusals';
import type { BatchRow } from '../../batch/rows';
import { parameters } from './fields';
import type { ShopOrder } from './question';

/** An order, of which {@link ShopOrder.state} is known once the words of the shop are looked at. */
export interface CompareRow extends BatchRow, ShopOrder {
	accountId: string;
	zone: AwinTimezone;
	/** Empty where the reference cannot be read. */
	key: string;
	/** As the shop calls it; empty where it says nothing. */
	status: string;
	/** When it was placed; of a day without a time its beginning. `null` where that cannot be read. */
	dateMs: number | null | undefined;
}

/** @throws where the account or the timezone cannot be read, without which nothing can be looked for */
export function readRow(source: ParameterSource, index: number): CompareRow {
	const row: CompareRow = {
		index,
		accountId: parameters.accountId.read(source),
		zone: parameters.timezone.read(source),
		reference: '',
		key: '',
		status: '',
		amountMinor: null,
		currency: null,
		dateMs: undefined,
		placedMs: undefined,
		isDay: false,
		isAttributed: false,
		trouble: undefined,
		state: 'open',
		isReturn: false,
	};
	attempt(source, row, readReference);
	attempt(source, row, readMoney);
	if (!attempt(source, row, readDate)) row.dateMs = null;
	attempt(source, row, readOthers);
	return row;
}

type Step = (source: ParameterSource, row: CompareRow) => void;

function attempt(source: ParameterSource, row: CompareRow, read: Step): boolean {
	try {
		read(source, row);
		return true;
	} catch (error) {
		row.trouble ??= refusalOf(error, source.item).message;
		return false;
	}
}

function readReference(source: ParameterSource, row: CompareRow): void {
	row.reference = parameters.orderReference.read(source);
	row.key = referenceKey(row.reference);
}

/** An order without an amount may lack the currency, too; whether it may lack the amount depends on its status. */
function readMoney(source: ParameterSource, row: CompareRow): void {
	const hasAmount = !isBlank(parameters.amount.given(source));
	if (!hasAmount && isBlank(parameters.currency.given(source))) return;
	row.currency = parameters.currency.read(source);
	if (hasAmount) row.amountMinor = readAmount(source, parameters.amount, row.currency);
}

function readDate(source: ParameterSource, row: CompareRow): void {
	const date = parameters.orderDate.read(source);
	if (!date) return;
	row.dateMs = date.epochMs;
	// Sometime on that day: nothing may be done a day too early.
	row.isDay = date.isDay;
	row.placedMs = date.isDay
		? Math.min(clockOf(row.zone).daysLaterMs(date.epochMs, 1), source.nowMs)
		: date.epochMs;
}

function readOthers(source: ParameterSource, row: CompareRow): void {
	row.status = parameters.orderStatus.read(source) ?? '';
	row.isAttributed =
		says(parameters.clickChecksum.read(source)) || says(parameters.voucher.read(source));
}

/** What exports write where there is nothing. */
const NOTHING = /^(-+|0|none|no|null|undefined|nan|n\/?a|keine?r?s?|nein)$/i;

function says(text: string | undefined): boolean {
	return text !== undefined && !NOTHING.test(text);
}
