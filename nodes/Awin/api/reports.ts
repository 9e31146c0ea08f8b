/**
 * Performance reports: what partners, creatives and campaigns brought (API reference, the six pages "… performance
 * report" and "Get campaign data").
 *
 * Reports have day boundaries, so they are asked for in the zone that the person chose. Their rows carry no date, except
 * those of campaigns, which Awin can cut into days, months and years itself.
 */
import type { AccountType } from './accounts';
import { isJsonObject, type JsonObject } from './answers';
import { rowsOf, type Reading } from './lists';
import { splitIntoDays, splitIntoPeriods, type DaySpan, type Interval } from './periods';
import type { Region } from './regions';
import type { AwinTimezone } from './timezones';
import { findWholeList } from './wholeLists';

export const REPORTS = ['partner', 'creative', 'campaign'] as const;

export type ReportBy = (typeof REPORTS)[number];

/** Unlike transactions, reports cannot go by the date of an amendment. */
export const REPORT_DATE_TYPES = ['transaction', 'validation'] as const;

export type ReportDateType = (typeof REPORT_DATE_TYPES)[number];

/**
 * The most days of one call. For campaigns the 400 are documented. For the others Awin names no limit; a month is sure to
 * be taken, because that is the limit of the transactions that they are made from.
 */
const MOST_DAYS: Record<ReportBy, number> = { partner: 31, creative: 31, campaign: 400 };

/** How long the beginning of a campaign's name is that Awin searches for. */
export const CAMPAIGN_LENGTH = { least: 3, most: 128 };

/** `GET /advertisers/{id}/reports/publisher`, `GET /publishers/{id}/reports/advertiser`, and `…/creative`, `…/campaign`. */
export function reportPath(
	accountType: AccountType,
	accountId: string,
	reportBy: ReportBy,
): string {
	const partner = accountType === 'advertiser' ? 'publisher' : 'advertiser';
	return `/${accountType}s/${accountId}/reports/${reportBy === 'partner' ? partner : reportBy}`;
}

/** Publishers' reports are refused without a region (status 400); an advertiser's creatives may have one. */
export function regionRule(
	accountType: AccountType,
	reportBy: ReportBy,
): 'required' | 'optional' | 'none' {
	if (reportBy === 'campaign') return 'none';
	if (accountType === 'publisher') return 'required';
	return reportBy === 'creative' ? 'optional' : 'none';
}

export interface ReportQuestion {
	accountType: AccountType;
	reportBy: ReportBy;
	zone: AwinTimezone;
	dateType: ReportDateType;
	region?: Region;
	/** These three are for campaigns only. `campaign` is the beginning of its name. */
	campaign?: string;
	partnerIds?: string[];
	includeNumbersWithoutCampaign?: boolean;
}

/** One call. Awin's own interval is for campaigns only. */
export interface ReportCall extends DaySpan {
	awinInterval?: 'day' | 'month' | 'year';
}

/** The query of one call; both days are included (documented for campaigns, and the same for all as far as is known). */
export function reportQuery(
	question: ReportQuestion,
	{ firstDay, lastDay, awinInterval }: ReportCall,
): Record<string, string> {
	const query: Record<string, string> = {
		startDate: firstDay,
		endDate: lastDay,
		timezone: question.zone,
	};
	if (question.reportBy !== 'campaign') {
		query.dateType = question.dateType;
		if (question.region) query.region = question.region;
		return query;
	}
	query.interval = awinInterval ?? 'year';
	if (question.campaign) query.campaign = question.campaign;
	if (question.includeNumbersWithoutCampaign) query.includeNumbersWithoutCampaign = 'true';
	if (question.partnerIds?.length) {
		query[question.accountType === 'advertiser' ? 'publisherIds' : 'advertiserIds'] =
			question.partnerIds.join(',');
	}
	return query;
}

export interface ReportPlan {
	/** What the person gets rows for. */
	periods: DaySpan[];
	/** Oldest first. Each day of the span is in exactly one of them. */
	calls: ReportCall[];
}

/**
 * Plans the calls of a report.
 *
 * Partners and creatives: Awin's rows say nothing of when, so each period is a call of its own, and one of more than 31
 * days is several. Campaigns: Awin's rows have a date, so one call gives up to 400 days of them, by day or month; weeks
 * are added up from days, and a total from years.
 */
export function planReport(reportBy: ReportBy, span: DaySpan, interval: Interval): ReportPlan {
	const periods = splitIntoPeriods(span, interval);
	const most = MOST_DAYS[reportBy];
	if (reportBy !== 'campaign') {
		return { periods, calls: periods.flatMap((period) => splitIntoDays(period, most)) };
	}
	const awinInterval = ({ total: 'year', day: 'day', week: 'day', month: 'month' } as const)[
		interval
	];
	return { periods, calls: splitIntoDays(span, most).map((days) => ({ ...days, awinInterval })) };
}

/** A row is recognised by any of these: a report without activity may leave out much. */
const MEMBERS = [
	'advertiserId',
	'publisherId',
	'creativeId',
	'campaign',
	'impressions',
	'clicks',
	'totalNo',
	'quantity',
];

/** What tells rows apart. Of two rows whose region nobody can read, nobody can say whether they may be added up. */
const DISTINCTIONS = /(Id|Name|^region|^currency|^campaign)$/;

function isPlain([name, value]: [string, unknown]): boolean {
	return !DISTINCTIONS.test(name) || typeof value !== 'object' || value === null;
}

/**
 * Reads the answer of a report: a bare list (measured), one in a Spring envelope `{body, statusCode, statusCodeValue}`
 * (Awin's own schema), or `{result: […]}` (campaigns, measured).
 *
 * @returns `undefined` where the answer holds no list at all, which is not the same as an empty report
 */
export function readReport(answer: unknown): Reading<JsonObject> | undefined {
	const list = findWholeList(answer);
	return list && rowsOf(list, (row) => (isReportRow(row) ? row : undefined));
}

function isReportRow(row: unknown): row is JsonObject {
	return (
		isJsonObject(row) && MEMBERS.some((name) => name in row) && Object.entries(row).every(isPlain)
	);
}
