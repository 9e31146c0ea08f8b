/**
 * A row of the batch: an order, and the item that it comes from.
 */
import type { WireOrder } from '../../../api/conversions';

export interface Row {
	/** The place of its item among all items. */
	index: number;
	accountId: string;
	/** As it is sent. Only this form is kept: over thousands of orders, a second one costs more than reading them. */
	order: WireOrder;
	/** Of the whole order, in minor units of its currency. */
	amountMinor: number;
	/** Account and reference: what two rows have in common when Awin cannot tell their orders apart. */
	key: string;
	dryRun: boolean;
	/** What the person should know about the order although it can be sent, as sentences without a full stop. */
	warnings: string[];
}
