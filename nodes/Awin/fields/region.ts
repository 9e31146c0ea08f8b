/**
 * The region that a report is about.
 */
import { REGIONS, findRegion, type Region } from '../api/regions';
import type { ParameterSource } from './item';
import { parameter } from './parameter';
import { isBlank } from './text';

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

const REGION_OPTIONS = REGIONS.map(([code, name]) => ({
	name: code === 'BU' ? 'Brazil (in USD)' : `${name} (${code})`,
	value: code as string,
})).sort(byName);

const NEXT_STEP = 'Choose a region from the list, or give its code, such as GB or DE.';

/** Where it may be left out; `undefined` then. */
export const optionalRegion = parameter<Region | undefined>(
	{
		displayName: 'Region',
		name: 'region',
		type: 'options',
		options: [{ name: 'All Regions', value: '' }, ...REGION_OPTIONS],
		default: '',
		required: false,
		description: 'The region of the programs that the report is about',
	},
	(value, source, named) => {
		const region = findRegion(value);
		if (region || isBlank(value)) return region;
		throw named.refuse(source, value, 'is not a region of Awin', NEXT_STEP);
	},
);

/** Where Awin insists on one. */
export const requiredRegion = optionalRegion
	.with({
		options: REGION_OPTIONS,
		required: true,
		description:
			'The region of the programs that the report is about. Awin gives publishers one region at a time.',
	})
	.map((given, source, named) => {
		if (given) return given;
		const reason = 'is empty, and Awin gives this report for one region at a time';
		throw named.refuse(source, '', reason, NEXT_STEP);
	});

// The names that operations have for this which do not use the parameters themselves yet.
export const regionField = requiredRegion.field;
export const optionalRegionField = optionalRegion.field;
export const readRegion = (source: ParameterSource, rule: 'required' | 'optional') =>
	(rule === 'required' ? requiredRegion : optionalRegion).read(source);
