/**
 * Whether other nodes of the workflow may have sent orders. Where a crash has left an order under way, the node that was
 * sending it can be sure that nobody has sent it since only if there is no other.
 *
 * Every node that sends has a mark in its own set for good, so an empty set is that of a node that begins. Where the workflow's
 * set is not empty then, others have been there before. Where it is empty and the node's is not, somebody has cleared it.
 */
import type { MarkStore } from './markStore';

const SHARED = 'workflow';
const OWN = 'node';

/** In the node's set. */
const HAS_BEGUN = 'awin orders this node has begun';
/** In the workflow's set. */
const SEVERAL = 'awin orders of several nodes';

export class SeveralNodes {
	private isAnnounced = false;

	constructor(private readonly store: MarkStore) {}

	/**
	 * Makes this node known before it notes its first order.
	 *
	 * @param begun the mark that an empty set of the workflow has to begin with
	 */
	async announce(begun: string): Promise<void> {
		if (this.isAnnounced) return;
		const isNew = (await this.store.count(OWN)) === 0;
		const isFirst = (await this.store.count(SHARED)) === 0;
		if (isNew !== isFirst) await this.store.record(SHARED, isFirst ? [begun, SEVERAL] : [SEVERAL]);
		if (isNew) await this.store.record(OWN, [HAS_BEGUN]);
		this.isAnnounced = true;
	}

	async exist(): Promise<boolean> {
		return (await this.store.lookUp(SHARED, [SEVERAL])).size > 0;
	}
}
