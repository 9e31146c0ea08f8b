import { ACCOUNT_TYPES } from '../../api/accounts';
import { parameter } from '../../fields/parameter';

const ALL = 'all';

/** Which accounts to list; `undefined` for all. */
export const accountType = parameter(
	{
		displayName: 'Account Type',
		name: 'accountType',
		type: 'options',
		options: [
			{ name: 'Advertisers', value: 'advertiser' },
			{ name: 'Advertisers and Publishers', value: ALL },
			{ name: 'Publishers', value: 'publisher' },
		],
		default: ALL,
		description: 'Which accounts to list',
	},
	(value, source, named) => {
		const type = ACCOUNT_TYPES.find((known) => known === value);
		if (type ?? (value ?? ALL) === ALL) return type;
		const nextStep = 'Use "advertiser", "publisher" or "all".';
		throw named.refuse(source, value, 'is not a type of account', nextStep);
	},
);
