import { itemText, operationError, type ItemPlace } from '../transport/errors';
import type { Run } from './operation';

/** The error for an answer about another program than the one that was asked for. */
export function otherProgramError(
	run: Run,
	askedId: string,
	shownId: string,
	item: ItemPlace,
): Error {
	return operationError(
		run.context.getNode(),
		`Awin answered about the program of advertiser ${shownId}, and was asked about ${askedId}${itemText(item)}`,
		'Nothing of it was given out. Run the node again in a few minutes.',
	);
}
