/**
 * Reading what Awin sends back, in every form that has been seen or is plausible.
 */

export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Documented lists are bare arrays. The others are what Awin's own reference shows for some reports (a Spring
// envelope), what campaign reports and promotions really answer, and the likely names of a future wrapper.
const WRAPPER_KEYS = ['body', 'data', 'result', 'results', 'items'];

/**
 * Finds the list in an answer: the bare array that Awin documents, or an array one or two wrappers deep.
 *
 * @param ownKeys further wrapper names that are plausible for this one endpoint, such as `accounts`
 * @returns the list as it stands in the answer, or `undefined` where there is none
 */
export function findList(
	answer: unknown,
	ownKeys: string[] = [],
	depth = 0,
): unknown[] | undefined {
	if (Array.isArray(answer)) return answer as unknown[];
	if (!isJsonObject(answer) || depth === 2) return undefined;
	for (const key of [...ownKeys, ...WRAPPER_KEYS]) {
		const list = findList(answer[key], ownKeys, depth + 1);
		if (list) return list;
	}
	return undefined;
}

/**
 * Finds a member under any of its plausible names, in the answer itself or one wrapper deep.
 *
 * @returns `undefined` where there is none, or where it is null
 */
export function findMember(answer: JsonObject, names: string[]): unknown {
	const wrapped = WRAPPER_KEYS.map((key) => answer[key]).filter(isJsonObject);
	for (const place of [answer, ...wrapped]) {
		const name = names.find((known) => (place[known] ?? null) !== null);
		if (name) return place[name];
	}
	return undefined;
}

// Spring names a status where it has no number for it.
const STATUS_NAMES: Record<string, number> = {
	BAD_REQUEST: 400,
	UNAUTHORIZED: 401,
	FORBIDDEN: 403,
	NOT_FOUND: 404,
	UNPROCESSABLE_ENTITY: 422,
	TOO_MANY_REQUESTS: 429,
	INTERNAL_SERVER_ERROR: 500,
	BAD_GATEWAY: 502,
	SERVICE_UNAVAILABLE: 503,
	GATEWAY_TIMEOUT: 504,
};

/**
 * Reads the status inside a Spring envelope `{body, statusCode, statusCodeValue}`, which Awin's reference shows for some
 * reports. It may be a refusal (400 and above) although the answer itself came with 200, and then holds no list: taken for
 * an empty report it would say that nothing was sold.
 *
 * @returns `undefined` where the answer is no such envelope
 */
export function readEnvelopeStatus(answer: unknown): number | undefined {
	if (!isJsonObject(answer)) return undefined;
	const isEnvelope = 'statusCodeValue' in answer || ('statusCode' in answer && 'body' in answer);
	if (!isEnvelope) return undefined;
	for (const value of [answer.statusCodeValue, answer.statusCode]) {
		if (typeof value === 'number') return value;
		if (typeof value !== 'string') continue;
		const status = Number(/^\d{3}\b/.exec(value)?.[0]) || STATUS_NAMES[value];
		if (status) return status;
	}
	return undefined;
}

/** Awin's own words about a refused call. Not documented; the form is the one that was seen (`{error, description}`). */
export interface AwinComplaint {
	error?: string;
	description?: string;
}

/**
 * Reads Awin's error envelope. Some endpoints send only `description`, and some send it with status 200.
 *
 * @returns what Awin said, or `undefined` where the answer is not such an envelope
 */
export function readComplaint(answer: unknown): AwinComplaint | undefined {
	if (!isJsonObject(answer)) return undefined;
	const insideStatus = readEnvelopeStatus(answer);
	if (insideStatus !== undefined && insideStatus >= 400) {
		return readComplaint(answer.body) ?? { description: textOf(answer.body) };
	}
	const error = textOf(answer.error);
	const description = textOf(answer.description) ?? textOf(answer.message);
	return (error ?? description) ? { error, description } : undefined;
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() ? value : undefined;
}

/**
 * Turns an id into a number where that loses nothing. Awin sends ids as numbers, some answers as text.
 *
 * @returns the number, the text itself where it has more digits than a number can hold, or `undefined` for anything else
 */
export function readId(value: unknown): number | string | undefined {
	if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
	if (typeof value !== 'string' || !/^-?\d+$/.test(value)) return undefined;
	const id = Number(value);
	return Number.isSafeInteger(id) ? id : value;
}

/**
 * Whether an id that Awin shows is one of those that were asked for: none means any, and where Awin shows none it is believed.
 */
export function isOneOf(ids: string[], shown: unknown): boolean {
	if (ids.length === 0) return true;
	const id = readId(shown);
	return id === undefined || ids.includes(String(id));
}
