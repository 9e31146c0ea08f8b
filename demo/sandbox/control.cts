import type { AwinSandbox } from './awin.cts';
import type { NewFault } from './faults.cts';
import { isObject, parseJson } from './read.cts';
import type { JsonObject } from './read.cts';
import { failure, json } from './respond.cts';
import type { SandboxRequest, SandboxResponse } from './respond.cts';
import { setSwitches } from './switches.cts';
import { DAY_MS } from './zones.cts';

/** Paths under this prefix steer the sandbox; they are not Awin's, need no token, and never count for the limit. */
export const CONTROL_PREFIX = '/_sandbox/';

const FAULT_KINDS: ReadonlySet<unknown> = new Set<NewFault['kind']>([
	'status',
	'slow',
	'dropBefore',
	'dropAfter',
	'cutBody',
	'truncatedJson',
	'html',
	'body',
	'redirect',
	'wrongTypes',
]);

type Control = (awin: AwinSandbox, query: URLSearchParams, body: JsonObject) => SandboxResponse;

const CONTROLS: Readonly<Record<string, Control>> = {
	'GET state': (awin) => json(200, stateOf(awin)),
	'GET history': showHistory,
	'GET calls': (awin, query) => json(200, lastOf(awin.calls, query)),
	'GET ledger': (awin, query) => json(200, lastOf(awin.ledger, query)),
	'POST faults': addFault,
	'DELETE faults': (awin) => {
		awin.faults.clear();
		return json(200, { faults: [] });
	},
	'POST switches': (awin, _query, body) => {
		const problem = setSwitches(awin.switches, body);
		return problem ? failure(400, problem) : json(200, awin.switches);
	},
	'POST limit': (awin, _query, { requestsPerMinute }) => {
		if (requestsPerMinute !== null && !isCount(requestsPerMinute)) {
			return failure(400, 'requestsPerMinute must be a whole number or null');
		}
		awin.requestsPerMinute = requestsPerMinute;
		return json(200, { requestsPerMinute });
	},
	'POST clock': (awin, _query, { shiftMs }) => {
		if (typeof shiftMs !== 'number') return failure(400, 'shiftMs must be a number');
		awin.clockShiftMs = shiftMs;
		return json(200, { shiftMs, now: new Date(awin.now()).toISOString() });
	},
	'POST revoke': (awin, _query, { token }) => {
		if (typeof token !== 'string') return failure(400, 'token must be a string');
		awin.revoke(token);
		return json(200, { revoked: token });
	},
	'POST restore': (awin, _query, { token }) => {
		if (typeof token !== 'string') return failure(400, 'token must be a string');
		awin.restore(token);
		return json(200, { restored: token });
	},
};

/** Answers a control request. */
export function control(awin: AwinSandbox, request: SandboxRequest): SandboxResponse {
	const url = new URL(request.url, 'http://sandbox');
	const name = `${request.method} ${url.pathname.slice(CONTROL_PREFIX.length)}`;
	if (!Object.hasOwn(CONTROLS, name)) {
		return failure(404, `Known are ${Object.keys(CONTROLS).join(', ')}`);
	}
	const body = request.body === '' ? {} : parseJson(request.body);
	if (!isObject(body)) return failure(400, 'The body must be a JSON object');
	return CONTROLS[name](awin, url.searchParams, body);
}

function isCount(value: unknown): value is number {
	return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function stateOf(awin: AwinSandbox): JsonObject {
	return {
		now: new Date(awin.now()).toISOString(),
		nowMs: awin.now(),
		clockShiftMs: awin.clockShiftMs,
		requestsPerMinute: awin.requestsPerMinute,
		calls: awin.calls.length,
		refusedCalls: awin.calls.filter(({ status }) => status === 429).length,
		ledgerEntries: awin.ledger.length,
		seed: awin.world.seed,
		world: { ...awin.world.options, jobDurationMs: undefined },
		switches: awin.switches,
		faults: shownFaults(awin),
	};
}

function shownFaults(awin: AwinSandbox): unknown[] {
	return awin.faults.waiting.map(({ fault, match, timesLeft, passesLeft }) => ({
		...fault,
		match: { ...match, path: match.path && String(match.path) },
		timesLeft: Number.isFinite(timesLeft) ? timesLeft : 'Infinity',
		passesLeft,
	}));
}

/** The last `limit` entries (default 200), oldest first. */
function lastOf<Entry>(entries: readonly Entry[], query: URLSearchParams): Entry[] {
	const limit = Number(query.get('limit') ?? 200);
	return limit > 0 ? entries.slice(-limit) : [];
}

/** `accountType`, `accountId`, and `fromMs`, `toMs` (ms; default: the last day until now). */
function showHistory(awin: AwinSandbox, query: URLSearchParams): SandboxResponse {
	const accountType = query.get('accountType');
	const toMs = Number(query.get('toMs') ?? awin.now());
	const fromMs = Number(query.get('fromMs') ?? toMs - DAY_MS);
	const accountId = Number(query.get('accountId'));
	if (accountType !== 'advertiser' && accountType !== 'publisher') {
		return failure(400, 'accountType must be advertiser or publisher');
	}
	if (![accountId, fromMs, toMs].every(Number.isFinite)) {
		return failure(400, 'accountId, fromMs and toMs must be numbers');
	}
	return json(200, awin.world.history({ accountType, accountId, fromMs, toMs }));
}

/** JSON knows neither patterns nor infinity: `match.pathPattern` is a pattern's source, `times` may be `"Infinity"`. */
function addFault(awin: AwinSandbox, _query: URLSearchParams, body: JsonObject): SandboxResponse {
	if (!FAULT_KINDS.has(body.kind)) return failure(400, 'There is no such kind of fault');
	const { pathPattern, ...match } = isObject(body.match) ? body.match : {};
	const times = body.times === undefined ? 1 : Number(body.times);
	if (Number.isNaN(times)) return failure(400, 'times must be a number');
	// What a kind needs besides is taken as given: this endpoint is for people who test.
	const fault = { ...body, match, times } as unknown as NewFault & { match: JsonObject };
	if (typeof pathPattern === 'string') fault.match.path = new RegExp(pathPattern);
	awin.faults.add(fault);
	return json(200, { faults: shownFaults(awin) });
}
