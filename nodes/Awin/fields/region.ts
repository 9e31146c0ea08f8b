/**
 * The region that a report is about.
 */
import { REGIONS, findRegion, type Region } from '../api/regions';
import type { ParameterSource } from './item';
import { parameter, type Named } from './parameter';
import { isBlank } from './text';

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

const REGION_OPTIONS = REGIONS.map(([code, name]) => ({
	name: code === 'BU' ? 'Brazil (in USD)' : `${name} (${code})`,
	value: code as string,
})).sort(byName);

const NEXT_STEP = 'Choose a region from the list, or give its code, such as GB or DE.';

/** Where Awin insists on one. */
export const requiredRegion = parameter<Region>(
	{
		displayName: 'Region',
		name: 'region',
		type: 'options',
		options: REGION_OPTIONS,
		default: '',
		required: true,
		description:
			'The region of the programs that the report is about. Awin gives publishers one region at a time.',
	},
	(value, source, named) => {
		const region = readRegionIfAny(value, source, named);
		if (region) return region;
		const reason = 'is empty, and Awin gives this report for one region at a time';
		throw named.refuse(source, '', reason, NEXT_STEP);
	},
);

/** Where it may be left out; `undefined` then. */
export const optionalRegion = parameter(
	{
		...requiredRegion.field,
		options: [{ name: 'All Regions', value: '' }, ...REGION_OPTIONS],
		required: false,
		description: 'The region of the programs that the report is about',
	},
	readRegionIfAny,
);

function readRegionIfAny(
	value: unknown,
	source: ParameterSource,
	named: Named,
): Region | undefined {
	const region = findRegion(value);
	if (region || isBlank(value)) return region;
	throw named.refuse(source, value, 'is not a region of Awin', NEXT_STEP);
}
