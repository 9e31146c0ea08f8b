/**
 * The address that Awin posts the results of a batch to (`webhook.url`). Awin may not say in its post which advertiser the orders
 * are of, and two shops may well number alike; so the address says it, which is another one for each advertiser.
 */
import { isJsonObject, readId } from './answers';

const NAME = 'advertiserId';

/** @param url as the person gave it; nothing that stands in it is changed */
export function resultsAddress(url: string, advertiserId: string): string {
	const [address, ...fragment] = url.split(/(?=#)/);
	const joint = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&';
	return `${address}${joint}${NAME}=${advertiserId}${fragment.join('')}`;
}

/** @returns the advertisers that an address names; several contradict each other */
export function advertisersIn(query: unknown): string[] {
	const values = isJsonObject(query) ? [query[NAME]].flat() : [];
	return values.flatMap((value) => readId(value) ?? []).map(String);
}
