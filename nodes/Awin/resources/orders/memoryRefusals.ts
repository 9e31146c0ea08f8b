/**
 * Why orders are not sent where n8n cannot remember them.
 */
import { quote } from '../../transport/quote';
import type { Refusal } from '../batch/refusals';
import { ForgetfulStore } from './markStore';

const SWITCH_OFF =
	'Or switch off "Skip Already Accepted": then every order is sent, also those that Awin has accepted before.';

export const NO_STORE: Refusal = {
	message: 'This n8n cannot remember which orders Awin has accepted, so nothing was sent',
	nextStep: `Update n8n. ${SWITCH_OFF}`,
};

const COPY =
	'Duplicate the workflow, and send with the copy only orders that this workflow has not sent: the copy begins with an empty memory.';

export const MEMORY_FULL: Refusal = {
	message:
		'This workflow remembers as many orders as it can, and could not remember this one, so it was not sent',
	nextStep: `${COPY} ${SWITCH_OFF}`,
};

const FORGETFUL: Refusal = {
	message:
		'n8n has not kept everything that it was to remember of accepted orders, so this item was not sent',
	nextStep: `Look for a Remove Duplicates node in this workflow whose Scope is Workflow, and set it to Node: it shortens the same memory. ${COPY} ${SWITCH_OFF}`,
};

export function unusableStore(error: unknown): Refusal {
	if (error instanceof ForgetfulStore) return FORGETFUL;
	const said = error instanceof Error ? ` n8n says: "${quote(error.message)}"` : '';
	return {
		message: `n8n could not look up which orders Awin has accepted before, so this item was not sent.${said}`,
		nextStep: `Save the workflow and run the node again. If it stays like this, look for a Remove Duplicates node in this workflow whose Scope is Workflow, and set it to Node: it uses the same store. ${SWITCH_OFF}`,
	};
}
