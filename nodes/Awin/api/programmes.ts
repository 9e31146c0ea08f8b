/**
 * Programmes: which advertisers a publisher works with, or could (API reference, "Program Information").
 */
import { findMember, isJsonObject, readId, type JsonObject } from './answers';
import { readList, type Reading } from './lists';
import { booleanOf, idOf, numberOf, textOf } from './values';

/** How a publisher stands to a programme. Awin's rows do not say it, so it has to be remembered from the request. */
export const RELATIONSHIPS = ['joined', 'pending', 'suspended', 'rejected', 'notjoined'] as const;

export type Relationship = (typeof RELATIONSHIPS)[number];

export function programmesPath(publisherId: string): string {
	return `/publishers/${publisherId}/programmes`;
}

/**
 * The query of `GET /publishers/{id}/programmes`, which has no pages: `notjoined` was seen to answer 6,515 rows in one go.
 *
 * @param relationship without one Awin answers with programmes of every relationship, and does not say which is which
 * @param countryCode two letters by ISO 3166, any case
 * @param includeHidden means something only without a relationship, and is left out with one
 */
export function programmesQuery(
	relationship?: Relationship,
	{ countryCode, includeHidden }: { countryCode?: string; includeHidden?: boolean } = {},
): Record<string, string> {
	return {
		...(relationship ? { relationship } : {}),
		...(countryCode ? { countryCode: countryCode.toUpperCase() } : {}),
		...(includeHidden && !relationship ? { includeHidden: 'true' } : {}),
	};
}

/**
 * Reads the answer: the bare list as documented, or a wrapped one. Awin's rows stay as they are.
 *
 * @returns `undefined` where the answer holds no list
 */
export function readProgrammes(answer: unknown): Reading<JsonObject> | undefined {
	return readList(answer, ['programmes'], (row) =>
		isJsonObject(row) && readId(row.id) !== undefined ? row : undefined,
	);
}

/**
 * The ten fields of a programme that people look at.
 *
 * @param relationship as it was asked for; null where it is not known
 */
export function simplifiedProgramme(
	row: JsonObject,
	relationship: Relationship | null,
): JsonObject {
	return {
		id: idOf(row.id),
		name: textOf(row.name),
		relationship: relationship ?? textOf(row.relationship),
		status: textOf(row.status),
		linkStatus: textOf(row.linkStatus),
		country: isJsonObject(row.primaryRegion) ? textOf(row.primaryRegion.countryCode) : null,
		currency: textOf(row.currencyCode),
		sector: textOf(row.primarySector),
		displayUrl: textOf(row.displayUrl),
		clickThroughUrl: textOf(row.clickThroughUrl),
	};
}

/** All that Awin sent, and the relationship beside it: Awin's `status` is the programme's own state, not that. */
export function rawProgramme(row: JsonObject, relationship: Relationship | null): JsonObject {
	return { ...row, relationship: relationship ?? textOf(row.relationship) };
}

export function programmeDetailsPath(publisherId: string): string {
	return `/publishers/${publisherId}/programmedetails`;
}

/** Without `relationship=any` Awin knows the joined programmes only. */
export function programmeDetailsQuery(advertiserId: string): Record<string, string> {
	return { advertiserId, relationship: 'any' };
}

/** The advertiser that the details are about; `undefined` where they do not say it. */
export function advertiserOfDetails({ programmeInfo }: JsonObject): string | undefined {
	const id = isJsonObject(programmeInfo) ? readId(programmeInfo.id) : undefined;
	return id === undefined ? undefined : String(id);
}

/** @returns the answer's `{programmeInfo, kpi, commissionRange}` as it stands; `undefined` where it has no such members */
export function readProgrammeDetails(answer: unknown): JsonObject | undefined {
	if (!isJsonObject(answer)) return undefined;
	const programmeInfo = findMember(answer, ['programmeInfo']);
	if (!isJsonObject(programmeInfo)) return undefined;
	// Of a program whose number cannot be read, nobody can say whether it is the one that was asked for.
	if ((programmeInfo.id ?? null) !== null && readId(programmeInfo.id) === undefined)
		return undefined;
	const kpi = findMember(answer, ['kpi']);
	const commissionRange = findMember(answer, ['commissionRange']);
	const whole = 'programmeInfo' in answer ? answer : {};
	return { ...whole, programmeInfo, kpi: kpi ?? null, commissionRange: commissionRange ?? null };
}

/**
 * The fields of a programme's details that people look at. Awin's wiki shows `deeplinkEnabled` as text and the newer
 * page as a boolean, `averagePaymentTime` is text (in days), and `membershipStatus` was seen with and without a capital.
 */
export function simplifiedDetails({ programmeInfo, kpi, commissionRange }: JsonObject): JsonObject {
	const info = isJsonObject(programmeInfo) ? programmeInfo : {};
	const figures = isJsonObject(kpi) ? kpi : {};
	const currency = textOf(info.currencyCode);
	return {
		id: idOf(info.id),
		name: textOf(info.name),
		relationship: relationshipOf(info.membershipStatus),
		currency,
		commission: commissionText(commissionRange, currency),
		deeplinkEnabled: booleanOf(info.deeplinkEnabled),
		approvalPercentage: numberOf(figures.approvalPercentage),
		averagePaymentTime: numberOf(figures.averagePaymentTime),
		validationDays: numberOf(figures.validationDays),
		conversionRate: numberOf(figures.conversionRate),
		epc: numberOf(figures.epc),
	};
}

/** One of {@link RELATIONSHIPS} for "Joined", "joined" or "Not Joined"; anything else as Awin wrote it. */
function relationshipOf(membershipStatus: unknown): string | number | boolean | null {
	const word = textOf(membershipStatus);
	const plain = String(word ?? '')
		.toLowerCase()
		.replace(/[^a-z]/g, '');
	return RELATIONSHIPS.find((known) => known === plain) ?? word;
}

/** The ranges as people write them, such as `3.5 to 12 %; 1.5 EUR`. There are two where both kinds exist. */
function commissionText(ranges: unknown, currency: unknown): string | null {
	if (!Array.isArray(ranges)) return null;
	const texts = (ranges as unknown[]).filter(isJsonObject).flatMap(({ min, max, type }) => {
		const [from, to] = [numberOf(min), numberOf(max)];
		const bounds = [...new Set([from, to])].filter((bound) => bound !== null);
		if (bounds.length === 0) return [];
		const unit = type === 'percentage' ? '%' : String(currency ?? '');
		return [`${bounds.join(' to ')} ${unit}`.trim()];
	});
	return texts.join('; ') || null;
}
