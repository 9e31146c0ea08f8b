/**
 * Proof of purchase: orders that a publisher reports, because it knows of the purchase itself (API reference, "Proof of
 * Purchase Publisher Transaction API"). Awin has to switch it on for the publisher, and the advertiser for its program.
 */
import type { CustomerAcquisition, GroupPart, SentOrder } from './conversions';
import { wireGroups } from './conversions';
import { toDecimal } from './money';

export function proofsPath(publisherId: string, advertiserId: string): string {
	return `/publishers/${publisherId}/advertiser/${advertiserId}/orders`;
}

/** A purchase as it is to be reported. Amounts are in minor units of the currency, times in whole Unix seconds. */
export interface Proof {
	/** The advertiser's, or the publisher's own where there is none; Awin keeps its first 50 characters. */
	reference: string;
	amountMinor: number;
	currency: string;
	timeSeconds: number;
	/** Adds up to the amount. */
	groups: GroupPart[];
	awc?: string;
	clickRef?: string;
	clickTimeSeconds?: number;
	customerAcquisition?: CustomerAcquisition;
}

/**
 * Writes a purchase as Awin takes it. What was not given is left out.
 *
 * The page's sample names the groups `commissionGroup`, its table `commissionGroups`. The sample is followed: it is what
 * people copy, so it is what has been tried.
 */
export function wireProof(proof: Proof): SentOrder {
	const { currency } = proof;
	const wire: SentOrder = {
		orderReference: proof.reference,
		amount: toDecimal(proof.amountMinor, currency),
		currency,
		transactionTime: proof.timeSeconds,
		commissionGroup: wireGroups(proof.groups, currency),
	};
	if (proof.clickTimeSeconds !== undefined) wire.clickTime = proof.clickTimeSeconds;
	if (proof.awc !== undefined) wire.awc = proof.awc;
	if (proof.clickRef !== undefined) wire.clickRef = proof.clickRef;
	if (proof.customerAcquisition) wire.customerAcquisition = proof.customerAcquisition;
	return wire;
}
