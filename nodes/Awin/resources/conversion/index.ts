import type { Resource } from '../operation';
import { submitConversions } from './submit';

export const conversion: Resource = {
	option: { name: 'Conversion', value: 'conversion' },
	operations: [submitConversions],
};
