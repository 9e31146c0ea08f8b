import {
	commissionGroupsPath,
	commissionGroupsQuery,
	readCommissionGroups,
} from '../../api/commissionGroups';
import { publisherAccount } from '../../fields/account';
import { limit } from '../../fields/limit';
import { joinedProgramme } from '../../fields/programme';
import { listOperation } from '../listOperation';
import { rateOptions } from './fields';

export const getManyCommissionGroups = listOperation({
	option: {
		action: 'Get many commission groups',
		description:
			"List what an advertiser pays a publisher for which kind of sale, by the advertiser's ID, once the program is joined; changes nothing",
	},
	parameters: {
		publisherId: publisherAccount,
		advertiserId: joinedProgramme,
		limit: limit(),
		options: rateOptions,
	},
	rows: { one: 'a commission group', many: 'commission groups' },
	call: ({ publisherId, advertiserId, options }) => ({
		path: commissionGroupsPath(publisherId),
		query: commissionGroupsQuery({ advertiserId, ...options }),
	}),
	read: readCommissionGroups,
	advertiserOf: ({ advertiserId }) => advertiserId,
	preview: () => ({
		advertiserId: 1001,
		publisherId: 45628,
		groupId: 12345,
		groupCode: 'DEFAULT',
		groupName: 'Default Commission',
		type: 'percentage',
		percentage: 8,
		amount: 2.5,
		currency: 'GBP',
		ratesStart: '2026-01-01T00:00:00',
		ratesEnd: '2026-12-31T23:59:59',
		conditions: [{ type: 'customerCountry', operator: 'in', values: ['GB'] }],
	}),
});
