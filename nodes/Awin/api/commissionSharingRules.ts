/**
 * Commission sharing rules: how a service partner shares commission with publishers (API reference, "Commission Sharing
 * Rules").
 */
import { isJsonObject, type JsonObject } from './answers';
import { readList, type Reading } from './lists';
import { idOf, numberOf, textOf } from './values';

export function commissionSharingRulesPath(publisherId: string): string {
	return `/publishers/${publisherId}/commissionsharingrules`;
}

/**
 * Reads the answer, a bare list as documented. Awin writes `publisherID` there, with a capital D, and `publisherId`
 * everywhere else: the rows have the latter. Shares are percentages.
 *
 * @returns `undefined` where the answer holds no list
 */
export function readSharingRules(answer: unknown): Reading<JsonObject> | undefined {
	return readList(answer, ['rules', 'commissionSharingRules'], (row) =>
		isJsonObject(row) && idOf(row.ruleId) !== null ? ruleOf(row) : undefined,
	);
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
