import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { FlatRows } from '../../api/flatRows';
import { readIdList } from '../../api/ids';
import { clockOf, type AwinTimezone } from '../../api/timezones';
import { toOutputOfRun, type OutputForm } from '../../api/transactionOutput';
import { transactionsPath, type TransactionRow } from '../../api/transactions';
import {
	accountField,
	accountTypeField,
	readAccount,
	type ChosenAccount,
} from '../../fields/account';
import { basketOptions, readShowBasketProducts } from '../../fields/basket';
import type { ParameterSource } from '../../fields/item';
import { outputField, readOutputForm } from '../../fields/output';
import { readTimezone, timezoneField } from '../../fields/timezone';
import { itemText, operationError } from '../../transport/errors';
import { groupBy } from '../batch/rows';
import { failedItem, readAll, type Operation, type Run } from '../operation';
import { tellOfSameQuestion } from '../sameQuestion';
import { transactionPreview } from './preview';
import { readByIds } from './readByIds';

/** At 200 ids a call and 20 calls a minute this is two and a half minutes of calls. */
const MOST_IDS = 10_000;

export const getTransactionsById: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get transaction',
		description: 'Read one or many transactions of an account by their IDs; changes nothing',
	},
	fields: [
		accountTypeField,
		accountField,
		{
			displayName: 'Transaction IDs',
			name: 'transactionIds',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1612345678, 1612345679',
			description: 'One or more transaction IDs. Separate several with commas.',
		},
		timezoneField,
		outputField,
		basketOptions,
	],
	preview: transactionPreview,
	async execute(run) {
		return await getTransactions(run);
	},
};

interface Wish extends ChosenAccount {
	index: number;
	ids: string[];
	zone: AwinTimezone;
	form: OutputForm;
	showBasketProducts: boolean;
}

/** Reads what all items ask for in as few calls as Awin allows, and gives each item its own transactions. */
async function getTransactions(run: Run): Promise<INodeExecutionData[]> {
	const output = new Map<number, INodeExecutionData[]>();
	const flatRows = new FlatRows();
	const wishes: Wish[] = [];
	const items = readAll(run, readWish);
	for (const [index, item] of items.entries()) {
		if ('wish' in item) wishes.push({ ...item.wish, index });
		else output.set(index, [item.failed]);
	}

	const callOf = (wish: Wish) =>
		[wish.accountType, wish.accountId, wish.showBasketProducts].join(' ');
	for (const group of groupBy(wishes, callOf).values()) {
		let found: Map<string, TransactionRow>;
		try {
			found = await fetchGroup(run, group);
		} catch (error) {
			for (const { index } of group) output.set(index, [failedItem(run, index, error)]);
			continue;
		}
		for (const wish of group) output.set(wish.index, outputOf(run, wish, found, flatRows));
	}
	flatRows.finish();
	const all = run.items.flatMap((_, index) => output.get(index) ?? []);
	tellOfSameQuestion(run, items, all);
	return all;
}

function readWish(source: ParameterSource): Omit<Wish, 'index'> {
	const chosen = readAccount(source);
	const value = source.get('transactionIds');
	const ids = readIdList(value);
	const nextStep =
		'Give the IDs as Awin shows them, with commas between them, such as 1612345678, 1612345679.';
	if (!ids.ok) throw source.refuse('Transaction IDs', '', ids.reason, nextStep);
	if (ids.value.length === 0) throw source.refuse('Transaction IDs', '', 'is empty', nextStep);
	if (ids.value.length > MOST_IDS) {
		throw source.refuse(
			'Transaction IDs',
			'',
			`holds ${ids.value.length} IDs; at most ${MOST_IDS} can be read for one item`,
			'Split them over several items, or use Get Many with a span of time, which takes fewer calls.',
		);
	}
	return {
		...chosen,
		ids: ids.value,
		zone: readTimezone(source),
		form: readOutputForm(source),
		showBasketProducts: readShowBasketProducts(source),
	};
}

async function fetchGroup(run: Run, group: Wish[]): Promise<Map<string, TransactionRow>> {
	const [{ accountType, accountId, showBasketProducts, index }] = group;
	return await readByIds(run, {
		path: transactionsPath(accountType, accountId),
		ids: [...new Set(group.flatMap((wish) => wish.ids))],
		showBasketProducts,
		item: group.length === 1 ? { index, count: run.items.length } : undefined,
	});
}

function outputOf(
	run: Run,
	wish: Wish,
	found: Map<string, TransactionRow>,
	flatRows: FlatRows,
): INodeExecutionData[] {
	const missing = wish.ids.filter((id) => !found.has(id));
	if (missing.length > 0) {
		return [failedItem(run, wish.index, notFound(run, wish, missing))];
	}
	const view = { form: wish.form, accountType: wish.accountType, clock: clockOf(wish.zone) };
	return wish.ids.map((id) => {
		// A copy, because two items may ask for the same transaction, and the raw form changes its row.
		const row = { ...found.get(id) } as TransactionRow;
		const json = toOutputOfRun(row, view, flatRows) as IDataObject;
		return { json, pairedItem: { item: wish.index } };
	});
}

const SHOWN_IDS = 5;

function notFound(run: Run, { accountType, accountId, index }: Wish, missing: string[]): Error {
	const shown = missing.slice(0, SHOWN_IDS).join(', ');
	const more = missing.length > SHOWN_IDS ? ` and ${missing.length - SHOWN_IDS} more` : '';
	return operationError(
		run.context.getNode(),
		`Awin has no transaction ${shown}${more} in ${accountType} account ${accountId}${itemText({ index, count: run.items.length })}`,
		'Check the IDs and the account. A transaction is found only in the accounts that took part in it.',
	);
}
