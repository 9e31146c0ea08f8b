import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { feedUploadPath, MOST_PRODUCTS } from '../../../api/productFeeds';
import { readAdvertiserId } from '../../../fields/account';
import { readChoice } from '../../../fields/choice';
import type { ParameterSource } from '../../../fields/item';
import { DRY_RUN_AS_TOOL, readDryRun, readMaxRows, readMinRows } from '../../../fields/safety';
import { readRequiredText } from '../../../fields/text';
import { tellOfDryRun } from '../../batch/dryRun';
import { finishRows } from '../../batch/finish';
import { checkMaxRows } from '../../batch/limits';
import { readEveryRow, readSettingsOrRefuse, Refusals, type Refusal } from '../../batch/refusals';
import { itemNumbers } from '../../batch/repeats';
import { groupBy } from '../../batch/sending';
import { isToolRun } from '../../batch/tool';
import type { Operation, Run } from '../../operation';
import { readLocale, readVertical } from '../fields';
import { MODES, uploadFields } from './fields';
import { dryRunResult, notSentResult, resultOf, uploadWords, type UploadResult } from './results';
import { BadProducts, loadRow, MOST_BYTES, TOO_LARGE_HELP, type Row, type Wish } from './rows';
import { sendFeed, type Results } from './send';

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

interface Settings {
	maxRows?: number;
	minRows?: number;
}

function readSettings(source: ParameterSource): Settings {
	return { maxRows: readMaxRows(source), minRows: readMinRows(source) };
}

/** Everything that is looked at before anything is sent. @returns the rows that may go */
async function prepare(run: Run, settings: Settings, refusals: Refusals): Promise<Row[]> {
	const isTool = isToolRun(run.context);
	const wishes = readEveryRow(run, refusals, (source, index) => readWish(source, index, isTool));
	const rows = await loadAll(run, wishes, refusals);
	refuseRepeats(rows, refusals);
	refuseAll(rows, refusals, ({ products }) => checkMaxRows(run, products, settings.maxRows));
	refusals.stopIfAny();

	const good = rows.filter(({ index }) => !refusals.has(index));
	for (const feed of groupBy(good, ({ path }) => path).values()) {
		refuseAll(feed, refusals, ({ products }) => belowMinRows(products, settings.minRows));
		refuseAll(feed, refusals, tooLarge);
	}
	refusals.stopIfAny();
	return good.filter(({ index }) => !refusals.has(index));
}

function readWish(source: ParameterSource, index: number, isTool: boolean): Wish {
	const accountId = readAdvertiserId(source);
	const feed = {
		advertiserId: accountId,
		vertical: readVertical(source),
		locale: readLocale(source),
	};
	const mode = readChoice(source, {
		name: 'mode',
		label: 'Products From',
		what: 'a place that products can come from',
		choices: MODES,
		decidesChange: true,
	});
	const fileField = () =>
		readRequiredText(
			source,
			'Input Data Field Name',
			'binaryPropertyName',
			'Give the name of the field that the file is in, such as data.',
		);
	return {
		index,
		accountId,
		path: feedUploadPath(feed),
		fileField: mode === 'file' ? fileField() : undefined,
		dryRun: readDryRun(source, isTool),
	};
}

async function loadAll(run: Run, wishes: Wish[], refusals: Refusals): Promise<Row[]> {
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

/** Awin knows a product by its ID: of two with the same one, it would keep one without a word. */
function refuseRepeats(rows: Row[], refusals: Refusals): void {
	for (const feed of groupBy(rows, ({ path }) => path).values()) {
		const firstById = new Map<string, number>();
		const repeats = new Map<string, Set<number>>();
		for (const { index, ids } of feed) {
			for (const id of ids) {
				const first = firstById.get(id);
				if (first === undefined) firstById.set(id, index);
				else repeats.set(id, (repeats.get(id) ?? new Set([first])).add(index));
			}
		}
		for (const [id, indexes] of repeats) {
			const items = [...indexes];
			const place = items.length === 1 ? 'twice in its file' : `in ${itemNumbers(items)}`;
			const refusal = {
				message: `The product ID "${id}" is there ${items.length === 1 ? place : `more than once, ${place}`}`,
				nextStep: 'Give each product once.',
			};
			for (const index of items) refusals.add(index, refusal);
		}
	}
}

interface Size {
	products: number;
	bytes: number;
}

function refuseAll(
	rows: Row[],
	refusals: Refusals,
	judge: (size: Size) => Refusal | undefined,
): void {
	const products = rows.reduce((sum, { ids }) => sum + ids.length, 0);
	const bytes = rows.reduce((sum, { lines }) => sum + lines.length, 0);
	if (rows.length > 0) refusals.addAll(rows, judge({ products, bytes }));
}

function belowMinRows(products: number, minRows: number | undefined): Refusal | undefined {
	if (minRows === undefined || products >= minRows) return undefined;
	return {
		message: `The feed would have ${products} products, fewer than the ${minRows} that "Min Rows" asks for; nothing was sent`,
		nextStep:
			'Check that these are all products: the upload replaces the whole feed. Then lower "Min Rows" in the options.',
	};
}

function tooLarge({ products, bytes }: Size): Refusal | undefined {
	if (products <= MOST_PRODUCTS && bytes <= MOST_BYTES) return undefined;
	const size = bytes > MOST_BYTES ? `${Math.round(bytes / 1e6)} MB` : `${products} products`;
	return {
		message: `The feed has ${size}, more than can be uploaded; nothing was sent`,
		nextStep: TOO_LARGE_HELP,
	};
}

function showDryRun(run: Run, rows: Row[], results: Results): void {
	if (rows.length === 0) return;
	for (const row of rows) results[row.index] = dryRunResult(row);
	const products = rows.reduce((sum, { ids }) => sum + ids.length, 0);
	const what = products === 1 ? '1 product' : `${products} products`;
	tellOfDryRun(run, `upload ${what} and replace the feed that is there`);
}
