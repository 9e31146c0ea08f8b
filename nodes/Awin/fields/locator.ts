/**
 * Pickers: something is chosen from a list, typed as an ID, or pasted as an address. An expression may give the bare ID.
 *
 * What is typed is checked here alone. A `validation` in the declaration would make n8n check it too, with a quarter of a
 * second for it, and stop the whole execution where the machine was too busy to check in that time.
 */
import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { readIdText } from '../api/ids';
import type { ParameterSource } from './item';
import {
	parameter,
	type Declaration,
	type Named,
	type Reader,
	type SingleParameter,
} from './parameter';

export interface Chosen {
	mode: unknown;
	value: unknown;
}

interface PickerDeclaration extends Declaration {
	/** The method that fills the list, and what stands where nothing is chosen yet. */
	list: { method: string; placeholder: string };
	/** The other ways to choose. */
	modes: INodePropertyMode[];
}

/** A picker, with what it holds. */
export function locator<Value>(
	{ list, ...declared }: PickerDeclaration,
	read: Reader<Value, Chosen>,
): SingleParameter<Value> {
	const field: INodeProperties = {
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...declared,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: list.placeholder,
				typeOptions: { searchListMethod: list.method, searchable: true },
			},
			...declared.modes,
		],
	};
	return parameter(field, (value, source, named) => read(toChosen(value), source, named));
}

/** What a picker holds; a bare value from an expression or an AI agent counts as typed. */
export function toChosen(value: unknown): Chosen {
	return isLocator(value) ? value : { mode: 'id', value };
}

export function isNothing({ value }: Chosen): boolean {
	return value === null || value === undefined || value === '';
}

/** The chosen ID, as digits. */
export function chosenId(
	{ value }: Chosen,
	source: ParameterSource,
	named: Named,
	nextStep: string,
): string {
	const id = readIdText(value);
	if (id.ok) return id.value;
	throw named.refuse(source, value, id.reason, nextStep);
}

function isLocator(value: unknown): value is Chosen {
	return typeof value === 'object' && value !== null && 'mode' in value && 'value' in value;
}
