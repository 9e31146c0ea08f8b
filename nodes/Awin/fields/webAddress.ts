/**
 * The address of a web page.
 */
import { readWebAddress } from '../api/webAddresses';
import type { ParameterSource } from './item';
import { readText } from './text';

/** @returns the address as it was given, or `undefined` where there is none */
export function readWebAddressField(
	source: ParameterSource,
	label: string,
	name: string,
): string | undefined {
	const text = readText(source, label, name);
	if (text === undefined) return undefined;
	const reading = readWebAddress(text);
	if (reading.ok) return reading.address;
	throw source.refuse(
		label,
		text,
		reading.reason,
		'Copy it from the address bar of your browser: it begins with https:// or http://, and a blank in it is written %20.',
	);
}
