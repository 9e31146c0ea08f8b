/**
 * What is proposed for an order: it may say so itself, as *Compare With Orders* has left it, or in a column of a sheet.
 */
import { parameter } from '../../fields/parameter';
import {
	NO_PROPOSAL,
	readOwnProposedAction,
	readProposedAction,
	type ProposedAction,
} from '../../fields/proposal';
import { IS_SET_BUT_EMPTY, isBlank } from '../../fields/text';

/** What the item says by itself, and what is given for it, mean the same; nobody can tell which of two is meant. */
export const proposedAction = parameter<ProposedAction | undefined>(
	{
		displayName: 'Proposed Action',
		name: 'additionalFields.proposedAction',
		type: 'string',
		default: '',
		placeholder: 'e.g. submit',
		description:
			'What is proposed for the order, such as in a column of a sheet. Only submit is sent; orders with approve, amend, decline, wait, none or review are left out and come out as skipped. Without it, what Compare With Orders has proposed for the item counts.',
	},
	(value, source, named) => {
		const own = readOwnProposedAction(source);
		if (!source.has(named.path)) return own;
		const given = readProposedAction(value);
		if (given === undefined) {
			const [reason, nextStep] = NO_PROPOSAL;
			throw named.refuse(source, value, isBlank(value) ? IS_SET_BUT_EMPTY : reason, nextStep);
		}
		if (own === undefined || own === given) return given;
		throw named.refuse(
			source,
			value,
			`differs from what the item says by itself: its "awin.proposedAction" is "${own}"`,
			`Take "${named.label}" out, so that what the item says counts; or take the column "awin" out of the item.`,
		);
	},
);
