/**
 * What is proposed for an order: the words that *Compare With Orders* gives, and that *Validate* and *Submit* take as they
 * are. What an item says of itself stands in its column `awin`, of which nobody knows who has written it.
 */
import { isJsonObject, type JsonObject } from '../api/answers';
import type { ParameterSource } from './item';
import { isBlank } from './text';

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

/**
 * What an item says of itself in its column `awin`, or in columns such as `awin.reason`, as a sheet has them; each member may be
 * anything, and is `undefined` where it is not there.
 */
export interface OwnProposal {
	/** For {@link readProposedAction}. */
	proposedAction?: unknown;
	/** Why, as a sentence. */
	reason?: unknown;
	/** The column `awin`, where it holds something of which nobody can say what it proposes. */
	unreadable?: unknown;
}

const COLUMN = 'awin';

/** @param columns of an item */
export function ownProposal(columns: unknown): OwnProposal {
	const given = ownMember(columns, COLUMN);
	const awin = membersOf(given);
	const proposedAction = memberOf(awin, columns, 'proposedAction');
	// Beside a proposal in a column of its own, a plain value is somebody's own.
	const isReadable = awin || isBlank(given) || (!isBlank(proposedAction) && !wasObject(given));
	return {
		proposedAction,
		reason: memberOf(awin, columns, 'reason'),
		unreadable: isReadable ? undefined : given,
	};
}

/** A plain value is a column of somebody's own, such as of IDs; a list or a broken object may have been a proposal. */
export function wasObject(value: unknown): boolean {
	return typeof value === 'object' || (typeof value === 'string' && /^\s*[[{]/.test(value));
}

/**
 * The order's transaction as it was when the proposal was made.
 *
 * @returns an object where it is one in any of the forms in which a sheet may have it, else what is there
 */
export function ownTransaction(columns: unknown): unknown {
	const awin = membersOf(ownMember(columns, COLUMN));
	const given = memberOf(awin, columns, 'transaction');
	return isBlank(given)
		? (gathered(columns, `${COLUMN}.transaction.`) ?? given)
		: (membersOf(given) ?? given);
}

/** @returns what the columns whose names begin so have, without that beginning; `undefined` where there are none */
function gathered(columns: unknown, beginning: string): JsonObject | undefined {
	if (!isJsonObject(columns)) return undefined;
	const members = Object.entries(columns)
		.filter(([name]) => name.startsWith(beginning))
		.map(([name, value]) => [name.slice(beginning.length), value]);
	return members.length > 0 ? (Object.fromEntries(members) as JsonObject) : undefined;
}

/**
 * The word that an item says of itself.
 *
 * @returns `undefined` where it says nothing
 * @throws what n8n shows, where it says something that cannot be read, or two different things
 */
export function readOwnProposedAction(source: ParameterSource): ProposedAction | undefined {
	const { columns } = source;
	const { proposedAction, unreadable } = ownProposal(columns);
	if (unreadable !== undefined) throw refuseUnreadable(source, unreadable);
	if (isBlank(proposedAction)) return undefined;
	const own = readProposedAction(proposedAction);
	if (own === undefined) throw source.refuse(NAME, proposedAction, ...NO_PROPOSAL);
	const beside = ownMember(columns, NAME);
	if (isBlank(beside) || readProposedAction(beside) === own) return own;
	throw source.refuse(
		NAME,
		beside,
		`differs from what the column "${COLUMN}" says of the item: "${own}"`,
		`Take the column out that is out of date: "${NAME}" or "${COLUMN}".`,
	);
}

const NAME = `${COLUMN}.proposedAction`;

/** The error about a column `awin` that holds no members. */
export function refuseUnreadable(source: ParameterSource, unreadable: unknown): Error {
	return source.refuse(
		COLUMN,
		unreadable,
		'says nothing that can be read, so nobody can tell what is proposed for the item',
		`Give the column as Compare With Orders gives it, as an object or as its JSON text, or give a column "${NAME}" in its place. If the column is about something else, give it another name.`,
	);
}

/** A sheet keeps an object as its JSON text. @returns `undefined` for everything that is no object */
function membersOf(value: unknown): JsonObject | undefined {
	if (typeof value !== 'string' || !value.trimStart().startsWith('{')) {
		return isJsonObject(value) ? value : undefined;
	}
	try {
		return membersOf(JSON.parse(value));
	} catch {
		return undefined;
	}
}

/** What the object says goes first; a file of columns has each of its members in a column of its own. */
function memberOf(awin: JsonObject | undefined, columns: unknown, name: string): unknown {
	const inside = ownMember(awin, name);
	return isBlank(inside) ? (ownMember(columns, `${COLUMN}.${name}`) ?? inside) : inside;
}

/** A member that is the object's own; what only stands in its prototype was said by nobody. */
function ownMember(value: unknown, name: string): unknown {
	return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
