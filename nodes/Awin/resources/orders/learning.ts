/**
 * Taking in what was learnt of orders in another way than by sending them: by looking at Awin's list, for example.
 */
import { groupBy } from '../batch/rows';
import type { Keyed } from './rows';
import type { SentOrderStore } from './sentOrderStore';

/**
 * Remembers that Awin has these orders, whatever was remembered of them; one that is being sent right now is left to whoever
 * sends it.
 *
 * @throws whatever the store throws: then some of them may be remembered as before, or as open
 */
export async function learnAccepted(store: SentOrderStore, orders: Keyed[]): Promise<void> {
	try {
		for (let from = 0; from < orders.length; from += ORDERS_PER_CLAIM) {
			const some = orders.slice(from, from + ORDERS_PER_CLAIM);
			const known = await store.claim(some);
			const kinds = groupBy(
				some.map(({ key }, place) => ({ key, known: known[place] })),
				(order) => order.known,
			);
			await store.noteAccepted(kinds.get('new') ?? [], true);
			const doubted = [...(kinds.get('open') ?? []), ...(kinds.get('pending') ?? [])];
			if (doubted.length > 0) await store.noteAccepted(doubted, false);
			store.land();
		}
	} finally {
		store.land();
	}
}

/** Others that share the store get their turn in between. */
const ORDERS_PER_CLAIM = 1000;
