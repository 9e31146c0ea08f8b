/**
 * What is proposed for an order: the words that *Compare With Orders* gives, and that *Validate* and *Submit* take as they
 * are. What an item says of itself stands in its column `awin`, of which nobody knows who has written it.
 */
import { isJsonObject } from '../api/answers';

/** In the order in which they are told: what changes something at Awin comes first. */
export const PROPOSED_ACTIONS = [
	'approve',
	'amend',
	'decline',
	'submit',
	'wait',
	'none',
	'review',
] as const;

export type ProposedAction = (typeof PROPOSED_ACTIONS)[number];

/** Case and blanks around it do not matter. @returns `undefined` for what is none of the words */
export function readProposedAction(value: unknown): ProposedAction | undefined {
	if (typeof value !== 'string') return undefined;
	const word = value.trim().toLowerCase();
	return PROPOSED_ACTIONS.find((known) => known === word);
}

/** The end of a sentence about a value that is none of the words, and what to do. */
export const NO_PROPOSAL = [
	'is not a proposed action',
	'Use approve, amend, decline, submit, wait, none or review.',
] as const;

/** What an item says of itself in its column `awin`; each member may be anything, and is `undefined` where it is not there. */
export interface OwnProposal {
	/** For {@link readProposedAction}. */
	proposedAction?: unknown;
	/** Why, as a sentence. */
	reason?: unknown;
	/** The order's transaction as it was when the proposal was made. */
	transaction?: unknown;
}

/** @param columns of an item */
export function ownProposal(columns: unknown): OwnProposal {
	const awin = ownMember(columns, 'awin');
	if (!isJsonObject(awin)) return NOTHING_SAID;
	return {
		proposedAction: ownMember(awin, 'proposedAction'),
		reason: ownMember(awin, 'reason'),
		transaction: ownMember(awin, 'transaction'),
	};
}

const NOTHING_SAID: OwnProposal = {};

/** A member that is the object's own; what only stands in its prototype was said by nobody. */
function ownMember(value: unknown, name: string): unknown {
	return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
