/**
 * The words for what became of each link.
 */
import type { LinkVerdict } from '../../../api/linkAnswers';
import type { WireLink } from '../../../api/links';
import { quote, wordsIn } from '../../../transport/quote';
import type { ResultWords, RowResult } from '../../batch/finish';
import type { Refusal } from '../../batch/refusals';

export interface LinkResult extends RowResult {
	outcome: 'created' | 'failed' | 'unknown';
	/** The link to publish; null where there is none. */
	url: string | null;
	/** Null unless a short link was asked for. */
	shortUrl: string | null;
	/** The status of Awin's answer, where there was one. */
	code: number | null;
}

function resultOf(
	outcome: LinkResult['outcome'],
	details: Partial<LinkResult> & { message: string },
): LinkResult {
	return {
		outcome,
		url: details.url ?? null,
		shortUrl: details.shortUrl ?? null,
		code: details.code ?? null,
		message: details.message,
		nextStep: details.nextStep ?? null,
	};
}

export function localResult(url: string): LinkResult {
	return resultOf('created', { url, message: 'Built here, and not checked by Awin' });
}

export function notBuiltResult({ message, nextStep, code }: Refusal): LinkResult {
	return resultOf('failed', { message, nextStep, code });
}

const AGAIN_LONG = 'Run the node again for this item: long links cost nothing.';
const AGAIN_SHORT =
	'Run the node again for this item. If Awin did make the short link, it counts in the quota nonetheless.';

export function unknownResult(message: string, isShort: boolean): LinkResult {
	return resultOf('unknown', { message, nextStep: isShort ? AGAIN_SHORT : AGAIN_LONG });
}

/** What Awin's answer says of a link. */
export function judgedResult(verdict: LinkVerdict, link: WireLink, isShort: boolean): LinkResult {
	if (verdict.outcome === 'unknown') {
		return unknownResult("Awin's answer does not say what became of this link", isShort);
	}
	const { code } = verdict;
	if (verdict.outcome === 'failed') {
		return resultOf('failed', { code, ...wordsFor(verdict.said, link) });
	}
	const { url, shortUrl } = verdict;
	const said = verdict.said === undefined ? '' : quote(verdict.said).replace(/\.$/, '');
	if (said && (!isShort || shortUrl !== null)) {
		const message = `Awin gave a link, and says that something is wrong: "${said}"`;
		return { ...unknownResult(message, isShort), code };
	}
	if (isShort && shortUrl === null) {
		return resultOf('created', {
			url,
			code,
			message: `Created, but Awin gave no short link${said && `. It says: "${said}"`}`,
			nextStep: 'Use the long link, or see with "Get Quota" whether the quota is used up.',
		});
	}
	return resultOf('created', { url, shortUrl, code, message: 'Created' });
}

/** Awin would say the same of every further short link of the account. */
export const QUOTA_USED_UP: Refusal = {
	message: 'The short links that your account may create in 24 hours are used up',
	nextStep:
		'Run the node again tomorrow for this item, or switch "Shorten" off: long links have no quota.',
};

/** Words that Awin is known or likely to use, told by their letters alone: `deeplinkNotPermitted`. */
const KNOWN: Array<[letters: RegExp, words: (advertiserId: number) => Refusal]> = [
	[
		/deeplinknotpermitted|deeplinknotallowed|nodeeplink/,
		(advertiserId) => ({
			message: `Advertiser ${advertiserId} does not permit links to single pages`,
			nextStep:
				'Leave "Destination URL" empty for this item: the link then leads to the home page of the advertiser.',
		}),
	],
	[
		/notjoined|notamember|norelationship|notactivepartner/,
		(advertiserId) => ({
			message: `Your account has not joined the program of advertiser ${advertiserId}`,
			nextStep: 'Join the program at Awin first, and run the node again once you are accepted.',
		}),
	],
	[/quota|shortlinklimit/, () => QUOTA_USED_UP],
];

function wordsFor(said: string | null, { advertiserId }: WireLink): Refusal {
	const letters = quote(said ?? '')
		.toLowerCase()
		.replace(/[^a-z]/g, '');
	const known = KNOWN.find(([pattern]) => pattern.test(letters));
	if (known) return known[1](advertiserId);
	const words = wordsIn(said ?? '').replace(/\.$/, '');
	return {
		message: words ? `Awin gave no link. It says: "${words}"` : 'Awin gave no link, and no reason',
		nextStep:
			'Check that the page belongs to this advertiser, and that your account has joined its program.',
	};
}

const SHOWN_LINKS = 50;

/**
 * Where the node stops, its error is all that is left of the run. Short links cost quota, so those that were created are
 * named in it.
 */
export function wordsOf(results: LinkResult[]): ResultWords {
	const short = results.flatMap(({ shortUrl }, index) =>
		shortUrl === null ? [] : [`item ${index + 1}: ${shortUrl}`],
	);
	const more = short.length > SHOWN_LINKS ? ', and more' : '';
	const named =
		short.length > 0
			? `Short links that were created: ${short.slice(0, SHOWN_LINKS).join(', ')}${more}. `
			: '';
	return {
		done: 'created',
		outcomes: [
			['created', 'created'],
			['unknown', 'unknown'],
			['failed', 'not created'],
		],
		bad: ['unknown', 'failed'],
		again: `${named}Running the node again is harmless; only short links count in a quota each time. To get the links that were created, set On Error to Continue in the node's settings.`,
	};
}
