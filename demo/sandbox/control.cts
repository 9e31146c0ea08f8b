import { changeAccounts } from './accounts-input.cts';
import type { AwinSandbox } from './awin.cts';
import { readFault } from './fault-input.cts';
import { notify } from './notify.cts';
import { isObject, parseJson } from './read.cts';
import type { JsonObject } from './read.cts';
import { failure, json } from './respond.cts';
import type { SandboxRequest, SandboxResponse } from './respond.cts';
import { report } from './results.cts';
import { setSwitches } from './switches.cts';
import { DAY_MS } from './zones.cts';

/** Paths under this prefix steer the sandbox; they are not Awin's, need no token, and never count for the limit. */
export const CONTROL_PREFIX = '/_sandbox/';

/** Far enough for any test; far beyond, dates end, and data is made for every day up to then. */
const MAX_SHIFT_DAYS = 3653;
const MAX_SHIFT_MS = MAX_SHIFT_DAYS * DAY_MS;

type Control = (awin: AwinSandbox, query: URLSearchParams, body: JsonObject) => SandboxResponse;

const CONTROLS: Readonly<Record<string, Control>> = {
	'GET state': (awin) => json(200, stateOf(awin)),
	'GET history': showHistory,
	'GET calls': (awin, query) => showLast(awin.calls, query),
	'GET ledger': (awin, query) => showLast(awin.ledger, query),
	'POST notify': notify,
	'POST results': report,
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
			return failure(400, 'requestsPerMinute takes a whole number or null');
		}
		awin.requestsPerMinute = requestsPerMinute;
		return json(200, { requestsPerMinute });
	},
	'POST clock': (awin, _query, { shiftMs }) => {
		if (!Number.isInteger(shiftMs) || Math.abs(shiftMs as number) > MAX_SHIFT_MS) {
			const most = `at most ${MAX_SHIFT_MS} (${MAX_SHIFT_DAYS} days) either way`;
			return failure(400, `shiftMs takes a whole number of milliseconds, ${most}`);
		}
		awin.clockShiftMs = shiftMs as number;
		return json(200, { shiftMs, now: new Date(awin.now()).toISOString() });
	},
	'POST accounts': (awin, _query, body) => {
		const problem = changeAccounts(awin.accounts, body);
		return problem ? failure(400, problem) : json(200, body);
	},
	'POST revoke': (awin, _query, { token }) => {
		if (typeof token !== 'string') return failure(400, 'token takes a text');
		awin.revoke(token);
		return json(200, { revoked: token });
	},
	'POST restore': (awin, _query, { token }) => {
		if (typeof token !== 'string') return failure(400, 'token takes a text');
		awin.restore(token);
		return json(200, { restored: token });
	},
};

/** Answers a control request, whatever it asks for: a mistake in a test must not look like a dropped connection. */
export function control(awin: AwinSandbox, request: SandboxRequest): SandboxResponse {
	try {
		return answer(awin, request);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return failure(500, `The sandbox could not do this: ${reason}`);
	}
}

function answer(awin: AwinSandbox, request: SandboxRequest): SandboxResponse {
	const url = new URL(request.url, 'http://sandbox');
	const name = `${request.method} ${url.pathname.slice(CONTROL_PREFIX.length)}`;
	if (!Object.hasOwn(CONTROLS, name)) {
		return failure(404, `Known are ${Object.keys(CONTROLS).join(', ')}`);
	}
	const body = request.body === '' ? {} : parseJson(request.body);
	if (!isObject(body)) return failure(400, 'The body takes a JSON object');
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
function showLast(entries: readonly unknown[], query: URLSearchParams): SandboxResponse {
	const limit = Number(query.get('limit') ?? 200);
	if (!isCount(limit)) return failure(400, 'limit takes a whole number');
	return json(200, limit > 0 ? entries.slice(-limit) : []);
}

/** `accountType`, `accountId`, and `fromMs`, `toMs` (ms; default: the last day until now). */
function showHistory(awin: AwinSandbox, query: URLSearchParams): SandboxResponse {
	const accountType = query.get('accountType');
	const toMs = Number(query.get('toMs') ?? awin.now());
	const fromMs = Number(query.get('fromMs') ?? toMs - DAY_MS);
	const accountId = Number(query.get('accountId'));
	if (accountType !== 'advertiser' && accountType !== 'publisher') {
		return failure(400, 'accountType takes advertiser or publisher');
	}
	for (const [name, value] of Object.entries({ accountId, fromMs, toMs })) {
		if (!Number.isFinite(value)) return failure(400, `${name} takes a number`);
	}
	const latestMs = awin.now() + MAX_SHIFT_MS;
	if (toMs > latestMs) {
		return failure(400, `toMs takes a time up to ${latestMs} (${MAX_SHIFT_DAYS} days from now)`);
	}
	return json(200, awin.world.history({ accountType, accountId, fromMs, toMs }));
}

function addFault(awin: AwinSandbox, _query: URLSearchParams, body: JsonObject): SandboxResponse {
	const fault = readFault(body);
	if (typeof fault === 'string') return failure(400, fault);
	awin.faults.add(fault);
	return json(200, { faults: shownFaults(awin) });
}
