/**
 * The options of what sends orders.
 */
import type { ParameterSource } from '../../fields/item';
import type { ParameterList } from '../../fields/parameter';
import { dryRun, maxRows, maxTotalAmount, maxTotalOf } from '../../fields/safety';
import { searchBackDays } from '../../fields/searchBackDays';
import { yesNo } from '../../fields/text';
import { remainder } from './groups';

const skipAlreadyAccepted = yesNo(
	{
		displayName: 'Skip Already Accepted',
		name: 'options.skipAlreadyAccepted',
		default: true,
		description:
			'Whether to leave out orders that this workflow has sent before and that Awin has accepted, is still working on, or may have. On without this option. A workflow remembers about 300,000 orders; what it could not remember is not sent. Switched off, all orders are sent, and one that Awin has already may be booked a second time.',
	},
	true,
);

const lookAtAwinFirst = yesNo({
	displayName: 'Look at Awin First',
	name: 'options.lookAtAwinFirst',
	default: true,
	description:
		"Whether to read Awin's list before anything is sent, and leave out every order that is in it. Such an order is skipped, whatever this workflow remembers of it, and remembered as accepted. Awin shows a new order after some minutes. Off without this option.",
});

/** Sent again may be booked again: nobody does that without having looked. */
export const sendAgainIfMissing = yesNo({
	displayName: 'Send Again if Missing',
	name: 'options.sendAgainIfMissing',
	default: true,
	description:
		'Whether to send an order again that this workflow has sent without an answer, and that Awin does not list. Needs "Look at Awin First". Wait until Awin must have shown the order, an hour or more: one that it shows later would be booked twice. Off without this option.',
}).map((isOn, source, named) => {
	if (!isOn || lookAtAwinFirst.read(source)) return isOn;
	throw named.refuse(
		source,
		true,
		'can only be used together with "Look at Awin First"',
		'Add the option "Look at Awin First" and switch it on, or remove this one: without looking, nobody knows whether an order is missing.',
	);
});

/**
 * @param orders what the operation calls them, at the beginning of a sentence
 * @param more options of its own; the editor lists all of them by the alphabet
 */
export function orderOptions<More extends ParameterList>(orders: string, more: More) {
	return {
		dryRun,
		lookAtAwinFirst,
		maxRows,
		maxTotalAmount: maxTotalOf(
			`Refuse all items, before anything is sent, when their amounts add up to more than this in any one currency. ${orders} that would be skipped because they were accepted before count too. Without this option there is no limit.`,
		),
		remainder,
		searchBackDays: searchBackDays.with({
			description:
				'How many days back "Look at Awin First" reads Awin\'s list. Each 31 days take one call for each account. For an order with an older Transaction Time, it is read from that time on.',
		}),
		...more,
		skipAlreadyAccepted,
	};
}

/** What holds for a whole run. It is read for the first item; where it differs for another, nothing is sent. */
export interface OrderSettings {
	skipAlreadyAccepted: boolean;
	maxRows?: number;
	maxTotalAmount?: number;
	lookAtAwinFirst: boolean;
	sendAgainIfMissing: boolean;
	searchBackDays: number;
}

export function readOrderSettings(source: ParameterSource): OrderSettings {
	return {
		lookAtAwinFirst: lookAtAwinFirst.read(source),
		sendAgainIfMissing: false,
		searchBackDays: searchBackDays.read(source),
		skipAlreadyAccepted: skipAlreadyAccepted.read(source),
		maxRows: maxRows.read(source),
		maxTotalAmount: maxTotalAmount.read(source),
	};
}
