/**
 * The table in docs/reliability.md: for each fault what a person sees, with the operations put together that show the same.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { AS_USUAL } from './cell.cts';

const FILE = join(__dirname, '../../docs/reliability.md');
const [BEGIN, END] = ['<!-- faults: begin -->', '<!-- faults: end -->'];

/** What was seen: by fault, then by operation. */
export type Seen = Map<string, Map<string, string>>;

export function tableOf(seen: Seen, reading: readonly string[]): string {
	const rows = [...seen].map(([fault, byOperation]) => {
		const groups = new Map<string, string[]>();
		for (const [operation, text] of byOperation) {
			groups.set(text, [...(groups.get(text) ?? []), operation]);
		}
		const parts = [...groups].map(
			([text, operations]) => `${whoOf(operations, byOperation.size, reading)}${said(text)}`,
		);
		return `| ${fault} | ${parts.join('<br>').replaceAll('|', '\\|')} |`;
	});
	return ['| What happens | What a person sees |', '| --- | --- |', ...rows].join('\n');
}

function whoOf(operations: string[], all: number, reading: readonly string[]): string {
	if (operations.length === all) return '';
	const others = operations.filter((name) => !reading.includes(name));
	const isAllReading = reading.length > 1 && reading.every((name) => operations.includes(name));
	const named = isAllReading ? ['everything that reads', ...others] : operations;
	return `_${named.join(', ')}_: `;
}

function said(text: string): string {
	return text === AS_USUAL ? 'nothing, the result is right' : text;
}

/** The table as the page has it now. */
export function tableInPage(): string {
	const page = readFileSync(FILE, 'utf8');
	return page.slice(page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)).trim();
}

export function writeTable(table: string): void {
	const page = readFileSync(FILE, 'utf8');
	const [before, after] = [page.slice(0, page.indexOf(BEGIN)), page.slice(page.indexOf(END))];
	writeFileSync(FILE, `${before}${BEGIN}\n\n${table}\n\n${after}`);
}
