/**
 * The words for an order that is not sent, because an earlier run has sent it.
 */
import { hasSent, isSentLately, SHOWN_AFTER_MS } from './executions';
import { checkNext, resultOf, type SubmitResult } from './results';
import type { Row } from './rows';
import type { Recollection } from './sentOrderStore';
import type { OrderSettings } from './settings';

export type Recalled = Extract<Recollection, 'accepted' | 'pending' | 'open'>;

/**
 * @param facts.executionId of this run
 * @param facts.isLate of an open order: it may have been sent so lately that Awin cannot show it yet
 */
export function recalledResult(
	row: Row,
	found: Recalled,
	settings: Pick<OrderSettings, 'lookAtAwinFirst' | 'sendAgainIfMissing'>,
	{ executionId, isLate }: { executionId: string | undefined; isLate: boolean },
): SubmitResult {
	const isThisRun = hasSent(executionId, row.key);
	const when = isThisRun ? 'earlier in this run' : 'in an earlier run';
	const { warnings } = row;
	switch (found) {
		case 'accepted':
			return resultOf('skipped', {
				message: `Awin accepted this order ${when}, so it was not sent again`,
				nextStep: null,
				warnings: isMissing(row, settings) ? [...warnings, NOT_LISTED] : warnings,
			});
		case 'pending':
			return resultOf('pending', {
				message: `Awin took this order in ${when} and was still working on it, so it was not sent again`,
				nextStep: checkNext({ isRemembered: true, isMissingSentAgain: false }),
				warnings,
			});
		case 'open':
			return resultOf('unknown', { ...openWords(row, settings, { isThisRun, isLate }), warnings });
	}
}

/** Whether Awin should list an order that it is said to have accepted, and does not. */
export function isMissing(
	{ key }: Row,
	{ lookAtAwinFirst }: Pick<OrderSettings, 'lookAtAwinFirst'>,
): boolean {
	return lookAtAwinFirst && !isSentLately(key);
}

const NOT_LISTED = 'Awin does not list this order in the days that were looked at';

function openWords(
	row: Row,
	{
		lookAtAwinFirst,
		sendAgainIfMissing,
	}: Pick<OrderSettings, 'lookAtAwinFirst' | 'sendAgainIfMissing'>,
	{ isThisRun, isLate }: { isThisRun: boolean; isLate: boolean },
): { message: string; nextStep: string } {
	const sent = isThisRun
		? 'This order was sent earlier in this run and got no answer'
		: 'An earlier run was about to send this order, or sent it, and got no answer about it';
	if (!lookAtAwinFirst) {
		const next = { isRemembered: true, isMissingSentAgain: row.advertiserId === undefined };
		return { message: `${sent}, so it was not sent again`, nextStep: checkNext(next) };
	}
	if (isLate) {
		return {
			message: `${sent}. ${whenOf(row)}, and Awin does not list it yet, so it was not sent again`,
			nextStep: `Awin shows a new order after some minutes. ${LATER}`,
		};
	}
	if (sendAgainIfMissing) {
		return {
			message: `${sent}. Awin does not list it; it was to be sent again, and that came to nothing`,
			nextStep: LATER,
		};
	}
	return {
		message: `${sent}. Awin does not list it so far, and it was not sent again`,
		nextStep: `${LATER} ${row.advertiserId === undefined ? SEND_AGAIN : ASK}`,
	};
}

/** What is not known of the order alone is known of the slots of ten minutes, of which two may count. */
function whenOf({ key }: Row): string {
	const minutes = SHOWN_AFTER_MS / 60_000;
	return isSentLately(key)
		? `That is less than ${minutes} minutes ago`
		: `This order, or another one of this workflow, may have been sent less than ${2 * minutes} minutes ago`;
}

const LATER = 'Run the node again for it later, with "Look at Awin First" switched on.';

const SEND_AGAIN =
	'If Awin still does not list it after an hour or more, switch on "Send Again if Missing".';

const ASK =
	'A publisher sees references only where the advertiser shares them: where it is not listed, ask the advertiser or Awin whether it is there.';
