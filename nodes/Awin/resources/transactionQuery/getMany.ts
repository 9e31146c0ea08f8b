import type { IDataObject } from 'n8n-workflow';

import { clockOf } from '../../api/timezones';
import type { JsonObject } from '../../api/answers';
import {
	fitsFilters,
	queryKey,
	queryOutput,
	QueryPages,
	readQueriesPage,
	transactionQueriesPath,
	transactionQueriesQuery,
	type QueriesQuestion,
} from '../../api/transactionQueries';
import { splitIntoWindows } from '../../api/windows';
import { readPublisherId } from '../../fields/account';
import type { ParameterSource } from '../../fields/item';
import { readLimit } from '../../fields/limit';
import { readSpan } from '../../fields/span';
import { readTimezone } from '../../fields/timezone';
import type { ItemPlace } from '../../transport/errors';
import { tellOfLeftOut } from '../leftOut';
import { forEachItem, type Operation, type Run } from '../operation';
import { endlessError, sayingWhatWasRead, tellOfRepeat } from '../pagedList';
import { wholeAnswer } from '../wholeAnswer';
import { readQueryDateType, readQueryFilters, transactionQueryFields } from './fields';

const QUERIES = { one: 'a transaction query', many: 'transaction queries' };

export const getManyTransactionQueries: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many transaction queries',
		description:
			'List the sales that a publisher reported as missing, or disputed, with the status of each query; changes nothing',
	},
	fields: transactionQueryFields,
	preview: {
		id: 54321,
		transactionId: 1612345678,
		advertiserId: 1001,
		publisherId: 45628,
		status: 'pending',
		enquiryDate: '2026-03-14T09:30:00+00:00',
		transactionDate: '2026-02-20T22:04:00+00:00',
		validationDate: '2026-04-02T10:00:00+00:00',
		clickRef: 'newsletter',
	},
	async execute(run) {
		return await forEachItem(
			run,
			(source) => readWish(source, run.nowMs),
			async (wish, item) => await getQueries(run, wish, item),
		);
	},
};

function readWish(source: ParameterSource, nowMs: number) {
	const zone = readTimezone(source);
	return {
		publisherId: readPublisherId(source),
		zone,
		span: readSpan(source, zone, nowMs),
		limit: readLimit(source),
		filters: { dateType: readQueryDateType(source), ...readQueryFilters(source) },
	};
}

type Wish = ReturnType<typeof readWish>;

/** Window after window, page after page, until the limit is reached: the windows share their boundary, so a row may come twice. */
async function getQueries(run: Run, wish: Wish, item: ItemPlace): Promise<IDataObject[]> {
	const clock = clockOf(wish.zone);
	const found = new Map<string, IDataObject>();
	const leftOut = new Set<string>();
	for (const window of splitIntoWindows(wish.span.startMs, wish.span.endMs)) {
		for await (const row of rowsOf(run, wish, { window, ...wish.filters }, item)) {
			const key = queryKey(row);
			if (fitsFilters(row, { ...wish.filters, span: wish.span })) {
				found.set(key, queryOutput(row, clock) as IDataObject);
			} else leftOut.add(key);
			if (found.size === wish.limit) break;
		}
		if (found.size === wish.limit) break;
	}
	const clickReference = wish.filters.clickRefs.length > 0 ? ', click reference' : '';
	const asked = `advertiser, status${clickReference} or date`;
	tellOfLeftOut(run, { count: leftOut.size, words: QUERIES, asked }, item);
	return [...found.values()];
}

async function* rowsOf(
	run: Run,
	{ publisherId }: Wish,
	question: QueriesQuestion,
	item: ItemPlace,
): AsyncGenerator<JsonObject> {
	const pages = new QueryPages();
	let isLast = false;
	while (!isLast) {
		if (pages.isEndless) throw endlessError(run, QUERIES.many, pages, item);
		const query = transactionQueriesQuery(question, pages.nextNumber);
		const call = { path: transactionQueriesPath(publisherId), query };
		const taken = await sayingWhatWasRead(QUERIES.many, pages, async () => {
			const page = readQueriesPage(await run.awin.read(call, item));
			return pages.take(wholeAnswer(run, page, item, QUERIES));
		});
		yield* taken.rows;
		isLast = taken.isLast;
	}
	if (pages.missingRows > 0) tellOfMissing(run, pages.missingRows);
	else tellOfRepeat(run, QUERIES.many, pages, item);
}

/** Awin's totals may be off, so what there is is given; but nobody shall take it for everything without knowing. */
function tellOfMissing(run: Run, missingRows: number): void {
	run.context.addExecutionHints({
		message: `Awin announced ${missingRows} more transaction ${missingRows === 1 ? 'query' : 'queries'} than it gave. They may have changed meanwhile: run the node again, or ask for a shorter span of time.`,
		type: 'warning',
		location: 'outputPane',
	});
}
