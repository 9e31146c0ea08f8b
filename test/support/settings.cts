/**
 * Every setting of every operation that changes something, taken from what the node itself declares; and what a value of one
 * says, worked out without a look at the package's readers.
 */
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { resources } from '../../nodes/Awin/resources';
import { CHANGE_SUBJECTS } from '../faults/changeSubjects.cts';

/** An operation that changes something, with parameters and rows to run it with. */
export interface Changing {
	name: string;
	parameters: INodeParameters;
	columns(sandbox: SandboxServer): IDataObject[];
	fields: INodeProperties[];
}

/** All operations that change something, by what their own description says. */
export function changingOperations(): Array<{ resource: string; operation: string }> {
	return resources.flatMap(({ option, operations }) =>
		operations
			.filter(({ option: own }) => !/changes nothing/.test(String(own.description)))
			.map(({ option: own }) => ({
				resource: String(option.value),
				operation: String(own.value),
			})),
	);
}

export const CHANGING: Changing[] = CHANGE_SUBJECTS.map((subject) => {
	const { resource, operation } = subject.parameters;
	const declared = resources
		.find(({ option }) => option.value === resource)
		?.operations.find(({ option }) => option.value === operation);
	return {
		name: subject.name,
		parameters: subject.parameters,
		columns: subject.columns as Changing['columns'],
		fields: declared?.fields ?? [],
	};
});

export interface Setting {
	/** The collection that it is in. */
	collection: string;
	declared: INodeProperties;
}

/** The members of the operation's collections: its options, and its additional fields. */
export function settingsOf({ fields }: Changing): Setting[] {
	return fields
		.filter(({ type }) => type === 'collection')
		.flatMap((collection) =>
			((collection.options ?? []) as INodeProperties[]).map((declared) => ({
				collection: collection.name,
				declared,
			})),
		);
}

/** What a value says: nothing at all, nothing that can be read, or this. */
export type Said = 'blank' | 'unreadable' | { value: boolean | number | string };

const WORDS = new Map<string, boolean>([
	['true', true],
	['yes', true],
	['1', true],
	['false', false],
	['no', false],
	['0', false],
]);

/** What a value says to somebody who reads it as this type of parameter. */
export function said(type: string, value: unknown): Said {
	if (value === null || value === undefined) return 'blank';
	if (typeof value === 'string' && value.trim() === '') return 'blank';
	const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
	if (!isPlain || Number.isNaN(value)) return 'unreadable';
	const text = String(value).trim();
	switch (type) {
		case 'boolean': {
			const word = WORDS.get(text.toLowerCase());
			return word === undefined ? 'unreadable' : { value: word };
		}
		case 'number':
			if (typeof value === 'boolean' || !/^-?\d+(\.\d+)?(e\+?\d+)?$/.test(text))
				return 'unreadable';
			// As text, three digits behind a point may be thousands.
			if (typeof value === 'string' && /^-?\d+\.\d{3}$/.test(text)) return 'unreadable';
			return { value: Number(text) };
		default:
			// A number this long has lost digits, whoever made it.
			if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER)
				return 'unreadable';
			return typeof value === 'boolean' ? 'unreadable' : { value: text };
	}
}

/** What people, sheets and broken expressions give. */
export const VALUES: unknown[] = [
	undefined,
	null,
	'',
	' ',
	true,
	false,
	'TRUE',
	'FALSE',
	'yes',
	'no',
	'1',
	'0',
	1,
	0,
	2,
	3,
	'3',
	4,
	29.99,
	30,
	299,
	300,
	1000,
	'1.000',
	'1,000',
	1e21,
	-1,
	'-1',
	1.5,
	'many',
	'null',
	NaN,
	Infinity,
	[],
	{},
	[true],
	[false],
	[1000],
	['default'],
	{ value: true },
	'default',
	'refuse',
	'submit',
	' Wait ',
	'none',
	'declined',
	'NEW',
	'returning',
	'ppc',
	'09:30',
	'Europe/Berlin',
	'https://example.com/hook',
	'http://example.com/hook',
	'2026-06-14T12:00:00Z',
	'06/07/2026',
	46_187,
	1_781_352_000,
];
