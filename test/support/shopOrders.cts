/**
 * Orders as Shopify and WooCommerce give them, as far as the examples look at them.
 */
const HOUR_MS = 3_600_000;

/** An order in a shop whose prices contain 19 % tax, paid with shipping. */
export function shopifyOrder(number: number, refunds: Array<Record<string, unknown>> = []) {
	return {
		id: 5_000_000 + number,
		name: `#${number}`,
		order_number: number,
		currency: 'EUR',
		created_at: new Date(Date.now() - HOUR_MS).toISOString(),
		taxes_included: true,
		subtotal_price: '119.00',
		total_price: '123.90',
		total_tax: '19.78',
		note_attributes: [] as Array<{ name: string; value: string }>,
		line_items: [
			{ id: 1, price: '71.40', quantity: 1, tax_lines: [{ price: '11.40', rate: 0.19 }] },
			{ id: 2, price: '47.60', quantity: 1, tax_lines: [{ price: '7.60', rate: 0.19 }] },
		],
		shipping_lines: [{ price: '4.90', tax_lines: [{ price: '0.78', rate: 0.19 }] }],
		refunds,
	};
}

export const FIRST_LINE = { line_item_id: 1, quantity: 1, subtotal: 71.4, total_tax: 11.4 };
export const SECOND_LINE = { line_item_id: 2, quantity: 1, subtotal: 47.6, total_tax: 7.6 };

export const AWC = '77101_1769871600_0f1e2d3c4b5a69788796a5b4c3d2e1f0';

export const withAwc = (number: number) => ({
	...shopifyOrder(number),
	note_attributes: [
		{ name: 'gift', value: 'yes' },
		{ name: 'awc', value: AWC },
	],
});

export const wooOrder = (number: number, meta: Array<{ key: string; value: string }> = []) => ({
	id: number,
	number: String(number),
	currency: 'EUR',
	date_created_gmt: new Date(Date.now() - HOUR_MS).toISOString().slice(0, 19),
	total: '140.30',
	shipping_total: '4.90',
	line_items: [
		{ id: 1, subtotal: '70.10', total: '63.09', total_tax: '11.99' },
		{ id: 2, subtotal: '50.05', total: '45.05', total_tax: '8.56' },
	],
	meta_data: meta,
});
