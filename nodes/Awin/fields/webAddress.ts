/**
 * The address of a web page.
 */
import { readWebAddress } from '../api/webAddresses';
import type { Declaration, SingleParameter } from './parameter';
import { text } from './text';

/** The address as it was given; `undefined` where there is none. */
export function webAddress(declared: Declaration): SingleParameter<string | undefined> {
	return text(declared).map((given, source, named) => {
		if (given === undefined) return undefined;
		const reading = readWebAddress(given);
		if (reading.ok) return reading.address;
		throw named.refuse(
			source,
			given,
			reading.reason,
			'Copy it from the address bar of your browser: it begins with https:// or http://, and a blank in it is written %20.',
		);
	});
}
