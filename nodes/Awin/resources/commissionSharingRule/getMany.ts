import { commissionSharingRulesPath, readSharingRules } from '../../api/commissionSharingRules';
import { publisherAccount } from '../../fields/account';
import { limit } from '../../fields/limit';
import { listOperation } from '../listOperation';

export const getManyCommissionSharingRules = listOperation({
	option: {
		action: 'Get many commission sharing rules',
		description:
			'List how a service partner shares its commission with publishers; only accounts of service partners have such rules; changes nothing',
	},
	parameters: { publisherId: publisherAccount, limit: limit() },
	rows: { one: 'a commission sharing rule', many: 'commission sharing rules' },
	call: ({ publisherId }) => ({ path: commissionSharingRulesPath(publisherId) }),
	read: readSharingRules,
	preview: () => ({
		ruleId: 7001,
		ruleTitle: 'Spring partners',
		servicePartnerId: 45628,
		servicePartnerShare: 20,
		publisherId: 67890,
		publisherShare: 80,
		created: '2026-03-01T09:30:00',
		modified: '2026-04-01T09:30:00',
	}),
});
