import { transactionOf } from '../booking.cts';
import type { GoodOrder } from '../booking.cts';
import { hashOf, hexOf } from '../hash.cts';
import { MAX_ORDERS, checkOrder, cutReference } from '../orders.cts';
import type { FieldError } from '../orders.cts';
import { isObject, parseJson } from '../read.cts';
import { failure, json } from '../respond.cts';
import type { SandboxResponse } from '../respond.cts';
import type { Route, RouteContext } from '../route.cts';
import type { Switches } from '../switches.cts';

interface Outcome {
	order: unknown;
	errors: FieldError[];
	isPending: boolean;
	correlationId: string;
}

/** An id in the usual 8-4-4-4-12 form. */
function uuidOf(...parts: ReadonlyArray<string | number>): string {
	return hexOf(32, ...parts).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function isPendingOrder(reference: string, switches: Switches): boolean {
	if (switches.pendingOrders === 'some') return hashOf('pending', reference) % 2 === 0;
	return switches.pendingOrders === 'all';
}

/** Who sends a batch of orders, and how its orders are read. */
export interface Batch {
	advertiserId: number;
	/** The publisher, where it reports the orders itself. */
	publisherId?: number;
	read(order: unknown): unknown;
}

function takeOrders(context: RouteContext): SandboxResponse {
	return takeBatch(context, { advertiserId: context.accountId, read: (order) => order });
}

/** Takes the orders that are good, and says what is wrong with the others. */
export function takeBatch(
	{ awin, body, nowMs }: RouteContext,
	{ advertiserId: accountId, publisherId, read }: Batch,
): SandboxResponse {
	const { switches, world } = awin;
	const request = parseJson(body);
	if (!isObject(request)) return failure(400, 'JSON parse error: expected an object');
	const { orders, webhook = null } = request;
	if (!Array.isArray(orders) || orders.length === 0)
		return failure(400, 'orders must not be empty');
	if (orders.length > MAX_ORDERS) return failure(400, `orders must not be more than ${MAX_ORDERS}`);
	// It is called when somebody asks for it (`POST results`): the sandbox has no time of its own.
	if (webhook !== null && !(isObject(webhook) && isWebAddress(webhook.url))) {
		return failure(400, 'webhook.url must be a valid URL');
	}

	const batchId = uuidOf(world.seed, 'batch', accountId, nowMs, awin.entryCount);
	const outcomes = (orders as unknown[]).map((order, index): Outcome => {
		const knownReferences = awin.bookedReferences(accountId);
		const readOrder = read(order);
		const errors = checkOrder(readOrder, {
			advertiserId: accountId,
			isProof: publisherId !== undefined,
			nowMs,
			switches,
			knownReferences,
		});
		const correlationId = uuidOf(batchId, index);
		if (errors.length > 0) return { order, errors, isPending: false, correlationId };
		const good = readOrder as GoodOrder;
		const isPending = isPendingOrder(good.orderReference, switches);
		// Nothing of it is ever seen.
		if (isPending && switches.pendingEnd === 'rejected') {
			return { order, errors: [], isPending, correlationId };
		}
		const shownAfterMinutes = switches.ordersShownAfterMinutes;
		const booking = transactionOf(accountId, good, nowMs, { isPending, shownAfterMinutes });
		const isTest = good.isTest === true;
		const transaction = isTest ? null : world.addOrder(booking);
		awin.enter({
			kind: 'order',
			atMs: nowMs,
			accountId,
			batchId,
			reference: cutReference(good.orderReference),
			referenceAsSent: good.orderReference,
			amount: good.amount,
			currency: good.currency,
			publisherId: booking.publisherId,
			isTest,
			isPending,
			transactionId: transaction?.id ?? null,
			transaction,
			order: order as GoodOrder,
			...(publisherId === undefined ? {} : { reportedBy: publisherId }),
		});
		return { order, errors, isPending, correlationId };
	});
	if (switches.resultOrder === 'reversed') outcomes.reverse();
	if (isObject(webhook)) {
		awin.reportLater({
			url: String(webhook.url),
			batchId,
			accountId,
			orders: outcomes.map((outcome) => ({
				reference: referenceOf(outcome, switches),
				correlationId: outcome.correlationId,
				errors: outcome.isPending ? laterErrors(switches) : outcome.errors,
			})),
		});
	}
	return answerOf(batchId, outcomes, switches);
}

/** The reference as answers name it. */
function referenceOf({ order }: Outcome, switches: Switches): unknown {
	const reference = isObject(order) ? order.orderReference : null;
	if (typeof reference !== 'string') return reference ?? null;
	return switches.answeredReference === 'cut' ? cutReference(reference) : reference;
}

/** What Awin finds wrong with a pending order when it is through with it. */
function laterErrors({ pendingEnd }: Switches): FieldError[] {
	return pendingEnd === 'rejected' ? [{ field: 'awc', message: 'no click was found' }] : [];
}

function answerOf(batchId: string, outcomes: Outcome[], switches: Switches): SandboxResponse {
	const failed = outcomes.filter(({ errors }) => errors.length > 0);
	const pending = outcomes.filter(({ isPending }) => isPending);
	const done = outcomes.filter(({ errors, isPending }) => errors.length === 0 && !isPending);
	const answer: Record<string, unknown> = { batchId };
	if (done.length > 0 || failed.length > 0) {
		answer.successfulOrders = done.map((outcome) => ({
			orderReference: referenceOf(outcome, switches),
			correlationId: outcome.correlationId,
		}));
	}
	if (pending.length > 0 && switches.pendingOrdersListed) {
		answer.pendingOrders = pending.map((outcome) => ({
			orderReference: referenceOf(outcome, switches),
		}));
	}
	if (failed.length > 0) {
		answer.failedOrders = failed.map((outcome) =>
			switches.failedOrdersShape === 'nested'
				? { order: outcome.order, errors: outcome.errors }
				: { orderReference: referenceOf(outcome, switches), errors: outcome.errors },
		);
		return json(failed.length === outcomes.length ? switches.allRefusedStatus : 206, answer);
	}
	return json(pending.length > 0 ? 202 : 200, answer);
}

function isWebAddress(value: unknown): boolean {
	return typeof value === 'string' && URL.canParse(value) && /^https?:/.test(value);
}

export const orderRoutes: readonly Route[] = [
	{
		method: 'POST',
		path: '/s2s/advertiser/:accountId/orders',
		accountType: 'advertiser',
		auth: 'apiKey',
		answer: takeOrders,
	},
];
