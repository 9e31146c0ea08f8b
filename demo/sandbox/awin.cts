import { AccountBook } from './accounts.cts';
import type { AgencySize } from './accounts.cts';
import type { AccountType } from './directory.cts';
import { FaultBox } from './faults.cts';
import { JobBook } from './jobs.cts';
import type { FeedEntry, LedgerEntry } from './ledger.cts';
import { Limiter } from './limiter.cts';
import {
	envelopeFor,
	failure,
	forbidden,
	html,
	limitExceeded,
	notFound,
	unauthorized,
} from './respond.cts';
import type { SandboxRequest, SandboxResponse } from './respond.cts';
import type { ReportedBatch } from './results.cts';
import { matchPath } from './route.cts';
import { ROUTES } from './routes/index.cts';
import { DEFAULT_SWITCHES } from './switches.cts';
import type { Switches } from './switches.cts';
import { TOKENS, USERS } from './tokens.cts';
import type { User } from './tokens.cts';
import { World } from './world.cts';
import type { WorldOptions } from './world.cts';
import { SECOND_MS } from './zones.cts';

export type { SandboxRequest, SandboxResponse } from './respond.cts';

export interface AwinOptions {
	/** Default 1. */
	seed?: number;
	/** ms since 1970; default: the real clock. */
	clock?: () => number;
	/** Default 20, Awin's limit; null for none. */
	requestsPerMinute?: number | null;
	switches?: Partial<Switches>;
	/** How many accounts the agency's user begins with; default none. */
	agency?: AgencySize;
	world?: Partial<WorldOptions>;
}

/** One request that was seen. */
export interface CallRecord {
	/** Sandbox time, ms. */
	atMs: number;
	method: string;
	/** Without the query. */
	path: string;
	query: Record<string, string>;
	token: string | null;
	/** Without `authorization` and `x-api-key`. */
	headers: Record<string, string>;
	bodyText: string;
	/** 0 when the request got no answer. */
	status: number;
	/** How many requests, this one included, were open. */
	concurrent: number;
}

const KEPT_CALLS = 10_000;
const KEPT_BATCHES = 1000;
const DEFAULT_REQUESTS_PER_MINUTE = 20;

const PATTERNS = ROUTES.map((route) => ({ route, wanted: route.path.split('/') }));

/** Awin's HTTP API in memory: no sockets, no timers, no clock but the given one. */
export class AwinSandbox {
	readonly world: World;
	/** Who reaches which accounts. */
	readonly accounts: AccountBook;
	/** Injected faults. `handle` knows nothing of them; the HTTP shell, or a test, applies them around it. */
	readonly faults = new FaultBox();
	/** The last 10,000 requests, oldest first. */
	readonly calls: CallRecord[] = [];
	readonly switches: Switches;
	readonly jobs: JobBook;
	/** Batches of orders that Awin is to report on, and has not yet: the last 1,000, oldest first. */
	readonly reportedBatches: ReportedBatch[] = [];
	/** The good lines of each uploaded feed, by `advertiser-vertical-locale`. */
	readonly uploadedFeeds = new Map<string, string[]>();
	/** Calls per minute and user; null for no limit. */
	requestsPerMinute: number | null;
	/** Added to the clock, in ms. */
	clockShiftMs = 0;
	/** Called with every new entry of the ledger. */
	onEntry: ((entry: LedgerEntry) => void) | null = null;

	private readonly clock: () => number;
	private readonly limiter: Limiter;
	private readonly entries: LedgerEntry[] = [];
	private readonly references = new Map<number, Set<string>>();
	private readonly feedVersions = new Map<string, number>();
	private readonly revoked = new Set<string>([TOKENS.revoked]);

	/** `live: false`: the caller says from when on the world is live. */
	constructor(options: AwinOptions, { live = true } = {}) {
		const { seed = 1, clock = Date.now, requestsPerMinute = DEFAULT_REQUESTS_PER_MINUTE } = options;
		this.clock = clock;
		this.requestsPerMinute = requestsPerMinute;
		this.switches = { ...DEFAULT_SWITCHES, ...options.switches };
		this.accounts = new AccountBook(options.agency, TOKENS.agency);
		this.world = new World(seed, options.world ?? {}, this.switches);
		this.jobs = new JobBook(seed);
		this.limiter = new Limiter(this.switches);
		if (live && this.world.options.liveEventsPerMinute > 0) this.world.live(this.now());
	}

	/** Sandbox time, ms. */
	now(): number {
		return this.clock() + this.clockShiftMs;
	}

	/** From now on the token (and its conversion key) is refused with 401. */
	revoke(token: string): void {
		this.revoked.add(token);
	}

	/** Takes a revoked token back. */
	restore(token: string): void {
		this.revoked.delete(token);
	}

	/** Every order processed and validation applied up to now, in that order of time. */
	get ledger(): LedgerEntry[] {
		const nowMs = this.now();
		return this.entries
			.filter(({ atMs }) => atMs <= nowMs)
			.sort((one, other) => one.atMs - other.atMs);
	}

	/** How many entries the ledger has, those of jobs still running included. */
	get entryCount(): number {
		return this.entries.length;
	}

	/** References (as booked) that an advertiser's orders have used. */
	bookedReferences(accountId: number): ReadonlySet<string> {
		return this.references.get(accountId) ?? new Set();
	}

	/** Notes a batch of orders whose results are to be posted. */
	reportLater(batch: ReportedBatch): void {
		this.reportedBatches.push(batch);
		if (this.reportedBatches.length > KEPT_BATCHES) this.reportedBatches.shift();
	}

	/** Enters a change into the ledger; the change itself is made by the caller. */
	enter(entry: LedgerEntry): void {
		this.note(entry);
		this.onEntry?.(entry);
	}

	/**
	 * Puts an uploaded feed in the place of the one before.
	 *
	 * @returns its version
	 */
	keepFeed(key: string, lines: string[]): number {
		const version = (this.feedVersions.get(key) ?? 0) + 1;
		this.feedVersions.set(key, version);
		this.uploadedFeeds.set(key, lines);
		return version;
	}

	/** Makes a change of an earlier run again, as kept in its journal. */
	replay(entry: LedgerEntry): void {
		if (entry.kind === 'feed') {
			// The products themselves are not kept over a restart.
			this.feedVersions.set(feedKey(entry), entry.version);
		} else if (entry.kind === 'order') {
			if (entry.transaction) this.world.keep(entry.transaction);
		} else if (entry.kind === 'validation') {
			for (const event of entry.events) this.world.insertEvent(entry.transactionId, event);
		}
		this.note(entry);
	}

	/** Keeps a record of a request and the status that it got (0 for none). */
	record(request: SandboxRequest, status: number): void {
		const url = new URL(request.url, 'http://sandbox');
		const { authorization, 'x-api-key': apiKey, ...headers } = request.headers;
		const bearer = bearerOf(authorization);
		this.calls.push({
			atMs: this.now(),
			method: request.method,
			path: url.pathname,
			query: Object.fromEntries(url.searchParams),
			token: bearer ?? apiKey ?? url.searchParams.get('accessToken'),
			headers: Object.fromEntries(
				Object.entries(headers).filter(
					(entry): entry is [string, string] => entry[1] !== undefined,
				),
			),
			bodyText: request.body,
			status,
			concurrent: request.concurrent ?? 1,
		});
		if (this.calls.length > KEPT_CALLS) this.calls.splice(0, this.calls.length - KEPT_CALLS);
	}

	/** Answers one request completely in memory. No faults and no sockets here, so tests can run thousands. */
	handle(request: SandboxRequest): SandboxResponse {
		const response = this.answer(request);
		this.record(request, response.status);
		return response;
	}

	private answer(request: SandboxRequest): SandboxResponse {
		const { maxUrlLength } = this.switches;
		if (maxUrlLength > 0 && request.url.length > maxUrlLength) {
			return html(414, '414 Request-URI Too Large');
		}
		const url = new URL(request.url, 'http://sandbox');
		const pieces = url.pathname.split('/');
		const fitting = PATTERNS.map(({ route, wanted }) => ({
			route,
			params: matchPath(route, wanted, pieces),
		}));
		const found = fitting.filter(({ params }) => params !== null);
		const isConversion = found.some(({ route }) => route.auth === 'apiKey');

		// Without a good token even an unknown path answers 401.
		const user = this.userOf(request, url, isConversion);
		if (!user) return unauthorized();
		const limited = this.limit(user, isConversion);
		if (limited) return limited;

		const match = found.find(({ route }) => route.method === request.method);
		if (!match?.params) {
			if (found.length === 0) return notFound();
			return failure(405, `Request method '${request.method}' not supported`);
		}
		const { route, params } = match;
		const accountId = params.accountId === undefined ? 0 : Number(params.accountId);
		if (!Number.isSafeInteger(accountId)) return failure(400, 'Account id is not a number');
		const refusal = route.accountType && this.refusal(user, route.accountType, accountId);
		if (refusal) return refusal;
		// Documented: the content type belongs to all POST calls; a charset may follow it.
		const contentType = request.headers['content-type'] ?? '';
		const wanted = route.contentType ?? /^application\/json\b/i;
		if (route.method === 'POST' && !wanted.test(contentType)) {
			return failure(415, `Content type '${contentType}' not supported`);
		}
		const { searchParams: query } = url;
		const { body } = request;
		return route.answer({ awin: this, user, params, accountId, query, body, nowMs: this.now() });
	}

	/**
	 * The user of a request. Bearer token in the header or `accessToken` in the query; on the Conversion API nothing but the
	 * bare value in `x-api-key`.
	 */
	private userOf(request: SandboxRequest, url: URL, isConversion: boolean): User | undefined {
		const { authorization, 'x-api-key': apiKey } = request.headers;
		const isSeparate = isConversion && this.switches.conversionKey === 'separate';
		const token = isConversion
			? apiKey
			: authorization === undefined
				? (url.searchParams.get('accessToken') ?? undefined)
				: bearerOf(authorization);
		const user = USERS.find((one) => (isSeparate ? one.conversionKey : one.token) === token);
		if (!user || this.revoked.has(user.token) || this.revoked.has(token ?? '')) return undefined;
		return user;
	}

	private limit(user: User, isConversion: boolean): SandboxResponse | null {
		const { conversionLimit, retryAfter } = this.switches;
		if (isConversion && conversionLimit === 'none') return null;
		const bucket = isConversion && conversionLimit === 'own' ? `s2s ${user.token}` : user.token;
		const waitMs = this.limiter.take(bucket, this.now(), this.requestsPerMinute);
		if (waitMs === 0) return null;
		const response = limitExceeded(this.requestsPerMinute ?? 0);
		if (retryAfter) response.headers['retry-after'] = String(Math.ceil(waitMs / SECOND_MS));
		return response;
	}

	private refusal(user: User, type: AccountType, accountId: number): SandboxResponse | null {
		const { accounts, switches } = this;
		if (!accounts.isLinked(user, type, accountId) || !accounts.hasPlan(type, accountId)) {
			return switches.refusedAccountStatus === 403 ? forbidden() : unauthorized();
		}
		const status = accounts.refusalOf(type, accountId);
		return status === undefined ? null : envelopeFor(status, this.requestsPerMinute ?? 0);
	}

	private note(entry: LedgerEntry): void {
		this.entries.push(entry);
		if (entry.kind !== 'order' || entry.isTest) return;
		const references = this.references.get(entry.accountId) ?? new Set();
		this.references.set(entry.accountId, references.add(entry.reference));
	}
}

function feedKey({ accountId, vertical, locale }: FeedEntry): string {
	return `${accountId}-${vertical}-${locale}`;
}

function bearerOf(authorization: string | undefined): string | undefined {
	return /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
}
