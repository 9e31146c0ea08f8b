/**
 * Commission groups: what an advertiser pays for which kind of sale.
 *
 * Publishers ask Awin for the groups of a programme (API reference, "Get Commission Groups"). Advertisers cannot: Awin has
 * no such call for them, so their codes are gathered from their own transactions.
 */
import { findMember, isJsonObject, readId, type JsonObject } from './answers';
import { readList, type Reading } from './lists';
import { idOf, numberOf, textOf } from './values';
import { findWholeList } from './wholeLists';

const NAMES = ['commissionGroups'];

export function commissionGroupsPath(publisherId: string): string {
	return `/publishers/${publisherId}/commissiongroups`;
}

export interface CommissionGroupsQuestion {
	advertiserId: string;
	/** `yyyy-MM-ddTHH:mm:ss`; Awin does not say in which zone. */
	effectiveDate?: string;
	withConditions?: boolean;
}

export function commissionGroupsQuery({
	advertiserId,
	effectiveDate,
	withConditions,
}: CommissionGroupsQuestion): Record<string, string> {
	return {
		advertiserId,
		...(effectiveDate ? { effectiveDate } : {}),
		...(withConditions ? { extraConditionsDetails: 'true' } : {}),
	};
}

/**
 * Reads the answer. Awin documents `ratesStart` and `ratesEnd` on each group; where they stand once beside the list, each
 * group gets them. `amount` and `currency` belong to fixed commissions, `percentage` to the others, and `ratesEnd` is
 * missing while there is no end.
 *
 * @param asked the accounts, for an answer that does not repeat them
 * @returns one row for each group, all with the same fields; `undefined` where the answer holds no list
 */
export function readCommissionGroups(
	answer: unknown,
	asked: { advertiserId: string; publisherId: string },
): Reading<JsonObject> | undefined {
	const envelope = isJsonObject(answer) ? answer : {};
	const account = (name: 'advertiser' | 'publisher') =>
		accountOf(findMember(envelope, [name, `${name}Id`]), asked[`${name}Id`]);
	const shared = { advertiserId: account('advertiser'), publisherId: account('publisher') };
	const rates = {
		ratesStart: findMember(envelope, ['ratesStart']),
		ratesEnd: findMember(envelope, ['ratesEnd']),
	};
	return readList(answer, NAMES, (row) =>
		isJsonObject(row) && textOf(row.groupCode) !== null
			? { ...shared, ...groupOf(row, rates) }
			: undefined,
	);
}

function accountOf(member: unknown, asked: string): number | string | undefined {
	return readId(isJsonObject(member) ? member.id : member) ?? readId(asked);
}

function groupOf(row: JsonObject, rates: { ratesStart: unknown; ratesEnd: unknown }): JsonObject {
	return {
		groupId: idOf(row.groupId),
		groupCode: textOf(row.groupCode),
		groupName: textOf(row.groupName),
		type: textOf(row.type),
		percentage: numberOf(row.percentage),
		amount: numberOf(row.amount),
		currency: textOf(row.currency),
		ratesStart: textOf(row.ratesStart ?? rates.ratesStart),
		ratesEnd: textOf(row.ratesEnd ?? rates.ratesEnd),
		conditions: Array.isArray(row.conditions) ? (row.conditions as unknown[]) : null,
	};
}

/** A group as a picker shows it. */
export interface NamedGroup {
	/** In exactly this case: EXISTING and existing are two groups. */
	code: string;
	name: string | null;
}

/**
 * Reads the answer for a picker; a row that is no group is passed over.
 *
 * @returns `undefined` where the answer holds no list
 */
export function readGroupNames(answer: unknown): NamedGroup[] | undefined {
	return findWholeList(answer, NAMES)
		?.filter(isJsonObject)
		.flatMap(({ groupCode, groupName }) => namedGroup(groupCode, groupName) ?? []);
}

function namedGroup(givenCode: unknown, name: unknown): NamedGroup | undefined {
	const code = typeof givenCode === 'string' ? givenCode.trim() : '';
	return code === '' ? undefined : { code, name: typeof name === 'string' ? name : null };
}

/**
 * Gathers the groups out of a list of transactions, each code once. Nothing but the parts is looked at, and nothing of the
 * rows is kept: a busy month has 86,000 of them.
 *
 * @returns `undefined` where the answer holds no list
 */
export function readSeenGroups(answer: unknown): NamedGroup[] | undefined {
	const list = findWholeList(answer, ['transactions']);
	if (!list) return undefined;
	const seen = new Map<string, NamedGroup>();
	for (const row of list) {
		const parts = isJsonObject(row) ? row.transactionParts : undefined;
		for (const part of Array.isArray(parts) ? (parts as unknown[]) : []) {
			if (!isJsonObject(part)) continue;
			const group = namedGroup(part.commissionGroupCode, part.commissionGroupName);
			if (group && !seen.has(group.code)) seen.set(group.code, group);
		}
	}
	return [...seen.values()];
}
