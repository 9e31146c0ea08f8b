import * as fc from 'fast-check';
import { DateTime } from 'luxon';

import { offerTimes, readTimeOfDay, wireTimes } from '../../../nodes/Awin/api/offerTimes';
import { AWIN_TIMEZONES } from '../../../nodes/Awin/api/timezones';

const ZONES = [
	...AWIN_TIMEZONES,
	'Asia/Kolkata',
	'Pacific/Apia',
	'America/St_Johns',
	'Asia/Beirut',
];

const days = fc
	.date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10));

describe('the days of an offer', () => {
	it('begin and end on the clocks of the zone, in whatever zone Awin is told it', () => {
		fc.assert(
			fc.property(fc.constantFrom(...ZONES), days, days, (zone, one, other) => {
				const [startDay, endDay] = [one, other].sort();
				const times = offerTimes({ startDay, endDay }, zone);
				const wire = wireTimes(times);
				const dayOf = (epochMs: number) => DateTime.fromMillis(epochMs, { zone }).toISODate();

				expect([dayOf(times.startsAtMs), dayOf(times.startsAtMs - 1)]).not.toEqual([
					startDay,
					startDay,
				]);
				expect(dayOf(times.startsAtMs)).toBe(startDay);
				expect(dayOf(times.endsAtMs)).toBe(endDay);
				expect(dayOf(times.endsAtMs + 1000)).not.toBe(endDay);
				expect([
					Date.parse(`${wire.startDate}T${wire.startTime}Z`),
					Date.parse(`${wire.endDate}T${wire.endTime}Z`),
				]).toEqual([times.startsAtMs, times.endsAtMs]);
			}),
		);
	});

	it('of an hour that autumn repeats, an offer has both', () => {
		const times = { startTime: { hour: 2, minute: 30, second: 0 } };
		const night = { startDay: '2026-10-25', endDay: '2026-10-25' };

		const { startsAtMs } = offerTimes(night, 'Europe/Berlin', times);
		const { endsAtMs } = offerTimes(night, 'Europe/Berlin', { endTime: times.startTime });

		expect(new Date(startsAtMs).toISOString()).toBe('2026-10-25T00:30:00.000Z');
		expect(new Date(endsAtMs).toISOString()).toBe('2026-10-25T01:30:00.000Z');
	});
});

it.each([
	['18:00', { hour: 18, minute: 0, second: 0 }],
	['8:30', { hour: 8, minute: 30, second: 0 }],
	['23:59:59', { hour: 23, minute: 59, second: 59 }],
	['24:00', undefined],
	['12:60', undefined],
	['12:00:60', undefined],
	['6 pm', undefined],
	['1800', undefined],
	['', undefined],
])('the time of day %j is %j', (text, time) => {
	expect(readTimeOfDay(text)).toEqual(time);
});
