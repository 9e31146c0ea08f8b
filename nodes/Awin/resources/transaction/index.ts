import type { Resource } from '../operation';
import { getTransactionsById } from './get';
import { getManyTransactions } from './getMany';
import { validateTransactions } from './validate';

export const transaction: Resource = {
	option: { name: 'Transaction', value: 'transaction' },
	operations: [getTransactionsById, getManyTransactions, validateTransactions],
};
