/**
 * n8n's store for de-duplication, in memory: the same steps as n8n's own over its database, of which only the kind that
 * keeps entries is used here. It can be told to fail, and what it holds can be looked at.
 */
import { createHash } from 'node:crypto';
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
	/** Digests, the oldest first. n8n has a list of them; without a digest twice, that is the same. */
	data: Set<string>;
}

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
		const row = this.rowFor(keyOf(scope, context), options);
		const output: IDeduplicationOutput = { new: [], processed: [] };
		const hashes = items.map(hashOf);
		items.forEach((item, place) => {
			output[row.data.has(hashes[place]) ? 'processed' : 'new'].push(item);
		});
		for (const hash of hashes) row.data.add(hash);
		forgetOldest(row, Math.min(options.maxEntries || Infinity, this.capacity));
		this.afterStep('record');
		return await Promise.resolve(output);
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		this.enter('remove');
		const row = this.rows.get(keyOf(scope, context));
		for (const item of items) row?.data.delete(hashOf(item));
		this.afterStep('remove');
		await Promise.resolve();
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

	/** How many entries there are in the rows of one scope. */
	entriesOf(scope: DeduplicationScope): number {
		return [...this.rows]
			.filter(([key]) => key.startsWith(scope))
			.reduce((sum, [, row]) => sum + row.data.size, 0);
	}

	/** How many entries there are for orders: all but the one that says who began a workflow's row. */
	get orders(): number {
		const begun = hashOf('awin orders begun');
		const beginnings = [...this.rows.values()].filter(({ data }) => data.has(begun)).length;
		return this.entriesOf('workflow') + this.entriesOf('node') - beginnings;
	}

	/** Puts it in the state of another mode, as a Remove Duplicates node would. */
	occupy(mode: string): void {
		this.rows.set('workflow w', { mode, data: new Set() });
	}

	/** Puts entries into a workflow's row, as another version or another node would have done. */
	put(entries: string[]): void {
		const row = this.rowFor('workflow w', { mode: 'entries' });
		for (const entry of entries) row.data.add(hashOf(entry));
	}

	/** Takes a copy of everything, to be put back as a process does that has read before others wrote. */
	snapshot(): () => void {
		const copy = [...this.rows].map(
			([key, { mode, data }]) => [key, { mode, data: new Set(data) }] as const,
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

	private rowFor(key: string, { mode }: ICheckProcessedOptions): Stored {
		const row = this.rows.get(key) ?? { mode, data: new Set<string>() };
		if (row.mode !== mode) throw new Error('Deduplication Failed: incompatible setting');
		this.rows.set(key, row);
		return row;
	}
}

function forgetOldest({ data }: Stored, most: number): void {
	for (const hash of data) {
		if (data.size <= most) return;
		data.delete(hash);
	}
}

function keyOf(scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData): string {
	return scope === 'node' ? `node ${node?.id}` : `workflow ${workflow.id}`;
}

function hashOf(item: DeduplicationItemTypes): string {
	return createHash('md5').update(item.toString()).digest('base64');
}

let installed: Promise<DeduplicationStore> | undefined;

/** n8n takes one store in its lifetime, so all tests of a file share it; clear it between them. */
export async function deduplicationStore(): Promise<DeduplicationStore> {
	installed ??= (async () => {
		const store = new DeduplicationStore();
		await DataDeduplicationService.init(store);
		return store;
	})();
	return await installed;
}
