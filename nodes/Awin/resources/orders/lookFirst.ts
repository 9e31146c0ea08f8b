/**
 * *Look at Awin First*: before anything is sent, the orders that Awin has are found and left out, and remembered as accepted.
 */
import { takeN8nNumber } from '../../transport/errors';
import { byAccount } from '../batch/rows';
import type { Batch } from '../batch/runBatch';
import { wordsOf } from '../errorOutput';
import type { Run } from '../operation';
import { warn } from '../warnings';
import { learnAccepted } from './learning';
import { lookAtAwin } from './look';
import { atAwinResult, type SubmitResult } from './results';
import type { Row } from './rows';
import { SentOrderStore } from './sentOrderStore';
import type { OrderSettings } from './settings';

/**
 * Gives the orders that Awin has their results. Where its list cannot be read, or not all of it, none of the account's orders
 * is sent: the option protects.
 */
export async function skipWhatAwinHas(
	{ run, settings, refusals, results }: Batch<OrderSettings, Row, SubmitResult>,
	rows: Row[],
): Promise<void> {
	if (!settings.lookAtAwinFirst) return;
	// A test order is checked by Awin, and never in its list.
	const booked = rows.filter(({ order }) => !order.isTest);
	const found: Row[] = [];
	for (const [, group] of byAccount(booked)) {
		try {
			const { atAwin, withoutReferences } = await lookAtAwin(run, group, settings.searchBackDays);
			for (const row of group) {
				const there = atAwin.get(row.index);
				if (!there) continue;
				results[row.index] = atAwinResult(row, there);
				found.push(row);
			}
			tellOfHiddenReferences(run, withoutReferences);
		} catch (error) {
			takeN8nNumber(error);
			const { message, description } = wordsOf(error);
			refusals.addAll(group, {
				message: `Not sent, because Awin's list could not be read, and "Look at Awin First" is on: ${message}`,
				nextStep: description || 'Run the node again later.',
			});
		}
	}
	await remember(
		run,
		found.filter(({ dryRun }) => !dryRun),
	);
}

async function remember(run: Run, rows: Row[]): Promise<void> {
	if (rows.length === 0) return;
	try {
		const store = await SentOrderStore.of(run.context);
		if (store) await learnAccepted(store, rows);
	} catch {
		warn(
			run,
			`n8n could not take a note that Awin has up to ${rows.length} of these orders. Keep "Look at Awin First" switched on when you send them again, so that they are found once more.`,
		);
	}
}

function tellOfHiddenReferences(run: Run, advertiserIds: string[]): void {
	if (advertiserIds.length === 0) return;
	const which = `advertiser${advertiserIds.length === 1 ? '' : 's'} ${advertiserIds.join(', ')}`;
	warn(
		run,
		`"Look at Awin First" could not tell anything of ${which}: none of those transactions shows an order reference. A publisher sees references only where the advertiser shares them. So it cannot leave out purchases that Awin has already.`,
	);
}
