/**
 * Takes one request to the trigger's address in: reads it, looks whether it is wanted and new, and answers.
 */
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { readNotification } from '../../api/notifications';
import type { TransactionRow } from '../../api/transactions';
import { ownParameters } from '../../fields/item';
import { readChange } from '../events';
import { toItem } from '../output';
import type { OutputView } from '../../api/transactionOutput';
import { readEvent, readNotificationSettings } from './fields';
import { answer, refuse, start, startAndNote, warn } from './reply';
import { ResultReceiver } from './receiveResults';
import { RecentPushes, TRANSACTIONS } from './seenNotifications';
import { ANSWERS, STATE_UNREADABLE } from './texts';

const WHAT = 'a transaction notification';

export class Receiver {
	/** Shared by all triggers of the process. */
	private readonly recent = new RecentPushes(TRANSACTIONS);
	private readonly results = new ResultReceiver();

	/** The workflow is started with what is returned, or not at all. */
	async receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
		const event = readEvent(ownParameters(context));
		return event === 'conversionResult'
			? await this.results.receive(context)
			: await this.receiveTransaction(context);
	}

	private async receiveTransaction(context: IWebhookFunctions): Promise<IWebhookResponseData> {
		const pushed = { body: context.getBodyData(), query: context.getQueryData() };
		const reading = readNotification(pushed);
		if (!reading.ok) return refuse(context, WHAT, reading.reason, pushed);
		const { row, warnings } = reading;
		const { partnerIds, view, isSkippingRepeats } = readNotificationSettings(
			ownParameters(context),
		);
		if (partnerIds.length > 0) {
			const isUnreadable = warnings.some((warning) => warning.startsWith('merchantId '));
			if (row.advertiserId === null && !isUnreadable)
				return refuse(context, WHAT, ANSWERS.noMerchant, pushed);
			// Whose it is cannot be told then. Awin does not send it again, so rather one too many.
			const isChosen = isUnreadable || partnerIds.includes(String(row.advertiserId));
			if (!isChosen) return answer(context, ANSWERS.filtered);
		}
		const json = itemOf(row, view);
		if (warnings.length > 0) json.warnings = warnings;
		// A test shows what comes, and must not keep the real one from being taken.
		if (!isSkippingRepeats || context.getMode() === 'manual') {
			return start(context, ANSWERS.taken, [json]);
		}
		const claim = await this.recent.claim(context, [String(row.id)]);
		if (!claim) return answer(context, ANSWERS.repeated);
		// It is overwritten with this notification, so this is told once.
		if (claim.isUnreadable) {
			json.warnings = [...warnings, STATE_UNREADABLE];
			warn(context, STATE_UNREADABLE);
		}
		return startAndNote(context, ANSWERS.taken, [json], claim.note);
	}
}

/** The same item as the Awin Trigger gives for this event, with the same `eventId`. */
export function itemOf(row: TransactionRow, view: OutputView): IDataObject {
	const reading = readChange(row, 'transaction');
	if (reading.kind !== 'change') return {};
	return toItem({ change: reading.change, previousStatus: null }, view) as IDataObject;
}

/** The one for the node itself; tests make their own. */
export const receiver = new Receiver();
