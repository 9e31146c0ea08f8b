/**
 * Whether basket products come with each transaction.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { ParameterSource } from './item';
import { readYesNo } from './text';

export const basketOption: INodeProperties = {
	displayName: 'Show Basket Products',
	name: 'showBasketProducts',
	type: 'boolean',
	default: false,
	description:
		'Whether to include the products of each basket, where the advertiser sends them with Product Level Tracking and shares them',
};

/** The options of operations that have no other. */
export const basketOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [basketOption],
};

export function readShowBasketProducts(source: ParameterSource): boolean {
	return readYesNo(source, 'Show Basket Products', 'options.showBasketProducts');
}
