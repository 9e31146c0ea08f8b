/**
 * The region that a report is about.
 */
import type { INodeProperties } from 'n8n-workflow';

import { REGIONS, findRegion, type Region } from '../api/regions';
import type { ParameterSource } from './item';
import { isBlank } from './text';

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

const REGION_OPTIONS = REGIONS.map(([code, name]) => ({
	name: code === 'BU' ? 'Brazil (in USD)' : `${name} (${code})`,
	value: code as string,
})).sort(byName);

/** Where Awin insists on one. */
export const regionField: INodeProperties = {
	displayName: 'Region',
	name: 'region',
	type: 'options',
	options: REGION_OPTIONS,
	default: '',
	required: true,
	description:
		'The region of the programs that the report is about. Awin gives publishers one region at a time.',
};

/** Where it may be left out. */
export const optionalRegionField: INodeProperties = {
	...regionField,
	options: [{ name: 'All Regions', value: '' }, ...REGION_OPTIONS],
	required: false,
	description: 'The region of the programs that the report is about',
};

/** @returns `undefined` where none is given, which is refused if it is required */
export function readRegion(
	source: ParameterSource,
	rule: 'required' | 'optional',
): Region | undefined {
	const value = source.get('region');
	const region = findRegion(value);
	if (region) return region;
	const nextStep = 'Choose a region from the list, or give its code, such as GB or DE.';
	if (!isBlank(value)) throw source.refuse('Region', value, 'is not a region of Awin', nextStep);
	if (rule === 'optional') return undefined;
	throw source.refuse(
		'Region',
		'',
		'is empty, and Awin gives this report for one region at a time',
		nextStep,
	);
}
