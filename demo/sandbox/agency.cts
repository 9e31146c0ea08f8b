/**
 * The accounts of an agency: up to a thousand programmes and as many publishers, for one user who sees many of them. They are made
 * by rule, so that they need no list: whatever is asked of one of them follows from its id.
 */
import type { AccountType, Advertiser, Publisher, Relation } from './directory.cts';

/** So many there are of each kind. */
const MOST_AGENCY_ACCOUNTS = 1000;

const FIRST_ID: Readonly<Record<AccountType, number>> = { advertiser: 610_001, publisher: 710_001 };

/** Positions of relations from here on belong to agencies' programmes; those of the directory lie below. */
export const FIRST_AGENCY_RELATION = 1000;

/** What each of a programme's publishers brings: the one of its own number most, and the next two. */
const SHARES = [0.5, 0.3, 0.2] as const;

const PLACES = [
	['DE', 'EUR'],
	['GB', 'GBP'],
	['US', 'USD'],
	['FR', 'EUR'],
	['NL', 'EUR'],
	['JP', 'JPY'],
] as const;
const GOODS = ['Shoes', 'Garden', 'Books', 'Coffee', 'Bikes', 'Toys', 'Lamps'] as const;

/** The id of the first, second … account of a kind (number from 0). */
export function agencyAccountId(accountType: AccountType, number: number): number {
	if (number >= MOST_AGENCY_ACCOUNTS) {
		throw new RangeError(`There are ${MOST_AGENCY_ACCOUNTS} accounts of a kind`);
	}
	return FIRST_ID[accountType] + number;
}

function numberOf(accountType: AccountType, id: number): number | undefined {
	const number = id - FIRST_ID[accountType];
	return Number.isInteger(number) && number >= 0 && number < MOST_AGENCY_ACCOUNTS
		? number
		: undefined;
}

const advertisers = new Map<number, Advertiser>();

export function agencyAdvertiser(id: number): Advertiser | undefined {
	const known = advertisers.get(id);
	const number = numberOf('advertiser', id);
	if (known || number === undefined) return known;
	const [country, currency] = PLACES[number % PLACES.length];
	const advertiser: Advertiser = {
		id,
		name: `${GOODS[number % GOODS.length]} ${number + 1} ${country}`,
		country,
		currencies: [[currency, 1]],
		apiAccess: true,
		closedFrom: null,
		costPerOrder: false,
		groups: [
			{ id: id * 10, code: 'DEFAULT', name: 'Default Commission', percent: 8, fixedMinor: null },
		],
	};
	advertisers.set(id, advertiser);
	return advertiser;
}

export function agencyPublisher(id: number): Publisher | undefined {
	const number = numberOf('publisher', id);
	if (number === undefined) return undefined;
	return {
		id,
		name: `Partner ${number + 1}`,
		url: `https://partner-${number + 1}.example`,
	};
}

/** The relation at a position. */
export function agencyRelationAt(index: number): Relation | undefined {
	const place = index - FIRST_AGENCY_RELATION;
	const number = Math.floor(place / SHARES.length);
	if (place < 0 || number >= MOST_AGENCY_ACCOUNTS) return undefined;
	const which = place % SHARES.length;
	return {
		index,
		advertiserId: FIRST_ID.advertiser + number,
		publisherId: FIRST_ID.publisher + ((number + which) % MOST_AGENCY_ACCOUNTS),
		share: SHARES[which],
		orderRefShared: which === 0,
		customParametersShared: which !== 1,
		basketShared: false,
	};
}

/** Every relation that an agency's account takes part in; none for any other account. */
export function agencyRelationsOf(accountType: AccountType, accountId: number): Relation[] {
	const number = numberOf(accountType, accountId);
	if (number === undefined) return [];
	return SHARES.flatMap((_share, which) => {
		const own = accountType === 'advertiser' ? number : number - which + MOST_AGENCY_ACCOUNTS;
		const place = (own % MOST_AGENCY_ACCOUNTS) * SHARES.length + which;
		return agencyRelationAt(FIRST_AGENCY_RELATION + place) ?? [];
	});
}
