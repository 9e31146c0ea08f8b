import type { Resource } from '../operation';
import { submitProofs } from './submit';

export const proofOfPurchase: Resource = {
	option: { name: 'Proof of Purchase', value: 'proofOfPurchase' },
	operations: [submitProofs],
};
