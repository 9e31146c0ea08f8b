/**
 * Offers: promotions and voucher codes (API reference, "Retrieve Offers" and "Create Offers").
 */
import { findMember, isJsonObject, isOneOf, readId, type JsonObject } from './answers';
import { findComplaint, isGladText } from './complaints';
import { readPage, type PageRules } from './numberedPages';
import type { WireTimes } from './offerTimes';

/** For publishers. `publisher` is singular here, and only here and for transaction queries. */
function offersPath(publisherId: string): string {
	return `/publisher/${publisherId}/promotions`;
}

export const MEMBERSHIPS = ['all', 'joined', 'notJoined'] as const;
export const OFFER_STATUSES = ['active', 'expiringSoon', 'upcoming'] as const;
export const OFFER_TYPES = ['all', 'promotion', 'voucher'] as const;

/** What is left out is not filtered by; without `status` Awin gives the active ones. */
export interface OfferFilters {
	advertiserIds?: number[];
	exclusiveOnly?: boolean;
	membership?: (typeof MEMBERSHIPS)[number];
	/** Two letters by ISO 3166. */
	regionCodes?: string[];
	status?: (typeof OFFER_STATUSES)[number];
	type?: (typeof OFFER_TYPES)[number];
	/** `yyyy-MM-dd` */
	updatedSince?: string;
}

/** The sizes that a page may have. */
const SMALLEST_PAGE = 10;
const LARGEST_PAGE = 200;

/** @param limit how many offers are wanted; Infinity for all */
export function offerPages(limit: number): PageRules<JsonObject> {
	return {
		keyOf: offerKey,
		pageSize: Math.max(Math.min(limit, LARGEST_PAGE), SMALLEST_PAGE),
		// 100,000 offers are more than Awin has.
		mostPages: 500,
		endsWith: 'nothingNew',
	};
}

/**
 * Asks for one page. It is a POST, and changes nothing: like any other read it may be repeated.
 *
 * @param page counted from 1
 */
export function offersCall(
	{ publisherId, filters, limit }: { publisherId: string; filters: OfferFilters; limit: number },
	page: number,
) {
	const pagination = { page, pageSize: offerPages(limit).pageSize };
	const body = { filters, pagination };
	return { method: 'POST' as const, path: offersPath(publisherId), body };
}

/**
 * Reads `{data: [...], pagination: {page, pageSize, total}}` as measured; other clients read `offers`, `promotions` or
 * `results`, or a bare list, and one has `totalPages` and `totalResults` in place of `total`.
 *
 * @returns `undefined` where the answer holds no list
 */
export function readOfferPage(answer: unknown): ReturnType<typeof readPage> {
	return readPage(answer, ['offers', 'promotions']);
}

/**
 * Whether an offer is of these advertisers, countries, types and memberships, as far as it says so: in case Awin did not look
 * at the filter.
 */
export function fitsOfferFilters(
	row: JsonObject,
	{ advertiserIds = [], regionCodes = [], membership = 'all', type = 'all' }: OfferFilters,
): boolean {
	const advertiser = isJsonObject(row.advertiser) ? row.advertiser : {};
	const isOtherType = OFFER_TYPES.some((known) => known === row.type) && row.type !== type;
	const isOtherMembership = advertiser.joined === (membership === 'notJoined');
	return (
		!(type !== 'all' && isOtherType) &&
		!(membership !== 'all' && isOtherMembership) &&
		isOneOf(advertiserIds.map(String), advertiser.id ?? row.advertiserId) &&
		(regionCodes.length === 0 || isValidIn(row.regions, regionCodes))
	);
}

/** `{all, list: [{name, countryCode}]}` as measured. */
function isValidIn(regions: unknown, regionCodes: string[]): boolean {
	if (!isJsonObject(regions) || regions.all !== false || !Array.isArray(regions.list)) return true;
	const codes = (regions.list as unknown[]).map((region) =>
		isJsonObject(region) ? region.countryCode : undefined,
	);
	// A region without a code may be any.
	return codes.some((code) => typeof code !== 'string' || regionCodes.includes(code.toUpperCase()));
}

/** What makes an offer the same on two pages. */
export function offerKey(row: JsonObject): string {
	return String(readId(row.promotionId ?? row.id) ?? JSON.stringify(row));
}

/** The ten things that people look at. Texts and dates as Awin sends them; null for what it leaves out. */
export function simplifiedOffer(row: JsonObject) {
	const advertiser = isJsonObject(row.advertiser) ? row.advertiser : {};
	const voucher = isJsonObject(row.voucher) ? row.voucher : {};
	return {
		promotionId: readId(row.promotionId ?? row.id) ?? null,
		type: row.type ?? null,
		title: row.title ?? null,
		advertiserId: readId(advertiser.id ?? row.advertiserId) ?? null,
		advertiserName: advertiser.name ?? row.advertiserName ?? null,
		voucherCode: voucher.code ?? row.voucherCode ?? null,
		startDate: row.startDate ?? null,
		endDate: row.endDate ?? null,
		url: row.url ?? null,
		urlTracking: row.urlTracking ?? null,
	};
}

/** For advertisers: takes one offer. */
export function createOfferPath(advertiserId: string): string {
	return `/promotion/advertiser/${advertiserId}`;
}

/** The longest texts that Awin takes, in characters ("Create Offers", body parameters). */
export const LONGEST_TITLE = 300;
export const LONGEST_DESCRIPTION = 500;
export const LONGEST_TERMS = 10_000;

export const NEW_OFFER_TYPES = ['promotion', 'voucher'] as const;

/**
 * An offer as Awin takes it ("Create Offers", body parameters). Documented are `title`, `description`, `terms`, `type`,
 * `voucherCode`, `appliesToAllRegions`, and that regions and categories are numbers. That they are called `regions` and
 * `promotionCategories`, that the latter must be there, that the page is `url`, that dates are days (`yyyy-MM-dd`), and
 * `campaign` and the times is what others say of that page.
 */
export interface WireOffer extends WireTimes {
	title: string;
	description: string;
	terms: string;
	type: (typeof NEW_OFFER_TYPES)[number];
	voucherCode?: string;
	campaign?: string;
	url: string;
	appliesToAllRegions: boolean;
	regions?: number[];
	promotionCategories: number[];
}

export type OfferVerdict =
	| { outcome: 'created'; promotionId: number | string | null }
	| { outcome: 'unknown'; said: string | null };

/** What an answer gives back of the offer as it was sent: texts of the shop, and none of Awin's. */
const OWN_MEMBERS: ReadonlySet<string> = new Set([
	'title',
	'description',
	'terms',
	'voucherCode',
	'voucher',
	'campaign',
	'url',
	'advertiser',
	'regions',
	'promotionCategories',
]);

/**
 * Reads what a new offer was answered with. The published answer has no id, and no page shows its form: an id alone, the
 * whole offer, words that say so and anything that comes with a status that says so itself (201 Created, 204 No Content)
 * are taken for a success. A status 200 alone says nothing: everything on the way to Awin answers so. A complaint is no
 * success, wherever it stands, and a bare `description` neither: the link builder answers so where it did nothing.
 */
export function judgeNewOffer(status: number, answer: unknown): OfferVerdict {
	const saysSo = status === 201 || status === 204;
	const bare = offerId(answer);
	if (bare !== undefined) return { outcome: 'created', promotionId: bare };
	if (!isJsonObject(answer)) {
		// Anything on the way may say "OK" with a 200; only words about the offer come from who keeps offers.
		const isGlad =
			typeof answer === 'string' && isGladText(answer) && (saysSo || ABOUT_AN_OFFER.test(answer));
		return (saysSo && (answer === undefined || answer === null)) || isGlad
			? { outcome: 'created', promotionId: null }
			: { outcome: 'unknown', said: typeof answer === 'string' ? answer : null };
	}
	const isWhole = answer.title !== undefined;
	const complaint = findComplaint(answer, isWhole ? OWN_MEMBERS : undefined);
	if (complaint !== undefined) return { outcome: 'unknown', said: ownWords(answer) ?? complaint };
	const id = offerId(findMember(answer, ['promotionId', 'offerId', 'id']));
	if (id !== undefined || isWhole) return { outcome: 'created', promotionId: id ?? null };
	const said = ownWords(answer);
	if (said !== null ? isGladText(said) : saysSo || isGladState(answer)) {
		return { outcome: 'created', promotionId: null };
	}
	return { outcome: 'unknown', said };
}

const ABOUT_AN_OFFER = /offer|promotion|voucher|creat|publish|saved/i;

/** Awin counts from 1: a 0 is no offer. */
function offerId(value: unknown): number | string | undefined {
	return readId(value) || undefined;
}

function ownWords({ description, message }: JsonObject): string | null {
	const said = [description, message].find((one) => typeof one === 'string' && one !== '');
	return typeof said === 'string' ? said : null;
}

/** `success: true`, or a state such as `created`. */
function isGladState(answer: JsonObject): boolean {
	const state = findMember(answer, ['success', 'created', 'status', 'state', 'result']);
	return state === true || (typeof state === 'string' && isGladText(state));
}
