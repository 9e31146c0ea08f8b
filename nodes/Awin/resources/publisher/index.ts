import type { Resource } from '../operation';
import { getManyPublishers } from './getMany';

export const publisher: Resource = {
	option: { name: 'Publisher', value: 'publisher' },
	operations: [getManyPublishers],
};
