/**
 * Whether a row of a report is one that was asked for. Awin does not say that it looks at each of its filters, so what comes
 * back is held against them; where a row does not say what it is about, Awin is believed.
 */
import { isOneOf, type JsonObject } from './answers';
import { findRegion } from './regions';
import { isOfOtherDays } from './reportRows';
import type { ReportCall, ReportQuestion } from './reports';

export function wasAskedFor(row: JsonObject, question: ReportQuestion, call: ReportCall): boolean {
	return (
		!isOfOtherDays(row, call) &&
		isOfRegion(row, question) &&
		(question.reportBy !== 'campaign' ||
			(isOfPartner(row, question) && isOfCampaign(row, question)))
	);
}

function isOfRegion(row: JsonObject, { region }: ReportQuestion): boolean {
	const shown = findRegion(row.region);
	// Whether rows of Brazil in US dollars say BU or BR is not known.
	return !region || !shown || shown === region || (region === 'BU' && shown === 'BR');
}

function isOfPartner(row: JsonObject, { accountType, partnerIds = [] }: ReportQuestion): boolean {
	return isOneOf(partnerIds, accountType === 'advertiser' ? row.publisherId : row.advertiserId);
}

/** Names begin with what was asked for, in any case. */
function isOfCampaign(
	{ campaign: shown }: JsonObject,
	{ campaign = '', includeNumbersWithoutCampaign }: ReportQuestion,
): boolean {
	if (shown === null) return includeNumbersWithoutCampaign === true;
	if (typeof shown !== 'string') return true;
	// Whether a blank name counts as one, only Awin knows.
	if (shown.trim() === '') return campaign === '' || includeNumbersWithoutCampaign === true;
	return shown.toLowerCase().startsWith(campaign.toLowerCase());
}
