/**
 * What a failed call means for the rows that were in it.
 */
import { ACCOUNTS_PATH, accountsQuery, readAccounts, type AccountType } from '../../api/accounts';
import { explain, type CallFailure, type Explanation } from '../../transport/failures';
import type { Run } from '../operation';
import type { Refusal } from './refusals';

/** For what the person did not wait for. */
export const STOPPED: Refusal = {
	message: 'The execution was stopped before this item was sent',
	nextStep: 'Run the node again for it.',
};

/** Whether the person has stopped the execution. */
export function isStopped({ context }: Run): boolean {
	return context.getExecutionCancelSignal?.()?.aborted ?? false;
}

/**
 * Whether Awin may have taken the rows in although no readable answer came back. A refusal of the 4xx kind says that it
 * did not; after anything else nobody can know, and the rows must not be called failed.
 */
export function mayHaveArrived(failure: CallFailure): boolean {
	switch (failure.kind) {
		case 'refused':
			return failure.status >= 500 || failure.status === 408;
		case 'unreadable':
		case 'interrupted':
		case 'timeout':
			return true;
		case 'cancelled':
			return failure.inFlight === true;
		default:
			return false;
	}
}

/**
 * The words for a failed call to an advertiser's account. Where Awin refuses the account, they say so if it is a
 * publisher's: one more call finds out what no status tells.
 */
export async function explainForAdvertiser(
	run: Run,
	accountId: string,
	failure: CallFailure,
): Promise<Explanation> {
	return await explainFor(run, 'advertiser', accountId, failure);
}

/** Like {@link explainForAdvertiser}, for a publisher's account. */
export async function explainForPublisher(
	run: Run,
	accountId: string,
	failure: CallFailure,
): Promise<Explanation> {
	return await explainFor(run, 'publisher', accountId, failure);
}

async function explainFor(
	run: Run,
	needed: AccountType,
	accountId: string,
	failure: CallFailure,
): Promise<Explanation> {
	const mayBeOther = failure.kind === 'refused' && [401, 403, 404].includes(failure.status);
	if (!mayBeOther || !(await isOtherTypeOnly(run, accountId, needed))) {
		return explain(failure, `/${needed}s/${accountId}/`);
	}
	const [other, article] = needed === 'advertiser' ? ['publisher', 'an'] : ['advertiser', 'a'];
	return {
		message: `"Account" is "${accountId}", which is ${other === 'advertiser' ? 'an' : 'a'} ${other} account`,
		description: `Choose ${article} ${needed} account: ${other}s cannot do this at Awin.`,
	};
}

async function isOtherTypeOnly(run: Run, accountId: string, needed: AccountType): Promise<boolean> {
	const result = await run.awin.send({ path: ACCOUNTS_PATH, query: accountsQuery() });
	const accounts = (result.ok && readAccounts(result.answer)) || [];
	const types = accounts
		.filter((account) => String(account.accountId) === accountId)
		.map(({ accountType }) => accountType);
	return types.length > 0 && !types.includes(needed);
}
