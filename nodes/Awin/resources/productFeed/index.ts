import type { Resource } from '../operation';
import { downloadProductFeed } from './download';
import { uploadProductFeed } from './upload';

export const productFeed: Resource = {
	option: { name: 'Product Feed', value: 'productFeed' },
	operations: [downloadProductFeed, uploadProductFeed],
};
