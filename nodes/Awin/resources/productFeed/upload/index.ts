import { DRY_RUN_AS_TOOL } from '../../../fields/safety';
import { checkMaxRows } from '../../batch/limits';
import { batchOperation } from '../../batch/runBatch';
import { checkFeeds, checkProducts, sizeOf } from './checks';
import { deliverFeeds } from './delivery';
import { parameters, readSettings } from './fields';
import { readRow } from './readRow';
import { dryRunResult, notSentResult, resultOf, uploadWords } from './results';

export const uploadProductFeed = batchOperation({
	option: {
		name: 'Upload',
		value: 'upload',
		action: 'Upload a product feed',
		description: `Replace the whole product feed of an advertiser for one language and country by the products of the input, in Google's format; ${DRY_RUN_AS_TOOL}`,
	},
	parameters,
	preview: () =>
		resultOf('accepted', {
			code: 200,
			message: 'Accepted',
			nextStep: null,
			products: 1,
			complaints: [{ id: '4711', line: 1, message: 'price: is missing' }],
		}),
	readSettings,
	readRow,
	checkRows: checkProducts,
	limitRows: ({ run, rows, settings }) =>
		checkMaxRows(run, sizeOf(rows).products, settings.maxRows),
	checkLeft: checkFeeds,
	dryRun: (rows) => {
		const { products } = sizeOf(rows);
		const what = products === 1 ? '1 product' : `${products} products`;
		return {
			would: `upload ${what} and replace the feed that is there`,
			resultOf: dryRunResult,
		};
	},
	deliveries: ({ run }, rows) => [deliverFeeds(run, rows)],
	notSent: (why, row) => notSentResult(why, row?.ids.length),
	words: () => uploadWords,
});
