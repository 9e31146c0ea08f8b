/** Reading the query of a call, as all routes do it. */
import { failure } from './respond.cts';
import type { SandboxResponse } from './respond.cts';
import type { Switches } from './switches.cts';
import { NEWER_ZONES, ZONES } from './zones.cts';

/** A refusal is thrown, so that reading parameters stays a straight line. */
export class Refusal extends Error {
	constructor(readonly response: SandboxResponse) {
		super('refused');
	}
}

/** Ends the reading of parameters with a 400. */
export function refuse(description: string): never {
	throw new Refusal(failure(400, description));
}

/** Whether Awin knows the zone, under the present switches. */
function isZone(name: string, switches: Switches): boolean {
	return ZONES.includes(name) && (switches.zones === 16 || !NEWER_ZONES.includes(name));
}

/** The zone that a call is about; UTC where it may be left out and is. */
export function readZone(query: URLSearchParams, switches: Switches): string {
	const zone = query.get('timezone');
	if (zone === null) {
		if (switches.timezoneRequired) refuse("Required parameter 'timezone' is not present");
		return 'UTC';
	}
	if (!isZone(zone, switches)) refuse(`Invalid value '${zone}' for parameter 'timezone'`);
	return zone;
}

/** A list with commas, or null where the parameter is missing or empty. */
export function readList(query: URLSearchParams, name: string): string[] | null {
	const text = query.get(name);
	return text === null || text === '' ? null : text.split(',').map((piece) => piece.trim());
}

/** Ids with commas between them, or null where there are none. */
export function readIds(query: URLSearchParams, name: string): Set<number> | null {
	const texts = readList(query, name);
	const wrong = texts?.find((text) => !/^\d{1,18}$/.test(text));
	if (wrong !== undefined) refuse(`Invalid value '${wrong}' for parameter '${name}'`);
	return texts && new Set(texts.map(Number));
}

/** `true` or `false`; missing means false. */
export function readFlag(query: URLSearchParams, name: string): boolean {
	const text = query.get(name) ?? 'false';
	if (text !== 'true' && text !== 'false')
		refuse(`Invalid value '${text}' for parameter '${name}'`);
	return text === 'true';
}
