/**
 * Reading what one item asks for.
 */
import { referenceKey } from '../../../api/orderReferences';
import { proofsPath, wireProof, type Proof } from '../../../api/proofOfPurchase';
import type { ParameterSource } from '../../../fields/item';
import { readAmount } from '../../../fields/money';
import { readGroups } from '../../orders/groups';
import { warnOfLongReference, type Row } from '../../orders/rows';
import { parameters } from './fields';

/** Reads one item. Throws for the first value that cannot be used, with its name, the value and what to do. */
export function readRow(source: ParameterSource, index: number): Row {
	const publisherId = parameters.publisherId.read(source);
	const advertiserId = parameters.advertiserId.read(source);
	const proof = readProof(source);
	warnOfLongReference(source, parameters.orderReference, proof.reference);
	return {
		index,
		accountId: publisherId,
		path: proofsPath(publisherId, advertiserId),
		advertiserId,
		order: wireProof(proof),
		amountMinor: proof.amountMinor,
		// An advertiser's own conversion of this reference is another order for the memory.
		key: `proof ${publisherId} ${advertiserId} ${referenceKey(proof.reference)}`,
		dryRun: parameters.options.members.dryRun.read(source),
		warnings: source.warnings,
	};
}

function readProof(source: ParameterSource): Proof {
	const { awc, clickRef, clickTime, customerAcquisition } = parameters.additionalFields.members;
	const reference = parameters.orderReference.read(source);
	const currency = parameters.currency.read(source);
	const amountMinor = readAmount(source, parameters.amount, currency);
	const timeSeconds = parameters.transactionTime.read(source);
	return {
		reference,
		amountMinor,
		currency,
		timeSeconds,
		groups: readGroups(source, parameters, amountMinor, currency),
		awc: awc.read(source),
		clickRef: clickRef.read(source),
		clickTimeSeconds: clickTime.read(source),
		customerAcquisition: customerAcquisition.read(source),
	};
}
