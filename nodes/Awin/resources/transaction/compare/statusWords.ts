/**
 * What a shop's word for the state of an order means. Every shop has words of its own, so each list can be replaced; a word in
 * none of them is taken for an order that is still open, about which nothing is decided.
 */

export const STATUS_LISTS = ['completed', 'cancelled', 'partlyReturned'] as const;

type StatusList = (typeof STATUS_LISTS)[number];

export type OrderState = StatusList | 'open';

/**
 * The words of Shopify (financial status, fulfillment), WooCommerce, Magento and Shopware, in English and German. An order
 * that was wholly returned or refunded counts as cancelled: nothing of the sale is left. `closed` is Magento's word for that.
 */
export const USUAL_WORDS: Record<StatusList, string> = {
	completed:
		'paid, fulfilled, completed, complete, wc-completed, done, shipped, delivered, bezahlt, abgeschlossen, fertiggestellt, vollständig, erledigt, versandt, versendet, geliefert, zugestellt',
	cancelled:
		'cancelled, canceled, wc-cancelled, voided, refunded, wc-refunded, fully refunded, returned, fully returned, closed, storniert, abgebrochen, erstattet, rückerstattet, zurückerstattet, zurückgesendet, zurückgegeben, retourniert, geschlossen',
	partlyReturned:
		'partially refunded, partly refunded, refunded partially, partial refund, partially returned, partly returned, returned partially, partial return, teilweise erstattet, teilweise rückerstattet, teilweise zurückerstattet, teilweise zurückgesendet, teilweise zurückgegeben, teilweise retourniert, teilweise storniert, teilerstattet, teilretoure, teilretourniert',
};

/** Two words that differ in case, blanks, underscores or hyphens only are the same. */
function statusKey(word: string): string {
	return word
		.normalize('NFC')
		.toLowerCase()
		.replace(/[\s_-]+/g, '');
}

/** The words of a list as a person gives it, with commas between them. */
export function wordsOfList(list: string): string[] {
	return list.split(/[,;\n]/).filter((word) => statusKey(word) !== '');
}

/** What says of a word that the goods or the money went back, rather than that the order was never carried out. */
const OF_A_RETURN = /return|refund|retour|erstatt|gutschrift|^closed$|^geschlossen$|^zurück/;

export interface StatusMeaning {
	state: OrderState;
	/** For an order of which nothing is left: it came back. */
	isReturn: boolean;
}

/** A word that stands in two lists, and the lists. */
export interface DoubleWord {
	word: string;
	lists: [StatusList, StatusList];
}

export class StatusWords {
	private constructor(private readonly meanings: ReadonlyMap<string, StatusMeaning>) {}

	/** @returns the word that is in two lists, where there is one: nobody can say what it means */
	static of(lists: Record<StatusList, string>): StatusWords | DoubleWord {
		const meanings = new Map<string, StatusMeaning>();
		for (const state of STATUS_LISTS) {
			for (const word of wordsOfList(lists[state])) {
				const key = statusKey(word);
				const before = meanings.get(key)?.state;
				if (before && before !== 'open' && before !== state) {
					return { word: word.trim(), lists: [before, state] };
				}
				meanings.set(key, { state, isReturn: state !== 'completed' && OF_A_RETURN.test(key) });
			}
		}
		return new StatusWords(meanings);
	}

	/** @returns `undefined` for a word that is in none of the lists */
	meaningOf(status: string): StatusMeaning | undefined {
		return this.meanings.get(statusKey(status));
	}
}

/** What an order counts as whose status is in none of the lists. */
export const UNLISTED: StatusMeaning = { state: 'open', isReturn: false };
