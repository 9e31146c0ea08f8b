/**
 * The quota of short links, looked at before the first one is made.
 */
import { linkQuotaPath, readLinkQuota } from '../../../api/links';
import type { Refusals } from '../../batch/refusals';
import { byAccount } from '../../batch/rows';
import type { Run } from '../../operation';
import type { LinkRequest } from './requests';

/**
 * Refuses the short links that are more than an account has left. The quota is read once for each account; where Awin does
 * not tell it, as some live answers do not, nothing is refused.
 */
export async function refuseBeyondQuota(
	run: Run,
	requests: LinkRequest[],
	refusals: Refusals,
): Promise<void> {
	const short = requests.filter(({ kind }) => kind === 'short');
	for (const [accountId, wanted] of byAccount(short)) {
		const result = await run.awin.send({ path: linkQuotaPath(accountId) });
		const quota = result.ok ? readLinkQuota(result.answer, accountId) : undefined;
		if (!quota || quota.remaining === null || wanted.length <= quota.remaining) continue;

		const { usage, limit, remaining } = quota;
		refusals.addAll(wanted.slice(remaining), {
			message: `Publisher account ${accountId} has ${remaining} short links left (${usage} of ${limit} were created in the last 24 hours), and these items want ${wanted.length}`,
			nextStep:
				'Run fewer items, wait until the 24 hours are over, or switch "Shorten" off: long links have no quota.',
		});
	}
}
