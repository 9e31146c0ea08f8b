/**
 * What an earlier run has done with the orders of this one, and what the next run should know of them.
 */
import { quote } from '../../transport/errors';
import type { Refusal } from '../batch/refusals';
import { groupBy } from '../batch/sending';
import type { Run } from '../operation';
import { Memory, type Recollection } from './memory';
import { checkNext, resultOf, type SubmitResult } from './results';
import type { Row } from './rows';

export class Recall {
	private memory: Promise<Memory | undefined> | undefined;
	/** How many orders n8n could not take a note of. */
	private unnoted = 0;

	/** @param isSkipping the person wants accepted orders left out; otherwise outcomes are only noted, for later runs */
	constructor(
		private readonly run: Run,
		private readonly isSkipping: boolean,
		private readonly results: Array<SubmitResult | undefined>,
	) {}

	/** Whether an order that gets no answer will not be sent again by itself. */
	remembers({ order }: Row): boolean {
		return this.isSkipping && !order.isTest;
	}

	/**
	 * Looks up which rows may go, and notes that they are about to. The others get their result.
	 *
	 * @returns the rows to send, or why none of them may be sent
	 */
	async claim(rows: Row[]): Promise<{ rows: Row[] } | { refusal: Refusal }> {
		if (!this.isSkipping) return { rows };
		const kept = rows.filter((row) => this.remembers(row));
		if (kept.length === 0) return { rows };
		try {
			const memory = await this.open();
			if (!memory) return { refusal: NO_STORE };
			const recollections = await memory.claim(kept);
			kept.forEach((row, place) => {
				const recollection = recollections[place];
				if (recollection !== 'new') this.results[row.index] = recalledResult(row, recollection);
			});
		} catch (error) {
			return { refusal: unreadableStore(error) };
		}
		return { rows: rows.filter(({ index }) => !this.results[index]) };
	}

	/** Notes what became of rows that were sent. What cannot be noted stays open, and is told by the next run. */
	async settle(rows: Row[]): Promise<void> {
		const booked = rows.filter(({ order }) => !order.isTest);
		const byOutcome = groupBy(booked, ({ index }) => this.results[index]?.outcome ?? '');
		const having = (outcome: SubmitResult['outcome']) => byOutcome.get(outcome) ?? [];
		try {
			const memory = await this.open();
			await memory?.noteAccepted(having('accepted'), this.isSkipping);
			await memory?.notePending(having('pending'));
			// Claimed orders are open already; and an order that was not claimed may have been accepted before.
			if (this.isSkipping) await memory?.release([...having('rejected'), ...having('failed')]);
			else await memory?.noteOpen(having('unknown'));
		} catch {
			this.unnoted += booked.length;
		}
	}

	tellOfTrouble(): void {
		if (this.unnoted === 0) return;
		this.run.context.addExecutionHints({
			message: `n8n could not take a note of what became of up to ${this.unnoted} orders. ${
				this.isSkipping
					? 'The next run does not send them again and reports them as unknown.'
					: 'The next run does not know of them.'
			}`,
			type: 'warning',
			location: 'outputPane',
		});
	}

	private async open(): Promise<Memory | undefined> {
		this.memory ??= Memory.of(this.run.context);
		return await this.memory;
	}
}

function recalledResult(row: Row, recollection: Exclude<Recollection, 'new'>): SubmitResult {
	const { warnings } = row;
	switch (recollection) {
		case 'accepted':
			return resultOf('skipped', {
				message: 'Awin accepted this order in an earlier run, so it was not sent again',
				nextStep: null,
				warnings,
			});
		case 'pending':
			return resultOf('pending', {
				message:
					'Awin took this order in in an earlier run and was still working on it, so it was not sent again',
				nextStep: checkNext(true),
				warnings,
			});
		case 'open':
			return resultOf('unknown', {
				message:
					'An earlier run was about to send this order, or sent it, and got no answer about it, so it was not sent again',
				nextStep: checkNext(true),
				warnings,
			});
	}
}

const SWITCH_OFF =
	'Or switch off "Skip Already Accepted": then every order is sent, also those that Awin has accepted before.';

const NO_STORE: Refusal = {
	message: 'This n8n cannot remember which orders Awin has accepted, so nothing was sent',
	nextStep: `Update n8n. ${SWITCH_OFF}`,
};

function unreadableStore(error: unknown): Refusal {
	const said = error instanceof Error ? ` n8n says: "${quote(error.message)}"` : '';
	return {
		message: `n8n could not look up which orders Awin has accepted before, so this item was not sent.${said}`,
		nextStep: `Save the workflow and run the node again. If it stays like this, look for a Remove Duplicates node in this workflow whose Scope is Workflow, and set it to Node: it uses the same store. ${SWITCH_OFF}`,
	};
}
