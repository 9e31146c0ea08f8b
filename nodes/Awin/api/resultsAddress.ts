/**
 * The address that Awin posts the results of a batch to (`webhook.url`). Awin may not say in its post which advertiser the orders
 * are of, and two shops may well number alike; so the address says it, which is another one for each advertiser.
 */
import { isJsonObject, readId } from './answers';

const NAME = 'advertiserId';

/** How the addresses of Awin Notification Trigger end: `awin`, and a secret where there is one. */
const OF_OUR_TRIGGER = /\/awin(\/[A-Za-z0-9_-]+)?\/?$/;

/**
 * Names the advertiser in the address of an Awin Notification Trigger. An address of somebody's own stays as it was typed:
 * nobody knows what is behind it.
 *
 * @param url as the person gave it; nothing that stands in it is changed
 */
export function resultsAddress(url: string, advertiserId: string): string {
	if (!OF_OUR_TRIGGER.test(url.replace(/[?#].*$/s, ''))) return url;
	const [address, ...fragment] = url.split(/(?=#)/);
	const joint = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&';
	return `${address}${joint}${NAME}=${advertiserId}${fragment.join('')}`;
}

/** @returns the advertisers that an address names; several contradict each other */
export function advertisersIn(query: unknown): string[] {
	const values = isJsonObject(query) ? [query[NAME]].flat() : [];
	return values.flatMap((value) => readId(value) ?? []).map(String);
}
