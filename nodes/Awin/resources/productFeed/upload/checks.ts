/**
 * What keeps a feed from being replaced by something that was not meant. An upload takes the place of the whole feed, so a
 * product that is not among those that are sent goes offline.
 */
import { MOST_PRODUCTS } from '../../../api/productFeeds';
import type { Refusal, Refusals } from '../../batch/refusals';
import { groupBy, itemNumbers } from '../../batch/rows';
import type { Batch } from '../../batch/runBatch';
import type { Run } from '../../operation';
import type { Settings } from './fields';
import { loadProducts, MOST_BYTES, TOO_LARGE_HELP, type Row } from './products';
import type { UploadResult } from './results';
import { refuseRounds } from './rounds';

type UploadBatch = Batch<Settings, Row, UploadResult>;

/** Reads the products, and refuses those that cannot stand in a feed. */
export async function checkProducts({ run, rows, refusals }: UploadBatch): Promise<void> {
	await loadProducts(run, rows, refusals);
	refuseRepeats(rows, refusals);
	refuseExecuteOnce(run, rows, refusals);
	refuseHalfDryRuns(rows, refusals);
	refuseRounds(
		run,
		rows.filter(({ ids }) => ids.length > 0),
		refusals,
	);
}

/** Refuses feeds that would not be whole, and those that are too small or too large. */
export function checkFeeds({ run, rows, refusals, settings }: UploadBatch, left: Row[]): void {
	if (!settings.leaveOutBad) holdBack(run, rows, refusals);
	for (const feed of groupBy(refusals.left(left), ({ path }) => path).values()) {
		const size = sizeOf(feed);
		refusals.addAll(feed, belowMinRows(size.products, settings.minRows));
		refusals.addAll(feed, tooLarge(size));
	}
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

export function sizeOf(rows: Row[]): Size {
	return {
		products: rows.reduce((sum, { ids }) => sum + ids.length, 0),
		bytes: rows.reduce((sum, { lines }) => sum + lines.length, 0),
	};
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

/** With it n8n hands over the first item alone, and a feed of one product would take the place of all. */
function refuseExecuteOnce(run: Run, rows: Row[], refusals: Refusals): void {
	if (run.context.getNode().executeOnce !== true) return;
	refusals.addAll(
		rows.filter(({ fileField }) => fileField === undefined),
		EXECUTE_ONCE,
	);
}

const EXECUTE_ONCE: Refusal = {
	message:
		'"Execute Once" is on in the settings of this node, so that only the first product would be uploaded; nothing was sent',
	nextStep: 'Switch "Execute Once" off: an upload replaces the whole feed.',
};

/** A feed that is sent in part is a smaller feed: what is held back for looking at it would be missing from it. */
function refuseHalfDryRuns(rows: Row[], refusals: Refusals): void {
	for (const feed of groupBy(rows, ({ path }) => path).values()) {
		const isSame = feed.every(({ dryRun }) => dryRun === feed[0].dryRun);
		if (!isSame) refusals.addAll(feed, HALF_DRY_RUN);
	}
}

const HALF_DRY_RUN: Refusal = {
	message:
		'"Dry Run" is on for some products of this feed and off for others; nothing of the feed was sent',
	nextStep:
		'Set "Dry Run" to the same for all products of a feed: an upload replaces the whole feed.',
};

/**
 * Keeps back the feeds of which a product cannot be sent. An item that does not even say which feed it belongs to may belong
 * to any of them.
 */
function holdBack(run: Run, rows: Row[], refusals: Refusals): void {
	const known = new Set(rows.map(({ index }) => index));
	const strays = run.items.filter((_, index) => !known.has(index)).length;
	for (const feed of groupBy(rows, ({ path }) => path).values()) {
		const bad = feed.filter(({ index }) => refusals.has(index)).length;
		if (bad + strays > 0) refusals.addAll(feed, keptBack(bad, strays));
	}
}

function keptBack(bad: number, strays: number): Refusal {
	const [count, whose] =
		bad > 0
			? [bad, `other ${bad === 1 ? 'item' : 'items'} of this feed`]
			: [
					strays,
					strays === 1
						? 'item does not say to which feed it belongs'
						: 'items do not say to which feed they belong',
				];
	const cannot = bad > 0 ? ' cannot be sent' : '';
	return {
		message: `Not sent, because ${count} ${whose}${cannot}, and an upload replaces the whole feed`,
		nextStep:
			'Correct or take out the items that cannot be sent, and upload the whole feed again. To upload a feed without them, add "Leave Out Bad Products" in the options.',
	};
}
