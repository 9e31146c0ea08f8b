/**
 * The regions that programs run in (API reference, performance reports, parameter `region`).
 */

/** Brazil has two: programs that pay in reais, and those that pay in US dollars. */
export const REGIONS = [
	['AT', 'Austria'],
	['AU', 'Australia'],
	['BE', 'Belgium'],
	['BR', 'Brazil'],
	['BU', 'Brazil'],
	['CA', 'Canada'],
	['CH', 'Switzerland'],
	['DE', 'Germany'],
	['DK', 'Denmark'],
	['ES', 'Spain'],
	['FI', 'Finland'],
	['FR', 'France'],
	['GB', 'United Kingdom'],
	['IE', 'Ireland'],
	['IT', 'Italy'],
	['NL', 'Netherlands'],
	['NO', 'Norway'],
	['PL', 'Poland'],
	['SE', 'Sweden'],
	['US', 'United States'],
] as const;

export type Region = (typeof REGIONS)[number][0];

/** Finds a region by its code, any case, blanks around it. */
export function findRegion(value: unknown): Region | undefined {
	const code = typeof value === 'string' ? value.trim().toUpperCase() : undefined;
	return REGIONS.find(([known]) => known === code)?.[0];
}
