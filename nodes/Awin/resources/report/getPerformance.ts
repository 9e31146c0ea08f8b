import { toReportRow, toReportRowOfRun } from '../../api/reportOutput';
import type { JsonObject } from '../../api/answers';
import { eachOnce } from '../../api/lists';
import type { DaySpan } from '../../api/periods';
import { wasAskedFor } from '../../api/reportFilters';
import { PeriodRows, periodOf, withNumbers } from '../../api/reportRows';
import {
	planReport,
	readReport,
	reportPath,
	reportQuery,
	type ReportCall,
	type ReportPlan,
	type ReportQuestion,
} from '../../api/reports';
import { sampleReportRow } from '../../api/samples';
import type { ValuesOf } from '../../fields/parameter';
import { itemText, type ItemPlace, unreadableRowsError } from '../../transport/errors';
import { readOperation } from '../listOperation';
import { readParts, upTo } from '../listParts';
import type { Run } from '../operation';
import { tellOfLeftOut, warn } from '../warnings';
import { wholeAnswer } from '../wholeAnswer';
import { parameters } from './fields';

const ROWS = { one: 'a row of a report', many: 'rows of a report', all: 'rows' };

const ASKED = {
	partner: 'region or date',
	creative: 'region or date',
	campaign: 'campaign, partner or date',
};

export const getPerformanceReport = readOperation({
	option: {
		name: 'Get Performance',
		value: 'getPerformance',
		action: 'Get performance report',
		description:
			'Get clicks, sales and commission by partner, creative or campaign for any span of time, in total or by day, week or month; changes nothing',
	},
	parameters,
	batches: readReportRows,
	output: ({ account: { accountType }, reportBy, form }, flatRows) => {
		const view = { form, accountType, reportBy };
		return ({ row, period }) => toReportRowOfRun(row, period, view, flatRows);
	},
	preview() {
		const february = { firstDay: '2026-02-01', lastDay: '2026-02-28' };
		const view = { form: 'simplified', accountType: 'advertiser', reportBy: 'partner' } as const;
		return toReportRow(sampleReportRow(), february, view);
	},
});

/** A row, and which of the periods it belongs to. */
interface PlacedRow {
	row: JsonObject;
	period: number;
}

interface DatedRow {
	row: JsonObject;
	period: DaySpan;
}

async function* readReportRows(
	run: Run,
	{ account, filters, span, interval, limit, ...about }: ValuesOf<typeof parameters>,
	item: ItemPlace,
): AsyncGenerator<DatedRow[]> {
	const question: ReportQuestion = { accountType: account.accountType, ...about, ...filters };
	const { accountType, reportBy } = question;
	const plan = planReport(reportBy, span, interval);
	const path = reportPath(accountType, account.accountId, reportBy);
	let leftOut = 0;
	let repeated = 0;
	const fetchCall = async (call: ReportCall, signal?: AbortSignal): Promise<PlacedRow[]> => {
		const query = reportQuery(question, call);
		const answer = await run.awin.read({ path, query, signal }, item);
		const given = wholeAnswer(run, answer, readReport(answer), item, ROWS);
		// A sum over a row that came twice would be wrong, and nobody would see it.
		const rows = eachOnce(given);
		repeated += given.length - rows.length;
		const asked = rows.filter((row) => wasAskedFor(row, question, call));
		leftOut += rows.length - asked.length;
		return placeRows(run, asked, call, plan, item);
	};
	yield* upTo(limit, byPeriod(plan, readParts(plan.calls, fetchCall, limit)));
	tellOfLeftOut(run, leftOut, ROWS, ASKED[reportBy], item);
	if (repeated === 0) return;
	const rows = repeated === 1 ? ROWS.one : `${repeated} ${ROWS.many}`;
	warn(
		run,
		`Awin gave ${rows} twice, the same to the last figure${itemText(item)}. The figures count each of them once.`,
	);
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
	const lost = placed.flatMap(({ period }, index) =>
		period === undefined ? [{ index, row: rows[index] }] : [],
	);
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
	answers: AsyncGenerator<PlacedRow[]>,
): AsyncGenerator<DatedRow[]> {
	const open = new Map<number, PeriodRows>();
	let [nextCall, nextPeriod] = [0, 0];
	for await (const answer of answers) {
		for (const { row, period } of answer) {
			const rows = open.get(period) ?? new PeriodRows();
			open.set(period, rows);
			rows.add(row);
		}
		const { lastDay } = calls[nextCall++];
		for (; periods[nextPeriod]?.lastDay <= lastDay; nextPeriod++) {
			const period = periods[nextPeriod];
			yield open
				.get(nextPeriod)
				?.rows()
				.map((row) => ({ row, period })) ?? [];
			open.delete(nextPeriod);
		}
	}
}
