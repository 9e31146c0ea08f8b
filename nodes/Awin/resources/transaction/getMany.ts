import type { IDataObject } from 'n8n-workflow';
import pLimit from 'p-limit';

import { clockOf } from '../../api/timezones';
import { toOutput } from '../../api/transactionOutput';
import {
	hasStatus,
	transactionListQuery,
	transactionsPath,
	type TransactionRow,
} from '../../api/transactions';
import { splitIntoWindows } from '../../api/windows';
import { accountField, accountTypeField, readAccount } from '../../fields/account';
import { basketOption, readShowBasketProducts } from '../../fields/basket';
import { partnerFilter, readPartnerIds, readStatuses, statusFilter } from '../../fields/filters';
import type { ParameterSource } from '../../fields/item';
import { limitFields, readLimit } from '../../fields/limit';
import { outputField, readOutputForm } from '../../fields/output';
import { readDateType, readSpan, spanFields } from '../../fields/span';
import { readTimezone, timezoneField } from '../../fields/timezone';
import { forEachItem, type Operation, type Run } from '../operation';
import { transactionPreview } from './preview';
import { readTransactionRows } from './readRows';

/** Lists are slow at Awin (5 to 15 seconds each); four at a time keep a year short and leave the limit to others too. */
const CALLS_AT_A_TIME = 4;

export const getManyTransactions: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many transactions',
		description: 'List the sales and leads of an account for any span of time',
	},
	fields: [
		accountTypeField,
		accountField,
		...spanFields,
		timezoneField,
		...limitFields,
		outputField,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [partnerFilter, statusFilter],
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [basketOption],
		},
	],
	preview: transactionPreview,
	async execute(run) {
		return await forEachItem(run, async (source) => await getTransactions(run, source));
	},
};

async function getTransactions(run: Run, source: ParameterSource): Promise<IDataObject[]> {
	const { accountType, accountId } = readAccount(source);
	const zone = readTimezone(source);
	const span = readSpan(source, zone, run.nowMs);
	const dateType = readDateType(source);
	const limit = readLimit(source);
	const form = readOutputForm(source);
	const statuses = readStatuses(source);
	const partnerIds = readPartnerIds(source);
	const showBasketProducts = readShowBasketProducts(source);

	const path = transactionsPath(accountType, accountId);
	const windows = splitIntoWindows(span.startMs, span.endMs);
	const view = { form, accountType, clock: clockOf(zone) };
	const seen = new Set<number | string>();
	const output: IDataObject[] = [];

	// Windows are fetched side by side but taken in their order, oldest first, so that the rows come out in order too.
	const side = pLimit(Number.isFinite(limit) ? 1 : CALLS_AT_A_TIME);
	let isEnough = false;
	const reads = windows.map(
		async (window) =>
			await side(async (): Promise<TransactionRow[]> => {
				if (isEnough) return [];
				const question = { window, dateType, statuses, partnerIds, showBasketProducts };
				const query = transactionListQuery(accountType, question);
				return await readTransactionRows(run, { path, query }, source.item);
			}),
	);
	try {
		for (const read of reads) {
			for (const row of await read) {
				if (output.length >= limit) break;
				if (seen.has(row.id) || !hasStatus(row, statuses)) continue;
				seen.add(row.id);
				output.push(toOutput(row, view) as IDataObject);
			}
			isEnough = output.length >= limit;
		}
	} finally {
		// After a failure nothing more is sent, and no call is left without somebody to hear how it ended.
		isEnough = true;
		await Promise.allSettled(reads);
	}
	return output;
}
