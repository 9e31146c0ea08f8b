/**
 * Items that want the very same link share one: it costs one place in a batch, and one of the short links.
 */
import type { WireLink } from '../../../api/links';
import type { LinkKind, Row } from './readRow';

export interface Wish {
	accountId: string;
	kind: LinkKind;
	link: WireLink;
	/** The items that get the link. */
	indexes: number[];
}

/** @returns what is wanted, in the order in which it comes first */
export function wishesOf(rows: Row[]): Wish[] {
	const wishes = new Map<string, Wish>();
	for (const { index, accountId, kind, link } of rows) {
		const key = JSON.stringify([accountId, kind, link]);
		const wish = wishes.get(key);
		if (wish) wish.indexes.push(index);
		else wishes.set(key, { accountId, kind, link, indexes: [index] });
	}
	return [...wishes.values()];
}
