import type { IDataObject } from 'n8n-workflow';

import { batchOperation } from '../../batch/runBatch';
import { LOOKING_UP } from '../../batch/refusals';
import { transactionPreview } from '../preview';
import { parameters, readRow, readSettings, type Row, type Settings } from './fields';
import { lookUpOrders } from './lookUp';
import { failedResult, findWords, type FindResult } from './results';

export const findTransactions = batchOperation<Settings, Row, FindResult>({
	option: {
		name: 'Find by Order Reference',
		value: 'find',
		action: 'Find transactions by order reference',
		description:
			'Look up which transaction each order has at Awin; needs the order reference of each, and takes the same few calls for any number of them; changes nothing',
	},
	parameters,
	preview: () => ({
		outcome: 'found',
		transaction: transactionPreview() as IDataObject,
		transactions: null,
		message: 'Awin has this order as transaction 1612345678 (pending)',
		nextStep: null,
	}),
	refusalWords: LOOKING_UP,
	readSettings,
	readRow,
	checkLeft: async ({ run, settings, refusals }, rows) =>
		await lookUpOrders(run, rows, settings, refusals),
	resultOf: ({ result }) => result,
	notSent: failedResult,
	words: () => findWords,
});
