/**
 * Tracking links of a publisher (API reference, "Generate Tracking Link", "Generate Tracking Links (batch)" and "Get Link
 * Builder Quota"; Help Center, "What does an affiliate link look like").
 */
import { isJsonObject, readId } from './answers';
import { encodeOnce } from './webAddresses';

/** A batch takes this many links. It cannot make short ones. */
export const LINKS_PER_BATCH = 100;

/** Awin's own names, in the order in which a link shows them. */
export const CLICK_PARAMETERS = [
	'campaign',
	'clickref',
	'clickref2',
	'clickref3',
	'clickref4',
	'clickref5',
	'clickref6',
] as const;

export type ClickParameters = Partial<Record<(typeof CLICK_PARAMETERS)[number], string>>;

/** A link to be built, as Awin takes it. Without a destination it leads to the advertiser's default landing page. */
export interface WireLink {
	advertiserId: number;
	destinationUrl?: string;
	parameters?: ClickParameters;
	/** Only on the call for a single link. */
	shorten?: true;
}

export function linkPath(publisherId: string): string {
	return `/publishers/${publisherId}/linkbuilder/generate`;
}

export function linkBatchPath(publisherId: string): string {
	return `/publishers/${publisherId}/linkbuilder/generate-batch`;
}

export function linkQuotaPath(publisherId: string): string {
	return `/publishers/${publisherId}/linkbuilder/quota`;
}

export function wireLink(link: {
	advertiserId: string;
	destinationUrl?: string;
	parameters: ClickParameters;
}): WireLink {
	const { destinationUrl, parameters } = link;
	return {
		advertiserId: Number(link.advertiserId),
		...(destinationUrl === undefined ? {} : { destinationUrl }),
		...(Object.keys(parameters).length === 0 ? {} : { parameters }),
	};
}

const TRACKING_ADDRESS = 'https://www.awin1.com/cread.php';

/**
 * Builds a long link without asking Awin, in the documented form: `awinmid` is the advertiser, `awinaffid` the publisher,
 * `ued` the destination, and the click parameters have their own names. Nobody checks that the two work together.
 */
export function localLink(
	publisherId: string,
	{ advertiserId, destinationUrl, parameters = {} }: WireLink,
): string {
	const query: Array<[string, string | undefined]> = [
		['awinmid', String(advertiserId)],
		['awinaffid', publisherId],
		...CLICK_PARAMETERS.map((name): [string, string | undefined] => [name, parameters[name]]),
		['ued', destinationUrl],
	];
	const given = query.filter((entry): entry is [string, string] => entry[1] !== undefined);
	return `${TRACKING_ADDRESS}?${given.map(([name, value]) => `${name}=${encodeOnce(value)}`).join('&')}`;
}

/** Short links of a publisher in 24 hours. A figure that Awin leaves out is null: some live answers have none. */
export interface LinkQuota {
	publisherId: number | string;
	limit: number | null;
	usage: number | null;
	remaining: number | null;
}

/**
 * Reads `{publisherId, limit, usage}`, figures as numbers or text.
 *
 * @returns `undefined` where the answer is no such object, or about another publisher
 */
export function readLinkQuota(answer: unknown, publisherId: string): LinkQuota | undefined {
	const body = isJsonObject(answer) && isJsonObject(answer.data) ? answer.data : answer;
	if (!isJsonObject(body)) return undefined;
	const [limit, usage] = [countIn(body.limit), countIn(body.usage)];
	const id = readId(body.publisherId);
	if (id === undefined && limit === null && usage === null) return undefined;
	if (id !== undefined && String(id) !== publisherId) return undefined;
	return {
		publisherId: id ?? Number(publisherId),
		limit,
		usage,
		remaining: limit === null || usage === null ? null : Math.max(limit - usage, 0),
	};
}

function countIn(value: unknown): number | null {
	const count = readId(typeof value === 'string' ? value.trim() : value);
	return typeof count === 'number' && count >= 0 ? count : null;
}
