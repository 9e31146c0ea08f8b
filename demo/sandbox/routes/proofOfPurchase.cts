import { relationOf } from '../directory.cts';
import { isObject } from '../read.cts';
import { forbidden } from '../respond.cts';
import type { SandboxResponse } from '../respond.cts';
import type { Route, RouteContext } from '../route.cts';
import { takeBatch } from './orders.cts';

/** A publisher reports purchases itself. Awin activates it for the publisher, and the advertiser for its programme. */
function takeProofs(context: RouteContext): SandboxResponse {
	const { awin, accountId: publisherId, params } = context;
	const advertiserId = Number(params.advertiserId);
	const { proofActivated, proofGroupsMember } = awin.switches;
	if (!proofActivated || !relationOf(advertiserId, publisherId)) return forbidden();
	return takeBatch(context, {
		advertiserId,
		publisherId,
		/** As the Conversion API has it, which books it. */
		read(order) {
			if (!isObject(order)) return order;
			const groups = order[proofGroupsMember] ?? [{ code: 'DEFAULT', amount: order.amount }];
			return { ...order, commissionGroups: groups, channel: 'aw', publisherId };
		},
	});
}

export const proofRoutes: readonly Route[] = [
	{
		method: 'POST',
		path: '/publishers/:accountId/advertiser/:advertiserId/orders',
		accountType: 'publisher',
		auth: 'apiKey',
		answer: takeProofs,
	},
];
