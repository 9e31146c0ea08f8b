/**
 * Account type and account: the picker that both nodes share, and its reader.
 */
import type { INodeProperties } from 'n8n-workflow';

import {
	ACCOUNT_TYPES,
	DASHBOARD_ADDRESS_PATTERN,
	accountIdFromAddress,
	type AccountType,
} from '../api/accounts';
import { readIdText } from '../api/ids';
import type { ParameterSource } from './item';

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
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*\\d+\\s*$',
						errorMessage: 'An Awin account ID has digits only',
					},
				},
			],
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.awin.com/en/awin/advertiser/12345/home',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: DASHBOARD_ADDRESS_PATTERN,
						errorMessage: 'Paste the address of a page of this account at Awin',
					},
				},
			],
		},
	],
};

export interface ChosenAccount {
	accountType: AccountType;
	accountId: string;
}

export function readAccountType(source: ParameterSource): AccountType {
	const value = source.get('accountType');
	const accountType = ACCOUNT_TYPES.find((type) => type === value);
	if (accountType) return accountType;
	throw source.refuse(
		'Account Type',
		value,
		'is not a type of account',
		'Use "advertiser" or "publisher".',
	);
}

/** Reads the picker in each of its modes: chosen, typed, or pasted as an address of Awin's pages. */
export function readAccountId(source: ParameterSource): string {
	const chosen = source.get('accountId');
	const { mode, value } = isLocator(chosen) ? chosen : { mode: 'id', value: chosen };
	if (value === null || value === undefined || value === '') {
		throw source.refuse('Account', '', 'is empty', 'Choose an account from the list.');
	}
	if (mode === 'url') {
		const fromAddress = accountIdFromAddress(String(value));
		if (fromAddress) return fromAddress;
		throw source.refuse(
			'Account',
			value,
			'is not the address of an account at Awin',
			'Copy the address of a page of this account, such as https://app.awin.com/en/awin/advertiser/12345/home, or choose the account from the list.',
		);
	}
	const id = readIdText(value);
	if (id.ok) return id.value;
	throw source.refuse(
		'Account',
		value,
		id.reason,
		'Choose an account from the list, or give its ID, such as 12345.',
	);
}

export function readAccount(source: ParameterSource): ChosenAccount {
	return { accountType: readAccountType(source), accountId: readAccountId(source) };
}

function isLocator(value: unknown): value is { mode: unknown; value: unknown } {
	return typeof value === 'object' && value !== null && 'mode' in value && 'value' in value;
}
