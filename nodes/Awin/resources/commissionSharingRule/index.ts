import type { Resource } from '../operation';
import { getManyCommissionSharingRules } from './getMany';

export const commissionSharingRule: Resource = {
	option: { name: 'Commission Sharing Rule', value: 'commissionSharingRule' },
	operations: [getManyCommissionSharingRules],
};
