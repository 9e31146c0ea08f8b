/**
 * The history of a run: what went over the wire, and what n8n shows of its executions, one JSON line each. Nothing in it
 * comes from the books of whoever played Awin. Times are milliseconds since 1970, by one clock for all lines.
 */
import { appendFileSync, readFileSync } from 'node:fs';

/** A request that reached Awin. */
export interface CallLine {
	kind: 'call';
	atMs: number;
	/** A number of its own, by which its answer names it. */
	call: number;
	/** Whose token it was, in a form that nobody can use. */
	caller: string;
	method: string;
	path: string;
	query: Record<string, string>;
	body: string;
	/** False: it was cut off before its end, so nothing was asked. */
	isWhole: boolean;
}

/** What really left of the answer. A call without such a line was never answered. */
export interface AnswerLine {
	kind: 'answer';
	atMs: number;
	call: number;
	/** 0: the connection ended without one. */
	status: number;
	body: string;
	/** False: only its beginning left. */
	isWhole: boolean;
	/** In place of the body: the numbers of the rows that it is a list of. */
	rows?: number[];
}

/** A row of a list. Lists are read again and again, and mostly have the same rows. */
export interface RowLine {
	kind: 'row';
	row: number;
	value: Record<string, unknown>;
}

/** How many calls a minute Awin allows for one token. */
export interface LimitLine {
	kind: 'limit';
	perMinute: number;
}

/** A trigger begins to watch, or somebody chooses something else for it. */
export interface WatchLine {
	kind: 'watch';
	atMs: number;
	watch: string;
	accountType: 'advertiser' | 'publisher';
	accounts: number[];
	/** Which kinds of news it is to tell. */
	events: string[];
	/** Only those of these partners; empty: all. */
	partners: number[];
	/** The longest time between two polls. */
	intervalMs: number;
}

/** One poll, where n8n shows them: only those that found something are executions. */
export interface PollLine {
	kind: 'poll';
	watch: string;
	fromMs: number;
	toMs: number;
	/** The clock of n8n's machine when it began. */
	clockMs: number;
	/** `given`: everything was answered, and n8n took what it gave. */
	outcome: 'given' | 'part' | 'none';
	/** n8n had kept nothing of the polls before it. */
	isFirst: boolean;
}

interface AnyExecution {
	kind: 'execution';
	id: string;
	fromMs: number;
	/** Null: it was cut off. */
	toMs: number | null;
	/** `success`, or what n8n shows instead. */
	status: string;
	/** What the node gave out, on all of its outputs. */
	items: Array<Record<string, unknown>>;
	/** What a person reads where it stopped. */
	stop?: string;
}

/** An execution that a trigger started. */
export interface EventsLine extends AnyExecution {
	of: 'events';
	watch: string;
}

interface SendingLine<Row> extends AnyExecution {
	/** What went in, in order. */
	rows: Row[];
	isDryRun?: boolean;
	/** The person allowed it to send again what Awin does not list. */
	maySendAgain?: boolean;
}

interface AnyRow {
	/** The advertiser's account. */
	account: number;
	/** The item as it went in. */
	columns: Record<string, unknown>;
}

export interface OrderRow extends AnyRow {
	reference: string;
	/** In major units. */
	amount: number;
	currency: string;
}

export interface ValidationRow extends AnyRow {
	id: number;
	action: string;
	/** In major units; for an amendment. */
	amount?: number;
	currency?: string;
}

export interface OrdersLine extends SendingLine<OrderRow> {
	of: 'orders';
}

export interface ValidationsLine extends SendingLine<ValidationRow> {
	of: 'validations';
}

export type ExecutionLine = EventsLine | OrdersLine | ValidationsLine;

/** n8n was ended as by a power cut. */
export interface KilledLine {
	kind: 'killed';
	atMs: number;
}

/** Somebody connected, and was gone again without a request that could be read and without an answer. */
export interface StrayLine {
	kind: 'stray';
	atMs: number;
}

/** n8n put an older state of a workflow into the place of the newer one, as it does with one that it stores late. */
export interface RolledBackLine {
	kind: 'rolledBack';
	atMs: number;
}

/** Whatever was under way by then had been finished, and written down, when the history ended. */
export interface EndLine {
	kind: 'end';
	atMs: number;
}

export type Line =
	| CallLine
	| AnswerLine
	| RowLine
	| LimitLine
	| WatchLine
	| PollLine
	| ExecutionLine
	| KilledLine
	| StrayLine
	| RolledBackLine
	| EndLine;

/** Keeps a history in memory or, where it is given a file, writes it down there as it goes. */
export class History {
	readonly lines: Line[] = [];
	private calls = 0;
	/** The rows that were written down, by what they say. */
	private readonly rows = new Map<string, number>();

	constructor(readonly file?: string) {}

	write(line: Line): void {
		if (!this.file) this.lines.push(line);
		else if (line.kind === 'answer' && line.body.startsWith('[{')) this.append(this.inRows(line));
		else this.append(line);
	}

	/** @returns the number of the next call */
	nextCall(): number {
		return ++this.calls;
	}

	private append(line: Line): void {
		appendFileSync(this.file as string, `${JSON.stringify(line)}\n`);
	}

	private inRows(line: AnswerLine): AnswerLine {
		if (!line.isWhole) return line;
		const rows = (JSON.parse(line.body) as Array<RowLine['value']>).map((value) => {
			const text = JSON.stringify(value);
			const known = this.rows.get(text);
			if (known !== undefined) return known;
			const row = this.rows.size;
			this.rows.set(text, row);
			this.append({ kind: 'row', row, value });
			return row;
		});
		return { ...line, body: '', rows };
	}
}

export function readHistory(file: string): Line[] {
	return linesIn(readFileSync(file, 'utf8'));
}

export function linesIn(text: string): Line[] {
	return text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Line);
}
