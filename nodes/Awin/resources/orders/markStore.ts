/**
 * n8n's own store for de-duplication: two sets of marks, one that belongs to the workflow and one that belongs to the node,
 * each a row of n8n's database.
 *
 * It can say whether a mark is there only by putting it there in the same step. It is never told a largest number of marks,
 * because beyond that number n8n forgets the oldest without a word.
 */
import type { DeduplicationScope, IExecuteFunctions } from 'n8n-workflow';

const OPTIONS = { mode: 'entries' } as const;

/** n8n's store does not hold what is put into it, so it cannot be relied on. */
export class ForgetfulStore extends Error {}

export class MarkStore {
	/** Whether it has been found not to hold what is put into it. */
	isForgetful = false;

	/** @returns `undefined` where this n8n has no such store */
	static of({ helpers }: IExecuteFunctions): MarkStore | undefined {
		return 'checkProcessedAndRecord' in helpers ? new MarkStore(helpers) : undefined;
	}

	private constructor(private readonly helpers: IExecuteFunctions['helpers']) {}

	/** @returns the marks that were there already; all are there afterwards */
	async record(scope: DeduplicationScope, marks: string[]): Promise<Set<unknown>> {
		if (marks.length === 0) return new Set();
		return await persistently(async () => await this.recordOnce(scope, marks));
	}

	/**
	 * Like {@link record}, and says whether a first try may have been recorded without being answered: then marks that seem
	 * to have been there may be those of the first try.
	 *
	 * @param countBefore how many marks there were before
	 */
	async recordSurely(
		scope: DeduplicationScope,
		marks: string[],
		countBefore: number,
	): Promise<{ known: Set<unknown>; isSure: boolean }> {
		try {
			return { known: await this.recordOnce(scope, marks), isSure: true };
		} catch {
			const isSure = (await this.count(scope)) === countBefore;
			return { known: await this.recordOnce(scope, marks), isSure };
		}
	}

	/**
	 * Costs n8n a look at each of its marks, for each mark that is taken out. From a workflow's set that has forgotten orders
	 * nothing is taken out: it has to stay full, or it would have room for them as new ones.
	 */
	async remove(scope: DeduplicationScope, marks: string[]): Promise<void> {
		if (marks.length === 0 || (scope === 'workflow' && this.isForgetful)) return;
		await persistently(async () => await this.helpers.removeProcessed(marks, scope, OPTIONS));
	}

	/** How many marks there are. Changes nothing. */
	async count(scope: DeduplicationScope): Promise<number> {
		return await persistently(async () => await this.helpers.getProcessedDataCount(scope, OPTIONS));
	}

	/** @returns which of these marks there are. Changes nothing in the end. */
	async lookUp(scope: DeduplicationScope, marks: string[]): Promise<Set<unknown>> {
		const size = await this.count(scope);
		const known = await this.record(scope, marks);
		await this.checkKept(scope, size + marks.length - known.size);
		const absent = marks.filter((mark) => !known.has(mark));
		await this.remove(scope, absent);
		return known;
	}

	/**
	 * Makes sure that the store has kept what was put into it, and all that was there before: a store that is full forgets its
	 * oldest marks, and those are of orders that Awin has accepted.
	 *
	 * @throws {ForgetfulStore}
	 */
	async checkKept(scope: DeduplicationScope, sizeAtLeast: number): Promise<void> {
		const size = await this.count(scope);
		if (size >= sizeAtLeast) return;
		// Another process may have taken marks out in the same moment. A full store is one that does not grow.
		const probe = ['awin orders probe'];
		await this.record(scope, probe);
		this.isForgetful = (await this.count(scope)) <= size;
		if (this.isForgetful) throw new ForgetfulStore();
		await this.remove(scope, probe);
	}

	private async recordOnce(scope: DeduplicationScope, marks: string[]): Promise<Set<unknown>> {
		const { processed } = await this.helpers.checkProcessedAndRecord(marks, scope, OPTIONS);
		return new Set(processed);
	}
}

/**
 * Uses the store, and once more where that fails: of two workers that make a workflow's first entry in the same moment, n8n's
 * database refuses one, and has the row when it asks again.
 */
async function persistently<Result>(step: () => Promise<Result>): Promise<Result> {
	try {
		return await step();
	} catch {
		return await step();
	}
}
