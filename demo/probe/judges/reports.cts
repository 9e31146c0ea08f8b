import { findRows, innerStatus, isDone, isObject, isRefused, rowsOf } from '../look.cts';
import type { Answer } from '../caller.cts';
import type { Findings, Judge, Verdicts } from '../verdicts.cts';

export const DAYS_OF_REPORT = 31;
/** What the stand-in is set to where reports of 32 days are taken (no limit), and where 31 days are too many. */
const NO_LIMIT = 0;
const SHORT_LIMIT = 7;
const NOT_ANSWERED = 'no report was answered';

/** The region that each report was asked for; null where it was asked for all of them. */
export interface AskedRegions {
	report: string | null;
	longReport: string | null;
	reportOfRegion: string | null;
}

export function judgeReports(asked: AskedRegions): Judge {
	return (findings, verdicts) => {
		judgeLength(findings, verdicts);
		judgeRegions(findings, asked, verdicts);
		judgeCampaigns(findings, verdicts);
	};
}

function judgeLength({ answers }: Findings, verdicts: Verdicts): void {
	const { report, longReport, reportOfRegion, badReport } = answers;
	if (isDone(report)) {
		if (isRefused(longReport)) verdicts.tell('reportMaxDays', DAYS_OF_REPORT);
		else if (isDone(longReport)) verdicts.tell('reportMaxDays', NO_LIMIT);
	} else if (isRefused(report) && isDone(reportOfRegion)) {
		verdicts.tell('reportMaxDays', SHORT_LIMIT);
	}
	verdicts.cannotTell('reportMaxDays', NOT_ANSWERED);

	const refused = [longReport, badReport, report].find(isRefused);
	if (refused) verdicts.tell('reportRefusals', howRefused(refused));
	verdicts.cannotTell('reportRefusals', 'no report was refused');
}

function howRefused(answer: Answer): 'inside' | 'status' {
	return answer.status < 300 && innerStatus(answer) >= 400 ? 'inside' : 'status';
}

function judgeRegions({ answers }: Findings, asked: AskedRegions, verdicts: Verdicts): void {
	const names = ['report', 'longReport', 'reportOfRegion'] as const;
	const done = names.filter((name) => isDone(answers[name]));
	const narrowed = done.filter((name) => asked[name] !== null);
	const isIgnored = narrowed.some((name) =>
		rowsOf(answers[name]).some(({ region }) => region !== asked[name]),
	);
	if (isIgnored) verdicts.filters.set('regions', false);
	// Honoured is one when another report shows that there is something in another region.
	else if (
		narrowed.some((name) =>
			done.some((other) => rowsOf(answers[other]).some(({ region }) => region !== asked[name])),
		)
	) {
		verdicts.filters.set('regions', true);
	}
}

function judgeCampaigns({ answers }: Findings, verdicts: Verdicts): void {
	const { campaigns, otherCampaign } = answers;
	const list = findRows(campaigns);
	const wrappers: Readonly<Record<string, 'measured' | 'body' | 'none'>> = {
		none: 'none',
		body: 'body',
		result: 'measured',
	};
	const wrapper = list ? wrappers[list.member] : undefined;
	if (wrapper) verdicts.tell('reportWrapper', wrapper);
	verdicts.cannotTell('reportWrapper', list ? 'the list stands elsewhere' : NOT_ANSWERED);

	const rows = list?.rows ?? [];
	const [first] = rows;
	const within = isObject(first?.totals) ? first.totals : undefined;
	const saleAmount = (within ?? first)?.saleAmount;
	if (isObject(saleAmount)) verdicts.tell('campaignFigures', within ? 'totals' : 'row');
	const total = isObject(saleAmount) ? saleAmount.total : undefined;
	if (typeof total === 'string') verdicts.tell('campaignMoney', 'text');
	else if (typeof total === 'number') verdicts.tell('campaignMoney', 'number');
	const form = formOf(first?.date);
	if (form) verdicts.tell('campaignDate', form);
	const why = rows.length === 0 ? 'the campaign report has no row' : 'its form is another one';
	verdicts.cannotTell('campaignMoney', why);
	verdicts.cannotTell('campaignFigures', why);
	verdicts.cannotTell('campaignDate', why);

	if (!isDone(otherCampaign)) return;
	if (rowsOf(otherCampaign).length > 0) verdicts.filters.set('campaigns', false);
	else if (rows.length > 0) verdicts.filters.set('campaigns', true);
}

/** The form of the date of a month's row. */
function formOf(date: unknown): 'start' | 'short' | 'withTime' | 'list' | null {
	if (Array.isArray(date)) return 'list';
	if (typeof date !== 'string') return null;
	if (/^\d{4}-\d\d-01$/.test(date)) return 'start';
	if (/^\d{4}-\d\d$/.test(date)) return 'short';
	return /^\d{4}-\d\d-01T/.test(date) ? 'withTime' : null;
}
