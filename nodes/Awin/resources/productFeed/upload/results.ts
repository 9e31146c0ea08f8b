/**
 * The words for what became of each item of an upload.
 */
import type { IDataObject } from 'n8n-workflow';

import type { FeedVerdict } from '../../../api/feedVerdict';
import type { Explanation } from '../../../transport/failures';
import { quote, wordsIn } from '../../../transport/quote';
import { DRY_RUN_WORDS, type ResultWords, type RowResult } from '../../batch/finish';
import type { Refusal } from '../../batch/refusals';
import type { Row } from './products';

export interface UploadResult extends RowResult {
	/** `failed`: not sent, because it or the whole run could not be. */
	outcome: 'accepted' | 'rejected' | 'unknown' | 'failed' | 'dryRun';
	/** The status of Awin's answer, where there was one. */
	code: number | null;
	/** How many products the item has: one, or those of its file. */
	products: number;
	/** What Awin has against products of this item, the first twenty. */
	complaints: IDataObject[];
}

type Details = { message: string; nextStep: string | null } & Partial<
	Pick<UploadResult, 'code' | 'products' | 'complaints'>
>;

export function resultOf(outcome: UploadResult['outcome'], details: Details): UploadResult {
	return {
		outcome,
		code: details.code ?? null,
		message: details.message,
		nextStep: details.nextStep,
		products: details.products ?? 0,
		complaints: details.complaints ?? [],
	};
}

export const uploadWords: ResultWords = {
	done: 'accepted',
	outcomes: [
		['accepted', 'accepted'],
		['unknown', 'unknown'],
		['rejected', 'rejected'],
		['failed', 'not sent'],
		['dryRun', 'checked in a dry run, nothing sent'],
	],
	bad: ['rejected', 'unknown', 'failed'],
	again: 'Running the node again is safe: each upload replaces the whole feed.',
};

export function notSentResult({ message, nextStep, code }: Refusal, products = 0): UploadResult {
	return resultOf('failed', { message, nextStep, code, products });
}

export function dryRunResult(row: Row): UploadResult {
	return {
		...resultOf('dryRun', { ...DRY_RUN_WORDS, products: row.ids.length }),
		wouldSend: row.firstProduct as IDataObject,
	};
}

const SHOWN_COMPLAINTS = 20;

/** What Awin's answer says of the items of a feed. */
export function answeredResults(
	feed: Row[],
	code: number,
	verdict: FeedVerdict,
	refusal?: Explanation,
): UploadResult[] {
	let from = 0;
	return feed.map((row) => {
		const result = answeredResult(row, from, code, verdict, refusal);
		from += row.ids.length;
		return result;
	});
}

/** @param from the place of the item's first product in the feed */
function answeredResult(
	row: Row,
	from: number,
	code: number,
	{ rejected, rest, restReason, words }: FeedVerdict,
	refusal?: Explanation,
): UploadResult {
	const products = row.ids.length;
	const bad = row.ids.flatMap((id, place) => {
		const messages = rejected.get(from + place);
		return messages ? [{ id, line: from + place + 1, message: quote(messages.join('; ')) }] : [];
	});
	if (bad.length > 0) {
		return resultOf('rejected', {
			code,
			products,
			complaints: bad.slice(0, SHOWN_COMPLAINTS),
			message:
				products === 1
					? `Awin rejected the product: ${bad[0].message.replace(/\.$/, '')}`
					: `Awin rejected ${bad.length} of ${products} products. The first is "${quote(bad[0].id)}": ${bad[0].message.replace(/\.$/, '')}`,
			nextStep: 'Correct the product, and upload the whole feed again.',
		});
	}
	return resultOf(rest, { code, products, ...restWords(restReason, words, refusal) });
}

function restWords(
	reason: FeedVerdict['restReason'],
	words: string | null,
	refusal: Explanation | undefined,
): { message: string; nextStep: string | null } {
	const quoted = wordsIn(words ?? '').replace(/\.$/, '');
	const said = quoted && `: "${quoted}"`;
	switch (reason) {
		case null:
			return { message: 'Accepted', nextStep: null };
		case 'otherProducts':
			return {
				message: 'Awin refused the whole feed because of other products in it',
				nextStep: 'Correct those products, and upload the whole feed again.',
			};
		case 'refused':
			return refusal
				? { message: refusal.message, nextStep: refusal.description }
				: {
						message: `Awin refused the feed${said || ' and gave no reason'}`,
						nextStep: 'Check the products and the settings, and upload the whole feed again.',
					};
		case 'unplaced':
			return {
				message: `Awin complains about the feed without saying which product it means${said}`,
				nextStep:
					'Look at the feed in Awin (Toolbox, My Product Feeds), correct the products, and upload the whole feed again.',
			};
		case 'fewer':
			return {
				message: `Awin counts fewer products than were sent${said}`,
				nextStep:
					'Look at the feed in Awin (Toolbox, My Product Feeds) for the products that are missing, correct them, and upload the whole feed again.',
			};
		case 'unsaid':
			return {
				message: `Awin's answer does not say what became of the feed${said}`,
				nextStep:
					'Look at the feed in Awin (Toolbox, My Product Feeds), or run the node again: an upload replaces the whole feed, so nothing is there twice.',
			};
		case 'paused':
			return {
				message: `Awin took the feed in and does not use it${said}`,
				nextStep: 'Look at the feed in Awin (Toolbox, My Product Feeds) for the reason.',
			};
	}
}
