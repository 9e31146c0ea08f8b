/** A history, put in order: each call with what was asked and what was said, and who ran what, when. */
import { readCall, type Answer, type Asked } from './awin.cts';
import type { CallLine, Line } from './lines.cts';

export interface Call extends Pick<CallLine, 'atMs' | 'caller' | 'query' | 'call'> {
	asked: Asked;
	answer: Answer;
	/** When the answer, or what there was of it, had left. */
	answeredMs: number;
}

type LineOf<Kind extends Line['kind']> = Extract<Line, { kind: Kind }>;

export class Book {
	/** In order of time; without those that were cut off before anything was asked. */
	readonly calls: Call[];
	readonly killsMs: number[];

	constructor(private readonly lines: Line[]) {
		const values = this.all('row').map(({ value }) => value);
		const answers = new Map(
			this.all('answer').map(({ rows, ...line }) => [
				line.call,
				{ ...line, rows: rows?.map((row) => values[row]) },
			]),
		);
		this.calls = this.all('call')
			.filter(({ isWhole }) => isWhole)
			.map((line) => {
				const { call, atMs, caller, query } = line;
				const answer = answers.get(call) ?? { status: 0, body: '', isWhole: false };
				const answeredMs = answers.get(call)?.atMs ?? Infinity;
				return { call, atMs, caller, query, asked: readCall(line), answer, answeredMs };
			})
			.sort((one, other) => one.atMs - other.atMs);
		this.killsMs = this.all('killed').map(({ atMs }) => atMs);
	}

	all<Kind extends Line['kind']>(kind: Kind): Array<LineOf<Kind>> {
		return this.lines.filter((line): line is LineOf<Kind> => line.kind === kind);
	}

	/** Whether n8n was killed between these times. */
	hasKill(fromMs: number, toMs: number): boolean {
		return this.killsMs.some((atMs) => atMs >= fromMs && atMs <= toMs);
	}
}

/** Groups by a key, in the order in which they came. */
export function groupBy<One>(all: One[], keyOf: (one: One) => string): Map<string, One[]> {
	const groups = new Map<string, One[]>();
	for (const one of all) {
		const group = groups.get(keyOf(one));
		if (group) group.push(one);
		else groups.set(keyOf(one), [one]);
	}
	return groups;
}
