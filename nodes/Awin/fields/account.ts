/**
 * Account type and account.
 */
import { ACCOUNT_TYPES, accountFromAddress, type AccountType } from '../api/accounts';
import { choice } from './choice';
import type { ParameterSource } from './item';
import { chosenId, isNothing, locator, type Chosen } from './locator';
import type { Named, Parameter, SingleParameter } from './parameter';

export const accountType = choice(
	{
		displayName: 'Account Type',
		name: 'accountType',
		options: [
			{
				name: 'Advertiser',
				value: 'advertiser',
				description: 'You run a program, and publishers bring you sales',
			},
			{
				name: 'Publisher',
				value: 'publisher',
				description: 'You promote the programs of advertisers',
			},
		],
		required: true,
		description: 'Which side of Awin your account is on',
	},
	{ choices: ACCOUNT_TYPES, what: 'a type of account' },
);

const ofEitherType = picker('searchAccounts', 'advertiser', {
	description:
		'The Awin account to work with. The list shows the accounts that your token reaches.',
});

/** The ID of the account of what only advertisers can do. */
export const advertiserAccount = pickerOf('advertiser', 'searchAdvertisers').map(
	idOf('advertiser'),
);

/** The ID of the account of what only publishers can do. */
export const publisherAccount = pickerOf('publisher', 'searchPublishers').map(idOf('publisher'));

export interface ChosenAccount {
	accountType: AccountType;
	accountId: string;
}

/** Account type and account of what both can do. */
export const account: Parameter<ChosenAccount> = {
	fields: [accountType.field, ofEitherType.field],
	read(source) {
		const type = accountType.read(source);
		return { accountType: type, accountId: accountIds[type].read(source) };
	},
};

/** The account may be chosen, typed, or pasted as an address of Awin's pages. */
const accountIds = {
	advertiser: ofEitherType.map(idOf('advertiser')),
	publisher: ofEitherType.map(idOf('publisher')),
};

function pickerOf(type: AccountType, searchListMethod: string): SingleParameter<Chosen> {
	return picker(searchListMethod, type, {
		description: `The ${type} account to work with. The list shows the ${type} accounts that your token reaches.`,
	});
}

function picker(
	searchListMethod: string,
	exampleType: AccountType,
	words: { description: string },
): SingleParameter<Chosen> {
	return locator(
		{
			displayName: 'Account',
			name: 'accountId',
			required: true,
			...words,
			list: { method: searchListMethod, placeholder: 'Select an account…' },
			modes: [
				{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 12345' },
				{
					displayName: 'By URL',
					name: 'url',
					type: 'string',
					placeholder: `e.g. ${exampleAddress(exampleType)}`,
				},
			],
		},
		(chosen) => chosen,
	);
}

function exampleAddress(type: AccountType): string {
	return `https://app.awin.com/en/awin/${type}/12345/home`;
}

function idOf(type: AccountType) {
	return (chosen: Chosen, source: ParameterSource, named: Named): string => {
		if (isNothing(chosen)) {
			throw named.refuse(source, '', 'is empty', 'Choose an account from the list.');
		}
		if (chosen.mode === 'url') return idFromAddress(String(chosen.value), type, source, named);
		const nextStep = 'Choose an account from the list, or give its ID, such as 12345.';
		return chosenId(chosen, source, named, nextStep);
	};
}

function idFromAddress(
	address: string,
	type: AccountType,
	source: ParameterSource,
	named: Named,
): string {
	const found = accountFromAddress(address);
	if (found?.accountType === type) return found.accountId;
	const reason = found
		? `is the address of a page of a ${found.accountType} account, and ${type} is needed here`
		: 'is not the address of an account at Awin';
	throw named.refuse(
		source,
		address,
		reason,
		`Copy the address of a page of the ${type} account, such as ${exampleAddress(type)}, or choose the account from the list.`,
	);
}
