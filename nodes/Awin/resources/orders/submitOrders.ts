/**
 * Sending the orders of all items, from reading them to giving their results out: what Submit Conversions and Proof of
 * Purchase have in common. Both send batches of orders, and both may book one twice.
 */
import type { INodeExecutionData } from 'n8n-workflow';

import type { ParameterSource } from '../../fields/item';
import { circumstancesOf, type Circumstances } from '../batch/tool';
import { tellOfDryRun } from '../batch/dryRun';
import { finishRows } from '../batch/finish';
import { checkMaxRows, checkMaxTotal } from '../batch/limits';
import { readEveryRow, readSettingsOrRefuse, Refusals } from '../batch/refusals';
import type { Run } from '../operation';
import { dryRunResult, totalsOf, totalsText } from './dryRun';
import { refuseRepeats } from './repeats';
import { notSentResult, wordsFor, type SubmitResult } from './results';
import type { Row } from './rows';
import { sendOrders, type Delivery, type Results } from './send';
import type { OrderSettings } from './settings';

/** How an operation reads its items, and where it sends them. */
export interface Submission<Settings extends OrderSettings> {
	readSettings(source: ParameterSource): Settings;
	/** Throws for the first value that cannot be used, with its name, the value and what to do. */
	readRow(source: ParameterSource, index: number, circumstances: Circumstances): Row;
	deliveryOf(settings: Settings): Delivery;
}

export async function submitOrders<Settings extends OrderSettings>(
	run: Run,
	{ readSettings, readRow, deliveryOf }: Submission<Settings>,
): Promise<INodeExecutionData[]> {
	const refusals = new Refusals(run);
	const settings = readSettingsOrRefuse(run, refusals, readSettings);
	const rows = settings ? prepare(run, settings, readRow, refusals) : [];
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
		await sendOrders(run, toSend, settings.skipAlreadyAccepted, deliveryOf(settings), results);
	}
	const words = wordsFor(settings?.skipAlreadyAccepted ?? true);
	return finishRows(run, results as SubmitResult[], words);
}

/** Everything that is looked at before anything is sent. @returns the rows that may go */
function prepare<Settings extends OrderSettings>(
	run: Run,
	settings: Settings,
	readRow: Submission<Settings>['readRow'],
	refusals: Refusals,
): Row[] {
	const circumstances = circumstancesOf(run);
	const rows = readEveryRow(run, refusals, (source, index) =>
		readRow(source, index, circumstances),
	);
	refuseRepeats(rows, refusals);
	refusals.addAll(rows, checkMaxRows(run, rows.length, settings.maxRows));
	refusals.stopIfAny();

	const good = rows.filter(({ index }) => !refusals.has(index));
	const totals = new Map(
		totalsOf(good).map(({ currency, amountMinor }) => [currency, amountMinor]),
	);
	refusals.addAll(good, checkMaxTotal(run, totals, settings.maxTotalAmount, 'would be submitted'));
	refusals.stopIfAny();
	return good.filter(({ index }) => !refusals.has(index));
}

function showDryRun(run: Run, rows: Row[], results: Results): void {
	if (rows.length === 0) return;
	const totals = totalsOf(rows);
	for (const row of rows) results[row.index] = dryRunResult(row, totals);
	tellOfDryRun(run, `submit ${totalsText(totals)}, without those that Awin has accepted before`);
}
