/**
 * The tables in docs/reliability.md: for each fault what a person sees, with the operations put together that show the same.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { AS_USUAL } from './cell.cts';

const FILE = join(__dirname, '../../docs/reliability.md');

/** One table for each test file, which knows nothing of the others. */
export type TableName = 'lists' | 'programs' | 'changes' | 'looking' | 'trigger';

/** What was seen: by fault, then by operation. */
export type Seen = Map<string, Map<string, string>>;

export function tableOf(seen: Seen): string {
	const rows = [...seen].map(([fault, byOperation]) => {
		const groups = new Map<string, string[]>();
		for (const [operation, text] of byOperation) {
			groups.set(text, [...(groups.get(text) ?? []), operation]);
		}
		const largest = Math.max(...[...groups.values()].map(({ length }) => length));
		const parts = [...groups]
			.sort(([, some], [, others]) => others.length - some.length)
			.map(([text, operations]) => `${whoOf(operations, byOperation.size, largest)}${said(text)}`);
		return `| ${fault} | ${parts.join('<br>').replaceAll('|', '\\|')} |`;
	});
	return ['| What happens | What a person sees |', '| --- | --- |', ...rows].join('\n');
}

const LONG = 3;

/** Of many that show the same, the few others are named. */
function whoOf(operations: string[], all: number, largest: number): string {
	if (operations.length === all) return '';
	const isMost = operations.length === largest && largest > all / 2 && largest > LONG;
	return isMost ? '' : `_${operations.join(', ')}_: `;
}

function said(text: string): string {
	return text === AS_USUAL ? 'nothing, the result is right' : text;
}

/** Where a table begins and ends in the page. */
function placeOf(page: string, name: TableName): [start: number, end: number] {
	const [begin, end] = [`<!-- faults ${name}: begin -->`, `<!-- faults ${name}: end -->`];
	return [page.indexOf(begin) + begin.length, page.indexOf(end)];
}

/** The table as the page has it now. */
export function tableInPage(name: TableName): string {
	const page = readFileSync(FILE, 'utf8');
	return page.slice(...placeOf(page, name)).trim();
}

export function writeTable(name: TableName, table: string): void {
	const page = readFileSync(FILE, 'utf8');
	const [start, end] = placeOf(page, name);
	writeFileSync(FILE, `${page.slice(0, start)}\n\n${table}\n\n${page.slice(end)}`);
}
