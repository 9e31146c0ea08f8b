import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { createOfferPath, judgeNewOffer } from '../../../api/offers';
import type { ParameterSource } from '../../../fields/item';
import { DRY_RUN_AS_TOOL, readMaxRows } from '../../../fields/safety';
import { explain, wordsIn } from '../../../transport/errors';
import { tellOfDryRun } from '../../batch/dryRun';
import { finishRows } from '../../batch/finish';
import { checkMaxRows } from '../../batch/limits';
import { readEveryRow, readSettingsOrRefuse, Refusals } from '../../batch/refusals';
import { findRepeats, itemNumbers } from '../../batch/repeats';
import { sendEach } from '../../batch/sendEach';
import { explainForAdvertiser } from '../../batch/sending';
import type { Operation, Run } from '../../operation';
import { EarlierOffers } from './earlier';
import { createOfferFields } from './fields';
import { readRow, type Row } from './readRow';
import {
	createdResult,
	dryRunResult,
	notCreatedResult,
	offerWords,
	unknownResult,
	type OfferResult,
} from './results';

const preview = createdResult(
	{
		offer: {
			title: '10 % off everything',
			description: 'Save 10 % on all jackets this week',
			terms: 'While stocks last',
			type: 'voucher',
			voucherCode: 'SAVE10',
			startDate: '2026-05-31',
			startTime: '22:00:00',
			endDate: '2026-06-30',
			endTime: '21:59:59',
			timeZone: 'UTC',
			url: 'https://www.example.com/sale',
			appliesToAllRegions: true,
			promotionCategories: [12],
		},
		startsAt: '2026-06-01T00:00:00+02:00',
		endsAt: '2026-06-30T23:59:59+02:00',
		warnings: ['Only the days of the dates count'],
	},
	1234567,
	201,
);

export const createOffers: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create offers',
		description: `Publish promotions and voucher codes of an advertiser to its publishers, one for every item; needs title, terms, dates, page and categories; ${DRY_RUN_AS_TOOL}`,
	},
	fields: createOfferFields,
	preview: { awin: preview } as IDataObject,
	async execute(run) {
		return await create(run);
	},
};

type Results = Array<OfferResult | undefined>;

async function create(run: Run): Promise<INodeExecutionData[]> {
	const refusals = new Refusals(run);
	const settings = readSettingsOrRefuse(run, refusals, (source: ParameterSource) => ({
		maxRows: readMaxRows(source),
	}));
	const earlier = new EarlierOffers(run);
	const rows = settings ? prepare(run, settings.maxRows, refusals, earlier) : [];
	const results: Results = run.items.map((_, index) => {
		const refusal = refusals.get(index);
		return refusal && notCreatedResult(refusal);
	});
	showDryRun(
		run,
		rows.filter(({ dryRun }) => dryRun),
		results,
	);
	const wanted = rows.filter(({ dryRun }) => !dryRun);
	for (const row of wanted) results[row.index] = earlier.resultOf(row);
	const toSend = wanted.filter(({ index }) => results[index] === undefined);
	await sendOffers(run, toSend, results, earlier);
	return finishRows(run, results as OfferResult[], offerWords);
}

/** What two rows have in common that Awin would list twice. */
function nameOf({ accountId, offer }: Row): string {
	return JSON.stringify([accountId, offer]);
}

/** Everything that is looked at before anything is sent. @returns the rows that may go */
function prepare(
	run: Run,
	maxRows: number | undefined,
	refusals: Refusals,
	earlier: EarlierOffers,
): Row[] {
	const rows = readEveryRow(run, refusals, readRow);
	const repeats = findRepeats(rows, nameOf);
	for (const indexes of repeats) {
		const refusal = {
			message: `The same offer is in ${itemNumbers(indexes)}`,
			nextStep: 'Keep one of them and take the others out: Awin would list it twice.',
		};
		for (const index of indexes) refusals.add(index, refusal);
	}
	earlier.refuseRepeats(rows, refusals);
	refusals.addAll(rows, checkMaxRows(run, rows.length, maxRows));
	refusals.stopIfAny();
	return rows.filter(({ index }) => !refusals.has(index));
}

function showDryRun(run: Run, rows: Row[], results: Results): void {
	if (rows.length === 0) return;
	for (const row of rows) results[row.index] = dryRunResult(row);
	tellOfDryRun(run, rows.length === 1 ? 'create 1 offer' : `create ${rows.length} offers`);
}

/** Never throws: every row has its result afterwards. */
async function sendOffers(
	run: Run,
	rows: Row[],
	results: Results,
	earlier: EarlierOffers,
): Promise<void> {
	await sendEach(run, rows, {
		call: (row) => {
			earlier.noteSending(row);
			return {
				method: 'POST',
				path: createOfferPath(row.accountId),
				body: row.offer,
				effect: 'write',
			};
		},
		answered: (row, status, answer) => {
			const verdict = judgeNewOffer(status, answer);
			if (verdict.outcome === 'created') earlier.noteCreated(row, verdict.promotionId);
			results[row.index] =
				verdict.outcome === 'created'
					? createdResult(row, verdict.promotionId, status)
					: unknownResult(row, unknownWords(verdict.said), status);
		},
		refused: (row, failure) => {
			const { status } = failure;
			// A success with a complaint in it: nobody says which of the two counts.
			if (status < 300) results[row.index] = unknownResult(row, explain(failure).message, status);
			return status < 300;
		},
		explain: async ({ accountId }, failure) => await explainForAdvertiser(run, accountId, failure),
		failed: (row, why) => {
			earlier.forget(row);
			results[row.index] = notCreatedResult(why, row);
		},
		unknown: (row, message) => {
			results[row.index] = unknownResult(row, message);
		},
	});
}

function unknownWords(said: string | null): string {
	const words = wordsIn(said ?? '').replace(/\.$/, '');
	return words
		? `Awin did not say that it created the offer. It says: "${words}"`
		: "Awin's answer does not say whether it created the offer";
}
