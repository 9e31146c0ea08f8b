/**
 * Reading what one item asks for.
 */
import { referenceKey } from '../../../api/orderReferences';
import { proofsPath, wireProof, type Proof } from '../../../api/proofOfPurchase';
import { readPublisherId } from '../../../fields/account';
import type { ParameterSource } from '../../../fields/item';
import { readCurrency, toAmount } from '../../../fields/money';
import { readProgrammeAdvertiserId } from '../../../fields/programme';
import { readDryRun } from '../../../fields/safety';
import { readRequiredText, readText } from '../../../fields/text';
import type { Circumstances } from '../../batch/tool';
import { readAcquisition } from '../../orders/acquisition';
import { readGroups } from '../../orders/groups';
import { warnOfLongReference, type Row } from '../../orders/rows';
import { readTime } from '../../orders/times';

/** Reads one item. Throws for the first value that cannot be used, with its name, the value and what to do. */
export function readRow(
	source: ParameterSource,
	index: number,
	{ isTool, nowMs }: Circumstances,
): Row {
	const warnings: string[] = [];
	const publisherId = readPublisherId(source);
	const advertiserId = readProgrammeAdvertiserId(source);
	const proof = readProof(source, { nowMs, warnings });
	warnOfLongReference(proof.reference, warnings);
	return {
		index,
		accountId: publisherId,
		path: proofsPath(publisherId, advertiserId),
		order: wireProof(proof),
		amountMinor: proof.amountMinor,
		// An advertiser's own conversion of this reference is another order for the memory.
		key: `proof ${publisherId} ${advertiserId} ${referenceKey(proof.reference)}`,
		dryRun: readDryRun(source, isTool),
		warnings,
	};
}

function readProof(source: ParameterSource, timing: { nowMs: number; warnings: string[] }): Proof {
	const reference = readRequiredText(
		source,
		'Order Reference',
		'orderReference',
		"Give the advertiser's number of the order, or your own number of the purchase.",
	);
	const currency = readCurrency(source);
	const amountMinor = toAmount(source, 'Amount', source.get('amount'), currency);
	const timeSeconds = readTime(source, 'Transaction Time', 'transactionTime', timing);
	if (timeSeconds === undefined) {
		const nextStep = 'Give when the purchase was made, such as 2026-01-31T15:00:00+01:00.';
		throw source.refuse('Transaction Time', '', 'is empty', nextStep);
	}
	return {
		reference,
		amountMinor,
		currency,
		timeSeconds,
		groups: readGroups(source, amountMinor, currency),
		awc: readText(source, 'Click Checksum (AWC)', 'additionalFields.awc'),
		clickRef: readText(source, 'Click Reference', 'additionalFields.clickRef'),
		clickTimeSeconds: readTime(source, 'Click Time', 'additionalFields.clickTime', timing),
		customerAcquisition: readAcquisition(source),
	};
}
