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
	data: string[];
}

export class DeduplicationStore implements IDataDeduplicator {
	/** By scope and workflow, as n8n keeps them: each is one row of its database. */
	private readonly rows = new Map<string, string>();
	/** Called before each step; what it throws, n8n throws. */
	beforeStep: (step: 'record' | 'remove') => void = () => undefined;
	steps = 0;

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		const key = this.enter('record', scope, context);
		const row = this.read(key) ?? { mode: options.mode, data: [] };
		if (row.mode !== options.mode) throw new Error('Deduplication Failed: incompatible setting');
		const known = new Set(row.data);
		const output: IDeduplicationOutput = { new: [], processed: [] };
		for (const item of items) {
			const hash = hashOf(item);
			output[known.has(hash) ? 'processed' : 'new'].push(item);
			if (!known.has(hash)) row.data.push(hash);
		}
		if (options.maxEntries) row.data.splice(0, row.data.length - options.maxEntries);
		this.rows.set(key, JSON.stringify(row));
		return await Promise.resolve(output);
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		const key = this.enter('remove', scope, context);
		const row = this.read(key);
		if (!row) return;
		for (const item of items) {
			const place = row.data.indexOf(hashOf(item));
			if (place >= 0) row.data.splice(place, 1);
		}
		this.rows.set(key, JSON.stringify(row));
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
	): Promise<number> {
		return await Promise.resolve(this.read(keyOf(scope, context))?.data.length ?? 0);
	}

	/** How many entries there are in all rows. */
	get entries(): number {
		return [...this.rows.keys()].reduce((sum, key) => sum + (this.read(key)?.data.length ?? 0), 0);
	}

	/** Puts it in the state of another mode, as a Remove Duplicates node would. */
	occupy(mode: string): void {
		this.rows.set('workflow w', JSON.stringify({ mode, data: [] }));
	}

	clear(): void {
		this.rows.clear();
		this.steps = 0;
		this.beforeStep = () => undefined;
	}

	private enter(
		step: 'record' | 'remove',
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): string {
		this.steps++;
		this.beforeStep(step);
		return keyOf(scope, context);
	}

	private read(key: string): Stored | undefined {
		const text = this.rows.get(key);
		return text === undefined ? undefined : (JSON.parse(text) as Stored);
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
