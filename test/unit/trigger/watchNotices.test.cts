/** What is said of several accounts. */
import type { IPollFunctions } from 'n8n-workflow';

import type { AccountNews } from '../../../nodes/Awin/trigger/pollAccounts';
import { postAccountNews } from '../../../nodes/Awin/trigger/watchNotices';
import type { KeptAccount } from '../../../nodes/Awin/trigger/watchState';

function said(news: AccountNews[], withoutRoom: KeptAccount[] = []): string[] {
	const lines: string[] = [];
	const log = (line: string) => lines.push(line);
	const context = {
		getNode: () => ({ name: 'Awin Trigger' }),
		logger: { info: log, warn: log, error: log },
		__emitError: (error: Error) => lines.push(error.message),
	} as unknown as IPollFunctions;
	const listing = { isRead: true, ofOtherType: new Set<string>() };
	postAccountNews(context, { news, withoutRoom }, listing);
	return lines;
}

function account(accountId: string): KeptAccount {
	return { accountType: 'advertiser', accountId, name: 'Shoes' };
}

describe('the log', () => {
	it('names the account whose oldest events have no room any more, and how many', () => {
		expect(said([{ account: account('7'), crowdedOut: 12 }])).toEqual([
			expect.stringContaining('Awin Trigger, advertiser account 7: all accounts together'),
		]);
		expect(said([{ account: account('7'), crowdedOut: 12 }])[0]).toContain('oldest 12 of this one');
	});

	it('names those that left and are remembered no more', () => {
		expect(said([], [account('8')])).toEqual([expect.stringContaining('8 (Shoes)')]);
	});

	it('is silent where there is nothing to say', () => {
		expect(said([{ account: account('7'), crowdedOut: 0 }])).toEqual([]);
	});
});
