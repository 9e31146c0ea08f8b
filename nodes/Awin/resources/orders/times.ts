/**
 * Times of an order: given in any form of date, sent as whole Unix seconds.
 */
import { ageOf } from '../../api/conversions';
import { pastMoment } from '../../fields/dates';
import type { ParameterSource } from '../../fields/item';
import type { Declaration, SingleParameter } from '../../fields/parameter';

/**
 * A time as whole Unix seconds; `undefined` where nothing was given. Without an offset it is meant in the workflow's zone; Unix
 * time may count seconds or milliseconds. What is odd about a time that can be used is noted as a warning.
 */
export function orderTime(declared: Declaration): SingleParameter<number | undefined> {
	const zone = {
		of: (source: ParameterSource) => source.workflowTimezone,
		words: "the workflow's timezone",
	};
	return pastMoment(declared, zone).map((moment, source, { label }) => {
		if (!moment) return undefined;
		const seconds = moment.epochMs / 1000;
		if (ageOf(seconds, source.nowMs) === 'old') source.warn(`"${label}" is more than a year ago`);
		if (moment.isDay) source.warn(`"${label}" has no time of day, so midnight was taken`);
		return seconds;
	});
}
