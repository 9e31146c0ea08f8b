/**
 * Rows that are not sent, and why. All of them are found before anything is sent.
 */
import type { ParameterSource } from '../../fields/item';
import { itemText, operationError, takeN8nNumber, type ItemPlace } from '../../transport/errors';
import { wordsOf } from '../errorOutput';
import type { Run } from '../operation';
import { itemNumbers, type BatchRow } from './rows';
import { findBadSetting } from './settings';

/** Why a row is not sent, and what to do about it. */
export interface Refusal {
	message: string;
	nextStep: string;
	/** Awin's status, where Awin is the reason. */
	code?: number;
}

const SHOWN_REASONS = 3;

/** How is told of rows that are refused. */
export interface RefusalWords {
	/** Of several items: `2 of 5 items cannot …`. */
	cannot: string;
	/** Of one item because of another: `Not …, because of item 3`. */
	not: string;
	/** As a sentence. */
	nothing: string;
	/** Goes on after "To have the other items". */
	others: string;
}

const SENDING: RefusalWords = {
	cannot: 'cannot be sent as they are',
	not: 'Not sent',
	nothing: 'Nothing was sent.',
	others: 'sent nonetheless',
};

/** For operations that change nothing. */
export const LOOKING_UP: RefusalWords = {
	cannot: 'could not be looked up',
	not: 'Not looked up',
	nothing: 'No item was given out.',
	others: 'given out nonetheless',
};

/** What was thrown about an item, which is not named in the message. */
export function refusalOf(error: unknown, item: ItemPlace | undefined): Refusal {
	takeN8nNumber(error);
	const { message, description } = wordsOf(error);
	return { message: message.replace(itemText(item), ''), nextStep: description };
}

export class Refusals {
	private readonly byIndex = new Map<number, Refusal>();

	constructor(
		private readonly run: Run,
		private readonly words = SENDING,
	) {}

	/** Notes why a row is not sent; of several reasons the first one counts. The item is not named in the message. */
	add(index: number, refusal: Refusal): void {
		if (!this.byIndex.has(index)) this.byIndex.set(index, refusal);
	}

	/** Like {@link add}, for what was thrown, which may name the item. */
	addError(index: number, error: unknown): void {
		this.add(index, refusalOf(error, { index, count: this.count }));
	}

	/**
	 * Refuses everything because of one item, as nothing may be sent under a setting that nobody can be sure of. Where the node
	 * is set to stop, throws.
	 */
	refuseAll(error: unknown, index: number): void {
		const item = { index, count: this.count };
		const { message, nextStep: description } = refusalOf(error, item);
		if (!this.run.context.continueOnFail()) {
			const nextStep = `${this.words.nothing} ${description}`.trim();
			throw operationError(this.run.context.getNode(), message + itemText(item), nextStep);
		}
		for (let other = 0; other < this.count; other++) {
			const why =
				other === index ? message : `${this.words.not}, because of item ${index + 1}: ${message}`;
			this.add(other, { message: why, nextStep: description });
		}
	}

	/** Notes that none of these rows is sent, if there is a reason. */
	addAll(rows: BatchRow[], refusal: Refusal | undefined): void {
		if (!refusal) return;
		for (const { index, alsoFor = [] } of rows) {
			for (const place of [index, ...alsoFor]) this.add(place, refusal);
		}
	}

	get(index: number): Refusal | undefined {
		return this.byIndex.get(index);
	}

	has(index: number): boolean {
		return this.byIndex.has(index);
	}

	/** The rows that are not refused. */
	left<Row extends BatchRow>(rows: Row[]): Row[] {
		return this.byIndex.size === 0 ? rows : rows.filter(({ index }) => !this.byIndex.has(index));
	}

	/** Where the node is set to stop and a row is refused: throws, with the first reasons and how many rows there are. */
	stopIfAny(): void {
		if (this.byIndex.size === 0 || this.run.context.continueOnFail()) return;
		const refused = [...this.byIndex].sort(([a], [b]) => a - b);
		const [[, { nextStep }]] = refused;
		const isOne = refused.length === 1;
		const { cannot, nothing, others } = this.words;
		const continueHelp = ` To have the other items ${others}, set On Error to Continue in the node's settings.`;
		throw operationError(
			this.run.context.getNode(),
			isOne
				? this.reasons(refused)
				: `${refused.length} of ${this.count} items ${cannot}: ${this.reasons(refused)}`,
			`${nothing} ${nextStep}${isOne ? '' : continueHelp}`.trim(),
		);
	}

	/** The first few reasons, each with the items that it holds for. */
	private reasons(refused: Array<[number, Refusal]>): string {
		const indexes = new Map<string, number[]>();
		for (const [index, { message }] of refused) {
			const same = indexes.get(message);
			if (same) same.push(index);
			else indexes.set(message, [index]);
		}
		const shown = [...indexes].slice(0, SHOWN_REASONS);
		const told = shown.map(
			([message, items]) => `${message} [${itemNumbers(items)} of ${this.count}]`,
		);
		const hidden = refused.length - shown.reduce((sum, [, items]) => sum + items.length, 0);
		return told.join('; ') + (hidden > 0 ? `; and ${hidden} more` : '');
	}

	private get count(): number {
		return this.run.items.length;
	}
}

/**
 * Reads what holds for the whole batch, from the first item's parameters. Settings that cannot be used stop everything;
 * where the node is set to continue, no item is sent.
 */
export function readSettingsOrRefuse<Settings>(
	run: Run,
	refusals: Refusals,
	readSettings: (source: ParameterSource) => Settings,
): Settings | undefined {
	try {
		return readSettings(run.parameters(0));
	} catch (error) {
		refusals.refuseAll(error, 0);
		return undefined;
	}
}

/**
 * Reads every item's row. Rows that cannot be read are refused; the others come back with their item's index. A setting that
 * protects and cannot be relied on refuses them all.
 *
 * @param readRow gives nothing for an item that makes no row
 */
export function readEveryRow<Row>(
	run: Run,
	refusals: Refusals,
	readRow: (source: ParameterSource, index: number) => Row | undefined,
): Row[] {
	const bad = findBadSetting(run);
	if (bad) {
		refusals.refuseAll(bad.error, bad.index);
		return [];
	}
	const rows: Row[] = [];
	for (let index = 0; index < run.items.length; index++) {
		try {
			const row = readRow(run.parameters(index), index);
			if (row) rows.push(row);
		} catch (error) {
			refusals.addError(index, error);
		}
	}
	return rows;
}
