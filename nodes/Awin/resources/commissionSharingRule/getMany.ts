import type { IDataObject } from 'n8n-workflow';

import { commissionSharingRulesPath, readSharingRules } from '../../api/commissionSharingRules';
import { publisherField, readPublisherId } from '../../fields/account';
import type { ParameterSource } from '../../fields/item';
import { limitFields, readLimit } from '../../fields/limit';
import { forEachItem, type Operation } from '../operation';
import { wholeAnswer } from '../wholeAnswer';

const RULES = { one: 'a commission sharing rule', many: 'commission sharing rules' };

export const getManyCommissionSharingRules: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many commission sharing rules',
		description:
			'List how a service partner shares its commission with publishers; only accounts of service partners have such rules; changes nothing',
	},
	fields: [publisherField, ...limitFields],
	preview: {
		ruleId: 7001,
		ruleTitle: 'Spring partners',
		servicePartnerId: 45628,
		servicePartnerShare: 20,
		publisherId: 67890,
		publisherShare: 80,
		created: '2026-03-01T09:30:00',
		modified: '2026-04-01T09:30:00',
	},
	async execute(run) {
		return await forEachItem(run, readWish, async ({ publisherId, limit }, item) => {
			const call = { path: commissionSharingRulesPath(publisherId) };
			const reading = readSharingRules(await run.awin.readOnce(call, item));
			const { rules } = wholeAnswer(run, reading, item, RULES);
			return rules.slice(0, limit) as IDataObject[];
		});
	},
};

function readWish(source: ParameterSource) {
	return { publisherId: readPublisherId(source), limit: readLimit(source) };
}
