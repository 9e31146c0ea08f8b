import type { IDataObject } from 'n8n-workflow';

import { clockOf } from '../../api/timezones';
import { toOutput } from '../../api/transactionOutput';
import { hasStatus, transactionListQuery, transactionsPath } from '../../api/transactions';
import { splitIntoWindows, type Window } from '../../api/windows';
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
import { readPages, type FetchPage } from '../pages';
import { transactionPreview } from './preview';
import { readRows } from './readRows';

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
			field.name === 'limit'
				? { ...field, hint: 'Counted from the start date on, the oldest first' }
				: field,
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
		return await forEachItem(
			run,
			(source) => readWish(source, run.nowMs),
			async (wish, item) => await getTransactions(run, wish, item),
		);
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
		filters: {
			dateType: readDateType(source),
			statuses: readStatuses(source),
			partnerIds: readPartnerIds(source),
			showBasketProducts: readShowBasketProducts(source),
		},
	};
}

async function getTransactions(
	run: Run,
	{ accountType, accountId, zone, span, limit, form, filters }: ReturnType<typeof readWish>,
	item: ItemPlace,
): Promise<IDataObject[]> {
	const path = transactionsPath(accountType, accountId);
	const view = { form, accountType, clock: clockOf(zone) };
	const fetchWindow: FetchPage<Window, IDataObject> = async (window, signal) => {
		const query = transactionListQuery(accountType, { window, ...filters });
		const rows = readRows(run, await run.awin.read({ path, query, signal }, item), item);
		return rows
			.filter((row) => hasStatus(row, filters.statuses))
			.map((row) => toOutput(row, view) as IDataObject);
	};
	const windows = splitIntoWindows(span.startMs, span.endMs);
	return await merge(readPages(windows, fetchWindow, limit), limit);
}

/** Each transaction once: the windows share their boundary, and so may give the same row twice. */
async function merge(pages: AsyncGenerator<IDataObject[]>, limit: number): Promise<IDataObject[]> {
	const seen = new Set<unknown>();
	const merged: IDataObject[] = [];
	for await (const page of pages) {
		for (const transaction of page) {
			if (merged.length === limit) break;
			if (seen.has(transaction.id)) continue;
			seen.add(transaction.id);
			merged.push(transaction);
		}
		if (merged.length === limit) break;
	}
	return merged;
}
