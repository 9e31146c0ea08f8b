/**
 * Times of an order: given in any form of date, sent as whole Unix seconds.
 */
import { ageOf } from '../../api/conversions';
import { hasOffset, isDayOnly, localDigits } from '../../api/localDates';
import { EARLIEST_MS, readPersonsDate, type DateReading } from '../../api/personsDates';
import { readAwinUtc } from '../../api/timezones';
import { refuseDate } from '../../fields/dates';
import { parameter, type Declaration, type SingleParameter } from '../../fields/parameter';
import { isBlank } from '../../fields/text';

/**
 * A time as whole Unix seconds; `undefined` where nothing was given. Without an offset it is meant in the workflow's zone; Unix
 * time may count seconds or milliseconds. What is odd about a time that can be used is noted as a warning.
 */
export function orderTime(declared: Declaration): SingleParameter<number | undefined> {
	const field = { type: 'dateTime', default: '', ...declared } as const;
	return parameter(field, (value, source, named) => {
		if (isBlank(value)) return undefined;
		const text = typeof value === 'string' ? value.trim() : undefined;
		const isDay = text !== undefined && isDayOnly(text);
		const date = readMoment(isDay ? `${text} 00:00` : (text ?? value), source.workflowTimezone);
		if (!date.ok) {
			const nextStep = 'Give date and time, such as 2026-01-31T15:00:00+01:00, or Unix time.';
			throw refuseDate(source, named.label, value, date.reason, nextStep);
		}
		const seconds = date.epochMs / 1000;
		const age = ageOf(seconds, source.nowMs);
		if (age === 'future') {
			throw named.refuse(
				source,
				value,
				'lies in the future',
				"Correct the time. One without an offset, such as 2026-01-31T15:00:00, is taken in the workflow's timezone.",
			);
		}
		if (age === 'old') source.warn(`"${named.label}" is more than a year ago`);
		if (isDay) source.warn(`"${named.label}" has no time of day, so midnight was taken`);
		return seconds;
	});
}

function readMoment(value: unknown, zone: string): DateReading {
	if (typeof value !== 'string') return readPersonsDate(value, zone);
	// The form that shops have, read without a calendar: a tenth of the time, over thousands of orders.
	const epochMs = hasOffset(value) ? readAwinUtc(value) : undefined;
	if (epochMs !== undefined && epochMs >= EARLIEST_MS) return { ok: true, epochMs };
	return readPersonsDate(localDigits(value) ?? value, zone);
}
