import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { DRY_RUN_AS_TOOL } from '../../../fields/safety';
import { tellOfDryRun } from '../../batch/dryRun';
import { finishRows } from '../../batch/finish';
import { checkMaxRows } from '../../batch/limits';
import { readEveryRow, readSettingsOrRefuse, Refusals } from '../../batch/refusals';
import { groupBy } from '../../batch/sending';
import type { Operation, Run } from '../../operation';
import { uploadFields } from './fields';
import { readFeedSource, type FeedSource } from './readRow';
import {
	belowMinRows,
	holdBack,
	refuseAll,
	refuseExecuteOnce,
	refuseHalfDryRuns,
	refuseRepeats,
	tooLarge,
} from './refuse';
import { dryRunResult, notSentResult, resultOf, uploadWords, type UploadResult } from './results';
import { BadProducts, loadRow, type Row } from './rows';
import { refuseRounds } from './rounds';
import { sendFeed, type Results } from './send';
import { readSettings, type Settings } from './settings';

export const uploadProductFeed: Operation = {
	option: {
		name: 'Upload',
		value: 'upload',
		action: 'Upload a product feed',
		description: `Replace the whole product feed of an advertiser for one language and country by the products of the input, in Google's format; ${DRY_RUN_AS_TOOL}`,
	},
	fields: uploadFields,
	preview: {
		awin: resultOf('accepted', {
			code: 200,
			message: 'Accepted',
			nextStep: null,
			products: 1,
			complaints: [{ id: '4711', line: 1, message: 'price: is missing' }],
		}),
	} as IDataObject,
	async execute(run) {
		return await upload(run);
	},
};

async function upload(run: Run): Promise<INodeExecutionData[]> {
	const refusals = new Refusals(run);
	const settings = readSettingsOrRefuse(run, refusals, readSettings);
	const rows = settings ? await prepare(run, settings, refusals) : [];
	const results: Results = run.items.map((_, index) => {
		const refusal = refusals.get(index);
		return refusal && notSentResult(refusal);
	});
	showDryRun(
		run,
		rows.filter(({ dryRun }) => dryRun),
		results,
	);
	const toSend = rows.filter(({ dryRun }) => !dryRun);
	for (const feed of groupBy(toSend, ({ path }) => path).values()) {
		await sendFeed(run, feed, results);
	}
	return finishRows(run, results as UploadResult[], uploadWords);
}

/** Everything that is looked at before anything is sent. @returns the rows that may go */
async function prepare(run: Run, settings: Settings, refusals: Refusals): Promise<Row[]> {
	const wishes = readEveryRow(run, refusals, readFeedSource);
	const rows = await loadAll(run, wishes, refusals);
	refuseRepeats(rows, refusals);
	refuseExecuteOnce(run, wishes, refusals);
	refuseHalfDryRuns(wishes, refusals);
	refuseRounds(run, rows, refusals);
	refuseAll(rows, refusals, ({ products }) => checkMaxRows(run, products, settings.maxRows));
	refusals.stopIfAny();

	if (!settings.leaveOutBad) holdBack(run, wishes, refusals);
	const good = rows.filter(({ index }) => !refusals.has(index));
	for (const feed of groupBy(good, ({ path }) => path).values()) {
		refuseAll(feed, refusals, ({ products }) => belowMinRows(products, settings.minRows));
		refuseAll(feed, refusals, tooLarge);
	}
	refusals.stopIfAny();
	return good.filter(({ index }) => !refusals.has(index));
}

async function loadAll(run: Run, wishes: FeedSource[], refusals: Refusals): Promise<Row[]> {
	const rows: Row[] = [];
	for (const wish of wishes) {
		try {
			rows.push(await loadRow(run, wish));
		} catch (error) {
			const isBad = error instanceof BadProducts;
			const source = run.parameters(wish.index);
			refusals.addError(
				wish.index,
				isBad ? source.refuse(error.parameter, error.value, error.reason, error.nextStep) : error,
			);
		}
	}
	return rows;
}

function showDryRun(run: Run, rows: Row[], results: Results): void {
	if (rows.length === 0) return;
	for (const row of rows) results[row.index] = dryRunResult(row);
	const products = rows.reduce((sum, { ids }) => sum + ids.length, 0);
	const what = products === 1 ? '1 product' : `${products} products`;
	tellOfDryRun(run, `upload ${what} and replace the feed that is there`);
}
