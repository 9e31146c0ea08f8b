/**
 * Tracking links of a publisher (API reference, "Generate Tracking Link", "Generate Tracking Links (batch)" and "Get Link
 * Builder Quota"; Help Center, "What does an affiliate link look like").
 */
import { findList, isJsonObject, readComplaint, readId, type JsonObject } from './answers';
import { findComplaint } from './complaints';
import { encodeOnce, isAwinLink } from './webAddresses';

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
	| {
			outcome: 'created';
			url: string;
			shortUrl: string | null;
			code: number | null;
			/** What Awin has against it nonetheless. */
			said?: string;
	  }
	| { outcome: 'failed'; said: string | null; code: number | null }
	/** The answer says nothing of this link, or gives one that was not asked for. */
	| { outcome: 'unknown' };

/** What is given back as it was sent, and an address is no complaint. */
const OWN_MEMBERS: ReadonlySet<string> = new Set(['destinationUrl', 'parameters', 'request']);

/**
 * Reads what a single link was answered with: `{url, shortUrl}`. Failures carry only a `description`, also with status
 * 200, so an answer without an address is never a success; without words it is no failure either.
 */
export function judgeLink(status: number | null, answer: unknown): LinkVerdict {
	const body = typeof answer === 'string' ? parse(answer) : answer;
	const url = isJsonObject(body) ? addressIn(body, 'url') : undefined;
	if (url && (status ?? 200) < 300) {
		const shortUrl = addressIn(body as JsonObject, 'shortUrl') ?? null;
		const said = findComplaint(body, OWN_MEMBERS);
		return { outcome: 'created', url, shortUrl, code: status, ...(said ? { said } : {}) };
	}
	const said = wordsIn(body) ?? (typeof answer === 'string' && answer.trim() ? answer : null);
	// A success in a form that nobody knows may well be one: the short link may be made.
	if (said === null && status !== null && status < 300) return { outcome: 'unknown' };
	return { outcome: 'failed', said, code: status };
}

/** Like {@link judgeLink}; a link that is not the one that was asked for is none. */
export function judgeOwnLink(
	status: number | null,
	answer: unknown,
	request: WireLink,
	publisherId: string,
): LinkVerdict {
	return ifItFits(judgeLink(status, answer), request, publisherId);
}

function ifItFits(verdict: LinkVerdict, request: WireLink, publisherId?: string): LinkVerdict {
	const isOther = verdict.outcome === 'created' && !fits(verdict.url, request, publisherId);
	return isOther ? { outcome: 'unknown' } : verdict;
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

/** What a tracking link says of itself; `undefined` where it has another form. */
function readLink(url: string): URLSearchParams | undefined {
	if (!isAwinLink(url)) return undefined;
	const { searchParams } = new URL(url);
	return searchParams.has('awinmid') ? searchParams : undefined;
}

/** Whether a link may be the one that was asked for: nothing in it is somebody else's. */
function fits(url: string, request: WireLink, publisherId: string | undefined): boolean {
	const link = readLink(url);
	if (!link) return true;
	const isSame = (name: string, wanted: string | undefined) =>
		wanted === undefined || !link.has(name) || link.get(name) === wanted;
	return (
		isSame('awinmid', String(request.advertiserId)) &&
		isSame('awinaffid', publisherId) &&
		CLICK_PARAMETERS.every((name) => isSame(name, request.parameters?.[name])) &&
		isSameSite(link.get('ued'), request.destinationUrl)
	);
}

/** Awin may write an address in another way, but not that of another site. */
function isSameSite(given: string | null, wanted: string | undefined): boolean {
	if (given === null || wanted === undefined) return true;
	if (!URL.canParse(given) || !URL.canParse(wanted)) return true;
	const siteOf = (address: string) => new URL(address).hostname.replace(/^www\./, '');
	return siteOf(given) === siteOf(wanted);
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
 * (documented) or in it (seen). Each entry belongs to the request that it repeats. One that repeats none, if there are as many
 * entries as requests, belongs to the request whose link it holds, or to the one in its place where they are in order.
 *
 * @param publisherId whose links they are
 * @returns a verdict for each request, in the order of the requests
 */
export function judgeLinks(
	requests: WireLink[],
	answer: unknown,
	publisherId?: string,
): LinkVerdict[] {
	const list = findList(answer, ['responses']);
	// Without a list, what Awin says holds for all of them.
	if (!list) {
		const whole = judgeLink(null, answer);
		return requests.map(() => ('said' in whole && whole.said ? whole : { outcome: 'unknown' }));
	}
	const verdicts: Array<LinkVerdict | undefined> = requests.map(() => undefined);
	const placesOf = new Map<string, number[]>();
	const goals = new Set(requests.map(goalOf));
	requests.forEach((request, place) => {
		const key = keyOf(request);
		const places = placesOf.get(key);
		if (places) places.push(place);
		else placesOf.set(key, [place]);
	});
	/** Whether a link is plainly that of another request. */
	const isOther = (verdict: LinkVerdict, place: number) => {
		const goal = goalOf(requestIn(verdict) ?? {});
		return goal !== goalOf(requests[place]) && goals.has(goal);
	};
	const settle = (place: number, verdict: LinkVerdict) => {
		const own: LinkVerdict = isOther(verdict, place) ? { outcome: 'unknown' } : verdict;
		verdicts[place] = ifItFits(own, requests[place], publisherId);
	};
	const rest = list
		.map((entry, index) => ({ ...entryOf(entry), index }))
		.filter((entry) => {
			const place = entry.echo && placesOf.get(keyOf(entry.echo))?.shift();
			if (place !== undefined) settle(place, entry.verdict);
			return place === undefined;
		});
	if (list.length !== requests.length) return verdicts.map((verdict) => verdict ?? UNKNOWN);

	const isInOrder = rest.every(({ verdict, index }) => !isOther(verdict, index));
	for (const { verdict, echo, index } of rest) {
		// Awin may repeat an address in another spelling, but never another advertiser.
		const isSame = !echo || advertiserIn(echo) === String(requests[index].advertiserId);
		const told = echo ? undefined : requestIn(verdict);
		const place = isInOrder ? index : told && placesOf.get(keyOf(told))?.shift();
		if (isSame && place !== undefined && verdicts[place] === undefined) settle(place, verdict);
	}
	return verdicts.map((verdict) => verdict ?? UNKNOWN);
}

const UNKNOWN: LinkVerdict = { outcome: 'unknown' };

/** Where a link leads, and for which advertiser. */
function goalOf(request: WireLink | JsonObject): string {
	return JSON.stringify([
		advertiserIn(request as JsonObject),
		(request as JsonObject).destinationUrl ?? null,
	]);
}

/** The request that a link answers, read from the link itself. */
function requestIn(verdict: LinkVerdict): JsonObject | undefined {
	const link = verdict.outcome === 'created' ? readLink(verdict.url) : undefined;
	if (!link) return undefined;
	const parameters = CLICK_PARAMETERS.map((name) => [name, link.get(name)]);
	return {
		advertiserId: link.get('awinmid'),
		destinationUrl: link.get('ued'),
		parameters: Object.fromEntries(parameters) as JsonObject,
	};
}

const OF_ENTRY: ReadonlySet<string> = new Set(['body', 'request']);

function entryOf(entry: unknown): Entry {
	if (!isJsonObject(entry)) return { verdict: { outcome: 'unknown' }, echo: undefined };
	const { status, request } = entry;
	const body = entry.body ?? entry;
	const own = isJsonObject(body) ? body.request : undefined;
	const verdict = judgeLink(statusIn(status), body);
	// What is wrong may also stand beside the body.
	const said = verdict.outcome === 'created' ? findComplaint(entry, OF_ENTRY) : undefined;
	return {
		verdict: said && verdict.outcome === 'created' ? { said, ...verdict } : verdict,
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
