/**
 * Pickers: something is chosen from a list, typed as an ID, or pasted as an address. An expression may give the bare ID.
 *
 * What is typed is checked here alone. A `validation` in the declaration would make n8n check it too, with a quarter of a
 * second for it, and stop the whole execution where the machine was too busy to check in that time.
 */
import { readIdText } from '../api/ids';
import type { ParameterSource } from './item';

export interface Chosen {
	mode: unknown;
	value: unknown;
}

/** What a picker holds. */
export function chosenIn(source: ParameterSource, name: string): Chosen {
	return toChosen(source.get(name));
}

/** Like {@link chosenIn}, for a value that has been taken out of a collection. */
export function toChosen(value: unknown): Chosen {
	return isLocator(value) ? value : { mode: 'id', value };
}

export function isNothing({ value }: Chosen): boolean {
	return value === null || value === undefined || value === '';
}

/** The chosen ID, as digits. */
export function readChosenId(
	source: ParameterSource,
	{ value }: Chosen,
	{ label, nextStep }: { label: string; nextStep: string },
): string {
	const id = readIdText(value);
	if (id.ok) return id.value;
	throw source.refuse(label, value, id.reason, nextStep);
}

function isLocator(value: unknown): value is Chosen {
	return typeof value === 'object' && value !== null && 'mode' in value && 'value' in value;
}
