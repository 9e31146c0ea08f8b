/**
 * What Awin answers about links that were to be built (API reference, "Generate Tracking Link" and "Generate Tracking Links
 * (batch)").
 */
import { findList, isJsonObject, readComplaint, readId, type JsonObject } from './answers';
import { findComplaint } from './complaints';
import { CLICK_PARAMETERS, type WireLink } from './links';
import { isAwinLink } from './webAddresses';

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
