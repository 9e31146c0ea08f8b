/** How the dates, the zone and the other parameters of the list of transactions are read. */
import { DateTime } from 'luxon';
import { findRows, idOf, isDone, isRefused, reasonOf, rowsOf } from '../look.cts';
import type { Answer } from '../caller.cts';
import type { Findings, Judge, Verdicts } from '../verdicts.cts';

export const PACIFIC = 'US/Pacific';
const NOT_ASKED = 'it was not asked, or the call failed for another reason';
const NO_LANDMARK = 'no transaction was seen that the dates could be tried on';
const DATES_UNKNOWN = 'it is not known whether dates are looked at';

export const judgeDates: Judge = (findings, verdicts) => {
	judgeDateFilter(findings, verdicts);
	judgeWindows(findings, verdicts);
	judgeRefusals(findings, verdicts);
	judgeSpan(findings, verdicts);
	judgeZoneOfRows(findings, verdicts);
};

/** Whether the landmark was found. */
function hasLandmark(answer: Answer | undefined, { landmark }: Findings): boolean {
	return rowsOf(answer).some((row) => idOf(row) === landmark?.id);
}

/** Windows that the landmark, or its neighbour, cannot be in tell whether dates are looked at. */
function judgeDateFilter(findings: Findings, verdicts: Verdicts): void {
	const { answers, landmark } = findings;
	if (!landmark) return;
	const elsewhere = [answers.milliseconds, answers.noTimezone, answers.statusList].filter(isDone);
	const { exactEnd } = answers;
	const shown = elsewhere.map((answer) => hasLandmark(answer, findings));
	if (landmark.neighbourId !== null && isDone(exactEnd)) {
		shown.push(rowsOf(exactEnd).some((row) => idOf(row) === landmark.neighbourId));
	}
	if (shown.length > 0) verdicts.filters.set('dates', !shown.includes(true));
}

function judgeWindows(findings: Findings, verdicts: Verdicts): void {
	const { answers, landmark } = findings;
	const { exactEnd, zSuffix } = answers;
	const areDatesRead = verdicts.filters.get('dates') === true;
	if (landmark && isDone(exactEnd)) {
		const isThere = hasLandmark(exactEnd, findings);
		if (!isThere) verdicts.tell('endInclusive', false);
		else if (areDatesRead) verdicts.tell('endInclusive', true);
	}
	verdicts.cannotTell('endInclusive', landmark ? DATES_UNKNOWN : NO_LANDMARK);

	if (isRefused(zSuffix)) verdicts.tell('zSuffix', 'refused');
	else if (landmark && isDone(zSuffix)) {
		const isThere = hasLandmark(zSuffix, findings);
		if (!isThere) verdicts.tell('zSuffix', 'ignored');
		else if (areDatesRead) verdicts.tell('zSuffix', 'utc');
	}
	verdicts.cannotTell('zSuffix', landmark ? DATES_UNKNOWN : NO_LANDMARK);
}

function judgeRefusals({ answers }: Findings, verdicts: Verdicts): void {
	const { milliseconds, noTimezone, statusList, newerZone, longAddress, unknownId } = answers;
	if (isRefused(milliseconds)) verdicts.tell('millisecondsAccepted', false);
	else if (isDone(milliseconds)) verdicts.tell('millisecondsAccepted', true);
	verdicts.cannotTell('millisecondsAccepted', NOT_ASKED);

	if (isRefused(noTimezone)) verdicts.tell('timezoneRequired', true);
	else if (isDone(noTimezone)) verdicts.tell('timezoneRequired', false);
	verdicts.cannotTell('timezoneRequired', NOT_ASKED);

	if (isRefused(statusList)) verdicts.tell('statusList', false);
	else if (isDone(statusList)) verdicts.tell('statusList', true);
	verdicts.cannotTell('statusList', NOT_ASKED);

	// An unknown id may give a 404; any other refusal is about the zone.
	const isZoneRefused = isRefused(newerZone) && newerZone.status !== 404;
	if (isZoneRefused) verdicts.tell('zones', 13);
	else if (newerZone?.status === 404 || isDone(newerZone)) verdicts.tell('zones', 16);
	verdicts.cannotTell('zones', NOT_ASKED);

	const isTooLong = isRefused(longAddress) && longAddress.status !== 404;
	if (isTooLong) verdicts.tell('maxUrlLength', SHORT_ADDRESS);
	else if (longAddress?.status === 404 || isDone(longAddress)) {
		verdicts.tell('maxUrlLength', LONG_ADDRESS);
	}
	verdicts.cannotTell('maxUrlLength', NOT_ASKED);

	for (const answer of [unknownId, newerZone, longAddress]) {
		if (answer?.status === 404) verdicts.tell('unknownIds', 'notFound');
		else if (isDone(answer) && findRows(answer)?.rows.length === 0) {
			verdicts.tell('unknownIds', 'leftOut');
		}
	}
	verdicts.cannotTell('unknownIds', NOT_ASKED);
}

/** What the stand-in is set to where addresses of 8,000 characters are taken, and where they are not. */
const LONG_ADDRESS = 8192;
const SHORT_ADDRESS = 4096;

function judgeSpan({ answers }: Findings, verdicts: Verdicts): void {
	const { otherPartner, springSpan, autumnSpan } = answers;
	if (isDone(otherPartner) && springSpan && autumnSpan) {
		const isSpringTaken = isDone(springSpan);
		const isAutumnTaken = isDone(autumnSpan);
		if (isSpringTaken && isRefused(autumnSpan)) verdicts.tell('spanMeasure', 'realTime');
		else if (isAutumnTaken && isRefused(springSpan)) verdicts.tell('spanMeasure', 'wallClock');
		else if (
			isRefused(springSpan) &&
			isRefused(autumnSpan) &&
			reasonOf(springSpan) === reasonOf(autumnSpan)
		) {
			verdicts.tell('spanMeasure', 'both');
		}
	}
	verdicts.cannotTell('spanMeasure', '31 days are not taken, or more than 31 days are');
}

function judgeZoneOfRows({ answers, landmark }: Findings, verdicts: Verdicts): void {
	const row = rowsOf(answers.otherZone).find((one) => idOf(one) === landmark?.id);
	if (landmark && row) {
		const inUtc = DateTime.fromMillis(landmark.atMs, { zone: 'UTC' });
		const shown = row.transactionDate;
		if (shown === inUtc.toFormat(DATE_FORM)) verdicts.tell('responseDatesInUtc', true);
		else if (shown === inUtc.setZone(PACIFIC).toFormat(DATE_FORM)) {
			verdicts.tell('responseDatesInUtc', false);
		}
	}
	verdicts.cannotTell('responseDatesInUtc', NO_LANDMARK);
}

/** How Awin writes a date, for luxon. */
export const DATE_FORM = "yyyy-MM-dd'T'HH:mm:ss";
