/**
 * Where Awin's API is, and which other addresses a credential may name.
 */

/** Awin's only API host (API overview: https only, nothing forwards http to it). */
export const DEFAULT_BASE_URL = 'https://api.awin.com';

const LOOPBACK_HOSTS = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether an address is on the machine that asks, so that nothing leaves it. */
export function isThisMachine({ hostname }: URL): boolean {
	return LOOPBACK_HOSTS.test(hostname);
}

export type BaseUrl = { ok: true; url: string; origin: string } | { ok: false; reason: string };

/**
 * Reads the base URL of a credential.
 *
 * The token goes to this address, so it has to be https. Plain http is accepted on this machine only,
 * which is what a test server or the demo's sandbox needs.
 *
 * @returns the address without a trailing slash and its origin, or the reason why it cannot be used, as a sentence
 */
export function readBaseUrl(value: unknown): BaseUrl {
	const text = typeof value === 'string' ? value.trim() : '';
	if (!text) return { ok: false, reason: 'The Base URL is empty.' };

	let url: URL;
	try {
		url = new URL(text);
	} catch {
		return { ok: false, reason: `The Base URL "${text}" is not a web address.` };
	}
	if (url.username || url.password) {
		return { ok: false, reason: 'The Base URL must not hold a user name or a password.' };
	}
	if (url.search || url.hash) {
		return { ok: false, reason: `The Base URL "${text}" must end before any "?" or "#".` };
	}
	const isPlainOnThisMachine = url.protocol === 'http:' && isThisMachine(url);
	if (url.protocol !== 'https:' && !isPlainOnThisMachine) {
		return {
			ok: false,
			reason: `The Base URL "${text}" does not begin with https://, so the token would travel unprotected.`,
		};
	}
	return { ok: true, url: url.origin + withoutSlashes(url.pathname), origin: url.origin };
}

/** Without the slashes at its end. No pattern: those that look for an end begin anew at every slash. */
function withoutSlashes(path: string): string {
	let end = path.length;
	while (path[end - 1] === '/') end--;
	return path.slice(0, end);
}
