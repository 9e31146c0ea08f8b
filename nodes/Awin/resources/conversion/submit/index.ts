import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { finishRows } from '../../batch/finish';
import { overMaxRows, overMaxTotal } from '../../batch/limits';
import { readEveryRow, readSettingsOrRefuse, Refusals } from '../../batch/refusals';
import { isToolRun } from '../../batch/tool';
import type { Operation, Run } from '../../operation';
import { dryRunResult, totalsOf, totalsText } from './dryRun';
import { submitFields } from './fields';
import { readRow } from './readRow';
import { refuseRepeats } from './repeats';
import { answeredResult, notSentResult, wordsFor, type SubmitResult } from './results';
import type { Row } from './rows';
import { sendOrders, type Results } from './send';
import { readSettings, type Settings } from './settings';

const preview = answeredResult({
	verdict: {
		outcome: 'accepted',
		correlationId: '7d0f5f6e-2a51-4c38-9c52-0c3a4f1f9f10',
		complaints: [],
		reason: null,
	},
	code: 200,
	batchId: '2b1c8f6a-93d4-4e0b-8a7f-5a6b3c2d1e0f',
	sent: {
		orderReference: 'A-10023',
		amount: 1083.29,
		channel: 'aw',
		currency: 'EUR',
		commissionGroups: [{ code: 'DEFAULT', amount: 1083.29 }],
		awc: '12345_1769871600_0f1e2d3c4b5a69788796a5b4c3d2e1f0',
	},
	warnings: ['"Click Time" is more than a year ago'],
	isRemembered: true,
});

export const submitConversions: Operation = {
	option: {
		name: 'Submit',
		value: 'submit',
		action: 'Submit conversions',
		description:
			"Report orders of your shop to Awin in bulk, with Awin's answer for every one of them",
	},
	fields: submitFields,
	preview: { awin: preview } as IDataObject,
	async execute(run) {
		return await submit(run);
	},
};

async function submit(run: Run): Promise<INodeExecutionData[]> {
	const refusals = new Refusals(run);
	const settings = readSettingsOrRefuse(run, refusals, readSettings);
	const rows = settings ? prepare(run, settings, refusals) : [];
	const results: Results = run.items.map((_, index) => {
		const refusal = refusals.get(index);
		return refusal && notSentResult(refusal);
	});
	showDryRun(
		run,
		rows.filter((row) => row.dryRun),
		results,
	);
	if (settings) {
		const toSend = rows.filter((row) => !row.dryRun);
		await sendOrders(run, toSend, settings, results);
	}
	const words = wordsFor(settings?.skipAlreadyAccepted ?? true);
	return finishRows(run, results as SubmitResult[], words);
}

/** Everything that is looked at before anything is sent. @returns the rows that may go */
function prepare(run: Run, settings: Settings, refusals: Refusals): Row[] {
	const circumstances = { isTool: isToolRun(run.context), nowMs: run.nowMs };
	const rows = readEveryRow(run, refusals, (source, index) =>
		readRow(source, index, circumstances),
	);
	refuseRepeats(rows, refusals);
	refusals.addAll(rows, overMaxRows(rows.length, settings.maxRows));
	refusals.stopIfAny();

	const good = rows.filter(({ index }) => !refusals.has(index));
	const totals = new Map(
		totalsOf(good).map(({ currency, amountMinor }) => [currency, amountMinor]),
	);
	refusals.addAll(good, overMaxTotal(totals, settings.maxTotalAmount, 'would be submitted'));
	refusals.stopIfAny();
	return good.filter(({ index }) => !refusals.has(index));
}

function showDryRun(run: Run, rows: Row[], results: Results): void {
	if (rows.length === 0) return;
	const totals = totalsOf(rows);
	for (const row of rows) results[row.index] = dryRunResult(row, totals);
	run.context.addExecutionHints({
		message: `Dry run: nothing was sent. It would submit ${totalsText(totals)}, without those that Awin has accepted before.`,
		type: 'info',
		location: 'outputPane',
	});
}
