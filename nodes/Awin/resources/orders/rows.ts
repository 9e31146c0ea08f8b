/**
 * A row of the batch: an order, and the item that it comes from.
 */
import { isLongReference, type SentOrder } from '../../api/conversions';
import { STORED_REFERENCE_LENGTH } from '../../api/orderReferences';
import type { ParameterSource } from '../../fields/item';
import type { Named } from '../../fields/parameter';

export interface Row {
	/** The place of its item among all items. */
	index: number;
	/** The account that sends it. */
	accountId: string;
	/** Where it goes. Orders of one path share their calls. */
	path: string;
	/** The advertiser, where it is a publisher that reports the order. */
	advertiserId?: string;
	/** As it is sent. Only this form is kept: over thousands of orders, a second one costs more than reading them. */
	order: SentOrder;
	/** Of the whole order, in minor units of its currency. */
	amountMinor: number;
	/** Account and reference: what two rows have in common when Awin cannot tell their orders apart. */
	key: string;
	dryRun: boolean;
	/** What the person should know about the order although it can be sent, as sentences without a full stop. */
	warnings: string[];
}

/** What an order is remembered by. */
export type Keyed = Pick<Row, 'key'>;

/** Notes what Awin does to a reference that is longer than what it keeps. */
export function warnOfLongReference(
	source: ParameterSource,
	{ label }: Named,
	reference: string,
): void {
	if (!isLongReference(reference)) return;
	source.warn(
		`"${label}" has ${reference.length} characters, of which Awin keeps the first ${STORED_REFERENCE_LENGTH}`,
	);
}
