import type { AwinSandbox } from '../awin.cts';
import { advertiserOf, relationOf } from '../directory.cts';
import type { OfferEntry } from '../ledger.cts';
import { offersAt, runtimeOf } from '../offers.cts';
import type { Offer } from '../offers.cts';
import { isObject, numberOf, parseJson } from '../read.cts';
import type { JsonObject } from '../read.cts';
import { failure, json } from '../respond.cts';
import type { SandboxResponse } from '../respond.cts';
import type { Route, RouteContext } from '../route.cts';
import { DAY_MS, readWallClock, ZONES } from '../zones.cts';

const FEWEST = 10;
const MOST = 200;
const SOON_MS = 7 * DAY_MS;
const FIRST_CREATED_ID = 90_000_001;

const CHOICES: Readonly<Record<string, readonly string[]>> = {
	membership: ['all', 'joined', 'notJoined'],
	status: ['active', 'expiringSoon', 'upcoming'],
	type: ['promotion', 'voucher', 'all'],
};

function createdIn(awin: AwinSandbox): OfferEntry[] {
	return awin.ledger.filter((entry): entry is OfferEntry => entry.kind === 'offer');
}

function listOffers({ awin, accountId, body, nowMs }: RouteContext): SandboxResponse {
	const request = body === '' ? {} : parseJson(body);
	if (!isObject(request)) return failure(400, 'JSON parse error: expected an object');
	const filters = isObject(request.filters) ? request.filters : {};
	const pagination = isObject(request.pagination) ? request.pagination : {};
	const { page = 1, pageSize = MOST } = pagination;
	if (!isWhole(page) || page < 1) return failure(400, 'page must be 1 or more');
	if (!isWhole(pageSize) || pageSize < FEWEST || pageSize > MOST) {
		return failure(400, `pageSize must be from ${FEWEST} to ${MOST}`);
	}
	const problem = problemOf(filters);
	if (problem) return failure(400, problem);

	const offers = offersAt(awin.world.seed, nowMs, createdIn(awin)).filter((offer) =>
		fits(offer, honoured(filters, awin.switches.ignoredFilter), accountId, nowMs),
	);
	const last = Math.max(Math.ceil(offers.length / pageSize), 1);
	const shown = awin.switches.offersPastEnd === 'repeated' ? Math.min(page, last) : page;
	const rows = offers
		.slice((shown - 1) * pageSize, shown * pageSize)
		.map((offer) => rowOf(offer, accountId));
	return answerOf(awin, rows, { page, pageSize, total: offers.length });
}

function answerOf(
	awin: AwinSandbox,
	rows: JsonObject[],
	{ page, pageSize, total }: { page: number; pageSize: number; total: number },
): SandboxResponse {
	const { offersWrapper, offersTotal } = awin.switches;
	if (offersWrapper === 'none') return json(200, rows);
	const figures = {
		number: { total },
		text: { total: String(total) },
		missing: {},
		pages: { totalPages: Math.ceil(total / pageSize), totalResults: total },
		'too low': { total: 3 },
	}[offersTotal];
	return json(200, { [offersWrapper]: rows, pagination: { page, pageSize, ...figures } });
}

function isWhole(value: unknown): value is number {
	return typeof value === 'number' && Number.isInteger(value);
}

function problemOf(filters: JsonObject): string | null {
	for (const [name, values] of Object.entries(CHOICES)) {
		const value = filters[name];
		if (value !== undefined && !values.includes(value as string)) {
			return `Invalid value '${String(value)}' for '${name}'`;
		}
	}
	const { advertiserIds = [], regionCodes = [], updatedSince = '2000-01-01' } = filters;
	if (!Array.isArray(advertiserIds) || !advertiserIds.every(isWhole)) {
		return 'advertiserIds must be a list of numbers';
	}
	if (
		!Array.isArray(regionCodes) ||
		!regionCodes.every((code) => /^[A-Z]{2}$/.test(String(code)))
	) {
		return 'regionCodes must be a list of two-letter codes';
	}
	return /^\d{4}-\d\d-\d\d$/.test(String(updatedSince)) ? null : 'updatedSince must be yyyy-MM-dd';
}

/** The filters that are looked at. */
function honoured(
	filters: JsonObject,
	ignoredFilter: AwinSandbox['switches']['ignoredFilter'],
): JsonObject {
	const ignored: Partial<Record<typeof ignoredFilter, string>> = {
		partners: 'advertiserIds',
		regions: 'regionCodes',
	};
	return Object.fromEntries(
		Object.entries(filters).filter(([name]) => name !== ignored[ignoredFilter]),
	);
}

function fits(offer: Offer, filters: JsonObject, publisherId: number, nowMs: number): boolean {
	const { membership = 'all', status = 'active', type = 'all', exclusiveOnly } = filters;
	const isJoined = relationOf(offer.advertiserId, publisherId) !== undefined;
	if (membership !== 'all' && isJoined !== (membership === 'joined')) return false;
	if (type !== 'all' && offer.type !== type) return false;
	if (exclusiveOnly === true && !offer.isExclusive) return false;
	if ((status === 'upcoming') !== offer.startsAtMs > nowMs) return false;
	if (status === 'expiringSoon' && offer.endsAtMs > nowMs + SOON_MS) return false;
	const { advertiserIds, regionCodes, updatedSince } = filters;
	if (Array.isArray(advertiserIds) && advertiserIds.length > 0) {
		if (!advertiserIds.includes(offer.advertiserId)) return false;
	}
	if (Array.isArray(regionCodes) && regionCodes.length > 0 && offer.regions) {
		if (!offer.regions.some((code) => regionCodes.includes(code))) return false;
	}
	return updatedSince === undefined || offer.addedAtMs >= Date.parse(String(updatedSince));
}

function rowOf(offer: Offer, publisherId: number): JsonObject {
	const { advertiserId, regions, voucherCode } = offer;
	const day = (epochMs: number) => new Date(epochMs).toISOString().slice(0, 19);
	const link = new URLSearchParams({
		awinmid: String(advertiserId),
		awinaffid: String(publisherId),
		ued: offer.url,
	});
	return {
		promotionId: offer.promotionId,
		type: offer.type,
		advertiser: {
			id: advertiserId,
			name: advertiserOf(advertiserId)?.name,
			joined: relationOf(advertiserId, publisherId) !== undefined,
		},
		title: offer.title,
		description: offer.description,
		terms: offer.terms,
		startDate: day(offer.startsAtMs),
		endDate: day(offer.endsAtMs - 1000),
		url: offer.url,
		urlTracking: `https://www.awin1.com/cread.php?${link.toString()}`,
		dateAdded: day(offer.addedAtMs),
		campaign: offer.campaign,
		regions: {
			all: regions === null,
			list: (regions ?? []).map((code) => ({ name: code, countryCode: code })),
		},
		...(voucherCode === null
			? {}
			: { voucher: { code: voucherCode, exclusive: offer.isExclusive, attributable: false } }),
	};
}

function createOffer({ awin, accountId, body, nowMs }: RouteContext): SandboxResponse {
	const offer = parseJson(body);
	if (!isObject(offer)) return failure(400, 'JSON parse error: expected an object');
	const problem = offerProblem(offer);
	if (problem) return failure(400, problem);
	const { offerCreated, offerZone } = awin.switches;
	if (offerCreated === 'error200') return json(200, { errors: ['No such category'] });
	if (offerCreated === 'error201')
		return json(201, { success: false, message: 'No such category' });
	const promotionId = FIRST_CREATED_ID + createdIn(awin).length;
	const zone = offerZone === 'read' ? zoneOf(offer) : 'UTC';
	awin.enter({ kind: 'offer', atMs: nowMs, accountId, promotionId, offer, zone });
	switch (offerCreated) {
		case 'nothing':
			return { ...json(201, null), body: '' };
		case 'message':
			return json(200, { message: 'The offer was created' });
		case 'id':
			return json(201, { promotionId });
		case 'whole':
			return json(200, { id: promotionId, ...offer });
	}
}

function zoneOf({ timeZone }: JsonObject): string {
	return typeof timeZone === 'string' ? timeZone : 'UTC';
}

/** Awin's page has the lengths; the forms of dates and lists are how clients send them. */
function offerProblem(offer: JsonObject): string | null {
	const lengths: ReadonlyArray<[string, number]> = [
		['title', 300],
		['description', 500],
		['terms', 10_000],
	];
	for (const [name, most] of lengths) {
		const value = offer[name];
		if (typeof value !== 'string' || value.length < 1 || value.length > most) {
			return `${name} must be between 1 and ${most} characters`;
		}
	}
	if (offer.type !== 'promotion' && offer.type !== 'voucher') {
		return "type must be 'promotion' or 'voucher'";
	}
	if ((offer.type === 'voucher') !== (typeof offer.voucherCode === 'string')) {
		return "voucherCode belongs to type 'voucher'";
	}
	for (const name of ['startDate', 'endDate']) {
		if (!/^\d{4}-\d\d-\d\d$/.test(String(offer[name]))) return `${name} must be yyyy-MM-dd`;
	}
	for (const [day, time] of [
		['startDate', 'startTime'],
		['endDate', 'endTime'],
	]) {
		const wall = `${String(offer[day])}T${String(offer[time] ?? '00:00:00')}`;
		if (readWallClock(wall) === null) return `${time} must be HH:MM:SS`;
	}
	if (!ZONES.includes(zoneOf(offer))) return 'timeZone is not known';
	const { startsAtMs, endsAtMs } = runtimeOf(offer, zoneOf(offer));
	if (endsAtMs <= startsAtMs) {
		return 'endDate must not be before startDate';
	}
	if (!['undefined', 'string'].includes(typeof offer.campaign)) return 'campaign must be a text';
	if (typeof offer.url !== 'string' || !/^https?:\/\//.test(offer.url)) return 'url must be a URL';
	if (typeof offer.appliesToAllRegions !== 'boolean') return 'appliesToAllRegions is missing';
	if (!offer.appliesToAllRegions && !areIds(offer.regions)) return 'regions must be numbers';
	return areIds(offer.promotionCategories) ? null : 'promotionCategories must be numbers';
}

function areIds(value: unknown): boolean {
	return (
		Array.isArray(value) &&
		value.length > 0 &&
		value.every((id) => typeof id === 'number' && numberOf(id) !== null)
	);
}

export const offerRoutes: readonly Route[] = [
	{
		method: 'POST',
		path: '/publisher/:accountId/promotions',
		accountType: 'publisher',
		auth: 'bearer',
		answer: listOffers,
	},
	{
		method: 'POST',
		path: '/promotion/advertiser/:accountId',
		accountType: 'advertiser',
		auth: 'bearer',
		answer: createOffer,
	},
];
