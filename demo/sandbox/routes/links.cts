import type { AwinSandbox } from '../awin.cts';
import { advertiserOf, relationOf } from '../directory.cts';
import { hexOf } from '../hash.cts';
import type { ShortLinkEntry } from '../ledger.cts';
import { isObject, numberOf, parseJson } from '../read.cts';
import type { JsonObject } from '../read.cts';
import { failure, json } from '../respond.cts';
import type { SandboxResponse } from '../respond.cts';
import type { Route, RouteContext } from '../route.cts';
import type { Switches } from '../switches.cts';
import { DAY_MS } from '../zones.cts';

const MAX_LINKS = 100;

/** Advertisers that permit links to their home page only. */
const NO_DEEP_LINKS: ReadonlySet<number> = new Set([77104]);

const PARAMETERS = [
	'campaign',
	'clickref',
	'clickref2',
	'clickref3',
	'clickref4',
	'clickref5',
	'clickref6',
] as const;

/** A link, or Awin's word for why there is none. */
type Link = { url: string; shortUrl?: string } | { refusal: string };

function shortLinksOf(awin: AwinSandbox, publisherId: number): ShortLinkEntry[] {
	const sinceMs = awin.now() - DAY_MS;
	return awin.ledger.filter(
		(entry): entry is ShortLinkEntry =>
			entry.kind === 'shortLink' && entry.accountId === publisherId && entry.atMs > sinceMs,
	);
}

function linkFor(request: unknown, { awin, accountId, nowMs }: RouteContext): Link {
	if (!isObject(request)) return { refusal: 'invalidRequest' };
	const advertiserId = numberOf(request.advertiserId) ?? 0;
	if (!advertiserOf(advertiserId)) return { refusal: 'Unknown error' };
	if (!relationOf(advertiserId, accountId)) return { refusal: 'advertiserNotJoined' };

	const destination = request.destinationUrl ?? null;
	if (destination !== null) {
		if (typeof destination !== 'string' || !/^https?:\/\/[^\s/]/.test(destination)) {
			return { refusal: 'invalidDestinationUrl' };
		}
		if (NO_DEEP_LINKS.has(advertiserId)) return { refusal: 'deeplinkNotPermitted' };
	}
	const parameters = isObject(request.parameters) ? request.parameters : {};
	const query = new URLSearchParams({
		awinmid: String(advertiserId),
		awinaffid: String(accountId),
	});
	for (const name of PARAMETERS) {
		const value = parameters[name];
		if (typeof value === 'string') query.set(name, value);
	}
	if (typeof destination === 'string') query.set('ued', destination);
	const url = `https://www.awin1.com/cread.php?${query.toString()}`;
	if (request.shorten !== true) return { url };

	if (shortLinksOf(awin, accountId).length >= awin.switches.shortLinkLimit) {
		return { refusal: 'shortLinkQuotaExceeded' };
	}
	const shortUrl = `https://tidd.ly/${hexOf(7, url, awin.entryCount)}`;
	awin.enter({ kind: 'shortLink', atMs: nowMs, accountId, advertiserId, url, shortUrl });
	return { url, shortUrl };
}

/** Status and body as a single call has them; errors of the link builder carry nothing but a description. */
function answerFor(link: Link, { linkRefusal }: Switches): { status: number; body: JsonObject } {
	if (!('refusal' in link)) return { status: 200, body: { ...link } };
	if (linkRefusal === 'generic200') return { status: 200, body: { description: 'Unknown error' } };
	return { status: 400, body: { [linkRefusal]: link.refusal } };
}

function generate(context: RouteContext): SandboxResponse {
	const { status, body } = answerFor(
		linkFor(parseJson(context.body), context),
		context.awin.switches,
	);
	return json(status, body);
}

function generateBatch(context: RouteContext): SandboxResponse {
	const { switches } = context.awin;
	const given = parseJson(context.body);
	const requests = isObject(given) && Array.isArray(given.requests) ? given.requests : null;
	if (!requests || requests.length === 0) return failure(400, 'requests must not be empty');
	if (requests.length > MAX_LINKS) {
		return failure(400, `requests must not be more than ${MAX_LINKS}`);
	}
	const responses = (requests as unknown[]).map((request) => {
		// A batch makes no short links, whatever it is asked for.
		const long = isObject(request) ? { ...request, shorten: false } : request;
		const { status, body } = answerFor(linkFor(long, context), switches);
		return {
			status: switches.linkStatusAsText ? String(status) : status,
			body: switches.linkEcho === 'body' ? { ...body, request } : body,
			...(switches.linkEcho === 'entry' ? { request } : {}),
		};
	});
	if (switches.resultOrder === 'reversed' && switches.linkEcho !== 'none') responses.reverse();
	return json(200, { responses });
}

function showQuota({ awin, accountId }: RouteContext): SandboxResponse {
	const { quotaFigures, shortLinkLimit: limit } = awin.switches;
	const usage = shortLinksOf(awin, accountId).length;
	if (quotaFigures === 'missing') return json(200, { publisherId: String(accountId) });
	return quotaFigures === 'numbers'
		? json(200, { publisherId: accountId, limit, usage })
		: json(200, { publisherId: String(accountId), limit: String(limit), usage });
}

const PATH = '/publishers/:accountId/linkbuilder';

export const linkRoutes: readonly Route[] = [
	{
		method: 'POST',
		path: `${PATH}/generate`,
		accountType: 'publisher',
		auth: 'bearer',
		answer: generate,
	},
	{
		method: 'POST',
		path: `${PATH}/generate-batch`,
		accountType: 'publisher',
		auth: 'bearer',
		answer: generateBatch,
	},
	{
		method: 'GET',
		path: `${PATH}/quota`,
		accountType: 'publisher',
		auth: 'bearer',
		answer: showQuota,
	},
];
