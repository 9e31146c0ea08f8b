/**
 * Tracking links of a publisher (API reference, "Generate Tracking Link", "Generate Tracking Links (batch)" and "Get Link
 * Builder Quota"; Help Center, "What does an affiliate link look like").
 */
import { findList, isJsonObject, readComplaint, readId, type JsonObject } from './answers';
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

/** What Awin says of one link. `said` are its own words, or null where it gave none. */
export type LinkVerdict =
	| { outcome: 'created'; url: string; shortUrl: string | null; code: number | null }
	| { outcome: 'failed'; said: string | null; code: number | null }
	/** The answer says nothing of this link. */
	| { outcome: 'unknown' };

/**
 * Reads what a single link was answered with: `{url, shortUrl}`. Failures carry only a `description`, also with status
 * 200, so an answer without an address is never a success; without words it is no failure either.
 */
export function judgeLink(status: number | null, answer: unknown): LinkVerdict {
	const body = typeof answer === 'string' ? parse(answer) : answer;
	const url = isJsonObject(body) ? addressIn(body, 'url') : undefined;
	if (url && (status ?? 200) < 300) {
		const shortUrl = addressIn(body as JsonObject, 'shortUrl') ?? null;
		return { outcome: 'created', url, shortUrl, code: status };
	}
	const said = wordsIn(body) ?? (typeof answer === 'string' && answer.trim() ? answer : null);
	// A success in a form that nobody knows may well be one: the short link may be made.
	if (said === null && status !== null && status < 300) return { outcome: 'unknown' };
	return { outcome: 'failed', said, code: status };
}

function addressIn(body: JsonObject, name: string): string | undefined {
	const value = body[name];
	return typeof value === 'string' && /^https?:\/\//.test(value) ? value : undefined;
}

/** A note on Awin's page has the reason in `destinationUrl`; what was measured has it in `description`. */
function wordsIn(body: unknown): string | null {
	const complaint = readComplaint(body);
	const words = complaint?.description ?? complaint?.error;
	if (words) return words;
	const other = isJsonObject(body) ? body.destinationUrl : undefined;
	return typeof other === 'string' && other && !/^https?:/.test(other) ? other : null;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** `200`, `"200"` or `"200 OK"`. */
function statusIn(value: unknown): number | null {
	const digits = /^\s*(\d{3})\b/.exec(String(value))?.[1];
	return digits ? Number(digits) : null;
}

interface Entry {
	verdict: LinkVerdict;
	/** The request that the entry repeats, where it does. */
	echo: JsonObject | undefined;
}

/**
 * Reads the answer to a batch: `{responses: [{status, body, request}]}`, the request repeated beside the body
 * (documented) or in it (seen). Each entry belongs to the request that it repeats; one that repeats none belongs to the
 * request in its place, if there are as many entries as requests.
 *
 * @returns a verdict for each request, in the order of the requests
 */
export function judgeLinks(requests: WireLink[], answer: unknown): LinkVerdict[] {
	const list = findList(answer, ['responses']);
	// Without a list, what Awin says holds for all of them.
	if (!list) {
		const whole = judgeLink(null, answer);
		return requests.map(() => ('said' in whole && whole.said ? whole : { outcome: 'unknown' }));
	}
	const entries = list.map(entryOf);
	const verdicts: Array<LinkVerdict | undefined> = requests.map(() => undefined);
	const placesOf = new Map<string, number[]>();
	requests.forEach((request, place) => {
		const key = keyOf(request);
		placesOf.set(key, [...(placesOf.get(key) ?? []), place]);
	});
	const rest: Array<[number, Entry]> = [];
	entries.forEach((entry, index) => {
		const place = entry.echo && placesOf.get(keyOf(entry.echo))?.shift();
		if (place === undefined) rest.push([index, entry]);
		else verdicts[place] = entry.verdict;
	});
	if (entries.length === requests.length) {
		for (const [index, { verdict, echo }] of rest) {
			// Awin may repeat an address in another spelling, but never another advertiser.
			const isSame = !echo || advertiserIn(echo) === String(requests[index].advertiserId);
			if (isSame) verdicts[index] ??= verdict;
		}
	}
	return verdicts.map((verdict) => verdict ?? { outcome: 'unknown' });
}

function entryOf(entry: unknown): Entry {
	if (!isJsonObject(entry)) return { verdict: { outcome: 'unknown' }, echo: undefined };
	const { status, request } = entry;
	const body = entry.body ?? entry;
	const own = isJsonObject(body) ? body.request : undefined;
	return {
		verdict: judgeLink(statusIn(status), body),
		echo: [request, own].find(isJsonObject),
	};
}

function advertiserIn(request: JsonObject): string {
	return String(readId(request.advertiserId) ?? '');
}

/** What makes two requests the same, however their members are written. */
function keyOf(request: WireLink | JsonObject): string {
	const { destinationUrl, parameters } = request as JsonObject;
	const given = isJsonObject(parameters) ? parameters : {};
	return JSON.stringify([
		advertiserIn(request as JsonObject),
		destinationUrl ?? null,
		...CLICK_PARAMETERS.map((name) => given[name] ?? null),
	]);
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
 * @returns `undefined` where the answer is no such object
 */
export function readLinkQuota(answer: unknown, publisherId: string): LinkQuota | undefined {
	const body = isJsonObject(answer) && isJsonObject(answer.data) ? answer.data : answer;
	if (!isJsonObject(body)) return undefined;
	const [limit, usage] = [countIn(body.limit), countIn(body.usage)];
	const id = readId(body.publisherId);
	if (id === undefined && limit === null && usage === null) return undefined;
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
