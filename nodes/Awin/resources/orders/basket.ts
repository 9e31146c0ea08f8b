/**
 * The products of an order.
 */
import type { JsonObject } from '../../api/answers';
import { withoutBars, type BasketProduct } from '../../api/conversions';
import { commissionGroup } from '../../fields/commissionGroup';
import type { ParameterSource } from '../../fields/item';
import { toChosen } from '../../fields/locator';
import { amount, toAmount } from '../../fields/money';
import { numberOf } from '../../fields/number';
import { parameter, type SingleParameter } from '../../fields/parameter';
import { rows, SINGLE_FIELDS_HELP } from '../../fields/rows';
import { isBlank, needed, text } from '../../fields/text';

const NEEDED = 'Awin needs an ID, a name, a price and a quantity for each product.';

const quantity = parameter(
	{
		displayName: 'Quantity',
		name: 'quantity',
		type: 'string',
		default: '1',
		description: 'How many pieces were bought',
	},
	(value, source, named) => {
		const isGiven = !isBlank(value) && typeof value !== 'boolean';
		const pieces = numberOf(value);
		if (pieces !== undefined && Number.isSafeInteger(pieces) && pieces >= 1) return pieces;
		throw named.refuse(
			source,
			isGiven ? value : '',
			isGiven ? 'is not a whole number from 1 on' : 'is empty',
			'Give how many pieces were bought, such as 2.',
		);
	},
);

const columns = {
	id: barless(
		text({
			displayName: 'Product ID',
			name: 'id',
			placeholder: 'e.g. 4711',
			description: 'Your own number of the product',
		}),
	).map(needed(NEEDED)),
	name: barless(
		text({
			displayName: 'Name',
			name: 'name',
			placeholder: 'e.g. Rain jacket',
			description: 'Name of the product',
		}),
	).map(needed(NEEDED)),
	price: amount({
		displayName: 'Price',
		name: 'price',
		placeholder: 'e.g. 89.90',
		description: 'Price of one piece',
	}),
	quantity,
	sku: barless(
		text({
			displayName: 'SKU',
			name: 'sku',
			description: 'Stock keeping unit of the product',
		}),
	),
	category: barless(
		text({
			displayName: 'Category',
			name: 'category',
			placeholder: 'e.g. Jackets',
			description: 'Category of the product in your shop',
		}),
	),
	commissionGroupCode: barless(
		commissionGroup({
			name: 'commissionGroupCode',
			description: 'Code of the group in Awin, in exactly this case.',
		}),
	),
};

/** A product with nothing but its quantity is a row left empty. */
export const basket = rows(
	{
		displayName: 'Basket',
		name: 'additionalFields.basket',
		kind: { displayName: 'Product', name: 'product' },
		placeholder: 'Add Product',
		description: `The products of the order, for Product Level Tracking. ${SINGLE_FIELDS_HELP}`,
	},
	{
		columns,
		shown: [
			columns.category,
			columns.commissionGroupCode,
			columns.name,
			columns.price,
			columns.id,
			columns.quantity,
			columns.sku,
		],
		filledIn: [quantity.field.name],
	},
);

export function readBasket(source: ParameterSource, currency: string): BasketProduct[] {
	const given = basket.read(source);
	const { id, name, price, sku, category, commissionGroupCode } = basket.columns;
	const products = given.map((row) => ({
		id: id.take(source, row.id),
		name: name.take(source, row.name),
		priceMinor: toAmount(source, price, row.price, currency),
		quantity: basket.columns.quantity.take(source, row.quantity),
		sku: sku.take(source, row.sku),
		category: category.take(source, row.category),
		commissionGroupCode: commissionGroupCode.take(source, row.commissionGroupCode),
	}));
	if (given.some(hasBar)) {
		source.warn('"|" in the basket was replaced by "-", because Awin does not take it');
	}
	return products;
}

function barless(given: SingleParameter<string | undefined>): SingleParameter<string | undefined> {
	return given.map((value) => value && withoutBars(value));
}

function hasBar(row: JsonObject): boolean {
	for (const name in columns) {
		const { value } = toChosen(row[name]);
		if (typeof value === 'string' && value.includes('|')) return true;
	}
	return false;
}
