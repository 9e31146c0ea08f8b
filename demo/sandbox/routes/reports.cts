import { advertiserOf } from '../directory.cts';
import type { AccountType } from '../directory.cts';
import { REGIONS, figuresOf, groupFigures, namesOf } from '../figures.cts';
import type { Figure } from '../figures.cts';
import { amountOf, decimalsOf, minorOf } from '../money.cts';
import { Refusal, readFlag, readIds, readZone, refuse } from '../query.cts';
import { json } from '../respond.cts';
import type { SandboxResponse } from '../respond.cts';
import type { Route, RouteContext } from '../route.cts';
import type { Row } from '../rows.cts';
import type { Switches } from '../switches.cts';
import { DAY_MS, readWallClock } from '../zones.cts';

const CAMPAIGN_DAYS = 400;
const STATES = ['pending', 'confirmed', 'bonus', 'declined'] as const;

function readDay(query: URLSearchParams, name: string): string {
	const given = query.get(name);
	if (given === null || given === '') refuse(`Required parameter '${name}' is not present`);
	if (!/^\d{4}-\d\d-\d\d$/.test(given) || readWallClock(`${given}T00:00:00`) === null) {
		refuse(`Invalid value '${given}' for parameter '${name}'`);
	}
	return given;
}

/** @param mostDays 0 for no limit */
function readDays(query: URLSearchParams, mostDays: number) {
	const [firstDay, lastDay] = [readDay(query, 'startDate'), readDay(query, 'endDate')];
	if (lastDay < firstDay) refuse("Parameter 'endDate' must not be before 'startDate'");
	const days = (Date.parse(lastDay) - Date.parse(firstDay)) / DAY_MS + 1;
	if (mostDays > 0 && days > mostDays) {
		refuse(`The maximum date range between startDate and endDate is ${mostDays} days`);
	}
	return { firstDay, lastDay };
}

/** The days as they are searched: where dates are not looked at, with a fortnight around them. */
function widerDays(days: ReturnType<typeof readDays>, { ignoredFilter }: Switches) {
	if (ignoredFilter !== 'dates') return days;
	const moved = (day: string, byDays: number) =>
		new Date(Date.parse(day) + byDays * DAY_MS).toISOString().slice(0, 10);
	return { firstDay: moved(days.firstDay, -14), lastDay: moved(days.lastDay, 14) };
}

function readRegion(query: URLSearchParams, isRequired: boolean): string | null {
	const region = query.get('region');
	if (region === null || region === '') {
		if (isRequired) refuse("Required parameter 'region' is not present");
		return null;
	}
	return REGIONS.includes(region) ? region : refuse(`Invalid value '${region}' for 'region'`);
}

function readDateType(query: URLSearchParams): 'transaction' | 'validation' {
	const given = query.get('dateType') ?? 'transaction';
	if (given === 'transaction' || given === 'validation') return given;
	return refuse(`Invalid value '${given}' for parameter 'dateType'`);
}

function sum(figures: readonly Figure[], of: (figure: Figure) => number): number {
	return figures.reduce((total, figure) => total + of(figure), 0);
}

/** `…No`, `…Value` and `…Comm` of every state; `total` leaves declined out, as was measured. */
function countsOf(figures: Figure[], currency: string): Row {
	const row: Row = {
		impressions: sum(figures, ({ impressions }) => impressions),
		clicks: sum(figures, ({ clicks }) => clicks),
	};
	const add = (name: string, counted: Figure[]) => {
		row[`${name}No`] = counted.length;
		row[`${name}Value`] = amountOf(
			sum(counted, ({ saleMinor }) => saleMinor),
			currency,
		);
		row[`${name}Comm`] = amountOf(
			sum(counted, ({ commissionMinor }) => commissionMinor),
			currency,
		);
	};
	for (const state of STATES) {
		add(
			state,
			figures.filter((figure) => figure.state === state),
		);
	}
	add(
		'total',
		figures.filter(({ state }) => state !== 'declined'),
	);
	return row;
}

function performance(role: AccountType, by: 'partner' | 'creative') {
	return (context: RouteContext): Row[] => {
		const { awin, query, accountId, nowMs } = context;
		const { switches, world } = awin;
		// Unlike with transactions, the report pages mark the zone as required.
		const zone = query.has('timezone')
			? readZone(query, switches)
			: refuse("Required parameter 'timezone' is not present");
		const region = readRegion(query, role === 'publisher');
		const days = readDays(query, switches.reportMaxDays);
		const dateType = readDateType(query);
		const asked = { accountType: role, accountId, ...days, zone, dateType, atMs: nowMs };
		const isAnyRegion = !region || switches.ignoredFilter === 'regions';
		const figures = figuresOf(world, asked).filter((one) => isAnyRegion || one.region === region);
		const keyOf = (one: Figure) =>
			[
				one.advertiserId,
				one.publisherId,
				one.region,
				one.currency,
				...(by === 'creative' ? [one.creativeId] : []),
			].join('/');
		return groupFigures(figures, keyOf).map((group) => {
			const [first] = group;
			const { advertiserName, publisherName } = namesOf(first);
			const { creativeId, creativeName, tagName } = first;
			return {
				advertiserId: first.advertiserId,
				advertiserName,
				publisherId: first.publisherId,
				publisherName,
				...(by === 'creative' ? { creativeId, creativeName, tagName } : {}),
				region: first.region,
				currency: first.currency,
				...countsOf(group, first.currency),
				...(by === 'partner' && role === 'advertiser' ? { tags: [] } : {}),
			};
		});
	};
}

const INTERVALS = ['day', 'month', 'year'] as const;

/** The day, month or year that a figure lies in, dated with its first day; by switch in the shorter form or with a time. */
function dateOf(day: string, interval: (typeof INTERVALS)[number], { campaignDate }: Switches) {
	const short = day.slice(0, { day: 10, month: 7, year: 4 }[interval]);
	if (campaignDate === 'short') return short;
	const start = `${short}-01-01`.slice(0, 10);
	if (campaignDate === 'list') return start.split('-').map(Number);
	return campaignDate === 'withTime' ? `${start}T00:00:00` : start;
}

function campaigns(role: AccountType) {
	return (context: RouteContext): Row[] => {
		const { awin, query, accountId, nowMs } = context;
		const { switches, world } = awin;
		const zone = readZone(query, switches);
		const { ignoredFilter } = switches;
		const days = widerDays(readDays(query, CAMPAIGN_DAYS), switches);
		const interval = INTERVALS.find((known) => known === (query.get('interval') ?? 'day'));
		if (!interval) return refuse(`Invalid value '${query.get('interval')}' for 'interval'`);
		const beginning = query.get('campaign') ?? '';
		if (beginning !== '' && (beginning.length < 3 || beginning.length > 128)) {
			refuse("Parameter 'campaign' must have between 3 and 128 characters");
		}
		const partner = role === 'advertiser' ? 'publisher' : 'advertiser';
		const partnerIds = readIds(query, `${partner}Ids`);
		const withoutToo = readFlag(query, 'includeNumbersWithoutCampaign');
		const asked = { accountType: role, accountId, ...days, zone, atMs: nowMs };
		const figures = figuresOf(world, { ...asked, dateType: 'transaction' }).filter(
			(one) =>
				(ignoredFilter === 'campaigns' ||
					(one.campaign === null ? withoutToo : one.campaign.startsWith(beginning))) &&
				(ignoredFilter === 'partners' || !partnerIds || partnerIds.has(one[`${partner}Id`])),
		);
		const keyOf = (one: Figure) =>
			`${one[`${partner}Id`]}/${one.campaign}/${String(dateOf(one.day, interval, switches))}`;
		return groupFigures(figures, keyOf).map((group) => {
			const [first] = group;
			return {
				date: dateOf(first.day, interval, switches),
				[`${partner}Id`]: String(first[`${partner}Id`]),
				[`${partner}Name`]: namesOf(first)[`${partner}Name`],
				campaign: first.campaign,
				...campaignCounts(group, switches),
			};
		});
	};
}

/**
 * Campaign rows name no currency. Everything is counted in the programme's own here, one for one, since the rates that
 * Awin uses are not known.
 */
function campaignCounts(figures: Figure[], { campaignMoney, campaignFigures }: Switches): Row {
	const own = advertiserOf(figures[0].advertiserId)?.currencies[0][0] ?? 'GBP';
	const money = (counted: Figure[], of: (figure: Figure) => number): unknown => {
		const ownMinor = sum(counted, (one) => minorOf(amountOf(of(one), one.currency), own));
		const amount = amountOf(ownMinor, own);
		return campaignMoney === 'text' ? amount.toFixed(decimalsOf(own)) : amount;
	};
	const groups: Record<string, Row> = {
		quantity: { click: sum(figures, ({ clicks }) => clicks) },
		saleAmount: {},
		commissionAmount: {},
	};
	for (const name of ['pending', 'approved', 'bonus', 'declined', 'total'] as const) {
		const state = name === 'approved' ? 'confirmed' : name;
		const counted = figures.filter((one) =>
			state === 'total' ? one.state !== 'declined' : one.state === state,
		);
		groups.quantity[name] = counted.length;
		groups.saleAmount[name] = money(counted, ({ saleMinor }) => saleMinor);
		groups.commissionAmount[name] = money(counted, ({ commissionMinor }) => commissionMinor);
	}
	return campaignFigures === 'totals' ? { totals: groups } : groups;
}

function withTextIds(row: Row): Row {
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => [name, name.endsWith('Id') ? String(value) : value]),
	);
}

function wrapped(found: Row[], isCampaign: boolean, switches: Switches): unknown {
	const { reportWrapper, idsAsStrings } = switches;
	const rows = idsAsStrings ? found.map(withTextIds) : found;
	if (reportWrapper === 'body') return { body: rows, statusCode: 'OK', statusCodeValue: 200 };
	return isCampaign && reportWrapper === 'measured' ? { result: rows } : rows;
}

function reportRoute(
	role: AccountType,
	name: string,
	rowsOf: (context: RouteContext) => Row[],
): Route {
	return {
		method: 'GET',
		path: `/${role}s/:accountId/reports/${name}`,
		accountType: role,
		auth: 'bearer',
		answer: (context): SandboxResponse => {
			const { switches } = context.awin;
			try {
				return json(200, wrapped(rowsOf(context), name === 'campaign', switches));
			} catch (error) {
				if (!(error instanceof Refusal)) throw error;
				if (switches.reportRefusals === 'status') return error.response;
				const body: unknown = JSON.parse(error.response.body);
				return json(200, { body, statusCode: 'BAD_REQUEST', statusCodeValue: 400 });
			}
		},
	};
}

export const reportRoutes: readonly Route[] = [
	reportRoute('advertiser', 'publisher', performance('advertiser', 'partner')),
	reportRoute('advertiser', 'creative', performance('advertiser', 'creative')),
	reportRoute('advertiser', 'campaign', campaigns('advertiser')),
	reportRoute('publisher', 'advertiser', performance('publisher', 'partner')),
	reportRoute('publisher', 'creative', performance('publisher', 'creative')),
	reportRoute('publisher', 'campaign', campaigns('publisher')),
];
