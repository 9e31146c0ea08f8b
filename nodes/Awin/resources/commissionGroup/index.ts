import type { Resource } from '../operation';
import { getManyCommissionGroups } from './getMany';

export const commissionGroup: Resource = {
	option: { name: 'Commission Group', value: 'commissionGroup' },
	operations: [getManyCommissionGroups],
};
