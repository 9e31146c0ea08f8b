/**
 * What a poll has to say besides its events.
 */
import type { INode, IPollFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { transactionsPath, type DateType } from '../api/transactions';
import type { ChosenAccount } from '../fields/account';
import { callError, operationError } from '../transport/errors';
import { withShape } from '../transport/form';
import type { CallFailure } from '../transport/failures';
import { quote } from '../transport/quote';
import type { PollOutcome, UnreadableRows } from './pollCycle';
import { MOST_ENTRIES } from './seenTransactions';
import type { Damage } from './state';

const LIST_NAME: Record<DateType, string> = {
	transaction: 'new transactions',
	validation: 'validated transactions',
	amendment: 'amended transactions',
};

const SHOWN_ROWS = 10;

/**
 * Writes what somebody should know into n8n's log. Rows that cannot be read, and a call that came to nothing after others had
 * an answer, also become a failed execution of their own.
 */
export function postNotices(
	context: IPollFunctions,
	outcome: Extract<PollOutcome, { ok: true }>,
	account: ChosenAccount,
	{ isOneOfMany = false } = {},
): void {
	const of = isOneOfMany ? ` of ${accountText(account)}` : '';
	const name = context.getNode().name + (isOneOfMany ? `, ${accountText(account)}` : '');
	const { cutShort, failure, forgotten, notAskedFor, unreadable } = outcome;
	for (const lack of ['calls', 'time'] as const) {
		const short = cutShort.filter((one) => one.lack === lack);
		if (short.length === 0) continue;
		const lists = [...new Set(short.map(({ dateType }) => LIST_NAME[dateType]))].join(' and ');
		context.logger.info(
			`${name}: ${LACK[lack]}, so ${lists} could not be read to the end. The next poll goes on from there.`,
		);
	}
	if (forgotten > 0) {
		context.logger.warn(
			`${name}: more than ${MOST_ENTRIES} events are within reach, so the oldest ${forgotten} are no longer remembered. Transactions that arrive late at Awin, dated before those that are remembered, are not reported. A lower number under Late Arrivals (Days) avoids this; a burst of so many within an hour passes by itself.`,
		);
	}
	for (const { dateType, count } of notAskedFor) {
		context.logger.warn(
			`${name}: Awin's list of ${LIST_NAME[dateType]}${of} held ${count} rows of other partners or other dates than were asked for. They were left out.`,
		);
	}
	for (const rows of unreadable) postUnreadableNotice(context, rows, of);
	if (failure) postError(context, pollError(context.getNode(), failure, account));
}

const LACK = {
	calls: "Awin's limit of calls a minute is used up",
	time: 'Awin took long to answer',
} as const;

function postUnreadableNotice(
	context: IPollFunctions,
	{ dateType, names, stage, shape }: UnreadableRows,
	of: string,
): void {
	if (stage === 'waiting') return;
	const shown = names.slice(0, SHOWN_ROWS).map(quote).join(', ');
	const more = names.length > SHOWN_ROWS ? ` and ${names.length - SHOWN_ROWS} more` : '';
	const count = names.length === 1 ? '1 row' : `${names.length} rows`;
	const message = `Awin's list of ${LIST_NAME[dateType]}${of} holds ${count} that cannot be read: ${shown}${more}`;
	const description =
		stage === 'found'
			? 'Everything else was reported. For a day the trigger looks for these rows again and again, and reports them as soon as they can be read. Compare them with the transactions at Awin.'
			: 'After a day the trigger waits for them no longer. If they can be read some days later, they are still reported. Compare them with the transactions at Awin, and look for a newer version of this node.';
	postError(context, operationError(context.getNode(), message, withShape(description, shape)));
}

/** What the trigger had kept is lost in part; what it has now is sound, so this is told once. */
export function postDamageNotice(
	context: IPollFunctions,
	damage: Damage,
	account?: ChosenAccount,
): void {
	const of = account ? ` of ${accountText(account)}` : '';
	const message = `What this trigger had kept of earlier polls${of} cannot be read`;
	const cause = 'It is damaged, or a later version of this node wrote it.';
	const effect =
		damage === 'memory'
			? 'The trigger goes on from where it was. Only transactions that turn up late at Awin, dated before that, are not reported.'
			: 'The trigger begins as at its first activation, so what happened since the last poll may not have been reported. Compare with the transactions at Awin.';
	postError(context, operationError(context.getNode(), message, `${cause} ${effect}`));
}

/** Besides the events, not instead of them: n8n keeps a failed execution and runs the error workflow. */
export function postError(context: IPollFunctions, error: NodeApiError | NodeOperationError): void {
	const { message, description } = error;
	context.logger.error(`${context.getNode().name}: ${message}. ${description ?? ''}`.trim());
	try {
		context.__emitError(error);
	} catch {
		// Contexts that cannot do this exist; the log has it.
	}
}

/** The error for a failed call, which names the account that it was about. */
export function accountError(
	node: INode,
	failure: CallFailure,
	{ accountType, accountId }: ChosenAccount,
): NodeApiError {
	const error = callError(node, failure, undefined, transactionsPath(accountType, accountId));
	const account = accountText({ accountType, accountId });
	if (![error.message, error.description].some((text) => text?.includes(account))) {
		error.description = `This was about ${account}. ${error.description ?? ''}`.trim();
	}
	return error;
}

/** The same for a poll, which nobody needs to run again. */
export function pollError(node: INode, failure: CallFailure, account: ChosenAccount): NodeApiError {
	return errorWith(NOTHING_LOST, failure, (plain) => accountError(node, plain, account));
}

export const NOTHING_LOST = 'Nothing is lost: the next poll goes on from here.';

/** Puts words behind those for a failure. What the form of Awin's answer was comes last. */
export function errorWith(
	words: string,
	failure: CallFailure,
	toError: (failure: CallFailure) => NodeApiError,
): NodeApiError {
	const shape = failure.kind === 'unreadable' ? failure.shape : undefined;
	const error = toError({ ...failure, shape: undefined } as CallFailure);
	error.description = withShape(`${error.description ?? ''} ${words}`, shape);
	return error;
}

/** An account as messages name it. */
export function accountText({ accountType, accountId }: ChosenAccount): string {
	return `${accountType} account ${accountId}`;
}
