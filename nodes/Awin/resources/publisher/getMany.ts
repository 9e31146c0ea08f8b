import type { IDataObject } from 'n8n-workflow';

import { publishersPath, readPublishers } from '../../api/publishers';
import { advertiserField, readAdvertiserId } from '../../fields/account';
import type { ParameterSource } from '../../fields/item';
import { limitFields, readLimit } from '../../fields/limit';
import { forEachItem, type Operation } from '../operation';
import { wholeAnswer } from '../wholeAnswer';

const PUBLISHERS = { one: 'a publisher', many: 'publishers' };

export const getManyPublishers: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many publishers',
		description:
			'List the publishers that have an active relationship with an advertiser, with their ID, region and type; changes nothing',
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
			const call = { path: publishersPath(advertiserId) };
			const reading = readPublishers(await run.awin.readOnce(call, item));
			const { publishers } = wholeAnswer(run, reading, item, PUBLISHERS);
			return publishers.slice(0, limit).map((publisher) => ({ ...publisher }) as IDataObject);
		});
	},
};

function readWish(source: ParameterSource) {
	return { advertiserId: readAdvertiserId(source), limit: readLimit(source) };
}
