/**
 * Reading what one item asks for.
 */
import { isAction, type ValidationAction } from '../../../api/validation';
import type { ParameterSource } from '../../../fields/item';
import {
	ownProposal,
	readOwnProposedAction,
	wasObject,
	type ProposedAction,
} from '../../../fields/proposal';
import { leftOutWords } from '../../batch/proposals';
import { goByItemsHelp, isChosenByItem, readChange, readChosen } from './change';
import { parameters } from './fields';
import { readIdentity } from './identity';
import { skippedResult, type ValidateResult } from './results';
import type { Row } from './rows';

/**
 * Reads one item. Throws for the first value that cannot be used, with its name, the value and what to do.
 *
 * @returns the result of an item for which something else is proposed
 */
export function readRow(source: ParameterSource, index: number): Row | ValidateResult {
	const chosen = readChosen(source);
	if (!isAction(chosen)) return skippedResult(leftOutWords(chosen, source.columns));
	const contrary = isChosenByItem(source) ? undefined : contraryProposal(source, chosen);
	if (contrary) {
		const { message } = leftOutWords(contrary, source.columns);
		return skippedResult({ message, nextStep: goByItemsHelp(chosen) });
	}
	return {
		index,
		accountId: parameters.accountId.read(source),
		identity: readIdentity(source),
		change: readChange(source, chosen),
		dryRun: parameters.options.members.dryRun.read(source),
	};
}

/** What the item proposes, where that is something else than is done with all items. */
function contraryProposal(
	source: ParameterSource,
	chosen: ValidationAction,
): ProposedAction | undefined {
	// Tracking parameters are nothing that anybody proposes, and decide about no money.
	if (chosen === 'amendTrackingParameters') return undefined;
	const { unreadable } = ownProposal(source.columns);
	if (unreadable !== undefined && !wasObject(unreadable)) return undefined;
	const own = readOwnProposedAction(source);
	return own === chosen ? undefined : own;
}
