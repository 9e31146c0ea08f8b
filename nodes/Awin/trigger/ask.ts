import { transactionListQuery, transactionsPath } from '../api/transactions';
import type { Awin } from '../transport/request';
import type { Settings } from './fields';
import type { Ask } from './reading';

/** Lists of a busy account were measured to take Awin 5 to 15 seconds, and may take a minute; nobody waits for an answer here. */
const LONGEST_ANSWER_MS = 90_000;

/** Asks for windows of the lists on behalf of one poll. @param latestStartMs by the clock: no call begins after it */
export function askWith(awin: Awin, settings: Settings, latestStartMs = Infinity): Ask {
	const { accountType, accountId, showBasketProducts } = settings;
	return async (dateType, window, { events, partnerIds }) => {
		if (awin.clock.nowMs() > latestStartMs) return undefined;
		const result = await awin.send({
			path: transactionsPath(accountType, accountId),
			query: transactionListQuery(accountType, {
				window,
				dateType,
				// The two events of this list are named after the status that they lead to.
				statuses: dateType === 'validation' ? [...events] : [],
				partnerIds: [...partnerIds],
				showBasketProducts,
			}),
			timeoutMs: LONGEST_ANSWER_MS,
			deadlineMs: latestStartMs,
		});
		// With this status an answer has no body, and there is nothing in the window.
		const isNothing = result.ok && result.status === 204 && result.answer === undefined;
		return isNothing ? { ...result, answer: [] } : result;
	};
}
