import { transactionListQuery, transactionsPath } from '../api/transactions';
import type { Awin } from '../transport/request';
import { eventsIn } from './events';
import type { Settings } from './fields';
import type { Ask } from './watch';

/**
 * Asks for windows of the lists on behalf of one poll.
 *
 * @param latestStartMs by the clock: no call begins after it, so that none is cut off in the middle
 */
export function askWith(awin: Awin, settings: Settings, latestStartMs = Infinity): Ask {
	const { accountType, accountId, events, partnerIds, showBasketProducts } = settings;
	return async (dateType, window) => {
		if (awin.clock.nowMs() > latestStartMs) {
			return { ok: false, failure: { kind: 'noTime', waitMs: 0 } };
		}
		const wanted = dateType === 'validation' ? eventsIn(dateType, events) : [];
		return await awin.send({
			path: transactionsPath(accountType, accountId),
			query: transactionListQuery(accountType, {
				window,
				dateType,
				// These two events are named after the status that they lead to.
				statuses: wanted,
				partnerIds: [...partnerIds],
				showBasketProducts,
			}),
			deadlineMs: latestStartMs,
		});
	};
}
