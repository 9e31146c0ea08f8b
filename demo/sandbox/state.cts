import { advertiserOf, groupOf } from './directory.cts';
import { SECOND_MS } from './zones.cts';
import type {
	CommissionStatus,
	CustomParameters,
	LifeEvent,
	LifeEventKind,
	Part,
	Transaction,
} from './transaction.cts';

/** One event that really changed something, and what it changed. */
export interface Change {
	kind: LifeEventKind;
	atMs: number;
	visibleAtMs: number;
	reason: string | null;
	oldSaleAmountMinor: number | null;
	newSaleAmountMinor: number | null;
	oldCommissionMinor: number;
	newCommissionMinor: number;
}

/** A transaction as it stands at one moment. */
export interface TransactionState {
	status: CommissionStatus;
	saleAmountMinor: number | null;
	commissionMinor: number;
	parts: readonly Part[];
	validationAtMs: number | null;
	declineReason: string | null;
	paymentId: number;
	/** Custom parameters that were put later, on top of the tracked ones. */
	parametersPut: CustomParameters;
	/** In the order in which they came to light; events that came too late to count are not among them. */
	changes: readonly Change[];
	/** The amendments among `changes`. */
	amendments: readonly Change[];
}

/** What the programme pays for these parts, in minor units. */
function commissionOf(advertiserId: number, parts: readonly Part[]): number {
	return parts.reduce((sum, part) => sum + partCommission(advertiserId, part), 0);
}

/** What the programme pays for one part, in minor units. */
export function partCommission(advertiserId: number, part: Part): number {
	const advertiser = advertiserOf(advertiserId);
	if (!advertiser) return 0;
	const group = groupOf(advertiser, part.code);
	return group.fixedMinor ?? Math.round((part.amountMinor * (group.percent ?? 0)) / 100);
}

/** Parts in proportion to the old ones that add up to the new amount; what rounding leaves goes on the first. */
function scaledParts(parts: readonly Part[], newAmountMinor: number): Part[] {
	const oldMinor = parts.reduce((sum, part) => sum + part.amountMinor, 0);
	if (parts.length === 0 || oldMinor === 0)
		return [{ code: 'DEFAULT', amountMinor: newAmountMinor }];
	const scaled = parts.map((part) => ({
		code: part.code,
		amountMinor: Math.floor((part.amountMinor * newAmountMinor) / oldMinor),
	}));
	scaled[0].amountMinor += newAmountMinor - scaled.reduce((sum, part) => sum + part.amountMinor, 0);
	return scaled;
}

/**
 * The state of a transaction at `atMs`, or undefined before Awin first shows it. A pure function: `events` is everything
 * planned or done, in the order of `visibleAtMs`, and an event that the state does not allow (approving what was declined
 * by an API call before) is passed over, just as a validation run at Awin would find nothing to do.
 */
export function stateAt(
	transaction: Transaction,
	trackedParts: readonly Part[],
	events: readonly LifeEvent[],
	atMs: number,
): TransactionState | undefined {
	if (transaction.visibleAtMs > atMs) return undefined;
	const isBonus = transaction.saleAmountMinor === null;
	const changes: Change[] = [];
	const state: TransactionState = {
		status: 'pending',
		saleAmountMinor: transaction.saleAmountMinor,
		commissionMinor: isBonus
			? transaction.bonusMinor
			: commissionOf(transaction.advertiserId, trackedParts),
		parts: trackedParts,
		validationAtMs: null,
		declineReason: null,
		paymentId: 0,
		parametersPut: {},
		changes,
		amendments: [],
	};
	for (const event of events) {
		if (event.visibleAtMs > atMs) break;
		const { saleAmountMinor, commissionMinor } = state;
		if (!apply(state, event, transaction.advertiserId)) continue;
		changes.push({
			kind: event.kind,
			// Validation and amendment dates are kept to the second.
			atMs: Math.floor(event.atMs / SECOND_MS) * SECOND_MS,
			visibleAtMs: Math.max(event.visibleAtMs, transaction.visibleAtMs),
			reason: 'reason' in event ? event.reason : null,
			oldSaleAmountMinor: saleAmountMinor,
			newSaleAmountMinor: state.saleAmountMinor,
			oldCommissionMinor: commissionMinor,
			newCommissionMinor: state.commissionMinor,
		});
	}
	if (changes.length > 0) state.amendments = changes.filter(({ kind }) => kind === 'amended');
	return state;
}

function isReversed(
	status: CommissionStatus,
	{ kind, reverses = false }: LifeEvent & { kind: 'approved' | 'declined' },
): boolean {
	return reverses && status !== 'deleted' && status !== kind;
}

/** Applies one event; false when the state does not allow it. */
function apply(state: TransactionState, event: LifeEvent, advertiserId: number): boolean {
	switch (event.kind) {
		case 'approved':
		case 'declined':
			if (state.status !== 'pending' && !isReversed(state.status, event)) return false;
			state.status = event.kind;
			state.validationAtMs = Math.floor(event.atMs / SECOND_MS) * SECOND_MS;
			state.declineReason = event.kind === 'declined' ? event.reason : null;
			return true;
		case 'deleted':
			if (state.status === 'deleted') return false;
			state.status = 'deleted';
			return true;
		case 'paid':
			// Paying leaves the status at approved; only the paid mark changes.
			if (state.status !== 'approved' || state.paymentId !== 0) return false;
			state.paymentId = event.paymentId;
			return true;
		case 'trackingAmended':
			if (state.status === 'deleted') return false;
			state.parametersPut = { ...state.parametersPut, ...event.put };
			return true;
		case 'amended':
			if (state.status !== 'pending' || state.saleAmountMinor === null) return false;
			state.parts = event.parts ?? scaledParts(state.parts, event.saleAmountMinor);
			state.saleAmountMinor = event.saleAmountMinor;
			state.commissionMinor = commissionOf(advertiserId, state.parts);
			return true;
	}
}
