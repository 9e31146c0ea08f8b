import { DateTime } from 'luxon';

import { readPersonsDay } from '../../../nodes/Awin/api/days';

const SERIAL = "is a spreadsheet's own number for 2026-01-01";

describe('the day of a date', () => {
	it.each<[unknown, string, string, boolean]>([
		['2026-01-31', 'Europe/Berlin', '2026-01-31', false],
		['31.1.2026', 'Europe/Berlin', '2026-01-31', false],
		['2026-01-31T00:00:00', 'Europe/Berlin', '2026-01-31', false],
		['2026-01-31T15:00:00', 'Europe/Berlin', '2026-01-31', true],
		['2026-01-31T23:30:00Z', 'Europe/Berlin', '2026-02-01', true],
		['2026-01-31T23:00:00Z', 'Europe/Berlin', '2026-02-01', false],
		[Date.UTC(2026, 0, 31, 12), 'UTC', '2026-01-31', true],
		[
			DateTime.fromISO('2026-01-31T00:00', { zone: 'Asia/Tokyo' }),
			'Asia/Tokyo',
			'2026-01-31',
			false,
		],
	])('%s in %s', (value, zone, day, hasTime) => {
		expect(readPersonsDay(value, zone)).toEqual({ ok: true, day, hasTime });
	});

	it.each<[unknown, string]>([
		['31.2.2026', 'is not a date'],
		['1/2/2026', 'is not a date'],
		['soon', 'is not a date'],
		['', 'is empty'],
		['1999-12-31', 'lies before Awin began'],
		[0, 'lies before Awin began'],
		[20260131, 'lies before Awin began'],
		[46023, SERIAL],
		['46023', SERIAL],
		[46023.604166, SERIAL],
		['46023,604166', SERIAL],
		['46023.5', SERIAL],
		[{}, 'is not a date'],
	])('%j %s', (value, reason) => {
		expect(readPersonsDay(value, 'UTC')).toEqual({ ok: false, reason });
	});
});
