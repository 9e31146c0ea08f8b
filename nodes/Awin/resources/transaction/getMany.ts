import type { IDataObject } from 'n8n-workflow';

import { FlatRows } from '../../api/flatRows';
import { clockOf } from '../../api/timezones';
import { toOutputOfRun } from '../../api/transactionOutput';
import { accountField, accountTypeField, readAccount } from '../../fields/account';
import { basketOptions, readShowBasketProducts } from '../../fields/basket';
import { partnerFilter, readPartnerIds, readStatuses, statusFilter } from '../../fields/filters';
import type { ParameterSource } from '../../fields/item';
import { limitFields, readLimit } from '../../fields/limit';
import { outputField, readOutputForm } from '../../fields/output';
import { readDateType, readSpan, spanFields } from '../../fields/span';
import { readTimezone, timezoneField } from '../../fields/timezone';
import type { ItemPlace } from '../../transport/errors';
import { forEachItem, type Operation, type Run } from '../operation';
import { transactionPreview } from './preview';
import { readTransactionsOf } from './readSpan';

const LIMIT_HINT =
	'The oldest come first, by the chosen date type, so a limit leaves out the newest. Awin does not show when a transaction was amended: by that date they come in the order of Awin, month by month.';

export const getManyTransactions: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many transactions',
		description: 'List the sales and leads of an account for any span of time; changes nothing',
	},
	fields: [
		accountTypeField,
		accountField,
		...spanFields,
		timezoneField,
		...limitFields.map((field) =>
			field.name === 'limit' ? { ...field, hint: LIMIT_HINT } : field,
		),
		outputField,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [partnerFilter, statusFilter],
		},
		basketOptions,
	],
	preview: transactionPreview,
	async execute(run) {
		const flatRows = new FlatRows();
		const output = await forEachItem(
			run,
			(source) => readWish(source, run.nowMs),
			async (wish, item) => await getTransactions(run, wish, item, flatRows),
		);
		flatRows.finish();
		return output;
	},
};

function readWish(source: ParameterSource, nowMs: number) {
	const zone = readTimezone(source);
	return {
		...readAccount(source),
		zone,
		span: readSpan(source, zone, nowMs),
		limit: readLimit(source),
		form: readOutputForm(source),
		dateType: readDateType(source),
		statuses: readStatuses(source),
		partnerIds: readPartnerIds(source),
		showBasketProducts: readShowBasketProducts(source),
	};
}

async function getTransactions(
	run: Run,
	{ form, zone, ...question }: ReturnType<typeof readWish>,
	item: ItemPlace,
	flatRows: FlatRows,
): Promise<IDataObject[]> {
	const view = { form, accountType: question.accountType, clock: clockOf(zone) };
	const output: IDataObject[] = [];
	for await (const rows of readTransactionsOf(run, question, item)) {
		for (const row of rows) output.push(toOutputOfRun(row, view, flatRows) as IDataObject);
	}
	return output;
}
