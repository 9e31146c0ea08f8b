/**
 * The three forms in which the node gives rows of reports. Every row says which days it is about.
 */
import type { AccountType } from './accounts';
import { isJsonObject, type JsonObject } from './answers';
import { FlatRows, leavesOf, type Leaf } from './flatRows';
import type { DaySpan } from './periods';
import { measureGroupsOf, measurePath } from './reportRows';
import type { ReportBy } from './reports';
import type { OutputForm } from './transactionOutput';

export interface ReportView {
	form: OutputForm;
	accountType: AccountType;
	reportBy: ReportBy;
}

/** Gives a row in the chosen form. `raw` keeps the members and nesting of Awin's own row. */
export function toReportRow(row: JsonObject, period: DaySpan, view: ReportView): JsonObject {
	const rows = new FlatRows();
	const output = toReportRowOfRun(row, period, view, rows);
	rows.finish();
	return output;
}

/**
 * Like {@link toReportRow}, for a row among others.
 *
 * @param flatRows takes in the flat ones: whoever made it finishes it when the last row is there
 */
export function toReportRowOfRun(
	row: JsonObject,
	period: DaySpan,
	view: ReportView,
	flatRows: FlatRows,
): JsonObject {
	const dated = { periodStart: period.firstDay, periodEnd: period.lastDay };
	if (view.form === 'raw') return { ...dated, ...row };
	if (view.form === 'simplified') return { ...dated, ...toSimplified(row, view) };
	const columns = { ...dated, ...wellKnown(row, view) };
	return flatRows.add(columns, leavesOf(row).filter(isNotIn(columns)));
}

/** At most ten fields with those of the period, under the same names as in the transactions. */
function toSimplified(row: JsonObject, { accountType, reportBy }: ReportView): JsonObject {
	const partner = partnerOf(accountType);
	const partnerId = valueOf(row[`${partner}Id`]);
	const partnerName = valueOf(row[`${partner}Name`]);
	if (reportBy === 'campaign') {
		const { quantity, saleAmount, commissionAmount } = measureGroupsOf(row);
		return {
			campaign: valueOf(row.campaign),
			partnerId,
			partnerName,
			clicks: clicksOf(quantity),
			transactions: memberOf(quantity, 'total'),
			saleAmount: memberOf(saleAmount, 'total'),
			commissionAmount: memberOf(commissionAmount, 'total'),
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

/** The columns that every row has, whatever it holds. */
function wellKnown(row: JsonObject, { accountType, reportBy }: ReportView): JsonObject {
	if (reportBy === 'campaign') {
		const partner = partnerOf(accountType);
		const flat = pick(row, [`${partner}Id`, `${partner}Name`, 'campaign']);
		const groups = measureGroupsOf(row);
		flat.quantityClick = clicksOf(groups.quantity);
		for (const group of ['quantity', 'saleAmount', 'commissionAmount']) {
			for (const state of CAMPAIGN_STATES) {
				flat[group + capitalised(state)] = memberOf(groups[group], state);
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

/** Finds the values that none of these columns shows. */
function isNotIn(columns: JsonObject): (leaf: Leaf) => boolean {
	const names = Object.keys(columns);
	return ({ path, value }) => {
		const [field, ...members] = measurePath(path.map(String));
		if (value === null) return !names.some((name) => name.startsWith(field));
		const name = [field, ...members.map(memberName)].join('');
		return !Object.hasOwn(columns, name) || columns[name] !== value;
	};
}

/** As it stands in the name of a column: `click` and `clicks` are one. */
function memberName(member: string): string {
	return capitalised(member === 'clicks' ? 'click' : member);
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
	return word.charAt(0).toUpperCase() + word.slice(1);
}
