/**
 * Everything that can go wrong on the way to Awin, and the words for it: what happened, and what to do next. Tokens, pages of
 * HTML and stack traces never stand in them.
 */
import { accountInPath } from '../api/accounts';
import type { AwinComplaint } from '../api/answers';
import { shapeOf } from '../api/shapes';
import { withShape } from './form';
import { wordsIn } from './quote';

/** Why a call gave no usable answer. */
export type CallFailure =
	/** Awin answered with a status that is no success. */
	| {
			kind: 'refused';
			status: number;
			complaint?: AwinComplaint;
			retryAfterMs?: number;
			/** All that came with it, for calls whose refusals say more than a complaint. */
			answer?: unknown;
			/** It was longer than any that Awin has reason to send, and was not read to its end. */
			isTooLarge?: true;
			/** With 429: Awin has refused everything for ten minutes. */
			isLasting?: true;
	  }
	/** Awin answered, and the answer could not be read. */
	| {
			kind: 'unreadable';
			status: number;
			what: 'html' | 'cut' | 'empty' | 'large' | 'other';
			/** Of an answer in a form that nobody knows: that form, without any value. */
			shape?: string;
	  }
	/** Awin sent us to another address, which would have taken the token along. */
	| { kind: 'redirected'; status: number }
	/** No connection came about, so Awin cannot have seen the request. */
	| { kind: 'unreachable'; code: string; host: string }
	/** The connection ended before the answer was complete; Awin may have seen the request. */
	| { kind: 'interrupted'; code: string }
	| { kind: 'timeout'; timeoutMs: number }
	/** The throttle would have kept the call waiting for longer than there was time; `wasRefused`: Awin had refused it before. */
	| { kind: 'noTime'; waitMs: number; wasRefused?: true }
	/** The person stopped the execution; `inFlight`: Awin may have seen the request by then. */
	| { kind: 'cancelled'; inFlight?: boolean }
	/** The credential cannot be used as it is. */
	| { kind: 'credential'; reason: string; nextStep: string };

/** What became of a call whose answer came in one piece, and is not what was asked for. */
export function unknownForm(status: number, answer: unknown): CallFailure {
	return { kind: 'unreadable', status, what: 'other', shape: shapeOf(answer) };
}

/** What a person reads about a failure. */
export interface Explanation {
	message: string;
	description: string;
}

function complaintText(complaint: AwinComplaint | undefined): string {
	const words = wordsIn(complaint?.description ?? '') || wordsIn(complaint?.error ?? '');
	return words ? ` Awin says: "${words.replace(/\.$/, '')}"` : '';
}

const PLAN_RULE =
	"Awin's advertiser APIs come with the Accelerate and Advanced plans. An Access account may use them only if one of its users is listed on more than one Awin program.";

const CHECK_TOKEN =
	'Open the Awin credential and paste the token again (in Awin: user menu, API Credentials). A token that was revoked there stops working at once.';

/**
 * Finds the words for a failure: what happened, and what to do next.
 *
 * @param path of the call, where it is known; the account in it is named
 */
export function explain(failure: CallFailure, path = ''): Explanation {
	switch (failure.kind) {
		case 'refused':
			return explainRefusal(failure, accountInPath(path));
		case 'unreadable':
			return explainUnreadable(failure);
		case 'redirected':
			return {
				message: `Awin's address answered with a redirect (status ${failure.status}), which was not followed`,
				description:
					'Following it could have handed the token to somebody else. Check the Environment and Base URL in the Awin credential.',
			};
		case 'unreachable':
			return {
				message: `${failure.host} could not be reached (${failure.code})`,
				description:
					'Nothing was sent. Check that this n8n has access to the internet, that no firewall or proxy is in the way, and that the Base URL in the Awin credential is right. status.awin.com tells whether Awin itself is down.',
			};
		case 'interrupted':
			return {
				message: `The connection to Awin ended before the answer was complete (${failure.code})`,
				description: 'This usually passes. Run the node again in a minute.',
			};
		case 'timeout':
			return {
				message: `Awin did not answer within ${secondsText(failure.timeoutMs)}`,
				description:
					'Large accounts can take long. Run the node again, and ask for a shorter span of time if it happens again.',
			};
		case 'noTime':
			return {
				message: "Awin's limit of calls a minute is used up for now",
				description: `The next call can be made in ${secondsText(failure.waitMs)}. Nothing is lost: try again then.`,
			};
		case 'cancelled':
			return {
				message: 'The execution was stopped while it waited for Awin',
				description: 'Nothing more was sent after that.',
			};
		case 'credential':
			return { message: failure.reason, description: failure.nextStep };
	}
}

/** Statuses that mean the same wherever they come up. */
const PLAIN_REFUSALS: Partial<Record<number, { what: string; next: string }>> = {
	407: {
		what: 'The proxy between this n8n and Awin wants to know who asks',
		next: 'Nothing reached Awin. Check with whoever runs this n8n that the name and password for the proxy stand in its settings (HTTPS_PROXY).',
	},
	408: {
		what: 'Awin did not get the whole request in time',
		next: 'This usually passes. Run the node again in a few minutes.',
	},
	413: {
		what: 'What was sent in one go is too large for Awin',
		next: 'Run the node again with fewer items at a time, or with shorter values.',
	},
	414: {
		what: 'The request is too long for Awin',
		next: 'Run the node again for less at a time: fewer IDs, or fewer filters.',
	},
};
PLAIN_REFUSALS[431] = PLAIN_REFUSALS[414];

function explainRefusal(
	{ status, complaint, isTooLarge, isLasting }: CallFailure & { kind: 'refused' },
	account: ReturnType<typeof accountInPath>,
): Explanation {
	const said = isTooLarge
		? ' What came with it was too long to be read.'
		: complaintText(complaint);
	const plain = PLAIN_REFUSALS[status];
	if (plain)
		return { message: `${plain.what} (status ${status}).${said}`, description: plain.next };
	const named = account ? `${account.accountType} account ${account.accountId}` : 'this account';
	const kind = account?.accountType === 'publisher' ? 'a publisher' : 'an advertiser';
	const whichAccount = account
		? `Check that ${account.accountId} is the right one, and the account of ${kind}.`
		: '';
	// Only advertisers' plans decide about the API.
	const planRule = account?.accountType === 'publisher' ? '' : ` ${PLAN_RULE}`;
	switch (status) {
		case 400:
		case 422:
			return {
				message: `Awin did not accept the request (status ${status}).${said}`,
				description:
					'Check the values in the node, above all dates, IDs and codes, and run it again.',
			};
		case 401:
			return {
				message: `Awin does not know the access token (status 401).${said}`,
				description: planRule
					? `${CHECK_TOKEN} If the token works for other accounts, ${named} may lack API access:${planRule}`
					: CHECK_TOKEN,
			};
		case 403:
			return {
				message: `The access token is not allowed to use ${named} in this way (status 403).${said}`,
				description:
					`${whichAccount} Check that your Awin user is linked to it (a new link takes up to ten minutes).${planRule}`.trim(),
			};
		case 404:
			return {
				message: `Awin has nothing at this address (status 404).${said}`,
				description: 'Check the account in the node, and the IDs where you give some.',
			};
		case 429:
			return {
				message: `Awin's limit of calls a minute is used up (status 429).${said}`,
				description: `${isLasting ? 'Awin has taken no call from this n8n for ten minutes. ' : ''}Awin counts all tools that use the same Awin user. Check which of them makes so many calls, or run the node again later.`,
			};
		default:
			return status >= 500
				? {
						message: `Awin could not answer (status ${status}).${said}`,
						description:
							'This usually passes. Run the node again in a few minutes; status.awin.com shows outages.',
					}
				: {
						message: `Awin refused the request (status ${status}).${said}`,
						description: 'Check the values in the node and run it again.',
					};
	}
}

function explainUnreadable({
	status,
	what,
	shape,
}: CallFailure & { kind: 'unreadable' }): Explanation {
	if (what === 'large') {
		return {
			message: `Awin sent more in one answer than this node reads (status ${status})`,
			description: 'Run the node again for less at a time: a shorter span of time, or fewer IDs.',
		};
	}
	const forms = {
		html: 'a web page instead of data',
		cut: 'an answer that ends in the middle',
		empty: 'an empty answer',
		other: 'an answer in a form that this node does not know',
	};
	return {
		message: `Awin sent ${forms[what]} (status ${status})`,
		description:
			what === 'other'
				? withShape(
						'Run the node again. If it stays like this, Awin may have changed its API: look for a newer version of this node.',
						shape,
					)
				: status === 204
					? 'That may mean that there is nothing to read. Check the values in the node, or run it again in a few minutes.'
					: 'This usually passes. Run the node again in a few minutes.',
	};
}

function secondsText(ms: number): string {
	const seconds = Math.max(1, Math.ceil(ms / 1000));
	return seconds === 1 ? '1 second' : `${seconds} seconds`;
}

/**
 * Whether a call may be made again after this. A write may be where Awin cannot have seen it, or says that it did not take it.
 */
export function isRepeatable(failure: CallFailure, effect: 'read' | 'write'): boolean {
	switch (failure.kind) {
		case 'unreachable':
			return true;
		case 'refused':
			// What floods us once will do so again.
			if (failure.isTooLarge) return false;
			if (failure.status === 429) return !failure.isLasting;
			return effect === 'read' && (failure.status >= 500 || failure.status === 408);
		case 'interrupted':
		case 'timeout':
			return effect === 'read';
		case 'unreadable':
			// A page or half an answer comes from a server on the way that is in trouble, as a 5xx does.
			return effect === 'read' && failure.what !== 'other' && failure.what !== 'large';
		default:
			return false;
	}
}
