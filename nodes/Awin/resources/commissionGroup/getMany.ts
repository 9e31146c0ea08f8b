import {
	commissionGroupsPath,
	commissionGroupsQuery,
	readCommissionGroups,
} from '../../api/commissionGroups';
import { sampleCommissionGroup } from '../../api/samples';
import { listOperation } from '../listOperation';
import { parameters } from './fields';

export const getManyCommissionGroups = listOperation({
	option: {
		action: 'Get many commission groups',
		description:
			"List what an advertiser pays a publisher for which kind of sale, by the advertiser's ID, once the program is joined; changes nothing",
	},
	parameters,
	rows: { one: 'a commission group', many: 'commission groups' },
	call: ({ publisherId, advertiserId, options }) => ({
		path: commissionGroupsPath(publisherId),
		query: commissionGroupsQuery({ advertiserId, ...options }),
	}),
	read: readCommissionGroups,
	advertiserOf: ({ advertiserId }) => advertiserId,
	preview: sampleCommissionGroup,
});
