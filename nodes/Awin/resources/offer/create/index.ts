import { DRY_RUN_AS_TOOL, maxRows } from '../../../fields/safety';
import { EarlierRounds } from '../../batch/earlierRounds';
import { checkMaxRows } from '../../batch/limits';
import { findRepeats, itemNumbers } from '../../batch/rows';
import { batchOperation } from '../../batch/runBatch';
import { deliverOffers } from './delivery';
import { parameters } from './fields';
import { readRow, type Row } from './readRow';
import {
	createdResult,
	dryRunResult,
	earlierResult,
	notCreatedResult,
	noteOf,
	offerWords,
	type OfferResult,
} from './results';

/** What two rows have in common that Awin would list twice. */
function nameOf({ accountId, offer }: Row): string {
	return JSON.stringify([accountId, offer]);
}

export const createOffers = batchOperation<{ maxRows?: number }, Row, OfferResult>({
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create offers',
		description: `Publish promotions and voucher codes of an advertiser to its publishers, one for every item; needs title, terms, dates, page and categories; ${DRY_RUN_AS_TOOL}`,
	},
	parameters,
	preview: () =>
		createdResult(
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
		),
	readSettings: (source) => ({ maxRows: maxRows.read(source) }),
	readRow,
	checkRows: ({ rows, refusals }) => {
		for (const indexes of findRepeats(rows, nameOf)) {
			const refusal = {
				message: `The same offer is in ${itemNumbers(indexes)}`,
				nextStep: 'Keep one of them and take the others out: Awin would list it twice.',
			};
			for (const index of indexes) refusals.add(index, refusal);
		}
	},
	rememberIn: ({ run, refusals }) =>
		new EarlierRounds<Row, OfferResult>(run, refusals, {
			nameOf,
			refusal: {
				message: 'The same offer was sent before in this execution, by an earlier run of this node',
				nextStep: 'Take it out: Awin would list it twice.',
			},
			notDone: ['failed'],
			noteOf,
			resultOf: earlierResult,
		}),
	limitRows: ({ run, rows, settings }) => checkMaxRows(run, rows.length, settings.maxRows),
	dryRun: ({ length }) => ({
		would: length === 1 ? 'create 1 offer' : `create ${length} offers`,
		resultOf: dryRunResult,
	}),
	deliveries: ({ run }, rows) => [deliverOffers(run, rows)],
	notSent: notCreatedResult,
	words: () => offerWords,
});
