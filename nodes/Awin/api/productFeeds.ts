/**
 * Product feeds in Google's format, one product a line (API reference, "Get Enhanced Feed" and "Post Product Feed").
 */
import { isJsonObject, type JsonObject } from './answers';
import { isBlank } from './values';

/** The only vertical that Awin's pages know. Others are let through: telco is seen in an address of the same page. */
export const USUAL_VERTICAL = 'retail';

/** Product feeds are lines of JSON; Awin's own sample sends them under this name. */
export const UPLOAD_CONTENT_TYPE = 'application/jsonlines';

/** What the file is called where it is handed on: the name that other tools know. */
export const FEED_MIME_TYPE = 'application/x-ndjson';

/** Awin ensures "fast and fresh data" up to here (Post Product Feed, "Limitations"). */
export const MOST_PRODUCTS = 2_000_000;

/** Whose feed it is, of which kind, and in which language and country. */
export interface FeedName {
	advertiserId: string;
	vertical: string;
	locale: string;
}

export function feedDownloadPath(publisherId: string, feed: FeedName): string {
	return `/publishers/${publisherId}/awinfeeds/download/${feedFileName(feed)}`;
}

export function feedUploadPath({ advertiserId, vertical, locale }: FeedName): string {
	return `/advertisers/${advertiserId}/awinfeeds/${vertical}/${locale}/products`;
}

/** As Awin names the file. */
export function feedFileName({ advertiserId, vertical, locale }: FeedName): string {
	return `${advertiserId}-${vertical}-${locale}.jsonl`;
}

/**
 * Reads a locale as people write it: `en_GB`, `en-gb`, `EN_GB`. Awin takes all combinations of language and country.
 *
 * @returns the form that Awin has, or `undefined` for what is none
 */
export function readLocaleText(text: string): string | undefined {
	const [, language, country] = /^([a-z]{2,3})[_-]([a-z]{2})$/i.exec(text) ?? [];
	return language && country ? `${language.toLowerCase()}_${country.toUpperCase()}` : undefined;
}

/** @returns the form that Awin has, or `undefined` for what cannot be one word of an address */
export function readVerticalText(text: string): string | undefined {
	return /^[a-z][a-z0-9_]*$/i.test(text) ? text.toLowerCase() : undefined;
}

/**
 * Makes the product of an item's columns: blank cells are left out, and an id that a sheet made a number of is text again,
 * as in Google's format. Everything else is Awin's to judge.
 *
 * @returns `undefined` where there is no id to know the product by
 */
export function productOf(columns: unknown): (JsonObject & { id: string }) | undefined {
	if (!isJsonObject(columns)) return undefined;
	const given = Object.entries(columns).filter(([, value]) => !isBlank(value));
	const product = Object.fromEntries(given);
	const id = productId(product);
	return id === undefined ? undefined : { ...product, id };
}

/** The id of a product, as text. */
export function productId({ id }: JsonObject): string | undefined {
	if (typeof id === 'number' && Number.isSafeInteger(id)) return String(id);
	return typeof id === 'string' && id.trim() !== '' ? id.trim() : undefined;
}
