import { DRY_RUN_AS_TOOL } from '../../../fields/safety';
import type { INodeExecutionData } from 'n8n-workflow';

import type { Operation, Run } from '../../operation';
import { tellOfDryRun } from '../../batch/dryRun';
import { finishRows } from '../../batch/finish';
import { overMaxRows } from '../../batch/limits';
import { readEveryRow, readSettingsOrRefuse, Refusals } from '../../batch/refusals';
import { Earlier } from './earlier';
import { dryRunResult, summarize, summaryText } from './dryRun';
import { validateFields } from './fields';
import { tellOfCutOff } from './hints';
import { lookUp, tellOfOthers } from './lookUp';
import { readPresentAmounts } from './moves';
import { readRow } from './readRow';
import { refuseRepeats, tellApart } from './repeats';
import { judgedResult, refusedResult, resultWords, type ValidateResult } from './results';
import type { Row } from './rows';
import { sendBatches, type Results, type TakenBatch } from './send';
import { readSettings, type Settings } from './settings';
import { leaveOpen, waitForJobs } from './wait';

const preview = judgedResult(
	{ action: 'approve', transaction: { transactionId: 1612345678 } },
	{ accountId: '12345', jobId: '5f0c7ad1c2b4e60d8a9b3c21' },
	{ outcome: 'done', code: 200, description: null },
);

export const validateTransactions: Operation = {
	option: {
		name: 'Validate',
		value: 'validate',
		action: 'Validate transactions',
		description: `Approve, decline or amend transactions of an advertiser in bulk, which decides what publishers are paid; needs the transaction ID or order reference of each; ${DRY_RUN_AS_TOOL}`,
	},
	fields: validateFields,
	preview: { awin: preview },
	async execute(run) {
		return await validate(run);
	},
};

async function validate(run: Run): Promise<INodeExecutionData[]> {
	const refusals = new Refusals(run);
	const settings = readSettingsOrRefuse(run, refusals, readSettings);
	const results: Results = new Array<ValidateResult | undefined>(run.items.length);
	if (settings) await checkAndSend(run, settings, refusals, results);
	run.items.forEach((_, index) => {
		const refusal = refusals.get(index);
		if (refusal) results[index] = refusedResult(refusal);
	});
	tellOfCutOff(run);
	return finishRows(run, results as ValidateResult[], resultWords);
}

/** Checks all rows, sends those that may go, and sees what becomes of them. */
async function checkAndSend(
	run: Run,
	settings: Settings,
	refusals: Refusals,
	results: Results,
): Promise<void> {
	const earlier = new Earlier(run);
	const rows = await prepare(run, settings, refusals, earlier);
	const remarks = rows
		.filter((row) => row.others?.length)
		.map((row) => ({ index: row.index, remark: tellOfOthers(row) }));
	const trials = rows.filter((row) => row.dryRun);
	showDryRun(run, trials, results);
	const sent = trials.length === 0 ? rows : rows.filter((row) => !row.dryRun);
	earlier.note(sent);
	await waitOrLeave(run, await sendBatches(run, sent, results), settings, results);
	earlier.settle(results);
	for (const { index, remark } of remarks) {
		const result = results[index];
		if (result) result.message += remark;
	}
}

/** Everything that is looked at before anything is sent. @returns the rows that may go */
async function prepare(
	run: Run,
	settings: Settings,
	refusals: Refusals,
	earlier: Earlier,
): Promise<Row[]> {
	let rows = readEveryRow(run, refusals, readRow);
	refuseRepeats(rows, refusals);
	// Before the first call: there is no need to look transactions up that are too many anyway.
	refusals.addAll(rows, overMaxRows(rows.length, settings.maxRows));
	refusals.stopIfAny();

	const isLeft = ({ index }: Row) => !refusals.has(index);
	rows = rows.filter(isLeft);
	await lookUp(run, rows, settings.searchBackDays, refusals);
	rows = rows.filter(isLeft);
	if (settings.maxTotalAmount !== undefined) await readPresentAmounts(run, rows, refusals);
	rows = rows.filter(isLeft);
	await tellApart(run, rows, refusals);
	// Where more has become known of transactions, two names may turn out to be one transaction's.
	if (rows.some((row) => row.known)) refuseRepeats(rows.filter(isLeft), refusals);
	refusals.stopIfAny();

	rows = rows.filter(isLeft);
	earlier.check(rows, settings, refusals);
	refusals.stopIfAny();
	return rows.filter(isLeft);
}

function showDryRun(run: Run, rows: Row[], results: Results): void {
	if (rows.length === 0) return;
	const summary = summarize(rows);
	for (const row of rows) results[row.index] = dryRunResult(row, summary);
	tellOfDryRun(run, summaryText(summary));
}

/** Nothing is thrown away any more: whatever happens, each row comes out with what is known of it. */
async function waitOrLeave(
	run: Run,
	batches: TakenBatch[],
	{ waitForCompletion, timeoutMs }: Settings,
	results: Results,
): Promise<void> {
	if (waitForCompletion) return await waitForJobs(run, batches, timeoutMs, results);
	for (const batch of batches) {
		leaveOpen(batch, 'Awin has taken it in; its result was not waited for', results);
	}
}
