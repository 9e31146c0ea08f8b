/**
 * Takes in what Awin posts to the Webhook URL of orders, gives an item for each order, and leaves notes for what sends orders.
 */
import { createHash } from 'crypto';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { SaidOutcome } from '../../api/conversionAnswers';
import { readConversionResults, type ConversionResult } from '../../api/conversionResults';
import { isGarbled } from '../../api/notificationValues';
import { referenceKey } from '../../api/orderReferences';
import {
	addTold,
	batchName,
	forgetOldest,
	openTold,
	orderKey,
	orderName,
	packTold,
	TOLD_KEY,
	type Told,
	type ToldOrders,
} from '../../api/toldOrders';
import { ownParameters } from '../../fields/item';
import { readResultSettings } from './fields';
import { answer, refuse, start, startAndNote, warn } from './reply';
import { resultItem } from './resultItem';
import { RecentPushes, RESULTS } from './seenNotifications';
import { ANSWERS, NOTES_UNREADABLE, STATE_UNREADABLE } from './texts';

export class ResultReceiver {
	/** Shared by all triggers of the process. */
	private readonly recent = new RecentPushes(RESULTS);
	/** What this process was told lately, by workflow: an execution may put notes of before it back. */
	private readonly told = new Map<string, ToldOrders>();

	async receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
		const pushed = { body: context.getBodyData(), query: context.getQueryData() };
		const reading = readConversionResults(pushed);
		if (!reading.ok) return refuse(context, 'a conversion result', reading.reason, pushed);
		const { accountId, isSkippingRepeats } = readResultSettings(ownParameters(context));
		const itemsOf = (results: ConversionResult[]) =>
			results.map((result) => resultItem(result, accountId));
		// A test shows what comes, and nothing is to be remembered of it.
		if (context.getMode() === 'manual') {
			return start(context, ANSWERS.taken, itemsOf(reading.results));
		}
		if (!isSkippingRepeats) {
			const note = this.noteFor(context, reading.results, accountId);
			return startAndNote(context, ANSWERS.taken, itemsOf(reading.results), note);
		}
		const ids = reading.results.map((result) => idOf(result, accountId));
		const claim = await this.recent.claim(context, ids);
		if (!claim) return answer(context, ANSWERS.repeatedResults);
		const fresh = reading.results.filter((_, place) => claim.fresh.has(ids[place]));
		if (claim.isUnreadable) {
			for (const { warnings } of fresh) warnings.push(STATE_UNREADABLE);
			warn(context, STATE_UNREADABLE);
		}
		const noteTold = this.noteFor(context, fresh, accountId);
		return startAndNote(context, ANSWERS.taken, itemsOf(fresh), () => {
			claim.note();
			noteTold();
		});
	}

	/** Notes for what sends orders in this workflow. */
	private noteFor(
		context: IWebhookFunctions,
		results: ConversionResult[],
		accountId: string,
	): () => void {
		const workflowId = String(context.getWorkflow().id);
		const lately = this.told.get(workflowId) ?? new Map<string, Told>();
		this.told.set(workflowId, lately);
		for (const result of results) {
			const { outcome } = result.verdict;
			if (outcome === 'unknown' || !isSurelyOf(result, accountId)) continue;
			const name = orderName(orderKey(accountId, result.reference));
			addTold(lately, name, noteOf(outcome, result));
		}
		forgetOldest(lately);
		const kept = context.getWorkflowStaticData('global') as IDataObject;
		const { told, isUnreadable } = openTold(kept[TOLD_KEY]);
		if (isUnreadable) warn(context, NOTES_UNREADABLE);
		return () => {
			for (const [name, note] of lately) addTold(told, name, note);
			if (told.size > 0) kept[TOLD_KEY] = { ...packTold(told) };
		};
	}
}

/**
 * Whether there can be no doubt which order the result is about. Where nothing names the account, it may be that of another one
 * which has a number like this: two nodes, or two workflows, may have given Awin the same address.
 */
function isSurelyOf(result: ConversionResult, accountId: string): boolean {
	return result.accountId === accountId && !result.isTest && !isGarbled(result.reference);
}

function noteOf(outcome: SaidOutcome, { batchId }: ConversionResult): Told {
	return { outcome, batch: batchName(batchId) };
}

/** What is the same whenever Awin posts a result again: 66 bits of a digest. */
function idOf({ accountId, batchId, reference, verdict }: ConversionResult, own: string): string {
	const parts = [accountId ?? own, batchId ?? '', referenceKey(reference), verdict.outcome];
	const digest = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
	return digest.slice(0, 11);
}
