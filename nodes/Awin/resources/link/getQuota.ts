import { linkQuotaPath, readLinkQuota } from '../../api/links';
import { oneRow } from '../../api/lists';
import { publisherAccount } from '../../fields/account';
import { listOperation } from '../listOperation';

export const getLinkQuota = listOperation({
	option: {
		name: 'Get Quota',
		value: 'getQuota',
		action: 'Get quota of short links',
		description:
			'Tell how many short links a publisher account may create in 24 hours, and how many of them are used; changes nothing',
	},
	parameters: { publisherId: publisherAccount },
	rows: { one: 'a quota', many: 'quotas' },
	call: ({ publisherId }) => ({ path: linkQuotaPath(publisherId) }),
	read: (answer, { publisherId }) => oneRow(readLinkQuota(answer, publisherId)),
	preview: () => ({ publisherId: 45628, limit: 200, usage: 12, remaining: 188 }),
});
