/** A history in which something is changed by hand. */
import {
	linesIn,
	type AnswerLine,
	type CallLine,
	type EventsLine,
	type Line,
	type OrdersLine,
	type ValidationsLine,
	type WatchLine,
} from './lines.cts';

type Json = Record<string, unknown>;

export class Tale {
	/** A copy. */
	readonly lines: Line[];

	constructor(lines: Line[]) {
		this.lines = linesIn(lines.map((line) => JSON.stringify(line)).join('\n'));
	}

	orders(id: string): OrdersLine {
		return this.found('orders', id) as OrdersLine;
	}

	validations(id: string): ValidationsLine {
		return this.found('validations', id) as ValidationsLine;
	}

	/** The executions of the trigger, in order. */
	get told(): EventsLine[] {
		return this.lines.filter(
			(line): line is EventsLine => line.kind === 'execution' && line.of === 'events',
		);
	}

	get watch(): WatchLine {
		return this.lines.find((line) => line.kind === 'watch') as WatchLine;
	}

	/** An execution that told such an event, and the item. */
	event(event: string, place = 0): { execution: EventsLine; item: Json } {
		const all = this.told.flatMap((execution) =>
			execution.items.map((item) => ({ execution, item })),
		);
		return all.filter(({ item }) => item.event === event)[place];
	}

	/** The last call that sent something in an execution, and its answer. */
	call(execution: OrdersLine | ValidationsLine): { call: CallLine; answer: AnswerLine } {
		const { fromMs, toMs } = execution;
		const calls = this.lines.filter(
			(line): line is CallLine =>
				line.kind === 'call' &&
				line.method === 'POST' &&
				line.atMs >= fromMs &&
				line.atMs <= Number(toMs),
		);
		const call = calls.at(-1) as CallLine;
		return { call, answer: this.answerTo(call) };
	}

	answerTo({ call }: CallLine): AnswerLine {
		return this.lines.find((line) => line.kind === 'answer' && line.call === call) as AnswerLine;
	}

	/** The calls for the job of an execution, with their answers. */
	jobs(execution: ValidationsLine): AnswerLine[] {
		return this.lines
			.filter(
				(line): line is CallLine =>
					line.kind === 'call' &&
					line.path.includes('/jobs/') &&
					line.atMs >= execution.fromMs &&
					line.atMs <= Number(execution.toMs),
			)
			.map((call) => this.answerTo(call));
	}

	/** A call, as a whole, so much later. */
	repeat({ call, answer }: { call: CallLine; answer: AnswerLine }, afterMs: number): void {
		const number = this.lines.length + 1_000_000;
		this.lines.push({ ...call, call: number, atMs: call.atMs + afterMs });
		this.lines.push({ ...answer, call: number, atMs: answer.atMs + afterMs });
	}

	remove(line: Line): void {
		this.lines.splice(this.lines.indexOf(line), 1);
	}

	private found(of: string, id: string): Line | undefined {
		return this.lines.find((line) => line.kind === 'execution' && line.of === of && line.id === id);
	}
}

/** Changes a body that is JSON. */
export function edit(line: { body: string }, change: (body: never) => void): void {
	const body = JSON.parse(line.body) as never;
	change(body);
	line.body = JSON.stringify(body);
}
