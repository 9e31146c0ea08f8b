/**
 * n8n's store for de-duplication, in memory: the same steps as n8n's own over its database, of which only the kind that
 * keeps entries is used here. A row is read, then written as a whole, and others get their turn in between: of two that do so
 * at once, the later one takes out what the earlier one has put in. It can be told to fail, and what it holds can be looked at.
 */
import { DataDeduplicationService } from 'n8n-core';
import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';

interface Stored {
	mode: string;
	/** Entries, the oldest first. n8n has a list of their digests; without one twice, that is the same. */
	data: Set<string>;
	/** How many have read it and not written it yet. */
	readers: number;
}

const BEGINNINGS = ['awin orders begun', 'awin orders this node has begun'];

type Step = 'record' | 'remove' | 'count';

export class DeduplicationStore implements IDataDeduplicator {
	/** By scope and workflow, as n8n keeps them: each is one row of its database. */
	private readonly rows = new Map<string, Stored>();
	/** Called before each step; what it throws, n8n throws. */
	beforeStep: (step: Step) => void = () => undefined;
	/** Called once a step is done; what it throws is thrown although the step was done. */
	afterStep: (step: Step) => void = () => undefined;
	/** Beyond this a row loses its oldest entries, whatever n8n is asked for. n8n's own has no such end. */
	capacity = Infinity;
	steps = 0;

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		this.enter('record');
		const key = keyOf(scope, context);
		const output: IDeduplicationOutput = { new: [], processed: [] };
		await this.change(key, this.rowFor(key, options), (data) => {
			for (const item of items) output[data.has(String(item)) ? 'processed' : 'new'].push(item);
			for (const item of items) data.add(String(item));
			forgetOldest(data, Math.min(options.maxEntries || Infinity, this.capacity));
		});
		this.afterStep('record');
		return output;
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		this.enter('remove');
		const key = keyOf(scope, context);
		const row = this.rows.get(key);
		if (row) {
			await this.change(key, row, (data) => {
				for (const item of items) data.delete(String(item));
			});
		}
		this.afterStep('remove');
	}

	async clearAllProcessedItems(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		this.rows.delete(keyOf(scope, context));
		await Promise.resolve();
	}

	async getProcessedDataCount(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<number> {
		this.beforeStep('count');
		const row = this.rows.get(keyOf(scope, context));
		return await Promise.resolve(row && options.mode === 'entries' ? row.data.size : 0);
	}

	private entriesOf(scope: DeduplicationScope): number {
		return [...this.rows]
			.filter(([key]) => key.startsWith(scope))
			.reduce((sum, [, row]) => sum + row.data.size, 0);
	}

	/** How many entries there are for orders: all but those that say who began a row. */
	get orders(): number {
		return this.ordersOf('workflow') + this.ordersOf('node');
	}

	/** The same, in the rows of one scope. */
	ordersOf(scope: DeduplicationScope): number {
		const rows = [...this.rows].filter(([key]) => key.startsWith(scope)).map(([, row]) => row);
		const beginnings = rows.filter(({ data }) => BEGINNINGS.some((one) => data.has(one))).length;
		return this.entriesOf(scope) - beginnings;
	}

	/** Puts it in the state of another mode, as a Remove Duplicates node would. */
	occupy(mode: string): void {
		this.rows.set('workflow w', { mode, data: new Set(), readers: 0 });
	}

	/** Puts entries into a workflow's row, as another version or another node would have done. */
	put(entries: string[]): void {
		const row = this.rowFor('workflow w', { mode: 'entries' });
		for (const entry of entries) row.data.add(entry);
	}

	/** Takes a copy of everything, to be put back as a process does that has read before others wrote. */
	snapshot(): () => void {
		const copy = [...this.rows].map(
			([key, { mode, data }]) => [key, { mode, data: new Set(data), readers: 0 }] as const,
		);
		return () => {
			this.rows.clear();
			for (const [key, row] of copy) this.rows.set(key, row);
		};
	}

	clear(): void {
		this.rows.clear();
		this.steps = 0;
		this.capacity = Infinity;
		this.beforeStep = () => undefined;
		this.afterStep = () => undefined;
	}

	private enter(step: Step): void {
		this.steps++;
		this.beforeStep(step);
	}

	/** Reads a row, lets others have their turn, and writes the row over whatever they have made of it. */
	private async change(key: string, row: Stored, work: (data: Set<string>) => void): Promise<void> {
		const { mode, data } = row;
		row.readers++;
		await new Promise((resolve) => setImmediate(resolve));
		// Only what somebody else still has as it was read needs a copy.
		const isShared = --row.readers > 0 || this.rows.get(key) !== row;
		const written = isShared ? { mode, data: new Set(data), readers: 0 } : row;
		work(written.data);
		this.rows.set(key, written);
	}

	private rowFor(key: string, { mode }: ICheckProcessedOptions): Stored {
		const row = this.rows.get(key) ?? { mode, data: new Set<string>(), readers: 0 };
		if (row.mode !== mode) throw new Error('Deduplication Failed: incompatible setting');
		this.rows.set(key, row);
		return row;
	}
}

function forgetOldest(data: Set<string>, most: number): void {
	for (const entry of data) {
		if (data.size <= most) return;
		data.delete(entry);
	}
}

function keyOf(scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData): string {
	return scope === 'node' ? `node ${node?.id}` : `workflow ${workflow.id}`;
}

/** Of all tests of a file. */
export const storeInUse = new DeduplicationStore();
let isInstalled = false;

/** Gives n8n the store, with nothing in it. */
export async function emptyStore(): Promise<DeduplicationStore> {
	if (!isInstalled) {
		// n8n takes one in its lifetime, and several files have the same n8n.
		Reflect.set(DataDeduplicationService, 'instance', undefined);
		await DataDeduplicationService.init(storeInUse);
		isInstalled = true;
	}
	storeInUse.clear();
	return storeInUse;
}
