import type { Resource } from '../operation';
import { createOffers } from './create';
import { getManyOffers } from './getMany';

export const offer: Resource = {
	option: { name: 'Offer', value: 'offer' },
	operations: [createOffers, getManyOffers],
};
