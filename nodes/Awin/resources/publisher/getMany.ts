import type { IDataObject } from 'n8n-workflow';

import { publishersPath, readPublishers } from '../../api/publishers';
import { advertiserField, readAdvertiserId } from '../../fields/account';
import type { ParameterSource } from '../../fields/item';
import { limitFields, readLimit } from '../../fields/limit';
import { unreadableError } from '../../transport/errors';
import { unreadableRowsError } from '../../transport/rowErrors';
import { forEachItem, type Operation } from '../operation';

const PUBLISHERS = { one: 'a publisher', many: 'publishers' };

export const getManyPublishers: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many publishers',
		description:
			'List the publishers that have an active relationship with an advertiser, with their region and type',
	},
	fields: [advertiserField, ...limitFields],
	preview: {
		id: 67890,
		name: 'Voucher Corner',
		primaryRegion: 'GB',
		salesRegions: ['GB', 'IE'],
		primaryType: 'Discount Code',
	},
	async execute(run) {
		return await forEachItem(run, readWish, async ({ advertiserId, limit }, item) => {
			const answer = await run.awin.readOnce({ path: publishersPath(advertiserId) }, item);
			const reading = readPublishers(answer);
			const node = run.context.getNode();
			if (!reading) throw unreadableError(node, item);
			const { publishers, unreadable } = reading;
			if (unreadable.length > 0) throw unreadableRowsError(node, unreadable, item, PUBLISHERS);
			return publishers.slice(0, limit).map((publisher) => ({ ...publisher }) as IDataObject);
		});
	},
};

function readWish(source: ParameterSource) {
	return { advertiserId: readAdvertiserId(source), limit: readLimit(source) };
}
