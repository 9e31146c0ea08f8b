/**
 * What is proposed for an item, as it goes through operations that send items: those that a proposal is not meant for are left
 * out, and every result says again what was proposed, so that the next node can go by it.
 */
import type { IDataObject } from 'n8n-workflow';

import { isBlank } from '../../fields/text';
import { ownProposal, readProposedAction, type ProposedAction } from '../../fields/proposal';
import { quote } from '../../transport/quote';
import type { RowResult } from './finish';

const VALIDATE = 'Transaction: Validate takes such items.';

const NEXT_STEPS: Record<ProposedAction, string | null> = {
	approve: VALIDATE,
	amend: VALIDATE,
	decline: VALIDATE,
	submit: 'Conversion: Submit takes such items.',
	wait: 'Compare the order again later.',
	none: null,
	review: 'Look at the order and at its transaction, and decide what to do.',
};

/** Why an item is left out. @param columns its own, which may say why this was proposed */
export function leftOutWords(
	proposed: ProposedAction,
	columns: unknown,
): { message: string; nextStep: string | null } {
	return {
		message: `Not sent, because the proposed action is "${proposed}"${reasonOf(proposed, columns)}`,
		nextStep: NEXT_STEPS[proposed],
	};
}

/** A reason belongs to the proposal that it stands beside; somebody may have decided otherwise since. */
function reasonOf(proposed: ProposedAction, columns: unknown): string {
	const { proposedAction, reason } = ownProposal(columns);
	if (!isBlank(proposedAction) && readProposedAction(proposedAction) !== proposed) return '';
	const words = typeof reason === 'string' ? quote(reason).replace(/\.$/, '') : '';
	return words && `. ${words}`;
}

/** Keeps what was proposed for an item, and why, as they are. */
export function keepProposal(result: RowResult, columns: unknown): void {
	const { proposedAction, reason } = ownProposal(columns) as IDataObject;
	if (proposedAction !== undefined) result.proposedAction = proposedAction;
	if (reason !== undefined) result.reason = reason;
}
