import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { FlatRows } from '../../api/flatRows';
import { clockOf } from '../../api/timezones';
import { toOutputOfRun } from '../../api/transactionOutput';
import { transactionsPath, type TransactionRow } from '../../api/transactions';
import { fieldsOf, type ValuesOf } from '../../fields/parameter';
import { itemText, operationError } from '../../transport/errors';
import { groupBy } from '../batch/rows';
import { readAll, tellOfSameQuestion } from '../forEachItem';
import { failedItem, type Operation, type Run } from '../operation';
import { ofIds } from './fields';
import { transactionPreview } from './preview';
import { readByIds } from './readByIds';

export const getTransactionsById: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get transaction',
		description: 'Read one or many transactions of an account by their IDs; changes nothing',
	},
	fields: fieldsOf(ofIds),
	get preview() {
		return transactionPreview() as IDataObject;
	},
	execute: getTransactions,
};

/** What one item asks for. */
interface Question extends ValuesOf<typeof ofIds> {
	index: number;
}

/** Reads what all items ask for in as few calls as Awin allows, and gives each item its own transactions. */
async function getTransactions(run: Run): Promise<INodeExecutionData[]> {
	const output = new Map<number, INodeExecutionData[]>();
	const flatRows = new FlatRows();
	const questions: Question[] = [];
	const items = readAll(run, ofIds);
	for (const [index, item] of items.entries()) {
		if ('values' in item) questions.push({ ...item.values, index });
		else output.set(index, [item.failed]);
	}

	const callOf = ({ account: { accountType, accountId }, options }: Question) =>
		[accountType, accountId, options.showBasketProducts].join(' ');
	for (const group of groupBy(questions, callOf).values()) {
		let found: Map<string, TransactionRow>;
		try {
			found = await fetchGroup(run, group);
		} catch (error) {
			for (const { index } of group) output.set(index, [failedItem(run, index, error)]);
			continue;
		}
		for (const one of group) output.set(one.index, outputOf(run, one, found, flatRows));
	}
	flatRows.finish();
	const all = run.items.flatMap((_, index) => output.get(index) ?? []);
	tellOfSameQuestion(run, items, all);
	return all;
}

async function fetchGroup(run: Run, group: Question[]): Promise<Map<string, TransactionRow>> {
	const [{ account, options, index }] = group;
	return await readByIds(run, {
		path: transactionsPath(account.accountType, account.accountId),
		ids: [...new Set(group.flatMap(({ ids }) => ids))],
		showBasketProducts: options.showBasketProducts,
		item: group.length === 1 ? { index, count: run.items.length } : undefined,
	});
}

function outputOf(
	run: Run,
	question: Question,
	found: Map<string, TransactionRow>,
	flatRows: FlatRows,
): INodeExecutionData[] {
	const { ids, form, account, zone, index } = question;
	const missing = ids.filter((id) => !found.has(id));
	if (missing.length > 0) return [failedItem(run, index, notFound(run, question, missing))];
	const view = { form, accountType: account.accountType, clock: clockOf(zone) };
	return ids.map((id) => {
		// A copy, because two items may ask for the same transaction, and the raw form changes its row.
		const row = { ...found.get(id) } as TransactionRow;
		const json = toOutputOfRun(row, view, flatRows) as IDataObject;
		return { json, pairedItem: { item: index } };
	});
}

const SHOWN_IDS = 5;

function notFound(run: Run, { account, index }: Question, missing: string[]): Error {
	const shown = missing.slice(0, SHOWN_IDS).join(', ');
	const more = missing.length > SHOWN_IDS ? ` and ${missing.length - SHOWN_IDS} more` : '';
	return operationError(
		run.context.getNode(),
		`Awin has no transaction ${shown}${more} in ${account.accountType} account ${account.accountId}${itemText({ index, count: run.items.length })}`,
		'Check the IDs and the account. A transaction is found only in the accounts that took part in it.',
	);
}
