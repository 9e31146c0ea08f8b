/**
 * What a poll has to say besides its events.
 */
import type { IPollFunctions } from 'n8n-workflow';

import type { DateType } from '../api/transactions';
import { operationError, quote } from '../transport/errors';
import { MOST_ENTRIES } from './memory';
import type { Outcome, UnreadableRows } from './watch';

const LIST_NAME: Record<DateType, string> = {
	transaction: 'new transactions',
	validation: 'validated transactions',
	amendment: 'amended transactions',
};

const SHOWN_ROWS = 10;

/** Writes what somebody should know into n8n's log; rows that cannot be read also become a failed execution of their own. */
export function tellOf(context: IPollFunctions, outcome: Extract<Outcome, { ok: true }>): void {
	const { name } = context.getNode();
	const { cutShort, forgotten, unreadable } = outcome;
	if (cutShort.length > 0) {
		const lists = cutShort.map((dateType) => LIST_NAME[dateType]).join(' and ');
		context.logger.info(
			`${name}: Awin's limit of calls a minute is used up, so ${lists} could not be read to the end. The next poll goes on from there.`,
		);
	}
	if (forgotten > 0) {
		context.logger.warn(
			`${name}: more than ${MOST_ENTRIES} events are within reach, so the oldest ${forgotten} are no longer remembered. Transactions that arrive late at Awin, dated before those, are not reported. A lower number under Late Arrivals (Days) avoids this.`,
		);
	}
	for (const rows of unreadable) tellOfUnreadable(context, rows);
}

function tellOfUnreadable(
	context: IPollFunctions,
	{ dateType, names, stage }: UnreadableRows,
): void {
	if (stage === 'waiting') return;
	const shown = names.slice(0, SHOWN_ROWS).map(quote).join(', ');
	const more = names.length > SHOWN_ROWS ? ` and ${names.length - SHOWN_ROWS} more` : '';
	const count = names.length === 1 ? '1 row' : `${names.length} rows`;
	const message = `Awin's list of ${LIST_NAME[dateType]} holds ${count} that cannot be read: ${shown}${more}`;
	const description =
		stage === 'found'
			? 'Everything else was reported. For a day the trigger looks for these rows again and again, and reports them as soon as they can be read. Compare them with the transactions at Awin.'
			: 'After a day the trigger waits for them no longer. If they can be read some days later, they are still reported. Compare them with the transactions at Awin, and look for a newer version of this node.';
	context.logger.error(`${context.getNode().name}: ${message}. ${description}`);
	try {
		// Besides the events, not instead of them: n8n keeps a failed execution and runs the error workflow.
		context.__emitError(operationError(context.getNode(), message, description));
	} catch {
		// Contexts that cannot do this exist; the log has it.
	}
}
