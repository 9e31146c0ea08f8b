/**
 * The three forms in which the node gives rows of reports. Every row says which days it is about.
 */
import type { AccountType } from './accounts';
import { isJsonObject, type JsonObject } from './answers';
import type { DaySpan } from './periods';
import type { ReportBy } from './reports';
import type { OutputForm } from './transactionOutput';

export interface ReportView {
	form: OutputForm;
	accountType: AccountType;
	reportBy: ReportBy;
}

/** Gives a row in the chosen form. `raw` keeps the members and nesting of Awin's own row. */
export function toReportRow(row: JsonObject, period: DaySpan, view: ReportView): JsonObject {
	const dated = { periodStart: period.firstDay, periodEnd: period.lastDay };
	if (view.form === 'raw') return { ...dated, ...row };
	return { ...dated, ...(view.form === 'flat' ? toFlat(row, view) : toSimplified(row, view)) };
}

/** At most ten fields with those of the period, under the same names as in the transactions. */
function toSimplified(row: JsonObject, { accountType, reportBy }: ReportView): JsonObject {
	const partner = partnerOf(accountType);
	const partnerId = valueOf(row[`${partner}Id`]);
	const partnerName = valueOf(row[`${partner}Name`]);
	if (reportBy === 'campaign') {
		return {
			campaign: valueOf(row.campaign),
			partnerId,
			partnerName,
			clicks: clicksOf(row.quantity),
			transactions: memberOf(row.quantity, 'total'),
			saleAmount: memberOf(row.saleAmount, 'total'),
			commissionAmount: memberOf(row.commissionAmount, 'total'),
		};
	}
	const about =
		reportBy === 'partner'
			? { partnerId, partnerName, region: valueOf(row.region) }
			: {
					creativeId: valueOf(row.creativeId),
					creativeName: valueOf(row.creativeName),
					partnerName: partnerName ?? partnerId,
				};
	return {
		...about,
		clicks: valueOf(row.clicks),
		transactions: valueOf(row.totalNo),
		saleAmount: valueOf(row.totalValue),
		commissionAmount: valueOf(row.totalComm),
		currency: valueOf(row.currency),
	};
}

const PARTIES = ['advertiserId', 'advertiserName', 'publisherId', 'publisherName'];
const STATES = ['pending', 'confirmed', 'bonus', 'total', 'declined'];
const CAMPAIGN_STATES = ['pending', 'approved', 'bonus', 'declined', 'total'];

const COUNTED = [
	'region',
	'currency',
	'impressions',
	'clicks',
	...STATES.flatMap((state) => [`${state}No`, `${state}Value`, `${state}Comm`]),
];

/** One column per value, and the same columns whatever a row holds, so that a sheet's header fits every run. */
function toFlat(row: JsonObject, { accountType, reportBy }: ReportView): JsonObject {
	if (reportBy === 'campaign') {
		const partner = partnerOf(accountType);
		const flat = pick(row, [`${partner}Id`, `${partner}Name`, 'campaign']);
		flat.quantityClick = clicksOf(row.quantity);
		for (const group of ['quantity', 'saleAmount', 'commissionAmount']) {
			for (const state of CAMPAIGN_STATES) {
				flat[group + capitalised(state)] = memberOf(row[group], state);
			}
		}
		return flat;
	}
	const own =
		reportBy === 'partner'
			? [...PARTIES, 'tags']
			: [...PARTIES, 'creativeId', 'creativeName', 'tagName'];
	return pick(row, [...own, ...COUNTED]);
}

function partnerOf(accountType: AccountType): 'publisher' | 'advertiser' {
	return accountType === 'advertiser' ? 'publisher' : 'advertiser';
}

function pick(row: JsonObject, names: string[]): JsonObject {
	return Object.fromEntries(names.map((name) => [name, valueOf(row[name])]));
}

/** A value that fits into a cell: of lists the entries with commas, of other things what they look like as text. */
function valueOf(value: unknown): string | number | boolean | null {
	if (value === null || value === undefined) return null;
	if (Array.isArray(value)) return value.map((entry) => String(valueOf(entry) ?? '')).join(', ');
	if (typeof value === 'object') return JSON.stringify(value);
	return value as string | number | boolean;
}

function memberOf(group: unknown, name: string): string | number | boolean | null {
	return isJsonObject(group) ? valueOf(group[name]) : null;
}

/** `click` was seen; one client writes `clicks`. */
function clicksOf(quantity: unknown): string | number | boolean | null {
	return memberOf(quantity, 'click') ?? memberOf(quantity, 'clicks');
}

function capitalised(word: string): string {
	return word[0].toUpperCase() + word.slice(1);
}
