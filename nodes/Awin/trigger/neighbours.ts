/**
 * Two triggers of one workflow for the same accounts and events: each starts the workflow for every event, which is hardly ever
 * meant. They are told of, and left to do as they are set.
 */
import type { IPollFunctions } from 'n8n-workflow';

import type { AccountType } from '../api/accounts';
import { accountText } from './notices';
import { selectionText, stillSelected, type Selection } from './selection';

const SHOWN_ACCOUNTS = 10;

/** What a trigger looked at in its last poll. */
export interface Watching {
	workflowId: string;
	/** Of the node. */
	name: string;
	accountType: AccountType;
	accountIds: readonly string[];
	selection: Selection;
}

/** A trigger, as far as its neighbours have to know it. */
export interface Neighbour {
	watching?: Watching;
	/** Those that it was named with: once is enough. */
	readonly namedWith: WeakSet<Neighbour>;
}

/** The accounts of which both tell some of the same events. */
export function sharedAccounts(one: Watching, other: Watching): string[] {
	if (one.workflowId !== other.workflowId || one.accountType !== other.accountType) return [];
	if (!stillSelected(selectionText(one.selection), other.selection)) return [];
	const ids = new Set(other.accountIds);
	return one.accountIds.filter((accountId) => ids.has(accountId)).sort();
}

/**
 * Writes into n8n's log which other triggers tell the same.
 *
 * @param others those that have polled since the last poll of this one: who is switched off or deleted is not among them
 */
export function postShared(
	context: IPollFunctions,
	own: Neighbour,
	others: readonly Neighbour[],
): void {
	for (const other of others) {
		if (!own.watching || !other.watching || own.namedWith.has(other)) continue;
		const shared = sharedAccounts(own.watching, other.watching);
		if (shared.length === 0) continue;
		own.namedWith.add(other);
		other.namedWith.add(own);
		const { accountType } = own.watching;
		const [accountId] = shared;
		const more = shared.length - SHOWN_ACCOUNTS;
		const shown =
			shared.slice(0, SHOWN_ACCOUNTS).join(', ') + (more > 0 ? ` and ${more} more` : '');
		const which =
			shared.length === 1
				? accountText({ accountType, accountId })
				: `${shared.length} ${accountType} accounts (${shown})`;
		context.logger.warn(
			`${own.watching.name} and ${other.watching.name} in the same workflow both watch ${which} for the same events. The workflow runs twice for each of these events, and both triggers use calls of Awin's limit. Unless that is meant, delete one of them, or choose different accounts, events or partners.`,
		);
	}
}
