/**
 * One run of an operation that gives each of many items its result: the order of its steps, the same for every operation.
 * Everything is read and checked before anything is sent, and after the first call nothing throws results away. An operation
 * that only looks things up has no deliveries.
 */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { ParameterSource } from '../../fields/item';
import { fieldsOf, type FieldList } from '../../fields/parameter';
import type { Operation, Run } from '../operation';
import { tell } from '../warnings';
import { finishRows, type ColumnOf, type ResultWords, type RowResult } from './finish';
import {
	readEveryRow,
	readSettingsOrRefuse,
	Refusals,
	type Refusal,
	type RefusalWords,
} from './refusals';
import { withoutResult, type BatchRow } from './rows';
import { Sender, type Delivery } from './sender';

/** What the steps of one run share. */
export interface Batch<Settings, Row, Result> {
	run: Run;
	settings: Settings;
	/** All rows that could be read, also those that are refused meanwhile; none any more once they are sent. */
	rows: Row[];
	refusals: Refusals;
	/** Of each item by its index; filled in as results become known. */
	results: Array<Result | undefined>;
}

/** What the runs of the node in one execution know of each other. */
export interface ExecutionMemory<Row, Result> {
	/** Refuses what earlier runs have sent. */
	refuse?(rows: Row[]): void;
	/** Like `refuse`, once it is known what Awin has. */
	refuseKnown?(rows: Row[]): void;
	/** What an earlier try of this run has made of a row, which is then not sent again. */
	resultOf?(row: Row): Result | undefined;
	/** Notes what is about to be sent: should no answer come, nobody knows whether Awin has it. */
	note(rows: Row[]): void;
	/** Notes what became of it. */
	settle(results: Array<Result | undefined>): void;
}

/** What the rows of a dry run would have done. */
export interface DryRun<Row, Result> {
	/** A sentence without a full stop that goes on after "It would", e.g. `create 3 offers`. */
	would: string;
	resultOf(row: Row): Result;
}

/** What an operation declares, in the order in which it is used. */
export interface BatchSteps<Settings, Row extends BatchRow, Result extends RowResult> {
	/** How is told of rows that are refused, where it is not about sending. */
	refusalWords?: RefusalWords;
	/** What holds for the whole run, read for the first item. */
	readSettings(source: ParameterSource): Settings;
	/**
	 * Throws for the first value that cannot be used, with its name, the value and what to do.
	 *
	 * @returns the row; or the result of an item that says of itself that it is not to be sent: nothing else of it is looked at
	 */
	readRow(source: ParameterSource, index: number): Row | Result;
	/** Makes one row of those that ask for the very same. */
	gather?(rows: Row[]): Row[];
	/** Refuses rows that cannot go as they are, or not together. */
	checkRows?(batch: Batch<Settings, Row, Result>): void | Promise<void>;
	rememberIn?(batch: Batch<Settings, Row, Result>): ExecutionMemory<Row, Result>;
	/** Why there are too many rows. */
	limitRows?(batch: Batch<Settings, Row, Result>): Refusal | undefined;
	/**
	 * Checks the rows that are left, also by what Awin says of them. One that gets its result here is not sent, and counts for
	 * no limit that is looked at later.
	 */
	checkLeft?(batch: Batch<Settings, Row, Result>, rows: Row[]): void | Promise<void>;
	/** Why the rows come to too much. */
	limitTotals?(batch: Batch<Settings, Row, Result>, rows: Row[]): Refusal | undefined;
	dryRun?(rows: Row[]): DryRun<Row, Result>;
	/** The result of a row that takes no call. */
	resultOf?(row: Row): Result | undefined;
	/** None where nothing is sent, and each row has its result without. */
	deliveries?(batch: Batch<Settings, Row, Result>, rows: Row[]): Array<Delivery<Row, Result>>;
	/** The result of a row that did not leave; without a row, of one that could not even be read. */
	notSent(why: Refusal, row?: Row): Result;
	/** What is said of a row behind the message of its result, whatever becomes of it. */
	remarkOn?(row: Row): string;
	/** Adds to a result what is kept of the input item's column of the same name. */
	keep?(result: Result, columns: IDataObject): void;
	/** Tells what to know of the results. */
	tell?(run: Run): void;
	/** @param settings unless they could not be read */
	words(results: Result[], settings: Settings | undefined): ResultWords;
	/** What is given out of a result, where that is not the result itself. */
	columnOf?: ColumnOf<Result>;
	/** Items after those of the input, which are of none of them. */
	further?(settings: Settings): INodeExecutionData[];
}

export function batchOperation<Settings, Row extends BatchRow, Result extends RowResult>({
	option,
	parameters,
	preview,
	...steps
}: Pick<Operation, 'option'> & { parameters: FieldList; preview(): IDataObject } & BatchSteps<
		Settings,
		Row,
		Result
	>): Operation {
	return {
		option,
		fields: fieldsOf(parameters),
		get preview() {
			return { awin: preview() };
		},
		execute: async (run) => await runBatch(run, steps),
	};
}

async function runBatch<Settings, Row extends BatchRow, Result extends RowResult>(
	run: Run,
	steps: BatchSteps<Settings, Row, Result>,
): Promise<INodeExecutionData[]> {
	const refusals = new Refusals(run, steps.refusalWords);
	const results = new Array<Result | undefined>(run.items.length);
	const settings = readSettingsOrRefuse(run, refusals, steps.readSettings);
	if (settings) await work({ run, settings, rows: [], refusals, results }, steps);
	run.items.forEach((_, index) => {
		const refusal = refusals.get(index);
		if (refusal) results[index] = steps.notSent(refusal);
	});
	if (steps.keep) keepOfItems(run, results as Result[], steps.keep);
	steps.tell?.(run);
	const words = steps.words(results as Result[], settings);
	const items = finishRows(run, results as Result[], words, steps.columnOf as ColumnOf | undefined);
	const further = (settings && steps.further?.(settings)) ?? [];
	return further.length > 0 ? items.concat(further) : items;
}

/** Checks all rows, sends those that may go, and sees what becomes of them. */
async function work<Settings, Row extends BatchRow, Result extends RowResult>(
	batch: Batch<Settings, Row, Result>,
	steps: BatchSteps<Settings, Row, Result>,
): Promise<void> {
	const { run, results } = batch;
	const memory = steps.rememberIn?.(batch);
	const trials: Row[] = [];
	const toSend: Row[] = [];
	const twins: Row[] = [];
	const remarks: Array<{ index: number; remark: string }> = [];
	for (const row of await prepare(batch, steps, memory)) {
		const { index } = row;
		if (row.alsoFor) twins.push(row);
		const remark = steps.remarkOn?.(row);
		if (remark) remarks.push({ index, remark });
		if (row.dryRun) trials.push(row);
		else results[index] = steps.resultOf?.(row) ?? memory?.resultOf?.(row);
		if (!row.dryRun && !results[index]) toSend.push(row);
	}
	if (trials.length > 0 && steps.dryRun) {
		const { would, resultOf } = steps.dryRun(trials);
		for (const row of trials) results[row.index] = resultOf(row);
		tell(run, `Dry run: nothing was sent. It would ${would}.`);
	}

	memory?.note(toSend);
	const sender = new Sender<Row, Result>(run, results, steps.notSent);
	for (const delivery of steps.deliveries?.(batch, toSend) ?? []) await sender.send(delivery);
	memory?.settle(results);
	for (const { index, remark } of remarks) {
		const result = results[index];
		if (result) result.message += remark;
	}
	for (const { index, alsoFor = [] } of twins) {
		for (const other of alsoFor) results[other] = results[index];
	}
}

/** Everything that is looked at before anything is sent. @returns the rows that may go */
async function prepare<Settings, Row extends BatchRow, Result extends RowResult>(
	batch: Batch<Settings, Row, Result>,
	steps: BatchSteps<Settings, Row, Result>,
	memory: ExecutionMemory<Row, Result> | undefined,
): Promise<Row[]> {
	const { run, refusals, results } = batch;
	const read = readEveryRow(run, refusals, (source, index) => {
		const one = steps.readRow(source, index);
		if (!isResult(one)) return one;
		results[index] = one;
		return undefined;
	});
	batch.rows = steps.gather?.(read) ?? read;
	await steps.checkRows?.(batch);
	memory?.refuse?.(batch.rows);
	refusals.addAll(batch.rows, steps.limitRows?.(batch));
	refusals.stopIfAny();

	await steps.checkLeft?.(batch, refusals.left(batch.rows));
	refusals.stopIfAny();

	batch.rows = withoutResult(batch.rows, results);
	memory?.refuseKnown?.(refusals.left(batch.rows));
	const good = refusals.left(batch.rows);
	refusals.addAll(good, steps.limitTotals?.(batch, good));
	refusals.stopIfAny();
	batch.rows = [];
	return refusals.left(good);
}

function isResult<Row extends BatchRow, Result extends RowResult>(
	read: Row | Result,
): read is Result {
	return 'outcome' in read;
}

function keepOfItems<Result>(
	{ items }: Run,
	results: Result[],
	keep: (result: Result, columns: IDataObject) => void,
): void {
	results.forEach((result, index) => keep(result, items[index].json));
}
