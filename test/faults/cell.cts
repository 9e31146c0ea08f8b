/**
 * One cell of the matrix: an operation, a fault, and a setting of On Error. Runs it, and judges what the node claims by what
 * the sandbox knows.
 */
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import type { History } from '../history/lines.cts';
import { executeAwin } from '../support/contexts.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { everythingOf } from '../support/everything.cts';
import { holdWatches } from '../support/fakeClock.cts';
import type { FaultCase, Servers } from './faults.cts';
import type { Asked, Subject, WritingSubject } from './subject.cts';

export type OnError = NonNullable<INode['onError']>;

export const ON_ERROR: readonly OnError[] = [
	'stopWorkflow',
	'continueRegularOutput',
	'continueErrorOutput',
];

/** What came of a run: what it gave, or what a person reads where it stopped. */
interface Outcome {
	items: INodeExecutionData[];
	stop?: { message: string; description?: string | null };
}

export const AS_USUAL = 'as usual';

/** Where it is written down what went over the wire, and what came out. */
export interface Recorder {
	history: History;
	nowMs(): number;
}

/** What a person sees, without the numbers that differ from run to run. Throws where the node told something untrue. */
export async function runCell(
	servers: Servers,
	subject: Subject,
	faultCase: FaultCase,
	onError: OnError,
	recorder: Recorder,
): Promise<string> {
	const { sandbox } = servers;
	sandbox.awin.faults.clear();
	sandbox.awin.clockShiftMs = 0;
	const columns = columnsFor(sandbox, subject);
	const usual = subject.effect === 'write' ? [] : await usualItems(servers, subject, columns);
	sandbox.awin.calls.length = 0;
	inject(sandbox, subject, faultCase);
	const fromMs = recorder.nowMs();
	const outcome = await run(servers, subject, columns, onError, faultCase);
	if (subject.effect === 'write' && subject.asked) {
		writeDown(recorder, subject.asked, columns, fromMs, outcome);
	}

	refuseToken(outcome);
	if (outcome.stop) refuseSilence(outcome.stop, onError);
	switch (subject.effect) {
		case 'read':
			return judgeReading(outcome, usual, columns);
		case 'ask':
			return judgeAsking(outcome, usual);
		case 'write':
			return judgeWriting(outcome, subject, sandbox, columns);
	}
}

/** What was put into a sandbox for those that only read it. Each fault has a sandbox of its own. */
const prepared = new WeakMap<SandboxServer, IDataObject[]>();

function columnsFor(sandbox: SandboxServer, subject: Subject): IDataObject[] {
	if (subject.effect === 'write') return subject.columns(sandbox);
	const columns = prepared.get(sandbox) ?? subject.columns?.(sandbox) ?? [{}];
	prepared.set(sandbox, columns);
	return columns;
}

/** What a subject gives for some columns when nothing goes wrong, which is the same in every sandbox of the same seed. */
const known = new Map<string, INodeExecutionData[]>();

async function usualItems(
	servers: Servers,
	subject: Subject,
	columns: IDataObject[],
): Promise<INodeExecutionData[]> {
	const key = JSON.stringify([subject.name, columns]);
	const items = known.get(key) ?? (await run(servers, subject, columns, 'stopWorkflow')).items;
	known.set(key, items);
	return items;
}

function inject(sandbox: SandboxServer, subject: Subject, faultCase: FaultCase): void {
	sandbox.awin.clockShiftMs = faultCase.clockShiftMs ?? 0;
	if (!faultCase.fault) return;
	const { fault, times = Infinity, afterCalls = 0 } = faultCase;
	const match = subject.effect === 'write' && afterCalls === 0 ? subject.match : {};
	sandbox.awin.faults.add({ ...fault, times, afterCalls, match });
}

async function run(
	servers: Servers,
	subject: Subject,
	columns: IDataObject[],
	onError: OnError,
	faultCase?: FaultCase,
): Promise<Outcome> {
	const { parameters } = subject;
	const { signal } = new AbortController();
	if (subject.effect === 'read' && subject.isWatched) holdWatches(signal);
	const credentials = credentialsFor(servers.sandbox, faultCase?.credentials?.(servers));
	const items = columns.map((json) => ({ json }));
	try {
		const execution = await executeAwin({
			parameters,
			credentials,
			onError,
			items,
			signal,
			longestAnswerMs: faultCase?.longestAnswerMs,
		});
		return { items: execution.items };
	} catch (error) {
		return { items: [], stop: error as Error };
	}
}

function writeDown(
	{ history, nowMs }: Recorder,
	asked: Asked,
	columns: IDataObject[],
	fromMs: number,
	{ items, stop }: Outcome,
): void {
	const shown = {
		kind: 'execution' as const,
		id: String(history.lines.length),
		fromMs,
		toMs: nowMs(),
		status: stop ? 'error' : 'success',
		items: items.map((item) => asShown(item, columns)),
		...(stop && { stop: stop.message }),
	};
	if (asked.of === 'orders') {
		history.write({ ...shown, of: asked.of, rows: columns.map(asked.rowOf) });
	} else history.write({ ...shown, of: asked.of, rows: columns.map(asked.rowOf) });
}

/** n8n puts the columns back into an item that failed. */
function asShown({ json, pairedItem }: INodeExecutionData, columns: IDataObject[]): IDataObject {
	const place = typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : 0;
	return 'error' in json ? { ...columns[place], ...json } : json;
}

function refuseToken(outcome: Outcome): void {
	if (everythingOf(outcome).includes(TOKENS.owner)) throw new Error('The token can be read here');
}

const LEAST_WORDS = 20;

function refuseSilence(stop: NonNullable<Outcome['stop']>, onError: OnError): void {
	if (onError !== 'stopWorkflow') {
		throw new Error(`The node stopped, although it is set to go on: ${stop.message}`);
	}
	if ((stop.description ?? '').length < LEAST_WORDS) {
		throw new Error(`"${stop.message}" does not say what to do next`);
	}
}

/** A reading is right, or it says that it is not: half of a list, or none of it, is never given as the whole. */
function judgeReading(
	{ items, stop }: Outcome,
	usual: INodeExecutionData[],
	columns: IDataObject[],
): string {
	if (stop) return withoutNumbers(stop.message);
	if (isSame(items, usual)) return AS_USUAL;
	const words = items.flatMap(({ json }) => failureIn(json) ?? []);
	if (words.length !== items.length || items.length !== columns.length) {
		throw new Error(
			`It gave ${items.length} items where ${usual.length} are right, and called ${words.length} of them failed`,
		);
	}
	return withoutNumbers(words[0]);
}

/** What an item says of its failure: in a column of its own, or in the result of its row. */
function failureIn({ error, awin }: IDataObject): string | undefined {
	if (typeof error === 'string' && error !== '') return error;
	const { outcome, message } = (awin ?? {}) as IDataObject;
	return outcome === 'failed' ? String(message) : undefined;
}

function isSame(items: INodeExecutionData[], others: INodeExecutionData[]): boolean {
	const text = (all: INodeExecutionData[]) =>
		JSON.stringify(all.map(({ json, binary }) => [json, binary]));
	return text(items) === text(others);
}

/** Each row has the result that it has when nothing goes wrong, or one that says what went wrong. */
function judgeAsking({ items, stop }: Outcome, usual: INodeExecutionData[]): string {
	if (stop) return withoutNumbers(stop.message);
	const results = items.map(resultOf);
	if (results.length !== usual.length) {
		throw new Error(`${usual.length} rows are right, ${results.length} came out`);
	}
	for (const [index, result] of results.entries()) {
		if (!DONE.has(result.outcome)) refuseNoNextStep(result);
		else if (!isSame([items[index]], [usual[index]])) throw new Error('It is not what was asked');
	}
	return shownOf(results);
}

/** Rows that took effect or were looked up for certain, and rows that certainly were not. All other outcomes leave it open. */
const DONE = new Set(['done', 'accepted', 'created', 'uploaded', 'found', 'several', 'notFound']);
const NOT_DONE = new Set(['failed', 'rejected', 'skipped']);

/** Nothing is called done that Awin does not have, nothing failed that it has, and nothing is there twice. */
function judgeWriting(
	{ items, stop }: Outcome,
	subject: WritingSubject,
	sandbox: SandboxServer,
	columns: IDataObject[],
): string {
	const effects = subject.effects(sandbox, columns);
	if (effects.some((count) => count > 1)) throw new Error('A row took effect twice');
	if (stop) {
		judgeStop(stop.message, effects);
		return withoutNumbers(stop.message);
	}
	const results = items.map(resultOf);
	if (results.length !== columns.length) {
		throw new Error(`${columns.length} rows went in, ${results.length} came out`);
	}
	for (const [index, result] of results.entries()) {
		const { outcome } = result;
		const isThere = effects[index] === 1;
		if (DONE.has(outcome) && !isThere) throw new Error(`Called ${outcome}, and not at Awin`);
		if (NOT_DONE.has(outcome) && isThere) throw new Error(`Called ${outcome}, and Awin has it`);
		if (!DONE.has(outcome)) refuseNoNextStep(result);
	}
	return shownOf(results);
}

/** `3 of 3 items were not accepted: 1 accepted, 2 not sent` */
const STOPPED_AFTER_SENDING = /^\d+ of \d+ items were not [^:]+: (.+)$/;

/** What the words of a count say: Awin has the rows for certain, certainly not, or nobody knows. */
const SAID: Readonly<Record<string, 'there' | 'notThere' | 'open'>> = {
	done: 'there',
	'already done': 'there',
	accepted: 'there',
	created: 'there',
	'not done': 'notThere',
	'not sent': 'notThere',
	'not created': 'notThere',
	rejected: 'notThere',
	unknown: 'open',
	pending: 'open',
	'submitted and still being worked on': 'open',
};

/**
 * Of a stopped run a person reads a count only; it may be no more certain than Awin's books are.
 *
 * @param effects how often each row took effect
 */
export function judgeStop(message: string, effects: number[]): void {
	const counts = { there: 0, notThere: 0, open: 0 };
	const [, told] = STOPPED_AFTER_SENDING.exec(message) ?? [];
	for (const part of told?.split(', ') ?? []) {
		const [, count, words] = /^(\d+) (.+)$/.exec(part) ?? [];
		const meaning = SAID[words];
		if (!meaning) throw new Error(`Nobody knows what "${part}" says about Awin`);
		counts[meaning] += Number(count);
	}
	// Without a count, nothing was sent.
	if (!told) counts.notThere = effects.length;
	const isThere = effects.filter((count) => count === 1).length;
	if (counts.there + counts.notThere + counts.open !== effects.length) {
		throw new Error(`It does not count all ${effects.length} rows: ${message}`);
	}
	if (counts.there > isThere || counts.notThere > effects.length - isThere) {
		throw new Error(`Awin has ${isThere} rows, of which the node says: ${message}`);
	}
}

function refuseNoNextStep({ message, nextStep }: RowResult): void {
	if (String(nextStep ?? '').length < LEAST_WORDS) {
		throw new Error(`"${message}" does not say what to do next`);
	}
}

function shownOf(results: RowResult[]): string {
	const [first] = results;
	const words = new Set(results.map(({ outcome }) => outcome));
	if (words.size === 1 && DONE.has(first.outcome)) return AS_USUAL;
	return `${[...words].join(', ')}: ${withoutNumbers(first.message)}`;
}

interface RowResult {
	outcome: string;
	message: string;
	nextStep?: unknown;
}

function resultOf({ json }: INodeExecutionData): RowResult {
	const result = (json.awin ?? json.details) as unknown as RowResult;
	if (typeof result?.outcome !== 'string') throw new Error(`No result: ${JSON.stringify(json)}`);
	return result;
}

export function withoutNumbers(message: string): string {
	return (
		message
			.replace(/ \[items? [^\]]*\]/g, '')
			.replace(/127\.0\.0\.1:\d+|awin\.invalid/g, 'The server')
			// Which of the two it is depends on the machine's resolver.
			.replace('EAI_AGAIN', 'ENOTFOUND')
			.replace(/ Awin says: ".*"/g, ' Awin says: …')
			.replace(/(advertiser|publisher) account \d+/g, 'this account')
			.replace(/within \d+ seconds/g, 'within … seconds')
	);
}
