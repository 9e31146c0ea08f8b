import { LOOKING_UP } from '../../batch/refusals';
import { byAccount } from '../../batch/rows';
import { batchOperation } from '../../batch/runBatch';
import { tell } from '../../warnings';
import { parameters, readSettings, type CompareSettings } from './fields';
import { readRow, type CompareRow } from './readRow';
import { failedResult, previewColumn, resultWords, type CompareResult } from './results';
import { Comparison } from './work';

export const compareOrders = batchOperation<CompareSettings, CompareRow, CompareResult>({
	option: {
		name: 'Compare With Orders',
		value: 'compareOrders',
		action: 'Compare transactions with orders',
		description:
			'Hold the orders of a shop against the transactions of an advertiser, and propose for each order whether to approve, amend, decline, submit or leave it, with the reason; needs the order reference, status, amount and currency of each; changes nothing',
	},
	parameters,
	preview: previewColumn,
	refusalWords: LOOKING_UP,
	readSettings,
	readRow,
	checkLeft: async (batch, rows) => {
		const comparison = new Comparison(batch);
		for (const [accountId, group] of byAccount(rows)) {
			try {
				await comparison.compare(accountId, group);
			} catch (error) {
				for (const { index } of group) batch.refusals.addError(index, error);
				// With nothing to be given out, there is no need to ask further.
				batch.refusals.stopIfAny();
			}
		}
		const { unlistedWords } = batch.settings.findings.summary;
		if (unlistedWords) tell(batch.run, unlistedWords);
	},
	notSent: failedResult,
	words: (_, settings) => resultWords(settings?.findings.summary.sentences),
	columnOf: ({ column, outcome, message, nextStep }) => column ?? { outcome, message, nextStep },
	further: ({ findings }) => findings.further,
});
