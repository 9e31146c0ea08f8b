/**
 * The words for a call of the trigger's that came to nothing.
 */
import type { INode, NodeApiError } from 'n8n-workflow';

import { transactionsPath } from '../api/transactions';
import type { ChosenAccount } from '../fields/account';
import { callError, type CallFailure } from '../transport/errors';

/** The error for a failed call, which names the account that it was about. */
export function accountError(
	node: INode,
	failure: CallFailure,
	{ accountType, accountId }: ChosenAccount,
): NodeApiError {
	const error = callError(node, failure, undefined, transactionsPath(accountType, accountId));
	const account = `${accountType} account ${accountId}`;
	if (![error.message, error.description].some((text) => text?.includes(account))) {
		error.description = `This was about ${account}. ${error.description ?? ''}`.trim();
	}
	return error;
}

/** The same for a poll, which nobody needs to run again. */
export function pollError(node: INode, failure: CallFailure, account: ChosenAccount): NodeApiError {
	const error = accountError(node, failure, account);
	error.description = `${error.description ?? ''} Nothing is lost: the next poll goes on from here.`;
	return error;
}
