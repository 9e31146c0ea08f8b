import type { IDataObject } from 'n8n-workflow';

import { linkQuotaPath, readLinkQuota } from '../../api/links';
import { publisherField, readPublisherId } from '../../fields/account';
import { unreadableError } from '../../transport/errors';
import { forEachItem, type Operation } from '../operation';

export const getLinkQuota: Operation = {
	option: {
		name: 'Get Quota',
		value: 'getQuota',
		action: 'Get quota of short links',
		description:
			'Tell how many short links a publisher account may create in 24 hours, and how many of them are used; changes nothing',
	},
	fields: [publisherField],
	preview: { publisherId: 45628, limit: 200, usage: 12, remaining: 188 },
	async execute(run) {
		return await forEachItem(run, readPublisherId, async (publisherId, item) => {
			const call = { path: linkQuotaPath(publisherId) };
			const quota = readLinkQuota(await run.awin.readOnce(call, item), publisherId);
			if (!quota) throw unreadableError(run.context.getNode(), item);
			return [{ ...quota } as IDataObject];
		});
	},
};
