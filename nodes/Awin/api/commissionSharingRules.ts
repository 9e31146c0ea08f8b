/**
 * Commission sharing rules: how a service partner shares commission with publishers (API reference, "Commission Sharing
 * Rules").
 */
import { isJsonObject, type JsonObject } from './answers';
import { idOf, numberOf, textOf } from './transactionOutput';
import { eachOnce, findWholeList } from './wholeLists';

export function commissionSharingRulesPath(publisherId: string): string {
	return `/publishers/${publisherId}/commissionsharingrules`;
}

export interface SharingRulesReading {
	rules: JsonObject[];
	/** What stands in the list and is no rule, with its place in the answer. */
	unreadable: Array<{ index: number }>;
}

/**
 * Reads the answer, a bare list as documented. Awin writes `publisherID` there, with a capital D, and `publisherId`
 * everywhere else: the rows have the latter. Shares are percentages.
 *
 * @returns `undefined` where the answer holds no list
 */
export function readSharingRules(answer: unknown): SharingRulesReading | undefined {
	const list = findWholeList(answer, ['rules', 'commissionSharingRules']);
	if (!list) return undefined;
	const reading: SharingRulesReading = { rules: [], unreadable: [] };
	list.forEach((row, index) => {
		if (!isJsonObject(row) || idOf(row.ruleId) === null) reading.unreadable.push({ index });
		else reading.rules.push(ruleOf(row));
	});
	return { ...reading, rules: eachOnce(reading.rules) };
}

function ruleOf(row: JsonObject): JsonObject {
	return {
		ruleId: idOf(row.ruleId),
		ruleTitle: textOf(row.ruleTitle),
		servicePartnerId: idOf(row.servicePartnerId),
		servicePartnerShare: numberOf(row.servicePartnerShare),
		publisherId: idOf(row.publisherID ?? row.publisherId),
		publisherShare: numberOf(row.publisherShare),
		created: textOf(row.created),
		modified: textOf(row.modified),
	};
}
