import { METHODS, validateHeaderName, validateHeaderValue } from 'node:http';
import type { FaultKind, NewFault } from './faults.cts';
import { isObject } from './read.cts';
import type { JsonObject } from './read.cts';

/** Longer and Node's timers fire at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;
/** The HTTP shell sets these itself; a second value would make an answer that Node refuses to send. */
const FRAMING_HEADERS: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding']);

/** What a field takes, in words that go on from "`field` takes …". */
interface FieldRule {
	takes: string;
	isGood: (value: unknown) => boolean;
	isRequired?: boolean;
}

type Rules = Readonly<Record<string, FieldRule>>;

const TEXT: FieldRule = { takes: 'a text', isGood: isText };
const YES_OR_NO: FieldRule = {
	takes: 'true or false',
	isGood: (value) => value === true || value === false,
};
/** Not below 200: Node sends a status of 1xx on the way to another one. */
const STATUS: FieldRule = {
	takes: 'a whole number from 200 to 599',
	isGood: (value) => isWhole(value, 200, 599),
};
const HEADER_TEXT: FieldRule = {
	takes: 'a text that can stand in an HTTP header',
	isGood: (value) => isText(value) && isHeader('x', value),
};

/** The fields of each kind, besides those that all of them have. */
const KIND_RULES: Readonly<Record<FaultKind['kind'], Rules>> = {
	status: {
		status: required(STATUS),
		body: TEXT,
		headers: {
			takes:
				'an object of HTTP headers with texts as values, without content-length and transfer-encoding',
			isGood: isHeaders,
		},
		afterProcessing: YES_OR_NO,
	},
	slow: {
		delayMs: required({
			takes: `a whole number of milliseconds from 0 to ${MAX_DELAY_MS}`,
			isGood: (value) => isWhole(value, 0, MAX_DELAY_MS),
		}),
		beforeProcessing: YES_OR_NO,
	},
	dropBefore: {},
	dropAfter: {},
	cutBody: {},
	truncatedJson: {},
	html: { status: STATUS, title: TEXT },
	body: { body: required(TEXT), contentType: HEADER_TEXT },
	redirect: { location: required(HEADER_TEXT), status: STATUS },
	wrongTypes: {},
};

const COMMON_RULES: Rules = {
	kind: TEXT,
	match: { takes: 'an object', isGood: isObject },
	times: {
		takes: 'a whole number from 1, or "Infinity"',
		isGood: (value) => value === 'Infinity' || isWhole(value, 1),
	},
	afterCalls: { takes: 'a whole number from 0', isGood: (value) => isWhole(value, 0) },
};

const MATCH_RULES: Rules = {
	method: {
		takes: 'an HTTP method such as "GET"',
		isGood: (value) => isText(value) && METHODS.includes(value.toUpperCase()),
	},
	path: TEXT,
	pathPattern: {
		takes: 'a regular expression as text',
		isGood: (value) => isText(value) && isPattern(value),
	},
};

/**
 * Reads a fault from JSON; a text says what is wrong with it. JSON knows neither patterns nor infinity:
 * `match.pathPattern` is a pattern's source, `times` may be `"Infinity"`.
 */
export function readFault(body: JsonObject): NewFault | string {
	const { kind, match = {}, times = 1 } = body;
	if (!isKind(kind)) return `kind takes one of ${Object.keys(KIND_RULES).join(', ')}`;
	const problem =
		problemWith(body, { ...COMMON_RULES, ...KIND_RULES[kind] }, `the kind ${kind}`) ??
		problemWith(match as JsonObject, MATCH_RULES, 'match', 'match.');
	if (problem !== null) return problem;
	const { pathPattern, ...plainMatch } = match as JsonObject;
	return {
		...body,
		match: isText(pathPattern) ? { ...plainMatch, path: new RegExp(pathPattern) } : plainMatch,
		times: Number(times),
	} as unknown as NewFault;
}

function problemWith(object: JsonObject, rules: Rules, owner: string, prefix = ''): string | null {
	const unknown = Object.keys(object).find((name) => !Object.hasOwn(rules, name));
	if (unknown !== undefined) {
		return `${prefix}${unknown} is not a field of ${owner}, which has ${Object.keys(rules).join(', ')}`;
	}
	for (const [name, { takes, isGood, isRequired }] of Object.entries(rules)) {
		const value = object[name];
		const isMissing = value === undefined;
		if (isMissing ? isRequired : !isGood(value)) {
			return `${prefix}${name} ${isMissing ? 'is missing: it ' : ''}takes ${takes}`;
		}
	}
	return null;
}

function required(rule: FieldRule): FieldRule {
	return { ...rule, isRequired: true };
}

function isKind(value: unknown): value is FaultKind['kind'] {
	return isText(value) && Object.hasOwn(KIND_RULES, value);
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}

function isWhole(value: unknown, min: number, max = Number.MAX_SAFE_INTEGER): boolean {
	return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}

function isPattern(source: string): boolean {
	try {
		new RegExp(source);
		return true;
	} catch {
		return false;
	}
}

function isHeaders(value: unknown): boolean {
	if (!isObject(value)) return false;
	return Object.entries(value).every(
		([name, text]) =>
			isText(text) && isHeader(name, text) && !FRAMING_HEADERS.has(name.toLowerCase()),
	);
}

function isHeader(name: string, value: string): boolean {
	try {
		validateHeaderName(name);
		validateHeaderValue(name, value);
		return true;
	} catch {
		return false;
	}
}
