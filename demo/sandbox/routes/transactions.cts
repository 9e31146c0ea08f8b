import { hashOf } from '../hash.cts';
import { Refusal, readFlag, readIds, readList, readZone, refuse } from '../query.cts';
import { json, notFound } from '../respond.cts';
import type { SandboxResponse } from '../respond.cts';
import type { Route, RouteContext } from '../route.cts';
import { keptDate, rowOf, shapedRow } from '../rows.cts';
import type { Row, RowView } from '../rows.cts';
import type { TransactionState } from '../state.cts';
import type { Switches } from '../switches.cts';
import type { AccountType } from '../directory.cts';
import type { Transaction } from '../transaction.cts';
import { DAY_MS, SECOND_MS, instantOf, readWallClock } from '../zones.cts';

const MAX_SPAN_MS = 31 * DAY_MS;
const DATE_TYPES = ['transaction', 'validation', 'amendment'] as const;
const STATUSES = ['pending', 'approved', 'declined', 'deleted'] as const;

type DateType = (typeof DATE_TYPES)[number];

/** A date parameter, both as the wall clock shows it and as the instant it means. */
function readDate(query: URLSearchParams, name: string, zone: string, switches: Switches) {
	const given = query.get(name);
	if (given === null || given === '') refuse(`Required parameter '${name}' is not present`);
	let text = given;
	let dateZone = zone;
	if (text.endsWith('Z') && switches.zSuffix !== 'refused') {
		text = text.slice(0, -1);
		if (switches.zSuffix === 'utc') dateZone = 'UTC';
	}
	if (switches.millisecondsAccepted) text = text.replace(/\.\d{3}$/, '');
	const wallMs = readWallClock(text);
	if (wallMs === null) refuse(`Invalid value '${given}' for parameter '${name}'`);
	return { wallMs, atMs: instantOf(wallMs, dateZone) };
}

/** The two dates of a list, at most 31 days apart. */
export function readWindow(query: URLSearchParams, zone: string, switches: Switches) {
	const start = readDate(query, 'startDate', zone, switches);
	const end = readDate(query, 'endDate', zone, switches);
	if (end.atMs < start.atMs) refuse("Parameter 'endDate' must not be before 'startDate'");
	const realMs = end.atMs - start.atMs;
	const wallMs = end.wallMs - start.wallMs;
	const measured = { both: Math.max(realMs, wallMs), realTime: realMs, wallClock: wallMs };
	const spanMs = measured[switches.spanMeasure];
	if (spanMs > MAX_SPAN_MS)
		refuse('The maximum date range between startDate and endDate is 31 days');
	return { fromMs: start.atMs, toMs: switches.endInclusive ? end.atMs : end.atMs - SECOND_MS };
}

function readStatuses(query: URLSearchParams, switches: Switches): string[] | null {
	const statuses = readList(query, 'status');
	const unknown = statuses?.find((status) => !(STATUSES as readonly string[]).includes(status));
	if (unknown !== undefined || (statuses && statuses.length > 1 && !switches.statusList)) {
		refuse(`Invalid value '${query.get('status')}' for parameter 'status'`);
	}
	return statuses;
}

function readDateType(query: URLSearchParams): DateType {
	const given = query.get('dateType') ?? 'transaction';
	const dateType = DATE_TYPES.find((known) => known === given);
	return dateType ?? refuse(`Invalid value '${given}' for parameter 'dateType'`);
}

/** The dates by which a row is found. Usually one; none for a row that has no such date. */
function datesOf(
	dateType: DateType,
	transaction: Transaction,
	state: TransactionState,
	switches: Switches,
): number[] {
	const transactionMs = keptDate(transaction.transactionAtMs, switches);
	if (dateType === 'transaction') return [transactionMs];
	if (dateType === 'validation') return state.validationAtMs === null ? [] : [state.validationAtMs];
	if (state.amendments.length === 0) {
		return switches.amendmentUnamended === 'leftOut' ? [] : [transactionMs];
	}
	const found = switches.amendmentMatch === 'any' ? state.amendments : state.amendments.slice(-1);
	return found.map(({ atMs }) => atMs);
}

/** The window as it is searched: where dates are not looked at, with a fortnight around it. */
export function wider<Window extends { fromMs: number; toMs: number }>(
	window: Window,
	{ ignoredFilter }: Switches,
): Window {
	if (ignoredFilter !== 'dates') return window;
	return { ...window, fromMs: window.fromMs - 14 * DAY_MS, toMs: window.toMs + 14 * DAY_MS };
}

interface Found {
	transaction: Transaction;
	state: TransactionState;
	sortMs: number;
}

function findByDate(context: RouteContext, role: AccountType, zone: string): Found[] {
	const { awin, query, accountId, nowMs } = context;
	const { switches, world } = awin;
	const { ignoredFilter } = switches;
	const { fromMs, toMs } = wider(readWindow(query, zone, switches), switches);
	const dateType = readDateType(query);
	const askedStatuses = readStatuses(query, switches);
	const statuses = ignoredFilter === 'statuses' ? null : askedStatuses;
	const askedPartners = readIds(query, role === 'advertiser' ? 'publisherId' : 'advertiserId');
	const partnerIds = ignoredFilter === 'partners' ? null : askedPartners;
	const hidesDeleted = !askedStatuses && switches.deletedWithoutStatus === 'hidden';
	const found: Found[] = [];
	const isLater = dateType !== 'transaction';
	for (const transaction of world.candidates(role, accountId, fromMs, toMs, isLater)) {
		const partnerId = role === 'advertiser' ? transaction.publisherId : transaction.advertiserId;
		if (partnerIds && !partnerIds.has(partnerId)) continue;
		if (!world.mayBeDated(transaction, fromMs, toMs)) continue;
		const state = world.stateAt(transaction, nowMs);
		if (!state || (statuses && !statuses.includes(state.status))) continue;
		if (hidesDeleted && state.status === 'deleted') continue;
		const dates = datesOf(dateType, transaction, state, switches);
		const sortMs = dates.find((atMs) => atMs >= fromMs && atMs <= toMs);
		if (sortMs !== undefined) found.push({ transaction, state, sortMs });
	}
	return found;
}

function findByIds(context: RouteContext, role: AccountType): Found[] {
	const { awin, query, accountId, nowMs } = context;
	const found: Found[] = [];
	for (const id of readIds(query, 'ids') ?? []) {
		const transaction = awin.world.transaction(id);
		const owner = role === 'advertiser' ? transaction?.advertiserId : transaction?.publisherId;
		const state =
			transaction && owner === accountId ? awin.world.stateAt(transaction, nowMs) : undefined;
		if (transaction && state)
			found.push({ transaction, state, sortMs: transaction.transactionAtMs });
		else if (awin.switches.unknownIds === 'notFound') throw new Refusal(notFound());
	}
	return found;
}

function sorted(found: Found[], switches: Switches): Found[] {
	const rank = (one: Found) =>
		switches.rowOrder === 'date'
			? one.sortMs
			: switches.rowOrder === 'newest'
				? -one.sortMs
				: switches.rowOrder === 'id'
					? one.transaction.id
					: hashOf('order', one.transaction.id);
	return found.sort(
		(one, other) => rank(one) - rank(other) || one.transaction.id - other.transaction.id,
	);
}

/** The list as JSON. Written row by row: a busy month is more than a hundred megabytes, which need not exist twice. */
function listText(rows: Iterable<Row>, switches: Switches): string {
	const texts: string[] = [];
	for (const row of rows) texts.push(JSON.stringify(row));
	const list = `[${texts.join(',')}]`;
	switch (switches.transactionsWrapper) {
		case 'none':
			return list;
		case 'body':
			return `{"body":${list},"statusCode":"OK","statusCodeValue":200}`;
		default:
			return `{"${switches.transactionsWrapper}":${list}}`;
	}
}

function* rowsOf(found: Found[], context: RouteContext, view: RowView): Generator<Row> {
	const { world, switches } = context.awin;
	for (const { transaction, state } of found) {
		yield shapedRow(rowOf(world.seed, transaction, state, view, switches), switches);
	}
}

function listTransactions(role: AccountType) {
	return (context: RouteContext): SandboxResponse => {
		const { awin, query } = context;
		const { switches } = awin;
		try {
			const zone = readZone(query, switches);
			const showBasketProducts = readFlag(query, 'showBasketProducts');
			const view: RowView = { role, zone, showBasketProducts };
			const found = query.has('ids') ? findByIds(context, role) : findByDate(context, role, zone);
			// There is no pagination whatsoever, however many rows there are.
			const rows = rowsOf(sorted(found, switches), context, view);
			return { ...json(200, null), body: listText(rows, switches) };
		} catch (error) {
			if (error instanceof Refusal) return error.response;
			throw error;
		}
	};
}

export const transactionRoutes: readonly Route[] = (['advertiser', 'publisher'] as const).map(
	(role): Route => ({
		method: 'GET',
		path: `/${role}s/:accountId/transactions`,
		trailingSlash: true,
		accountType: role,
		auth: 'bearer',
		answer: listTransactions(role),
	}),
);
