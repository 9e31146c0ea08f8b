/**
 * The parameters of Find by Order Reference, and what one item asks for.
 */
import { referenceKey } from '../../../api/orderReferences';
import type { AwinTimezone } from '../../../api/timezones';
import { account, type ChosenAccount } from '../../../fields/account';
import { options } from '../../../fields/collection';
import type { ParameterSource } from '../../../fields/item';
import { orderDate, orderReference } from '../../../fields/orderSearch';
import { outputForm } from '../../../fields/output';
import { readParameters, type ValuesOf } from '../../../fields/parameter';
import { searchBackDays } from '../../../fields/searchBackDays';
import { timezone } from '../../../fields/timezone';
import type { FindResult } from './results';

/** What holds for the whole run. */
const settings = { form: outputForm.within('options'), searchBackDays };

export type Settings = ValuesOf<typeof settings>;

export const readSettings = (source: ParameterSource): Settings => readParameters(settings, source);

export const parameters = {
	account,
	orderReference: orderReference.with({ required: true }),
	orderDate,
	timezone,
	options: options(settings),
};

export interface Row extends ChosenAccount {
	/** The place of its item among all items. */
	index: number;
	/** As it was given. */
	reference: string;
	/** As Awin compares it. */
	key: string;
	/** When the order was placed, epoch milliseconds; `undefined` where that was not given. */
	dateMs: number | undefined;
	/** In which dates are shown. */
	zone: AwinTimezone;
	/** Filled in once it was looked up. */
	result?: FindResult;
}

export function readRow(source: ParameterSource, index: number): Row {
	const { accountType, accountId } = parameters.account.read(source);
	const reference = parameters.orderReference.read(source);
	return {
		index,
		accountType,
		accountId,
		reference,
		key: referenceKey(reference),
		dateMs: parameters.orderDate.read(source),
		zone: parameters.timezone.read(source),
	};
}
