import type { Resource } from '../operation';
import { getTransactionsById } from './get';
import { getManyTransactions } from './getMany';

export const transaction: Resource = {
	option: { name: 'Transaction', value: 'transaction' },
	operations: [getTransactionsById, getManyTransactions],
};
