/** The accounts of the sandbox, and who works with whom. Everything here is made up. */
import {
	agencyAdvertiser,
	agencyPublisher,
	agencyRelationAt,
	agencyRelationsOf,
} from './agency.cts';

export type AccountType = 'advertiser' | 'publisher';

/** What an advertiser pays on one kind of sale: a percentage of the amount, or a fixed sum in minor units. */
export interface CommissionGroup {
	id: number;
	code: string;
	name: string;
	percent: number | null;
	fixedMinor: number | null;
}

export interface Advertiser {
	id: number;
	name: string;
	country: string;
	/** Currencies of its sales with their weight, the programme's own first. */
	currencies: ReadonlyArray<readonly [string, number]>;
	/** False: the plan has no API access. */
	apiAccess: boolean;
	/** ISO day (UTC) from which there are no sales any more, for a closed programme. */
	closedFrom: string | null;
	/** Paid per order: Awin refuses changes of tracking parameters for these. */
	costPerOrder: boolean;
	/** `DEFAULT` always comes first. */
	groups: readonly CommissionGroup[];
}

export interface Publisher {
	id: number;
	name: string;
	url: string;
}

/** One publisher in one advertiser's programme, and what the publisher may see of it. */
export interface Relation {
	/** Position in `RELATIONS`, or among those of agencies; part of every transaction id: append only. */
	index: number;
	advertiserId: number;
	publisherId: number;
	/** Part (0 … 1) of the advertiser's sales. */
	share: number;
	orderRefShared: boolean;
	customParametersShared: boolean;
	basketShared: boolean;
}

function groups(
	firstId: number,
	...rates: ReadonlyArray<readonly [string, string, number, 'percent' | 'fixedMinor']>
): CommissionGroup[] {
	return rates.map(([code, name, rate, kind], index) => ({
		id: firstId + index,
		code,
		name,
		percent: kind === 'percent' ? rate : null,
		fixedMinor: kind === 'fixedMinor' ? rate : null,
	}));
}

export const ADVERTISERS: readonly Advertiser[] = [
	{
		id: 77101,
		name: 'Nordlicht Outdoor DE',
		country: 'DE',
		currencies: [
			['EUR', 90],
			['CHF', 10],
		],
		apiAccess: true,
		closedFrom: null,
		costPerOrder: false,
		groups: groups(
			510100,
			['DEFAULT', 'Default Commission', 8, 'percent'],
			['NEW', 'Neukunden – Größe & Stil', 12, 'percent'],
			['SALE', 'Reduced items', 3.5, 'percent'],
		),
	},
	{
		id: 77102,
		name: 'Thistle & Co. UK',
		country: 'GB',
		currencies: [
			['GBP', 92],
			['EUR', 8],
		],
		apiAccess: true,
		closedFrom: null,
		costPerOrder: false,
		groups: groups(
			510200,
			['DEFAULT', 'Default Commission', 10, 'percent'],
			['EXISTING', 'EXISTING', 5, 'percent'],
			['existing', 'Existing (lower case is another group)', 4, 'percent'],
			['GIFT', 'Gift cards', 150, 'fixedMinor'],
		),
	},
	{
		id: 77103,
		name: '桜 Kirschblüte Tea JP',
		country: 'JP',
		currencies: [['JPY', 100]],
		apiAccess: true,
		closedFrom: null,
		costPerOrder: false,
		groups: groups(
			510300,
			['DEFAULT', 'Default Commission', 6, 'percent'],
			['茶', '茶 – tea sets', 9, 'percent'],
		),
	},
	{
		id: 77104,
		name: 'Gulf Pearl Traders KW',
		country: 'KW',
		currencies: [
			['KWD', 85],
			['USD', 15],
		],
		apiAccess: true,
		closedFrom: null,
		costPerOrder: true,
		groups: groups(510400, ['DEFAULT', 'Default Commission', 7.25, 'percent']),
	},
	{
		id: 77105,
		name: 'Old Harbour Books US - CLOSED',
		country: 'US',
		currencies: [['USD', 100]],
		apiAccess: true,
		closedFrom: '2024-07-01',
		costPerOrder: false,
		groups: groups(510500, ['DEFAULT', 'Default Commission', 5, 'percent']),
	},
	{
		id: 77106,
		name: 'Pocket Plants UK',
		country: 'GB',
		currencies: [['GBP', 100]],
		apiAccess: false,
		closedFrom: null,
		costPerOrder: false,
		groups: groups(510600, ['DEFAULT', 'Default Commission', 10, 'percent']),
	},
	{
		id: 77107,
		name: 'Bluebird Bikes US',
		country: 'US',
		currencies: [
			['USD', 90],
			['CAD', 10],
		],
		apiAccess: true,
		closedFrom: null,
		costPerOrder: false,
		groups: groups(
			510700,
			['DEFAULT', 'Default Commission', 4, 'percent'],
			['PARTS', 'Parts "n" spares', 2, 'percent'],
		),
	},
];

const PUBLISHERS: readonly Publisher[] = [
	{ id: 88201, name: 'Deal Lantern', url: 'https://deal-lantern.example' },
	{ id: 88202, name: 'Cashback Cove', url: 'https://cashback-cove.example' },
	{ id: 88203, name: 'Reise & Rucksack Blog', url: 'https://reise-rucksack.example' },
	{ id: 88204, name: 'Voucher Vault', url: 'https://voucher-vault.example' },
	{ id: 88205, name: 'Style Sparrow "Picks"', url: 'https://style-sparrow.example' },
];

/** advertiser, publisher, share, and the flags `o` order references, `c` custom parameters, `b` baskets are shared. */
const PAIRS: ReadonlyArray<readonly [number, number, number, string]> = [
	[77101, 88201, 0.4, 'ocb'],
	[77101, 88202, 0.3, ''],
	[77101, 88203, 0.3, 'o'],
	[77102, 88201, 0.35, 'c'],
	[77102, 88202, 0.25, 'ob'],
	[77102, 88203, 0.2, ''],
	[77102, 88205, 0.2, 'ocb'],
	[77103, 88201, 0.5, ''],
	[77103, 88203, 0.5, 'ocb'],
	[77104, 88202, 0.6, 'o'],
	[77104, 88205, 0.4, ''],
	[77105, 88201, 0.5, 'b'],
	[77105, 88202, 0.5, 'ocb'],
	[77106, 88203, 1, 'ocb'],
	[77107, 88202, 0.3, 'oc'],
	[77107, 88205, 0.7, ''],
];

const RELATIONS: readonly Relation[] = PAIRS.map(
	([advertiserId, publisherId, share, flags], index) => ({
		index,
		advertiserId,
		publisherId,
		share,
		orderRefShared: flags.includes('o'),
		customParametersShared: flags.includes('c'),
		basketShared: flags.includes('b'),
	}),
);

const advertisers = new Map(ADVERTISERS.map((advertiser) => [advertiser.id, advertiser]));
const publishers = new Map(PUBLISHERS.map((publisher) => [publisher.id, publisher]));
const relations = new Map(
	RELATIONS.map((relation) => [`${relation.advertiserId}/${relation.publisherId}`, relation]),
);

export function advertiserOf(id: number): Advertiser | undefined {
	return advertisers.get(id) ?? agencyAdvertiser(id);
}

export function publisherOf(id: number): Publisher | undefined {
	return publishers.get(id) ?? agencyPublisher(id);
}

/** The relation of a pair, or undefined where the two do not work together. */
export function relationOf(advertiserId: number, publisherId: number): Relation | undefined {
	return (
		relations.get(`${advertiserId}/${publisherId}`) ??
		agencyRelationsOf('advertiser', advertiserId).find(
			(relation) => relation.publisherId === publisherId,
		)
	);
}

/** Every relation that an account takes part in. */
export function relationsOf(accountType: AccountType, accountId: number): Relation[] {
	const known = RELATIONS.filter(
		(relation) =>
			(accountType === 'advertiser' ? relation.advertiserId : relation.publisherId) === accountId,
	);
	return known.length > 0 ? known : agencyRelationsOf(accountType, accountId);
}

/** The relation at a position. */
export function relationAt(index: number): Relation | undefined {
	return RELATIONS[index] ?? agencyRelationAt(index);
}

/** The name that `/accounts` shows, or undefined for an account that does not exist. */
export function accountName(accountType: AccountType, accountId: number): string | undefined {
	return (accountType === 'advertiser' ? advertiserOf(accountId) : publisherOf(accountId))?.name;
}

/** The group of that code (case matters), else `DEFAULT`: Awin books unknown codes at the default rate. */
export function groupOf(advertiser: Advertiser, code: string): CommissionGroup {
	return advertiser.groups.find((group) => group.code === code) ?? advertiser.groups[0];
}
