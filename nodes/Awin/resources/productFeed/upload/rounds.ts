/**
 * Uploads of one feed in several runs of the node: in a loop, or in a sub-workflow for each item. Each would replace the feed
 * by its own products, and the last one would be all that is left.
 */
import { createHash } from 'crypto';

import { isJsonObject, type JsonObject } from '../../../api/answers';
import { ExecutionNotes } from '../../batch/executionNotes';
import type { Refusal, Refusals } from '../../batch/refusals';
import { groupBy } from '../../batch/rows';
import type { Run } from '../../operation';
import type { Row } from './products';

const LOOP_NODE = /\.splitInBatches$/;

const LOOP_HELP =
	'Upload all products of a feed in one run: connect this node to the output "done" of Loop Over Items, not to "loop", or collect the products with an Aggregate node first.';

/**
 * Refuses feeds that further rounds of a loop would replace, and feeds that an earlier run of the node in this execution has
 * uploaded with other products. The same products again are fine: that is a further try.
 */
export function refuseRounds(run: Run, rows: Row[], refusals: Refusals): void {
	const notes = ExecutionNotes.of(run.context);
	const isLooped = isSameFeed(run) && hasMoreRounds(run);
	for (const [path, feed] of groupBy(rows, ({ path: feedPath }) => feedPath)) {
		const earlier = notes.deedOf([sentKey(path)]);
		const isHeld = notes.deedOf([heldKey(path)])?.isOwnTry === false;
		if (isLooped || isHeld) {
			notes.noteDeed([heldKey(path)], 'held back');
			refusals.addAll(feed, IN_A_LOOP);
		} else if (earlier && !earlier.isOwnTry && earlier.what !== productsKey(feed)) {
			refusals.addAll(feed, SENT_BEFORE);
		}
	}
}

/** Notes that Awin may have taken a feed in. */
export function noteSent(run: Run, feed: Row[]): void {
	ExecutionNotes.of(run.context).noteDeed([sentKey(feed[0].path)], productsKey(feed));
}

const IN_A_LOOP: Refusal = {
	message:
		'This node is in a loop that uploads the same feed in every round, and each upload replaces the whole feed; nothing of this run was sent',
	nextStep: LOOP_HELP,
};

const SENT_BEFORE: Refusal = {
	message:
		'This execution has uploaded other products of the same feed before, and another upload would replace them; nothing of the feed was sent in this run',
	nextStep: LOOP_HELP,
};

const sentKey = (path: string) => `sent ${path}`;
const heldKey = (path: string) => `held ${path}`;

/** The same for the same products in the same order. */
function productsKey(feed: Row[]): string {
	const hash = createHash('sha256');
	for (const { ids } of feed) for (const id of ids) hash.update(`${JSON.stringify(id)}\n`);
	return hash.digest('hex').slice(0, 32);
}

/** Whether every run of the node goes to the same feed: what says which one it is are no expressions. */
function isSameFeed({ context }: Run): boolean {
	const { accountId, locale, vertical } = context.getNode().parameters;
	const account: unknown = isJsonObject(accountId) ? (accountId as JsonObject).value : accountId;
	return ![account, locale, vertical].some(
		(value) => typeof value === 'string' && value.startsWith('='),
	);
}

/** Whether a *Loop Over Items* that leads here and back has items left for further rounds. */
function hasMoreRounds({ context }: Run): boolean {
	try {
		const { name } = context.getNode();
		const after = new Set(context.getChildNodes(name).map((node) => node.name));
		const loops = context
			.getParentNodes(name)
			.filter((node) => LOOP_NODE.test(node.type) && after.has(node.name));
		const nodes = context.getWorkflowDataProxy(0).$node as Record<string, unknown>;
		return loops.some((loop) => {
			const node = nodes[loop.name] as { context?: unknown };
			const { items } = isJsonObject(node.context) ? node.context : {};
			return Array.isArray(items) && items.length > 0;
		});
	} catch {
		// Where n8n does not tell, what has been sent before tells enough.
		return false;
	}
}
