/**
 * Account type and account: the picker that both nodes share, and its reader.
 */
import type { INodeProperties } from 'n8n-workflow';

import { ACCOUNT_TYPES, accountFromAddress, type AccountType } from '../api/accounts';
import { readChoice } from './choice';
import type { ParameterSource } from './item';
import { chosenIn, isNothing, readChosenId } from './locator';

export const accountTypeField: INodeProperties = {
	displayName: 'Account Type',
	name: 'accountType',
	type: 'options',
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
	default: 'advertiser',
	required: true,
	description: 'Which side of Awin your account is on',
};

export const accountField: INodeProperties = {
	displayName: 'Account',
	name: 'accountId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description:
		'The Awin account to work with. The list shows the accounts that your token reaches.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an account…',
			typeOptions: { searchListMethod: 'searchAccounts', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 12345',
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.awin.com/en/awin/advertiser/12345/home',
		},
	],
};

/** The picker for what only advertisers can do. */
export const advertiserField: INodeProperties = accountOf('advertiser', 'searchAdvertisers');

/** The picker for what only publishers can do. */
export const publisherField: INodeProperties = accountOf('publisher', 'searchPublishers');

function accountOf(accountType: AccountType, searchListMethod: string): INodeProperties {
	return {
		...accountField,
		description: `The ${accountType} account to work with. The list shows the ${accountType} accounts that your token reaches.`,
		modes: accountField.modes?.map((mode) => {
			if (mode.name === 'list') {
				return { ...mode, typeOptions: { ...mode.typeOptions, searchListMethod } };
			}
			return mode.name === 'url'
				? { ...mode, placeholder: mode.placeholder?.replace('advertiser', accountType) }
				: mode;
		}),
	};
}

export interface ChosenAccount {
	accountType: AccountType;
	accountId: string;
}

/** Reads both parameters. The account may be chosen, typed, or pasted as an address of Awin's pages. */
export function readAccount(source: ParameterSource): ChosenAccount {
	const accountType = readChoice(source, {
		name: 'accountType',
		label: 'Account Type',
		what: 'a type of account',
		choices: ACCOUNT_TYPES,
	});
	return { accountType, accountId: readAccountId(source, accountType) };
}

/** Reads the account of an operation that only advertisers have. */
export function readAdvertiserId(source: ParameterSource): string {
	return readAccountId(source, 'advertiser');
}

/** Reads the account of an operation that only publishers have. */
export function readPublisherId(source: ParameterSource): string {
	return readAccountId(source, 'publisher');
}

function readAccountId(source: ParameterSource, accountType: AccountType): string {
	const chosen = chosenIn(source, 'accountId');
	if (isNothing(chosen)) {
		throw source.refuse('Account', '', 'is empty', 'Choose an account from the list.');
	}
	if (chosen.mode === 'url') return readAddress(source, String(chosen.value), accountType);
	return readChosenId(source, chosen, {
		label: 'Account',
		nextStep: 'Choose an account from the list, or give its ID, such as 12345.',
	});
}

function readAddress(source: ParameterSource, address: string, accountType: AccountType): string {
	const account = accountFromAddress(address);
	if (account?.accountType === accountType) return account.accountId;
	const reason = account
		? `is the address of a page of a ${account.accountType} account, and ${accountType} is needed here`
		: 'is not the address of an account at Awin';
	throw source.refuse(
		'Account',
		address,
		reason,
		`Copy the address of a page of the ${accountType} account, such as https://app.awin.com/en/awin/${accountType}/12345/home, or choose the account from the list.`,
	);
}
