import { firstHalf, halfOf } from './flow.cts';
import type { SandboxRequest, SandboxResponse } from './respond.cts';

/** Which requests a fault is for; what is left out fits all. */
export interface FaultMatch {
	method?: string;
	/** A text that the path and query contain, or a pattern for them. */
	path?: string | RegExp;
}

export type FaultKind =
	/** Any status. Without a body, Awin's own envelope for it. `afterProcessing`: the request takes effect nonetheless. */
	| {
			kind: 'status';
			status: number;
			body?: string;
			headers?: Record<string, string>;
			afterProcessing?: boolean;
	  }
	/** Processed at once, or with `beforeProcessing` only after the delay; answered after `delayMs`. */
	| { kind: 'slow'; delayMs: number; beforeProcessing?: boolean }
	/** The connection is torn down, and the request was not processed. */
	| { kind: 'dropBefore' }
	/** The request is processed, but the connection is torn down without an answer. */
	| { kind: 'dropAfter' }
	/** Processed; the answer announces its full length and is torn down midway. */
	| { kind: 'cutBody' }
	/** Processed; a complete HTTP answer, whose JSON stops midway. */
	| { kind: 'truncatedJson' }
	/** An HTML page as proxies make them, in place of the answer; not processed. Default status 502. */
	| { kind: 'html'; status?: number; title?: string }
	/** Status 200 with this body; not processed. */
	| { kind: 'body'; body: string; contentType?: string }
	/** 302 to another address; not processed. */
	| { kind: 'redirect'; location: string; status?: number }
	/** Processed; every value below the outermost one has another type than it should. */
	| { kind: 'wrongTypes' };

export type NewFault = FaultKind & {
	match?: FaultMatch;
	/** How many requests it hits; default 1, `Infinity` for all. */
	times?: number;
	/** Lets that many fitting requests pass first; default 0. */
	afterCalls?: number;
};

/** A fault as it stands: how often it will still pass and hit. */
export interface Fault {
	readonly fault: FaultKind;
	readonly match: FaultMatch;
	timesLeft: number;
	passesLeft: number;
}

/** The faults that are waiting for a request. The oldest fitting one hits. */
export class FaultBox {
	private faults: Fault[] = [];

	add(input: NewFault): Fault {
		const { match = {}, times = 1, afterCalls = 0, ...fault } = input;
		const added: Fault = { fault, match, timesLeft: times, passesLeft: afterCalls };
		this.faults.push(added);
		return added;
	}

	clear(): void {
		this.faults = [];
	}

	/** The faults that have not hit as often as they should. */
	get waiting(): readonly Fault[] {
		return this.faults;
	}

	/** The fault that hits this request, which counts as one hit; undefined for none. */
	take(request: SandboxRequest): FaultKind | undefined {
		for (const fault of this.faults) {
			if (!fits(fault.match, request)) continue;
			if (fault.passesLeft > 0) {
				fault.passesLeft--;
				continue;
			}
			fault.timesLeft--;
			if (fault.timesLeft <= 0) this.faults = this.faults.filter((one) => one !== fault);
			return fault.fault;
		}
		return undefined;
	}
}

function fits(match: FaultMatch, request: SandboxRequest): boolean {
	if (match.method && match.method.toUpperCase() !== request.method) return false;
	if (match.path === undefined) return true;
	return typeof match.path === 'string'
		? request.url.includes(match.path)
		: // A pattern with the flag g would remember where it stopped.
			new RegExp(match.path.source, match.path.flags.replace(/[gy]/g, '')).test(request.url);
}

/** The answer with its JSON stopping midway. */
export function truncated(response: SandboxResponse): SandboxResponse {
	if (response.stream) {
		const { stream } = response;
		const bytes = halfOf(stream.bytes);
		return { ...response, stream: { ...stream, chunks: firstHalf(stream), bytes } };
	}
	return { ...response, body: response.body.slice(0, Math.ceil(response.body.length / 2)) };
}

/** The answer with every value below the outermost one given another type. */
export function wronglyTyped(response: SandboxResponse): SandboxResponse {
	let value: unknown;
	try {
		value = JSON.parse(response.body);
	} catch {
		return response;
	}
	return { ...response, body: JSON.stringify(twisted(value, true)) };
}

function twisted(value: unknown, isOutermost: boolean): unknown {
	if (Array.isArray(value)) {
		return isOutermost ? value.map((one) => twisted(one, false)) : { 0: value[0] ?? 'empty' };
	}
	switch (typeof value) {
		case 'number':
			return `about ${value}`;
		case 'string':
			return { text: value };
		case 'boolean':
			return value ? 'yes' : 'no';
		default:
			if (value === null) return [];
			return Object.fromEntries(
				Object.entries(value as object).map(([name, member]) => [name, twisted(member, false)]),
			);
	}
}
