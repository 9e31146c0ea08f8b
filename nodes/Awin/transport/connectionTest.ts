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
import { transactionsByIdQuery, transactionsPath } from '../api/transactions';
import {
	readCredential,
	signRequest,
	type AwinCredential,
	type SignableRequest,
} from './credentials';
import { explain, unknownForm, type CallFailure } from './failures';
import { quote } from './quote';
import { isEnded, letGoOf, USER_AGENT, within } from './exchange';
import { passGate, systemClock, throttleOf } from './gate';
import { tellOf } from './turns';
import { readWhole, transportFailure, type CallResult, type FullResponse } from './response';

const TEST_TIMEOUT_MS = 20_000;

/** Asks for the accounts of the token, and whether the API may be used for one of them; says in plain words what came of it. */
export async function testConnection(
	context: ICredentialTestFunctions,
	data: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	const reading = readCredential(data);
	if (!reading.ok) return { status: 'Error', message: `${reading.reason} ${reading.nextStep}` };
	const ask = async (path: string) => await askOnce(context, data, reading.credential, path);

	const result = await ask(ACCOUNTS_PATH);
	if (!result.ok) return refusal(result.failure);
	const accounts = readAccounts(result.answer);
	if (!accounts) return refusal(unknownForm(200, result.answer));
	return (await findClosedDoor(accounts, ask)) ?? success(accounts);
}

/** How many advertisers are tried before the token is taken for good enough; each try is one of the twenty calls a minute. */
const MOST_TRIES = 3;

/**
 * An advertiser whose plan has no API access is listed all the same, and only its data is refused. So a token that reaches
 * nothing but such advertisers would look fine until the first workflow runs.
 */
async function findClosedDoor(
	accounts: Account[],
	ask: (path: string) => Promise<CallResult>,
): Promise<INodeCredentialTestResult | undefined> {
	if (accounts.some(({ accountType }) => accountType === 'publisher')) return undefined;
	let closed: INodeCredentialTestResult | undefined;
	for (const { accountType, accountId } of accounts.slice(0, MOST_TRIES)) {
		const path = transactionsPath(accountType, String(accountId));
		const query = new URLSearchParams(transactionsByIdQuery(['1'])).toString();
		const result = await ask(`${path}?${query}`);
		const isClosed =
			!result.ok && result.failure.kind === 'refused' && [401, 403].includes(result.failure.status);
		if (!isClosed) return undefined;
		closed ??= refusal(result.failure, path);
	}
	return closed;
}

/** One call, without retries, and counted like all others. */
async function askOnce(
	context: ICredentialTestFunctions,
	data: ICredentialDataDecryptedObject,
	credential: AwinCredential,
	path: string,
): Promise<CallResult> {
	const request: SignableRequest = {
		uri: credential.baseUrl + path,
		headers: { Accept: 'application/json', 'User-Agent': USER_AGENT },
	};
	const signed = signRequest(data, request);
	if (!signed.ok) {
		return { ok: false, failure: { kind: 'credential', reason: signed.reason, nextStep: '' } };
	}
	// Somebody waits for the result, so the call goes out even where the limit seems used up; Awin may then say so itself.
	const deadlineMs = systemClock.nowMs();
	const throttle = throttleOf(credential, systemClock);
	const passage = await passGate(throttle, systemClock, { deadlineMs, asker: 'person' });
	const result = await exchangeOnce(context, signed.request, credential);
	if (passage.passed) tellOf(throttle, passage.ticket, result, systemClock.nowMs());
	return result;
}

async function exchangeOnce(
	context: ICredentialTestFunctions,
	request: SignableRequest,
	credential: AwinCredential,
): Promise<CallResult> {
	const timeoutMs = TEST_TIMEOUT_MS;
	try {
		const result = await within({ clock: systemClock, timeoutMs }, async (line) => {
			// n8n's context for credential tests has this one HTTP helper and no other. It takes no signal: what is given up
			// here is let go of as soon as it answers.
			const response = (await context.helpers.request({
				...request,
				timeout: timeoutMs,
				useStream: true,
				simple: false,
				resolveWithFullResponse: true,
			})) as FullResponse;
			if (line.end.aborted) letGoOf(response);
			return await readWhole(response, credential, { timeoutMs, line });
		});
		return isEnded(result) ? { ok: false, failure: result.ended } : result;
	} catch (error) {
		return { ok: false, failure: transportFailure(error, timeoutMs, credential.origin) };
	}
}

function success(accounts: Account[]): INodeCredentialTestResult {
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

const TRY_LATER = 'Test it again in a few minutes; status.awin.com shows outages.';

function refusal(failure: CallFailure, path?: string): INodeCredentialTestResult {
	const { message, description: advice } = explain(failure, path);
	// There is no node here, and no span of time.
	const description = failure.kind === 'timeout' ? TRY_LATER : advice;
	return { status: 'Error', message: `${message}. ${description}`.replace(/\.\. /, '. ') };
}
