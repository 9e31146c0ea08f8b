import type { Resource } from '../operation';
import { getManyTransactionQueries } from './getMany';

export const transactionQuery: Resource = {
	option: { name: 'Transaction Query', value: 'transactionQuery' },
	operations: [getManyTransactionQueries],
};
