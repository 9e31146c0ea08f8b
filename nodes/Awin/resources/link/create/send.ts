/**
 * Building the links: here, in batches of Awin's, or one by one where a short link is wanted.
 */
import {
	judgeLink,
	judgeLinks,
	judgeOwnLink,
	LINKS_PER_BATCH,
	linkBatchPath,
	linkPath,
	localLink,
} from '../../../api/links';
import { byAccount, explainForPublisher } from '../../batch/sending';
import { sendEach, type Way } from '../../batch/sendEach';
import type { Run } from '../../operation';
import {
	judgedResult,
	localResult,
	notBuiltResult,
	QUOTA_USED_UP,
	unknownResult,
	type LinkResult,
} from './results';
import type { Wish } from './wishes';

/** The result of each item by its index; filled in as results become known. */
export type Results = Array<LinkResult | undefined>;

/** Builds all links. Never throws: every item of the wishes has its result afterwards. */
export async function buildLinks(run: Run, wishes: Wish[], results: Results): Promise<void> {
	const settle = ({ indexes }: Wish, result: LinkResult) => {
		for (const index of indexes) results[index] = result;
	};
	for (const wish of wishes.filter(({ kind }) => kind === 'local')) {
		settle(wish, localResult(localLink(wish.accountId, wish.link)));
	}
	const long = wishes.filter(({ kind }) => kind === 'long');
	await sendEach(run, batchesOf(long), wayOfBatches(run, settle));
	const short = wishes.filter(({ kind }) => kind === 'short');
	await sendEach(run, short, wayOfShortLinks(run, settle));
}

type Settle = (wish: Wish, result: LinkResult) => void;

interface Batch {
	accountId: string;
	wishes: Wish[];
}

function batchesOf(wishes: Wish[]): Batch[] {
	return [...byAccount(wishes)].flatMap(([accountId, group]) => {
		const batches: Batch[] = [];
		for (let start = 0; start < group.length; start += LINKS_PER_BATCH) {
			batches.push({ accountId, wishes: group.slice(start, start + LINKS_PER_BATCH) });
		}
		return batches;
	});
}

function wayOfBatches(run: Run, settle: Settle): Way<Batch> {
	return {
		call: ({ accountId, wishes }) => ({
			method: 'POST',
			path: linkBatchPath(accountId),
			body: { requests: wishes.map(({ link }) => link) },
			// Long links leave nothing behind at Awin: asking twice is harmless.
			effect: 'read',
		}),
		answered: ({ accountId, wishes }, _status, answer) => {
			const links = wishes.map(({ link }) => link);
			judgeLinks(links, answer, accountId).forEach((verdict, place) => {
				settle(wishes[place], judgedResult(verdict, links[place], false));
			});
		},
		refused: () => false,
		explain: async ({ accountId }, failure) => await explainForPublisher(run, accountId, failure),
		failed: ({ wishes }, why) => {
			for (const wish of wishes) settle(wish, notBuiltResult(why));
		},
		unknown: ({ wishes }, message) => {
			for (const wish of wishes) settle(wish, unknownResult(message, false));
		},
	};
}

function wayOfShortLinks(run: Run, settle: Settle): Way<Wish> {
	return {
		call: ({ accountId, link }) => ({
			method: 'POST',
			path: linkPath(accountId),
			body: { ...link, shorten: true },
			// A second copy would cost a second place in the quota.
			effect: 'write',
		}),
		answered: (wish, status, answer) =>
			settle(
				wish,
				judgedResult(judgeOwnLink(status, answer, wish.link, wish.accountId), wish.link, true),
			),
		// What is wrong with a link comes as a bare description; what is wrong with the call has `error` beside it.
		refused: (wish, { status, complaint, answer }) => {
			const verdict = judgeLink(status, answer);
			const isAboutLink =
				status < 500 && status !== 429 && !complaint?.error && 'said' in verdict && verdict.said;
			if (!isAboutLink) return false;
			const result = judgedResult(verdict, wish.link, true);
			settle(wish, result);
			return result.message === QUOTA_USED_UP.message ? QUOTA_USED_UP : true;
		},
		explain: async ({ accountId }, failure) => await explainForPublisher(run, accountId, failure),
		failed: (wish, why) => settle(wish, notBuiltResult(why)),
		unknown: (wish, message) => settle(wish, unknownResult(message, true)),
	};
}
