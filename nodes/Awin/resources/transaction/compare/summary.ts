/**
 * What the proposals come to, for the hint.
 */
import type { INodeExecutionData } from 'n8n-workflow';

import { formatAmount } from '../../../api/money';
import { quote } from '../../../transport/quote';

/** Sums in minor units by currency. */
type Sums = Map<string, number>;

const SHOWN_WORDS = 5;

/** What is found besides the result of each order. */
export class Findings {
	readonly summary = new Summary();
	/** Items of their own, for transactions that no order among the items has. */
	readonly further: INodeExecutionData[] = [];
}

export class Summary {
	private readonly approved: Sums = new Map();
	private readonly declined: Sums = new Map();
	private readonly takenOff: Sums = new Map();
	private readonly added: Sums = new Map();
	private readonly unlisted = new Set<string>();
	private unmatched = 0;

	/** @param amountMinor what Awin has for the transaction */
	approve(amountMinor: number, currency: string): void {
		add(this.approved, amountMinor, currency);
	}

	decline(amountMinor: number, currency: string): void {
		add(this.declined, amountMinor, currency);
	}

	/** @param differenceMinor by how much the new amount is more than that of Awin */
	amend(differenceMinor: number, currency: string): void {
		if (differenceMinor < 0) add(this.takenOff, -differenceMinor, currency);
		else add(this.added, differenceMinor, currency);
	}

	/** Notes an order status that is in none of the lists. */
	noteUnlisted(status: string): void {
		this.unlisted.add(status);
	}

	noteUnmatched(): void {
		this.unmatched++;
	}

	/** Sentences that go on after the count of the proposals; empty where there is nothing to say. */
	get sentences(): string {
		const told = [
			sentence('What is to be approved comes to', this.approved),
			sentence('Declining takes off', this.declined),
			sentence('Amending takes off', this.takenOff),
			sentence('Amending adds', this.added),
			this.unmatched === 0
				? ''
				: `${this.unmatched === 1 ? 'One transaction' : `${this.unmatched} transactions`} without an order among the items ${this.unmatched === 1 ? 'comes' : 'come'} after them.`,
		];
		return told.filter(Boolean).join(' ');
	}

	/** What to know of the words that were in none of the lists; empty where there were none. */
	get unlistedWords(): string {
		const words = [...this.unlisted];
		if (words.length === 0) return '';
		const shown = words
			.slice(0, SHOWN_WORDS)
			.map((word) => (word === '' ? 'an empty one' : `"${quote(word)}"`));
		const more = words.length > SHOWN_WORDS ? ` and ${words.length - SHOWN_WORDS} more` : '';
		return `In none of the lists of status words: ${shown.join(', ')}${more}. Orders with such a status count as still open. Where one of them means completed, cancelled or partly returned, add it to its list under Status Words.`;
	}
}

function add(sums: Sums, amountMinor: number, currency: string): void {
	sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
}

function sentence(words: string, sums: Sums): string {
	if (sums.size === 0) return '';
	const amounts = [...sums].map(([currency, minor]) => formatAmount(minor, currency));
	const last = amounts.pop() ?? '';
	return `${words} ${amounts.length === 0 ? last : `${amounts.join(', ')} and ${last}`}.`;
}
