import type { Resource } from '../operation';
import { createLinks } from './create';
import { getLinkQuota } from './getQuota';

export const link: Resource = {
	option: { name: 'Link', value: 'link' },
	operations: [createLinks, getLinkQuota],
};
