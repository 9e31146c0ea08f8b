/**
 * Awin's names of an order's fields, as this node calls them.
 */
import { currency } from '../../fields/money';
import type { SingleParameter } from '../../fields/parameter';
import { orderFields } from './additionalFields';
import { attributionParameters } from './attribution';
import { commissionGroups } from './groups';
import { orderAmount, orderReference, webhookUrl } from './parameters';

interface Labelled {
	label: string;
	/** The fields of a row, where it is a list. */
	columns?: Record<string, Pick<SingleParameter<unknown>, 'field'>>;
}

const { awc, publisherId, clickTime, voucher } = attributionParameters;
const groups = commissionGroups('searchCommissionGroups');

const PARAMETERS = new Map<string, Labelled>(
	Object.entries({
		...orderFields.members,
		awc,
		publisherId,
		clickTime,
		voucher,
		orderReference,
		amount: orderAmount,
		currency,
		commissionGroups: groups,
		commissionGroup: groups,
		webhook: webhookUrl,
	}),
);

/**
 * The label of the parameter that Awin means by a field: `amount` is `Amount`, `basket[1].price` is
 * `Basket: Price (entry 2)`. A field that this node does not know keeps Awin's name.
 */
export function labelOf(field: string): string {
	const path = field.replace(/^orders?(\[\d+\])?\./, '');
	const [, name, place, member] = /^(\w+)(?:\[['"]?(\d+)['"]?\])?\.?([^]*)$/.exec(path) ?? [];
	const known = PARAMETERS.get(name);
	if (known === undefined) return field;
	const { label, columns = {} } = known;
	if (name === 'custom') {
		const key = place ?? member;
		return key ? `${label}: Value of key ${key}` : label;
	}
	const column = Object.hasOwn(columns, member) ? columns[member].field.displayName : member;
	const memberLabel = member ? `: ${column}` : '';
	return label + memberLabel + (place === undefined ? '' : ` (entry ${Number(place) + 1})`);
}
