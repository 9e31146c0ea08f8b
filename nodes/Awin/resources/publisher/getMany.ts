import { publishersPath, readPublishers } from '../../api/publishers';
import { advertiserAccount } from '../../fields/account';
import { limit } from '../../fields/limit';
import { listOperation } from '../listOperation';

export const getManyPublishers = listOperation({
	option: {
		action: 'Get many publishers',
		description:
			'List the publishers that have an active relationship with an advertiser, with their ID, region and type; changes nothing',
	},
	parameters: { advertiserId: advertiserAccount, limit: limit() },
	rows: { one: 'a publisher', many: 'publishers' },
	call: ({ advertiserId }) => ({ path: publishersPath(advertiserId) }),
	read: readPublishers,
	preview: () => ({
		id: 67890,
		name: 'Voucher Corner',
		primaryRegion: 'GB',
		salesRegions: ['GB', 'IE'],
		primaryType: 'Discount Code',
	}),
});
