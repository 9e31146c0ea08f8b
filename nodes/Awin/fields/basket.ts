/**
 * Whether basket products come with each transaction.
 */
import { yesNo } from './text';

export const showBasketProducts = yesNo({
	displayName: 'Show Basket Products',
	name: 'options.showBasketProducts',
	default: false,
	description:
		'Whether to include the products of each basket, where the advertiser sends them with Product Level Tracking and shares them',
});
