import type { Resource } from '../operation';
import { getManyAccounts } from './getMany';

export const account: Resource = {
	option: { name: 'Account', value: 'account' },
	operations: [getManyAccounts],
};
