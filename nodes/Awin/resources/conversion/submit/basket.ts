/**
 * The products of an order.
 */
import type { JsonObject } from '../../../api/answers';
import { withoutBars, type BasketProduct } from '../../../api/conversions';
import type { ParameterSource } from '../../../fields/item';
import { toChosen } from '../../../fields/locator';
import { toAmount } from '../../../fields/money';
import { numberOf } from '../../../fields/number';
import { readRows, type RowsPlace } from '../../../fields/rows';
import { isBlank, toText } from '../../../fields/text';

const PLACE: RowsPlace = {
	label: 'Basket',
	path: 'additionalFields.basket.product',
	columns: {
		id: 'Product ID',
		name: 'Name',
		price: 'Price',
		quantity: 'Quantity',
		sku: 'SKU',
		category: 'Category',
		commissionGroupCode: 'Commission Group Code',
	},
	filledIn: ['quantity'],
};

/**
 * Reads the basket. A product with nothing but its quantity is a row left empty; see {@link readRows}.
 *
 * @param warnings gets told where text had to be changed
 */
export function readBasket(
	source: ParameterSource,
	currency: string,
	warnings: string[],
): BasketProduct[] {
	const reader = new ProductReader(source, currency);
	const basket = readRows(source, PLACE).map((product) => reader.read(product));
	if (reader.hasReplacedBars) {
		warnings.push('"|" in the basket was replaced by "-", because Awin does not take it');
	}
	return basket;
}

class ProductReader {
	hasReplacedBars = false;

	constructor(
		private readonly source: ParameterSource,
		private readonly currency: string,
	) {}

	read(product: JsonObject): BasketProduct {
		const { source } = this;
		const { id, name, price, quantity, sku, category, commissionGroupCode } = product;
		return {
			id: this.needed('Basket: Product ID', id),
			name: this.needed('Basket: Name', name),
			priceMinor: toAmount(source, 'Basket: Price', price, this.currency),
			quantity: toQuantity(source, quantity),
			sku: this.text('Basket: SKU', sku),
			category: this.text('Basket: Category', category),
			commissionGroupCode: this.text(
				'Basket: Commission Group Code',
				toChosen(commissionGroupCode).value,
			),
		};
	}

	private needed(label: string, value: unknown): string {
		const text = this.text(label, value);
		if (text !== undefined) return text;
		const nextStep = 'Awin needs an ID, a name, a price and a quantity for each product.';
		throw this.source.refuse(label, '', 'is empty', nextStep);
	}

	private text(label: string, value: unknown): string | undefined {
		const text = toText(this.source, label, value);
		if (!text?.includes('|')) return text;
		this.hasReplacedBars = true;
		return withoutBars(text);
	}
}

function toQuantity(source: ParameterSource, value: unknown): number {
	const isGiven = !isBlank(value) && typeof value !== 'boolean';
	const quantity = numberOf(value);
	if (quantity !== undefined && Number.isSafeInteger(quantity) && quantity >= 1) return quantity;
	throw source.refuse(
		'Basket: Quantity',
		isGiven ? value : '',
		isGiven ? 'is not a whole number from 1 on' : 'is empty',
		'Give how many pieces were bought, such as 2.',
	);
}
