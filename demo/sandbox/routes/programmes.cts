import { advertiserOf } from '../directory.cts';
import type { CommissionGroup } from '../directory.cts';
import { Dice, hashOf } from '../hash.cts';
import {
	PROGRAMMES,
	RELATIONSHIPS,
	programmeOf,
	regionName,
	relationshipOf,
} from '../programmes.cts';
import type { Programme, Relationship } from '../programmes.cts';
import { Refusal, readFlag, refuse } from '../query.cts';
import { json, notFound } from '../respond.cts';
import type { SandboxResponse } from '../respond.cts';
import type { Route, RouteContext } from '../route.cts';
import type { Switches } from '../switches.cts';

/** Runs a route whose parameters may be refused. */
export function refusable(answer: (context: RouteContext) => SandboxResponse): Route['answer'] {
	return (context) => {
		try {
			return answer(context);
		} catch (error) {
			if (error instanceof Refusal) return error.response;
			throw error;
		}
	};
}

function readRelationship<More extends string>(
	query: URLSearchParams,
	...more: More[]
): Relationship | More | undefined {
	const given = query.get('relationship');
	if (given === null || given === '') return undefined;
	const known = [...RELATIONSHIPS, ...more].find((one) => one === given);
	return known ?? refuse(`Invalid value '${given}' for parameter 'relationship'`);
}

function readCountry(query: URLSearchParams): string | null {
	const given = query.get('countryCode');
	if (given !== null && !/^[A-Z]{2}$/.test(given)) {
		refuse(`Invalid value '${given}' for parameter 'countryCode'`);
	}
	return given;
}

function readAdvertiser(query: URLSearchParams): number {
	const given = query.get('advertiserId');
	if (given === null || given === '') refuse("Required parameter 'advertiserId' is not present");
	if (!/^\d{1,15}$/.test(given)) refuse(`Invalid value '${given}' for parameter 'advertiserId'`);
	return Number(given);
}

/** What the list and the details have in common. */
function programmeRow(programme: Programme, publisherId: number, switches: Switches) {
	const { id, name, country, currency, sector } = programme;
	const site = `www.${id}.example`;
	return {
		id: switches.idsAsStrings ? String(id) : id,
		name,
		displayUrl: `https://${site}`,
		clickThroughUrl: `https://www.awin1.com/cread.php?awinmid=${id}&awinaffid=${publisherId}`,
		logoUrl: `https://ui.awin.com/images/upload/merchant/profile/${id}.png`,
		currencyCode: currency,
		description: `<p>About ${name}</p>`,
		primaryRegion: { name: regionName(country), countryCode: country },
		primarySector: sector,
		validDomains: [{ domain: site }],
	};
}

const listProgrammes = refusable(({ awin, accountId, query }) => {
	const relationship = readRelationship(query);
	const country = readCountry(query);
	const includeHidden = readFlag(query, 'includeHidden');
	const rows = PROGRAMMES.filter(
		(programme) =>
			(country === null || programme.country === country) &&
			(relationship === undefined
				? includeHidden || !programme.hidden
				: relationshipOf(programme.id, accountId) === relationship),
	).map((programme) => ({
		...programmeRow(programme, accountId, awin.switches),
		status: programme.status,
		linkStatus: programme.status === 'Active' ? 'Live' : 'Offline',
	}));
	return json(
		200,
		awin.switches.programmesWrapper === 'none' ? rows : { [awin.switches.programmesWrapper]: rows },
	);
});

const COMMISSIONS = [
	[{ min: 3.5, max: 12, type: 'percentage' }],
	[
		{ min: 4, max: 10, type: 'percentage' },
		{ min: 1.5, max: 1.5, type: 'amount' },
	],
];

const MEMBERSHIPS: Readonly<Record<Relationship, string>> = {
	joined: 'Joined',
	pending: 'Pending',
	suspended: 'Suspended',
	rejected: 'Rejected',
	notjoined: 'Not Joined',
};

const describeProgramme = refusable(({ awin, accountId, query }) => {
	const { switches } = awin;
	const relationship = readRelationship(query, 'any') ?? 'joined';
	const programme = programmeOf(readAdvertiser(query));
	if (!programme) return notFound();
	const actual = relationshipOf(programme.id, accountId);
	if (relationship !== 'any' && relationship !== actual) return notFound();
	const dice = new Dice(hashOf('kpi', programme.id));
	const membership = MEMBERSHIPS[actual];
	return json(200, {
		programmeInfo: {
			...programmeRow(programme, accountId, switches),
			deeplinkEnabled: switches.deeplinkEnabledAsText ? 'true' : true,
			membershipStatus: switches.membershipStatusInLowerCase
				? membership.toLowerCase()
				: membership,
		},
		kpi: {
			averagePaymentTime: String(dice.int(20, 90)),
			approvalPercentage: dice.int(600, 1000) / 10,
			epc: dice.int(1, 400) / 100,
			conversionRate: dice.int(1, 900) / 100,
			validationDays: dice.int(10, 60),
			awinIndex: dice.int(100, 9999) / 100,
		},
		commissionRange: COMMISSIONS[programme.id % COMMISSIONS.length],
	});
});

function groupRow(group: CommissionGroup, currency: string, withConditions: boolean) {
	const rate =
		group.fixedMinor === null
			? { type: 'percentage', percentage: group.percent }
			: { type: 'fix', amount: group.fixedMinor / 100, currency };
	const conditions = [{ type: 'customerCountry', operator: 'in', values: ['GB', 'DE'] }];
	return {
		groupId: group.id,
		groupCode: group.code,
		groupName: group.name,
		...rate,
		...(withConditions && group.code !== 'DEFAULT' ? { conditions } : {}),
	};
}

const RATES_START = '2024-01-01T00:00:00';

const listGroups = refusable(({ awin, accountId, query }) => {
	const advertiser = advertiserOf(readAdvertiser(query));
	const withConditions = readFlag(query, 'extraConditionsDetails');
	const date = query.get('effectiveDate');
	if (date !== null && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(date)) {
		refuse(`Invalid value '${date}' for parameter 'effectiveDate'`);
	}
	// Rates are told to who works with the advertiser, to nobody else.
	if (!advertiser || relationshipOf(advertiser.id, accountId) !== 'joined') return notFound();
	const rates = { ratesStart: RATES_START };
	const isOnGroups = awin.switches.commissionRatesOn === 'groups';
	const groups = advertiser.groups.map((group) => ({
		...groupRow(group, advertiser.currencies[0][0], withConditions),
		...(isOnGroups ? rates : {}),
	}));
	return json(200, {
		advertiser: advertiser.id,
		publisher: accountId,
		commissionGroups: groups,
		...(isOnGroups ? {} : rates),
	});
});

/** The one publisher that is a service partner, and with whom it shares. */
const SERVICE_PARTNER = 88201;
const SHARED_WITH = [88202, 88203, 88205];

const listSharingRules = refusable(({ accountId }) =>
	json(
		200,
		accountId === SERVICE_PARTNER
			? SHARED_WITH.map((publisherID, index) => ({
					ruleId: 7001 + index,
					servicePartnerId: SERVICE_PARTNER,
					publisherID,
					servicePartnerShare: 20 + index,
					publisherShare: 80 - index,
					ruleTitle: `Sharing "${index + 1}" – Größe`,
					created: '2025-03-01T09:30:00',
					modified: '2025-06-01T09:30:00',
				}))
			: [],
	),
);

const route = (name: string, answer: Route['answer']): Route => ({
	method: 'GET',
	path: `/publishers/:accountId/${name}`,
	accountType: 'publisher',
	auth: 'bearer',
	answer,
});

export const programmeRoutes: readonly Route[] = [
	route('programmes', listProgrammes),
	route('programmedetails', describeProgramme),
	route('commissiongroups', listGroups),
	route('commissionsharingrules', listSharingRules),
];
