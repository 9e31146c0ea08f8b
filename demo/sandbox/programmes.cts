/** The programmes of the sandbox and how each publisher stands to them. Everything here is made up. */
import { ADVERTISERS, relationOf } from './directory.cts';
import { Dice, hashOf } from './hash.cts';

export const RELATIONSHIPS = ['joined', 'pending', 'suspended', 'rejected', 'notjoined'] as const;

export type Relationship = (typeof RELATIONSHIPS)[number];

export interface Programme {
	id: number;
	name: string;
	/** Two letters. */
	country: string;
	currency: string;
	sector: string;
	/** The programme's own state; nothing to do with any publisher. */
	status: 'Active' | 'Closed';
	/** Shown only to who asks for hidden programmes. */
	hidden: boolean;
}

/** How many programmes there are beside those of the sandbox's own advertisers. */
const STRANGERS = 640;
const FIRST_STRANGER_ID = 90_001;

const REGIONS: ReadonlyArray<readonly [string, string, string]> = [
	['DE', 'Germany', 'EUR'],
	['GB', 'United Kingdom', 'GBP'],
	['US', 'United States', 'USD'],
	['FR', 'France', 'EUR'],
	['JP', 'Japan', 'JPY'],
	['KW', 'Kuwait', 'KWD'],
	['NL', 'Netherlands', 'EUR'],
];
const FIRST_WORDS = ['Amber', 'Blauwe', 'Crème', 'Dünen', 'Écru', 'Fjord', 'Grün', '"Hello"'];
const SECOND_WORDS = ['Boots', 'Lamps & Co.', 'Möbel', 'Rugs', 'Tea', 'Toys', '靴', 'Wine'];
const SECTORS = ['Clothing', 'Home & Garden', 'Food & Drink', 'Toys', 'Sports'];

function stranger(index: number): Programme {
	const id = FIRST_STRANGER_ID + index;
	const dice = new Dice(hashOf('programme', id));
	const [country, , currency] = dice.pick(REGIONS);
	return {
		id,
		name: `${dice.pick(FIRST_WORDS)} ${dice.pick(SECOND_WORDS)} ${country}`,
		country,
		currency,
		sector: dice.pick(SECTORS),
		status: 'Active',
		hidden: dice.chance(0.05),
	};
}

export const PROGRAMMES: readonly Programme[] = [
	...ADVERTISERS.map(
		({ id, name, country, currencies, closedFrom }): Programme => ({
			id,
			name,
			country,
			currency: currencies[0][0],
			sector: SECTORS[id % SECTORS.length],
			status: closedFrom === null ? 'Active' : 'Closed',
			hidden: false,
		}),
	),
	...Array.from({ length: STRANGERS }, (_, index) => stranger(index)),
];

const byId = new Map(PROGRAMMES.map((programme) => [programme.id, programme]));

export function programmeOf(id: number): Programme | undefined {
	return byId.get(id);
}

export function regionName(country: string): string {
	return REGIONS.find(([code]) => code === country)?.[1] ?? country;
}

/** Joined is who has sales in the programme; what the others are is settled by their ids. */
export function relationshipOf(programmeId: number, publisherId: number): Relationship {
	if (relationOf(programmeId, publisherId)) return 'joined';
	const chance = hashOf('relationship', programmeId, publisherId) % 100;
	if (chance < 3) return 'pending';
	if (chance < 5) return 'rejected';
	return chance < 6 ? 'suspended' : 'notjoined';
}
