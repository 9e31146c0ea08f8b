/**
 * Times of an order: given in any form of date, sent as whole Unix seconds.
 */
import { ageOf } from '../../api/conversions';
import { localDigits } from '../../api/localDates';
import { EARLIEST_MS, readAwinUtc, readPersonsDate, type DateReading } from '../../api/timezones';
import { refuseDate } from '../../fields/dates';
import type { ParameterSource } from '../../fields/item';
import { isBlank } from '../../fields/text';

const DAY_ONLY = /^(?:\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4})$/;

/**
 * Reads a time. Without an offset it is meant in the workflow's zone; Unix time may count seconds or milliseconds.
 *
 * @param warnings gets what is odd about a time that can be used
 * @returns whole Unix seconds, or `undefined` where nothing was given
 */
export function readTime(
	source: ParameterSource,
	label: string,
	name: string,
	{ nowMs, warnings }: { nowMs: number; warnings: string[] },
): number | undefined {
	const value = source.get(name);
	if (isBlank(value)) return undefined;
	const text = typeof value === 'string' ? value.trim() : undefined;
	const isDayOnly = text !== undefined && DAY_ONLY.test(text);
	const date = readMoment(isDayOnly ? `${text} 00:00` : (text ?? value), source.workflowTimezone);
	const nextStep = 'Give date and time, such as 2026-01-31T15:00:00+01:00, or Unix time.';
	if (!date.ok) throw refuseDate(source, label, value, date.reason, nextStep);
	const seconds = date.epochMs / 1000;
	const age = ageOf(seconds, nowMs);
	if (age === 'future') {
		throw source.refuse(
			label,
			value,
			'lies in the future',
			"Correct the time. One without an offset, such as 2026-01-31T15:00:00, is taken in the workflow's timezone.",
		);
	}
	if (age === 'old') warnings.push(`"${label}" is more than a year ago`);
	if (isDayOnly) warnings.push(`"${label}" has no time of day, so midnight was taken`);
	return seconds;
}

const HAS_OFFSET = /(?:Z|[+-]\d\d:?\d\d)$/;

function readMoment(value: unknown, zone: string): DateReading {
	if (typeof value !== 'string') return readPersonsDate(value, zone);
	// The form that shops have, read without a calendar: a tenth of the time, over thousands of orders.
	const epochMs = HAS_OFFSET.test(value) ? readAwinUtc(value) : undefined;
	if (epochMs !== undefined && epochMs >= EARLIEST_MS) return { ok: true, epochMs };
	return readPersonsDate(localDigits(value) ?? value, zone);
}
