import { publisherOf, relationsOf } from '../directory.cts';
import { hashOf } from '../hash.cts';
import { json } from '../respond.cts';
import type { SandboxResponse } from '../respond.cts';
import type { Route, RouteContext } from '../route.cts';

const TYPES = ['Cashback', 'Content', 'Discount Code', 'Email', null] as const;
const REGIONS = ['GB', 'DE', 'FR', 'US'] as const;

/** The publishers with an active relationship; in the sandbox every relation is active. */
function listPublishers({ awin, accountId }: RouteContext): SandboxResponse {
	const { idsAsStrings } = awin.switches;
	return json(
		200,
		relationsOf('advertiser', accountId).map(({ publisherId }) => {
			const hash = hashOf(awin.world.seed, 'publisher', publisherId);
			const primaryRegion = REGIONS[hash % REGIONS.length];
			return {
				id: idsAsStrings ? String(publisherId) : publisherId,
				name: publisherOf(publisherId)?.name ?? null,
				primaryRegion,
				salesRegions: REGIONS.filter((region) => region >= primaryRegion),
				primaryType: TYPES[hash % TYPES.length],
			};
		}),
	);
}

export const publisherRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/advertisers/:accountId/publishers',
		accountType: 'advertiser',
		auth: 'bearer',
		answer: listPublishers,
	},
];
