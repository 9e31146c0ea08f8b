/**
 * Awin's names of an order's fields, as this node calls them.
 */

const LABELS: Record<string, string> = {
	orderReference: 'Order Reference',
	amount: 'Amount',
	currency: 'Currency',
	awc: 'Click Checksum (AWC)',
	publisherId: 'Publisher ID',
	clickTime: 'Click Time',
	voucher: 'Voucher Code',
	commissionGroups: 'Commission Groups',
	commissionGroup: 'Commission Groups',
	clickRef: 'Click Reference',
	linkId: 'Link ID',
	channel: 'Channel',
	customerAcquisition: 'Customer Acquisition',
	isTest: 'Test Order',
	transactionTime: 'Transaction Time',
	basket: 'Basket',
	custom: 'Custom Parameters',
	webhook: 'Webhook URL',
};

const GROUP_LABELS = { code: 'Commission Group Code', amount: 'Amount' };

const MEMBER_LABELS: Record<string, Record<string, string>> = {
	commissionGroups: GROUP_LABELS,
	commissionGroup: GROUP_LABELS,
	basket: {
		id: 'Product ID',
		name: 'Name',
		price: 'Price',
		quantity: 'Quantity',
		sku: 'SKU',
		category: 'Category',
		commissionGroupCode: 'Commission Group Code',
	},
};

/**
 * The label of the parameter that Awin means by a field: `amount` is `Amount`, `basket[1].price` is
 * `Basket: Price (entry 2)`. A field that this node does not know keeps Awin's name.
 */
export function labelOf(field: string): string {
	const path = field.replace(/^orders?(\[\d+\])?\./, '');
	const [, name, place, member] = /^(\w+)(?:\[['"]?(\d+)['"]?\])?\.?([^]*)$/.exec(path) ?? [];
	const label = Object.hasOwn(LABELS, name ?? '') ? LABELS[name] : undefined;
	if (label === undefined) return field;
	if (name === 'custom') {
		const key = place ?? member;
		return key ? `${label}: Value of key ${key}` : label;
	}
	const memberLabel = member ? `: ${MEMBER_LABELS[name]?.[member] ?? member}` : '';
	return label + memberLabel + (place === undefined ? '' : ` (entry ${Number(place) + 1})`);
}
