/**
 * The credential's own test: is the token known, may it use the API, and what does it reach?
 *
 * It stands beside the egress and not in the credential's declaration, because there n8n can show nothing but a system
 * code (`ENOTFOUND`) when Awin cannot be reached.
 */
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { ACCOUNTS_PATH, readAccounts, type Account } from '../api/accounts';
import { readCredential, signRequest, type SignableRequest } from './credentials';
import { explain, quote, type CallFailure } from './errors';
import { readResponse, transportFailure } from './response';

const TEST_TIMEOUT_MS = 20_000;

/** Asks for the accounts of the token, once and without retries, and says in plain words what came of it. */
export async function testConnection(
	context: ICredentialTestFunctions,
	data: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	const reading = readCredential(data);
	if (!reading.ok) return { status: 'Error', message: `${reading.reason} ${reading.nextStep}` };
	const { baseUrl, origin, accessToken, conversionApiKey } = reading.credential;

	const request: SignableRequest = {
		uri: baseUrl + ACCOUNTS_PATH,
		headers: { Accept: 'application/json' },
	};
	const signed = signRequest(data, request);
	if (!signed.ok) return { status: 'Error', message: signed.reason };

	try {
		// n8n's context for credential tests has this one HTTP helper and no other.
		const response = await context.helpers.request({
			...signed.request,
			timeout: TEST_TIMEOUT_MS,
			simple: false,
			resolveWithFullResponse: true,
		});
		const result = readResponse(response, [accessToken, conversionApiKey]);
		return result.ok ? success(readAccounts(result.answer)) : refusal(result.failure);
	} catch (error) {
		return refusal(transportFailure(error, TEST_TIMEOUT_MS, origin));
	}
}

function success(accounts: Account[] | undefined): INodeCredentialTestResult {
	if (!accounts) return refusal({ kind: 'unreadable', status: 200, what: 'other' });
	if (accounts.length === 0) {
		return {
			status: 'Error',
			message:
				'Awin knows the token, but its user is not linked to any advertiser or publisher account. Link the user to an account in Awin; it takes up to ten minutes to show here.',
		};
	}
	const names = accounts
		.slice(0, 3)
		.map((account) => quote(account.accountName) || account.accountId);
	const more = accounts.length > names.length ? ` and ${accounts.length - names.length} more` : '';
	return { status: 'OK', message: `Connected. This token reaches ${names.join(', ')}${more}.` };
}

function refusal(failure: CallFailure): INodeCredentialTestResult {
	const { message, description } = explain(failure);
	return { status: 'Error', message: `${message}. ${description}`.replace(/\.\. /, '. ') };
}
