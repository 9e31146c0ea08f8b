import type { IDataObject } from 'n8n-workflow';

import type { JsonObject } from '../../api/answers';
import { FlatRows } from '../../api/flatRows';
import { toReportRow, toReportRowOfRun } from '../../api/reportOutput';
import { wasAskedFor } from '../../api/reportFilters';
import { PeriodRows, periodOf, withNumbers } from '../../api/reportRows';
import {
	planReport,
	readReport,
	reportPath,
	reportQuery,
	type ReportCall,
	type ReportPlan,
} from '../../api/reports';
import { sampleReportRow } from '../../api/samples';
import { eachOnce } from '../../api/wholeLists';
import { itemText, type ItemPlace } from '../../transport/errors';
import { unreadableRowsError } from '../../transport/rowErrors';
import { tellOfLeftOut } from '../leftOut';
import { forEachItem, type Operation, type Run } from '../operation';
import { readPages } from '../pages';
import { wholeAnswer } from '../wholeAnswer';
import { readReportWish, reportFields } from './fields';

const ROWS = { one: 'a row of a report', many: 'rows of a report', all: 'rows' };

const ASKED = {
	partner: 'region or date',
	creative: 'region or date',
	campaign: 'campaign, partner or date',
};

export const getPerformanceReport: Operation = {
	option: {
		name: 'Get Performance',
		value: 'getPerformance',
		action: 'Get performance report',
		description:
			'Get clicks, sales and commission by partner, creative or campaign for any span of time, in total or by day, week or month; changes nothing',
	},
	fields: reportFields,
	preview: toReportRow(
		sampleReportRow(),
		{ firstDay: '2026-02-01', lastDay: '2026-02-28' },
		{ form: 'simplified', accountType: 'advertiser', reportBy: 'partner' },
	) as IDataObject,
	async execute(run) {
		const flatRows = new FlatRows();
		const output = await forEachItem(
			run,
			(source) => readReportWish(source, run.nowMs),
			async (wish, item) => await getReport(run, wish, item, flatRows),
		);
		flatRows.finish();
		return output;
	},
};

/** A row, and which of the periods it belongs to. */
interface PlacedRow {
	row: JsonObject;
	period: number;
}

async function getReport(
	run: Run,
	{ accountId, question, span, interval, limit, form }: ReturnType<typeof readReportWish>,
	item: ItemPlace,
	flatRows: FlatRows,
): Promise<IDataObject[]> {
	const { accountType, reportBy } = question;
	const plan = planReport(reportBy, span, interval);
	const path = reportPath(accountType, accountId, reportBy);
	let leftOut = 0;
	let repeated = 0;
	const fetchCall = async (call: ReportCall, signal?: AbortSignal): Promise<PlacedRow[]> => {
		const query = reportQuery(question, call);
		const answer = await run.awin.read({ path, query, signal }, item);
		const { rows: given } = wholeAnswer(run, readReport(answer), item, ROWS);
		// A sum over a row that came twice would be wrong, and nobody would see it.
		const rows = eachOnce(given);
		repeated += given.length - rows.length;
		const asked = rows.filter((row) => wasAskedFor(row, question, call));
		leftOut += rows.length - asked.length;
		return placeRows(run, asked, call, plan, item);
	};
	const view = { form, accountType, reportBy };
	const output: IDataObject[] = [];
	for await (const [period, rows] of byPeriod(plan, readPages(plan.calls, fetchCall, limit))) {
		for (const row of rows.slice(0, Math.min(limit - output.length, rows.length))) {
			const shown = toReportRowOfRun(row, plan.periods[period], view, flatRows);
			output.push(shown as IDataObject);
		}
		if (output.length === limit) break;
	}
	tellOfLeftOut(run, { count: leftOut, words: ROWS, asked: ASKED[reportBy] }, item);
	tellOfRepeated(run, repeated, item);
	return output;
}

function tellOfRepeated(run: Run, count: number, item: ItemPlace): void {
	if (count === 0) return;
	const rows = count === 1 ? ROWS.one : `${count} ${ROWS.many}`;
	run.context.addExecutionHints({
		message: `Awin gave ${rows} twice, the same to the last figure${itemText(item)}. The figures count each of them once.`,
		type: 'warning',
		location: 'outputPane',
	});
}

/** A row that cannot be placed refuses the answer as a whole: sums without it would be wrong unseen. */
function placeRows(
	run: Run,
	rows: JsonObject[],
	call: ReportCall,
	{ periods }: ReportPlan,
	item: ItemPlace,
): PlacedRow[] {
	const placed = rows.map((row) => ({
		row: withNumbers(row),
		period: periodOf(row, call, periods),
	}));
	const lost = placed.flatMap(({ period }, index) => (period === undefined ? [{ index }] : []));
	if (lost.length > 0) {
		const dated = `dated between ${call.firstDay} and ${call.lastDay}`;
		throw unreadableRowsError(run.context.getNode(), lost, item, {
			one: dated,
			many: dated,
			all: 'rows',
		});
	}
	return placed as PlacedRow[];
}

/** Gives each period as soon as no later call can add to it, oldest first. */
async function* byPeriod(
	{ periods, calls }: ReportPlan,
	pages: AsyncGenerator<PlacedRow[]>,
): AsyncGenerator<[number, JsonObject[]]> {
	const open = new Map<number, PeriodRows>();
	let [nextCall, nextPeriod] = [0, 0];
	for await (const page of pages) {
		for (const { row, period } of page) {
			const rows = open.get(period) ?? new PeriodRows();
			open.set(period, rows);
			rows.add(row);
		}
		const { lastDay } = calls[nextCall++];
		for (; periods[nextPeriod]?.lastDay <= lastDay; nextPeriod++) {
			yield [nextPeriod, open.get(nextPeriod)?.rows() ?? []];
			open.delete(nextPeriod);
		}
	}
}
