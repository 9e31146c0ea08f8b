/**
 * Items that failed, in the forms in which n8n sends them to the error output with the person's columns.
 */
import * as n8nWorkflow from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	ISourceData,
	ITaskDataConnectionsSource,
} from 'n8n-workflow';

/**
 * n8n before 2.34 knows a failed item by `error` and `message` only, later ones by `error` and `details` too. The item
 * cannot tell, and nothing else can; but it was in 2.34 that `sleepWithAbort` was given up.
 */
const SECOND_KEY = 'sleepWithAbort' in n8nWorkflow ? 'message' : 'details';

/** n8n takes an item without words for one that went well. */
const NO_WORDS = 'This item could not be processed, and nothing says why';

/**
 * The columns of a failed item.
 *
 * n8n takes an item with nothing but these two keys for a failed one: it sends it to the error output and puts the input's
 * columns back. With any other key it would stay on the regular output, and an item that carries the error itself would
 * lose all its columns.
 *
 * @param details what to do next, or a row's whole result
 */
export function failedJson(error: string, details: string | object | null): IDataObject {
	return { error: error || NO_WORDS, ...(details ? { [SECOND_KEY]: details } : {}) };
}

/** What an error says, and what to do next; empty where it does not say that. */
export function wordsOf(error: unknown): { message: string; description: string } {
	if (!(error instanceof Error)) return { message: String(error), description: '' };
	const description = 'description' in error && error.description ? String(error.description) : '';
	return { message: error.message, description };
}

/** What is needed of a run to give its failed items out. */
interface FailingRun {
	context: IExecuteFunctions;
	items: INodeExecutionData[];
}

/**
 * The output for the input item at `index` that failed.
 *
 * @param details what to do next, or a row's whole result
 */
export function failedOutput(
	run: FailingRun,
	index: number,
	error: string,
	details: string | object | null,
): INodeExecutionData {
	const json = failedJson(error, details);
	return !hasErrorOutput(run) || inputOf(run).isFoundByN8n(index)
		? { json, pairedItem: { item: index } }
		: withOwnColumns(index, { ...run.items[index]?.json, ...json });
}

export function hasErrorOutput({ context }: FailingRun): boolean {
	return context.getNode().onError === 'continueErrorOutput';
}

/** Where n8n looks for the columns of failed items; made once for a run, because n8n builds a lot for each look. */
interface Input {
	isFoundByN8n(index: number): boolean;
}

const inputs = new WeakMap<FailingRun, Input>();

function inputOf(run: FailingRun): Input {
	const known = inputs.get(run);
	if (known) return known;
	const input = lookAsN8nDoes(run);
	inputs.set(run, input);
	return input;
}

/**
 * Looks for an input item in the way in which n8n will look for it, to put its columns back (n8n-core's
 * `handleNodeErrorOutput`). n8n's look-up throws where what it remembers of the node before is not what that node gave
 * (n8n issue 37407), and then all input items would leave on the regular output, as if they were done; or it finds another
 * item than the one that was worked on.
 */
function lookAsN8nDoes({ context, items }: FailingRun): Input {
	try {
		const source = context.getExecuteData().source as ITaskDataConnectionsSource | null;
		// Without any source n8n does not look, and there was nothing before that could have had columns.
		if (source === null) return { isFoundByN8n: () => true };
		const [from] = source.main as Array<ISourceData | null>;
		const { $getPairedItem } = context.getWorkflowDataProxy(0);
		return {
			isFoundByN8n: (index) => {
				try {
					const found = $getPairedItem(from?.previousNode ?? '', from, { item: index }) as unknown;
					return isSameItem(found, items[index]);
				} catch {
					return false;
				}
			},
		};
	} catch {
		return { isFoundByN8n: () => false };
	}
}

function isSameItem(found: unknown, item: INodeExecutionData): boolean {
	const { json } = (found ?? {}) as Partial<INodeExecutionData>;
	return json === item.json || JSON.stringify(json) === JSON.stringify(item.json);
}

/**
 * A failed item that n8n has nothing to look up for: paired by a plain number, it is sent on as it is.
 *
 * n8n then knows it as failed by an `error` of its own. That one is only there for who asks: a copy, such as the next node
 * gets, has none, or every node behind would take the item for one that failed there. And because n8n puts the words of
 * such an error in the place of all columns, the columns cannot be replaced.
 */
function withOwnColumns(index: number, json: IDataObject): INodeExecutionData {
	return Object.defineProperties({ pairedItem: index } as unknown as INodeExecutionData, {
		json: { enumerable: true, get: () => json, set: () => undefined },
		error: { enumerable: false, value: { message: String(json.error) } },
	});
}
