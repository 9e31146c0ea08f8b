import { readLocalDate } from '../../../nodes/Awin/api/localDates';

describe('a date that is to be sent exactly as it is', () => {
	it.each([
		'2026-02-29T10:00:00',
		'2026-00-10T10:00:00',
		'2026-13-10T10:00:00',
		'2026-04-31 10:00',
		'2026-04-00 10:00',
		'2026-04-10 24:00',
		'2026-04-10 10:60',
		'2026-04-10 10:00:60',
		'31.04.2026 10:00',
	])('%s is none', (text) => {
		expect(readLocalDate(text, 'UTC')).toEqual({ ok: false, reason: 'is not a date' });
	});

	it.each([
		['2028-02-29T23:59:59', '2028-02-29T23:59:59'],
		['2026-10-25 02:30', '2026-10-25T02:30:00'],
		['1.1.2026 0:05', '2026-01-01T00:05:00'],
	])('%s keeps its digits, whatever the zone', (given, text) => {
		for (const zone of ['UTC', 'Europe/Berlin', 'Australia/Sydney'] as const) {
			expect(readLocalDate(given, zone)).toEqual({ ok: true, text, zone });
		}
	});

	it.each(['', ' ', null, undefined])('%j is empty', (value) => {
		expect(readLocalDate(value, 'UTC')).toEqual({ ok: false, reason: 'is empty' });
	});

	it.each(['soon', '2026', '2026-02', '2026-W07', '10:00', '20/02/2026 10:00', '2026-02-20T10'])(
		'%s is not exact enough',
		(value) => {
			expect(readLocalDate(value, 'UTC')).toEqual({
				ok: false,
				reason: 'is not a date with a time of day',
			});
		},
	);
});

it.each([
	[46023.604166, "is a spreadsheet's own number for 2026-01-01"],
	['46023.604166', "is a spreadsheet's own number for 2026-01-01"],
	['46023', "is a spreadsheet's own number for 2026-01-01"],
	['1999-12-31T23:59:59', 'lies before Awin began'],
	['31.12.1999 23:59', 'lies before Awin began'],
	[915_148_800, 'lies before Awin began'],
	['1999-12-31T23:59:59Z', 'lies before Awin began'],
])('%j %s', (value, reason) => {
	expect(readLocalDate(value, 'UTC')).toEqual({ ok: false, reason });
});
