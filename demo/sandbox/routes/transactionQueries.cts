import { advertiserOf } from '../directory.cts';
import { detailsOf } from '../details.cts';
import { hashOf } from '../hash.cts';
import { moneyOf } from '../money.cts';
import { readIds, readList, readZone, refuse } from '../query.cts';
import { json } from '../respond.cts';
import type { Route, RouteContext } from '../route.cts';
import type { Transaction } from '../transaction.cts';
import { DAY_MS, HOUR_MS, writeDate } from '../zones.cts';
import { refusable } from './programmes.cts';
import { readWindow, wider } from './transactions.cts';

const DATE_TYPES = ['transactionDate', 'enquiryDate', 'validationDate'] as const;
const STATUSES = ['pending', 'approved', 'declined'] as const;
const TYPES = ['untracked', 'incorrect', 'declined'] as const;
const DEFAULT_PAGE_SIZE = 100;

/** A publisher's question about a sale. Made up from the sale: about every fifth has one, far more than in life, so that a busy month fills more than one page. */
interface TransactionQuery {
	id: number;
	transaction: Transaction;
	type: (typeof TYPES)[number];
	status: (typeof STATUSES)[number];
	transactionDate: number;
	enquiryDate: number;
	/** Null while it is pending. */
	validationDate: number | null;
}

function queryAbout(transaction: Transaction, nowMs: number): TransactionQuery | null {
	const { id, transactionAtMs } = transaction;
	const enquiryMs = transactionAtMs + (1 + (hashOf('enquiry', id) % 20)) * DAY_MS;
	if (hashOf('query', id) % 5 !== 0 || enquiryMs > nowMs) return null;
	const answeredMs = enquiryMs + (1 + (hashOf('answer', id) % 200)) * HOUR_MS;
	const isAnswered = answeredMs <= nowMs;
	return {
		id: 3_000_000 + (hashOf('query id', id) % 900_000_000),
		transaction,
		type: TYPES[hashOf('type', id) % TYPES.length],
		status: isAnswered ? STATUSES[1 + (hashOf('outcome', id) % 2)] : 'pending',
		transactionDate: transactionAtMs,
		enquiryDate: enquiryMs,
		validationDate: isAnswered ? answeredMs : null,
	};
}

function readNumber(query: URLSearchParams, name: string, usual: number): number {
	const text = query.get(name);
	if (text === null) return usual;
	if (!/^[1-9]\d{0,8}$/.test(text)) refuse(`Invalid value '${text}' for parameter '${name}'`);
	return Number(text);
}

function find({ awin, query, accountId, nowMs }: RouteContext, zone: string): TransactionQuery[] {
	const { world, switches } = awin;
	const { ignoredFilter } = switches;
	const { fromMs, toMs } = wider(readWindow(query, zone, switches), switches);
	const given = query.get('dateType') ?? 'transactionDate';
	const dateType = DATE_TYPES.find((known) => known === given);
	if (!dateType) refuse(`Invalid value '${given}' for parameter 'dateType'`);
	const advertiserIds = readIds(query, switches.queriesAdvertiserFilter);
	const statuses = readList(query, 'statuses');
	const unknown = statuses?.find((status) => !(STATUSES as readonly string[]).includes(status));
	if (unknown !== undefined) refuse(`Invalid value '${unknown}' for parameter 'statuses'`);
	const clickRefs = readList(query, 'clickRefs');
	const found: TransactionQuery[] = [];
	for (const one of world.candidates('publisher', accountId, fromMs - 60 * DAY_MS, toMs, false)) {
		const about = one.visibleAtMs <= nowMs ? queryAbout(one, nowMs) : null;
		const atMs = about?.[dateType] ?? null;
		if (!about || atMs === null || atMs < fromMs || atMs > toMs) continue;
		const isOther = advertiserIds !== null && !advertiserIds.has(one.advertiserId);
		if (isOther && ignoredFilter !== 'partners') continue;
		if (statuses && !statuses.includes(about.status) && ignoredFilter !== 'statuses') continue;
		const [clickRef] = detailsOf(world.seed, one).clickRefs;
		if (clickRefs && !clickRefs.includes(clickRef)) continue;
		found.push(about);
	}
	return found.sort(
		(one, other) => one.transactionDate - other.transactionDate || one.id - other.id,
	);
}

/** Awin publishes no sample of a row: these members are a guess after the transaction's own. */
function rowOf(about: TransactionQuery, zone: string, { awin }: RouteContext) {
	const { transaction, type, status } = about;
	const { advertiserId, publisherId, currency, saleAmountMinor } = transaction;
	const details = detailsOf(awin.world.seed, transaction);
	const idOf = (id: number) => (awin.switches.idsAsStrings ? String(id) : id);
	return {
		id: idOf(about.id),
		transactionId: idOf(transaction.id),
		advertiserId: idOf(advertiserId),
		advertiserName: advertiserOf(advertiserId)?.name ?? null,
		publisherId: idOf(publisherId),
		enquiryType: type,
		status,
		enquiryDate: writeDate(about.enquiryDate, zone),
		transactionDate: writeDate(about.transactionDate, zone),
		validationDate: about.validationDate === null ? null : writeDate(about.validationDate, zone),
		clickRef: details.clickRefs[0] ?? null,
		saleAmount: moneyOf(saleAmountMinor, currency),
	};
}

const listQueries = refusable((context) => {
	const { awin, query } = context;
	const { queriesTotals, queriesPages } = awin.switches;
	const zone = readZone(query, awin.switches);
	const pageNumber = readNumber(query, 'pageNumber', 1);
	const pageSize = readNumber(query, 'pageSize', DEFAULT_PAGE_SIZE);
	const found = find(context, zone);
	const pages = Math.ceil(found.length / pageSize);
	const start = queriesPages === 'always the first' ? 0 : (pageNumber - 1) * pageSize;
	const totals = {
		right: { totalPagesAvailable: pages, totalRowsAvailable: found.length },
		missing: {},
		'too low': { totalPagesAvailable: 1, totalRowsAvailable: found.length },
		'one page': { totalPagesAvailable: 1, totalRowsAvailable: Math.min(found.length, pageSize) },
		growing: { totalPagesAvailable: pageNumber + 1, totalRowsAvailable: found.length + pageNumber },
	};
	return json(200, {
		pageItems: found.slice(start, start + pageSize).map((about) => rowOf(about, zone, context)),
		pageNumber,
		pageSize,
		...totals[queriesTotals],
	});
});

export const transactionQueryRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/publisher/:accountId/transactionqueries',
		accountType: 'publisher',
		auth: 'bearer',
		answer: listQueries,
	},
];
