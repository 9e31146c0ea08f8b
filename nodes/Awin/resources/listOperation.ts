/**
 * Operations that read: what each of them declares, and the rest, which is the same for all.
 */
import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { isOneOf, readComplaint } from '../api/answers';
import { FlatRows } from '../api/flatRows';
import type { Reading } from '../api/lists';
import type { Page, PageRules } from '../api/numberedPages';
import { splitIntoWindows, type Window } from '../api/windows';
import { fieldsOf, type ParameterList, type ValuesOf } from '../fields/parameter';
import type { Call } from '../transport/ask';
import {
	callError,
	itemText,
	operationError,
	type ItemPlace,
	type RowWords,
} from '../transport/errors';
import { forEachItem, type Output } from './forEachItem';
import { readNumberedPages, upTo, type PagedList } from './listParts';
import type { Operation, Run } from './operation';
import { tellOfLeftOut, tellOfUnusable } from './warnings';
import { wholeAnswer } from './wholeAnswer';

/** What every operation declares that reads. */
interface ReadDeclaration<List extends ParameterList, Row extends object> {
	/** How it is offered; *Get Many* where it has no name of its own. */
	option: Pick<INodePropertyOptions, 'action' | 'description'> & Partial<INodePropertyOptions>;
	parameters: List;
	/** One item as the default settings give it. */
	preview(): object;
	/** What comes out for a row, where that is not the row itself. Flat rows of a run are in one {@link FlatRows}. */
	output?(values: ValuesOf<List>, flatRows: FlatRows): (row: Row) => object;
}

/** An operation whose rows come from a reading of its own. */
export function readOperation<List extends ParameterList, Row extends object>({
	option,
	parameters,
	preview,
	output,
	batches,
}: ReadDeclaration<List, Row> & {
	batches(run: Run, values: ValuesOf<List>, item: ItemPlace): AsyncIterable<Row[]>;
}): Operation {
	return {
		option: { name: 'Get Many', value: 'getMany', ...option },
		fields: fieldsOf(parameters),
		get preview() {
			return preview() as IDataObject;
		},
		async execute(run) {
			const flatRows = new FlatRows();
			const items = await forEachItem(run, parameters, async (values, item) => {
				const toOutput = output?.(values, flatRows);
				const found: Output[] = [];
				for await (const rows of batches(run, values, item)) {
					for (const row of rows) {
						found.push({ json: (toOutput ? toOutput(row) : row) as IDataObject });
					}
				}
				return found;
			});
			flatRows.finish();
			return items;
		},
	};
}

/** What one call is about: a page, counted from 1, and a window of time, where the list has such. */
interface Part {
	page: number;
	window: Window;
}

const ALL_TIME: Window = { startMs: -Infinity, endMs: Infinity };

/** What a list of Awin's declares. A parameter `limit` is heeded for all of them. */
export interface ListDeclaration<List extends ParameterList, Row extends object>
	extends ReadDeclaration<List, Row> {
	/** What the rows are, for messages. */
	rows: RowWords;
	call(values: ValuesOf<List>, part: Part): Call;
	/** @returns `undefined` where the answer holds no such list */
	read(answer: unknown, values: ValuesOf<List>): Reading<Row> | undefined;
	/** For a list that comes in pages. */
	pages?: Pick<PagedList<Row>, 'missing'> & {
		rules(values: ValuesOf<List>): PageRules<Row>;
		/** Where Awin takes no longer spans of time than a month. */
		span?(values: ValuesOf<List>): Window;
	};
	/** What comes back is held against what was chosen, since nobody knows whether Awin looks at it. */
	filter?: {
		fits(row: Row, values: ValuesOf<List>): boolean;
		/** What was chosen, such as `partner or date`. */
		chosen(values: ValuesOf<List>): string;
	};
	/** Of which advertiser a row is, where the parameter `advertiserId` asks for one: another's are refused. */
	advertiserOf?(row: Row): unknown;
	/** What is the matter with rows that are left out and told of; without it they refuse the answer as a whole. */
	unusable?: string;
	/** Input items that ask for the same are answered by one call, unless the list is one that changes while it is read. */
	changes?: true;
	/** Awin says with status 200 what is the matter. */
	complains?: true;
}

/** An operation that reads one of Awin's lists. */
export function listOperation<List extends ParameterList, Row extends object>(
	list: ListDeclaration<List, Row>,
): Operation {
	return readOperation({
		...list,
		batches: (run, values, item) => new ListReading(list, run, values, item).batches(),
	});
}

/** One list, read for one input item. */
class ListReading<List extends ParameterList, Row extends object> {
	private leftOut = 0;
	private unusable = 0;

	constructor(
		private readonly list: ListDeclaration<List, Row>,
		private readonly run: Run,
		private readonly values: ValuesOf<List>,
		private readonly item: ItemPlace,
	) {}

	async *batches(): AsyncGenerator<Row[]> {
		const { list, run, values, item } = this;
		const { limit = Infinity } = values as { limit?: number };
		yield* upTo(limit, this.chosenRows());
		if (list.filter) {
			tellOfLeftOut(run, this.leftOut, list.rows, list.filter.chosen(values), item);
		}
		if (list.unusable) tellOfUnusable(run, this.unusable, list.rows, list.unusable, item);
	}

	private async *chosenRows(): AsyncGenerator<Row[]> {
		const { filter } = this.list;
		for await (const rows of this.allRows()) {
			const chosen = filter ? rows.filter((row) => filter.fits(row, this.values)) : rows;
			this.leftOut += rows.length - chosen.length;
			yield chosen;
		}
	}

	/** Window after window, page after page. The windows share their boundary, so a row may come twice. */
	private async *allRows(): AsyncGenerator<Row[]> {
		const { list, run, values, item } = this;
		const { pages } = list;
		if (!pages) {
			yield (await this.readPart({ page: 1, window: ALL_TIME })).rows;
			return;
		}
		const rules = pages.rules(values);
		const span = pages.span?.(values);
		const seen = new Set<string>();
		for (const window of span ? splitIntoWindows(span.startMs, span.endMs) : [ALL_TIME]) {
			const readPage = async (page: number) => await this.readPart({ page, window });
			const paged = { rules, readPage, many: list.rows.many, missing: pages.missing };
			for await (const rows of readNumberedPages(run, paged, item)) {
				yield rows.filter((row) => {
					const key = rules.keyOf(row);
					return !seen.has(key) && seen.add(key);
				});
			}
		}
	}

	private async readPart(part: Part): Promise<Page<Row>> {
		const { list, run, values, item } = this;
		const call = list.call(values, part);
		const isAskedOnce = !list.pages && !list.changes;
		const answer = await (isAskedOnce ? run.awin.readOnce(call, item) : run.awin.read(call, item));
		const reading = list.read(answer, values);
		if (reading && list.unusable) {
			this.unusable += reading.unreadable.length;
			return reading;
		}
		const complaint = list.complains && !reading ? readComplaint(answer) : undefined;
		if (complaint) {
			const failure = { kind: 'refused' as const, status: 200, complaint };
			throw callError(run.context.getNode(), failure, item, call.path);
		}
		this.refuseOthers(wholeAnswer(run, answer, reading, item, list.rows));
		return reading as Reading<Row>;
	}

	private refuseOthers(rows: Row[]): void {
		const { advertiserOf } = this.list;
		const { advertiserId = '' } = this.values as { advertiserId?: string };
		const other = advertiserOf && rows.find((row) => !isOneOf([advertiserId], advertiserOf(row)));
		if (!other) return;
		throw operationError(
			this.run.context.getNode(),
			`Awin answered about the program of advertiser ${advertiserOf(other)}, and was asked about ${advertiserId}${itemText(this.item)}`,
			'Nothing of it was given out. Run the node again in a few minutes.',
		);
	}
}
