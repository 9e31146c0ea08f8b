import * as fc from 'fast-check';
import { DateTime, IANAZone, Settings } from 'luxon';

import { readPersonsDate, readSpanStart } from '../../../nodes/Awin/api/personsDates';
import {
	AWIN_TIMEZONES,
	awinTimezoneFor,
	clockOf,
	isAwinTimezone,
	possibleMoments,
	readAwinUtc,
	toAwinUtc,
	usualMoment,
	ZoneClock,
	type AwinTimezone,
} from '../../../nodes/Awin/api/timezones';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FROM_MS = Date.UTC(2000, 0, 1);
const TO_MS = Date.UTC(2038, 0, 1) - 1000;

const anySecondMs = fc
	.integer({ min: FROM_MS / 1000, max: TO_MS / 1000 })
	.map((seconds) => seconds * 1000);
const anyZone = fc.constantFrom(...AWIN_TIMEZONES);

function inUtc(iso: string): number {
	return Date.parse(iso);
}

/** The instants at which the clocks of a zone change, to the second. */
function clockChanges(zone: string, fromMs: number, toMs: number): number[] {
	const { offset } = ((iana) => ({ offset: (ms: number) => iana.offset(ms) }))(
		IANAZone.create(zone),
	);
	const changes: number[] = [];
	for (let day = fromMs; day < toMs; day += 7 * DAY_MS) {
		let [before, after] = [day, day + 7 * DAY_MS];
		if (offset(before) === offset(after)) continue;
		while (after - before > 1000) {
			const middle = Math.floor((before + after) / 2000) * 1000;
			if (offset(middle) === offset(before)) before = middle;
			else after = middle;
		}
		changes.push(after);
	}
	return changes;
}

describe("Awin's time zones", () => {
	it('are exactly these sixteen', () => {
		expect([...AWIN_TIMEZONES].sort()).toEqual([
			'America/Sao_Paulo',
			'Australia/Sydney',
			'Canada/Central',
			'Canada/Eastern',
			'Canada/Mountain',
			'Canada/Pacific',
			'Europe/Berlin',
			'Europe/Dublin',
			'Europe/Helsinki',
			'Europe/London',
			'Europe/Paris',
			'US/Central',
			'US/Eastern',
			'US/Mountain',
			'US/Pacific',
			'UTC',
		]);
	});

	it.each(AWIN_TIMEZONES)('%s is known by its name', (zone) => {
		expect(isAwinTimezone(zone)).toBe(true);
		expect(IANAZone.isValidZone(zone)).toBe(true);
	});

	it.each<[unknown]>([
		['utc'],
		['Europe/Rome'],
		['America/New_York'],
		[''],
		[null],
		[undefined],
		[0],
	])('%j is none of them', (name) => {
		expect(isAwinTimezone(name)).toBe(false);
	});
});

describe("The workflow's zone becomes one of Awin's", () => {
	it.each(AWIN_TIMEZONES)('%s stays', (zone) => {
		expect(awinTimezoneFor(zone)).toBe(zone);
	});

	it.each<[string, AwinTimezone]>([
		['America/New_York', 'US/Eastern'],
		['America/Chicago', 'US/Central'],
		['America/Denver', 'US/Mountain'],
		['America/Los_Angeles', 'US/Pacific'],
		['America/Toronto', 'Canada/Eastern'],
		['America/Vancouver', 'Canada/Pacific'],
	])('%s is %s', (workflowZone, zone) => {
		expect(awinTimezoneFor(workflowZone)).toBe(zone);
	});

	it.each([
		'Europe/Rome',
		'Europe/Madrid',
		'Europe/Amsterdam',
		'Europe/Vienna',
		'Europe/Warsaw',
		'Europe/Athens',
		'Europe/Lisbon',
		'Australia/Melbourne',
		'America/Detroit',
		'Etc/UTC',
	])("%s is a zone of Awin's whose clocks show the same, through every change", (workflowZone) => {
		const found = IANAZone.create(awinTimezoneFor(workflowZone));
		const theirs = IANAZone.create(workflowZone);
		const changes = [
			...clockChanges(workflowZone, Date.UTC(2015, 0, 1), Date.UTC(2030, 0, 1)),
			...clockChanges(found.name, Date.UTC(2015, 0, 1), Date.UTC(2030, 0, 1)),
		];
		for (const ms of [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15), ...changes]) {
			for (const around of [-2 * HOUR_MS, -1000, 0, 2 * HOUR_MS])
				expect(found.offset(ms + around)).toBe(theirs.offset(ms + around));
		}
	});

	it.each([
		'Asia/Tokyo',
		'Asia/Kolkata',
		'America/Phoenix',
		'Africa/Cairo',
		'Australia/Brisbane',
		'Europe/Istanbul',
		'Europe/Chisinau',
		'America/Havana',
	])('%s, which keeps a time of its own, becomes UTC', (workflowZone) => {
		expect(awinTimezoneFor(workflowZone)).toBe('UTC');
	});

	it.each(['', 'DEFAULT', 'Mars/Olympus', 'not a zone', '25:00'])('%j becomes UTC', (nonsense) => {
		expect(awinTimezoneFor(nonsense)).toBe('UTC');
	});
});

describe('Moments are sent to Awin as naive UTC without milliseconds', () => {
	it.each([
		['2026-02-20T22:04:00Z', '2026-02-20T22:04:00'],
		['2026-12-31T23:59:59.999Z', '2026-12-31T23:59:59'],
		['2000-01-01T00:00:00Z', '2000-01-01T00:00:00'],
	])('%s as %s', (iso, text) => {
		expect(toAwinUtc(inUtc(iso))).toBe(text);
	});
});

describe("Awin's dates are read as UTC", () => {
	it.each([
		['2026-02-20T22:04:00', '2026-02-20T22:04:00Z'],
		['2026-02-20T22:04:59', '2026-02-20T22:04:59Z'],
		['2026-02-20T22:04:00.123', '2026-02-20T22:04:00Z'],
		['2026-02-20T22:04', '2026-02-20T22:04:00Z'],
		['2026-02-20 22:04:00', '2026-02-20T22:04:00Z'],
		['2024-02-29T00:00:00', '2024-02-29T00:00:00Z'],
		['2026-12-31T23:59:59', '2026-12-31T23:59:59Z'],
	])('%s', (text, iso) => {
		expect(readAwinUtc(text)).toBe(inUtc(iso));
	});

	it.each([
		['2026-02-20T22:04:00Z', '2026-02-20T22:04:00Z'],
		['2026-02-20T22:04:00+01:00', '2026-02-20T21:04:00Z'],
		['2026-02-20T22:04:00-0530', '2026-02-21T03:34:00Z'],
		['2026-02-20T22:04:00.5+00:00', '2026-02-20T22:04:00Z'],
	])('an offset is believed: %s', (text, iso) => {
		expect(readAwinUtc(text)).toBe(inUtc(iso));
	});

	it('what was sent is read back', () => {
		fc.assert(
			fc.property(anySecondMs, (ms) => {
				expect(readAwinUtc(toAwinUtc(ms))).toBe(ms);
			}),
		);
	});

	it.each<[unknown]>([
		['2026-02-31T10:00:00'],
		['2025-02-29T10:00:00'],
		['2026-04-31T10:00:00'],
		['2026-13-01T10:00:00'],
		['2026-00-15T10:00:00'],
		['2026-01-00T10:00:00'],
		['2026-01-32T10:00:00'],
		['2026-01-31T24:00:00'],
		['2026-01-31T25:00:00'],
		['2026-01-15T12:60:00'],
		['2026-01-15T12:00:60'],
		['2026-01-15T12:00:99'],
		['2026-01-15'],
		['2026-1-5T10:00:00'],
		['15/01/2026 10:00'],
		['2026-01-15T10'],
		[' 2026-01-15T10:00:00'],
		['2026-01-15T10:00:00 Europe/Berlin'],
		['2026-01-15T10:00:00ZZ'],
		['text'],
		[''],
		[null],
		[undefined],
		[1_768_471_200_000],
		[{}],
		[new Date(0)],
	])('%j is no date', (value) => {
		expect(readAwinUtc(value)).toBeUndefined();
	});

	it('of any digits in the usual form, those are read that are a date', () => {
		const pair = fc.oneof(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 31 }));
		fc.assert(
			fc.property(fc.array(pair, { minLength: 7, maxLength: 7 }), (numbers) => {
				const [century, year, ...rest] = numbers.map((number) => String(number).padStart(2, '0'));
				const [month, day, hour, minute, second] = rest;
				const text = `${century}${year}-${month}-${day}T${hour}:${minute}:${second}`;
				const date = new Date(`${text}Z`);
				const isDate = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);

				const isEarly = Number(century) === 0;
				if (!isEarly) expect(readAwinUtc(text)).toBe(isDate ? date.getTime() : undefined);
				else expect([undefined, date.getTime()]).toContain(readAwinUtc(text));
			}),
			{ numRuns: 2000 },
		);
	});

	it('an early year is not taken for one of the last century', () => {
		const notIn1901 = [undefined, inUtc('0001-01-01T00:00:00Z')];
		expect(notIn1901).toContain(readAwinUtc('0001-01-01T00:00:00'));
	});

	it('nothing whatsoever makes it throw', () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.stringMatching(/^[\dT:Z .+-]{10,25}$/)), (value) => {
				const ms = readAwinUtc(value);
				expect(ms === undefined || Number.isSafeInteger(ms)).toBe(true);
			}),
		);
	});
});

describe('A zone writes moments as luxon does', () => {
	const luxonIso = (ms: number, zone: string) =>
		DateTime.fromMillis(ms, { zone: 'utc' }).setZone(zone).toISO({ suppressMilliseconds: true });

	it('at any moment from 2000 to 2037, in all zones', () => {
		fc.assert(
			fc.property(anySecondMs, anyZone, (ms, zone) => {
				expect(new ZoneClock(zone).toIso(ms)).toBe(luxonIso(ms, zone));
			}),
			{ numRuns: 1000 },
		);
	});

	it.each(AWIN_TIMEZONES)('around each change of the clocks in %s', (zone) => {
		const clock = clockOf(zone);
		const changes = clockChanges(zone, FROM_MS, TO_MS);
		const wrong = changes
			.flatMap((ms) => [-HOUR_MS, -1000, 0, 1000, HOUR_MS - 1000, HOUR_MS].map((by) => ms + by))
			.filter((ms) => clock.toIso(ms) !== luxonIso(ms, zone));
		expect(wrong).toEqual([]);
	});

	it('the changes that this looks at are all of them', () => {
		const countOf = (zone: AwinTimezone) => clockChanges(zone, FROM_MS, TO_MS).length;
		expect(countOf('UTC')).toBe(0);
		expect(countOf('Europe/Berlin')).toBe(2 * 38);
		expect(countOf('Australia/Sydney')).toBe(2 * 38);
		// Brazil gave summer time up in 2019.
		expect(countOf('America/Sao_Paulo')).toBeGreaterThan(35);
	});

	it.each<[AwinTimezone, string, string]>([
		['UTC', '2026-02-20T22:04:00Z', '2026-02-20T22:04:00Z'],
		['Europe/London', '2026-02-20T22:04:00Z', '2026-02-20T22:04:00+00:00'],
		['Europe/Berlin', '2026-02-20T22:04:00Z', '2026-02-20T23:04:00+01:00'],
		['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T02:30:00+02:00'],
		['Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00+01:00'],
		['Canada/Pacific', '2026-01-01T00:00:00Z', '2025-12-31T16:00:00-08:00'],
	])('%s: %s is %s', (zone, iso, text) => {
		expect(clockOf(zone).toIso(inUtc(iso))).toBe(text);
	});

	it('the same clock is handed out each time', () => {
		expect(clockOf('Europe/Berlin')).toBe(clockOf('Europe/Berlin'));
		expect(clockOf('Europe/Berlin')).not.toBe(clockOf('Europe/Paris'));
	});
});

describe('A person gives a date in many forms', () => {
	const zone = 'Europe/Berlin';

	it.each<[string, unknown, string]>([
		['a day', '2026-01-31', '2026-01-30T23:00:00Z'],
		['a day with blanks around it', ' 2026-01-31\n', '2026-01-30T23:00:00Z'],
		['ISO without an offset', '2026-01-31T15:00:00', '2026-01-31T14:00:00Z'],
		['ISO without seconds', '2026-01-31T15:00', '2026-01-31T14:00:00Z'],
		['ISO in summer', '2026-07-31T15:00:00', '2026-07-31T13:00:00Z'],
		['ISO with Z', '2026-01-31T15:00:00Z', '2026-01-31T15:00:00Z'],
		['ISO with an offset', '2026-01-31T15:00:00-05:00', '2026-01-31T20:00:00Z'],
		[
			'ISO with milliseconds, as from the calendar',
			'2026-01-31T15:00:00.987Z',
			'2026-01-31T15:00:00Z',
		],
		['SQL', '2026-01-31 15:00:00', '2026-01-31T14:00:00Z'],
		['SQL without seconds', '2026-01-31 15:00', '2026-01-31T14:00:00Z'],
		['Unix time in seconds', 1_769_871_600, '2026-01-31T15:00:00Z'],
		['Unix time in milliseconds', 1_769_871_600_000, '2026-01-31T15:00:00Z'],
		['Unix time in seconds, as text', '1769871600', '2026-01-31T15:00:00Z'],
		['Unix time in milliseconds, as text', '1769871600000', '2026-01-31T15:00:00Z'],
		['a JavaScript date', new Date('2026-01-31T15:00:00.500Z'), '2026-01-31T15:00:00Z'],
		['a luxon date', DateTime.fromISO('2026-01-31T15:00:00Z'), '2026-01-31T15:00:00Z'],
		[
			'a luxon date of another copy of luxon',
			{ toMillis: () => Date.parse('2026-01-31T15:00:00.999Z') },
			'2026-01-31T15:00:00Z',
		],
	])('%s: %p', (_, value, iso) => {
		expect(readPersonsDate(value, zone)).toEqual({ ok: true, epochMs: inUtc(iso) });
	});

	it("a luxon date's method may need its own object", () => {
		const luxonLike = {
			ts: inUtc('2026-01-31T15:00:00Z'),
			toMillis(): number {
				return this.ts;
			},
		};
		expect(readPersonsDate(luxonLike, zone)).toEqual({ ok: true, epochMs: luxonLike.ts });
	});
});

describe('A day without a time is its first second, or its last where it ends a span', () => {
	it.each<[string, AwinTimezone, string, string]>([
		['2026-01-31', 'UTC', '2026-01-31T00:00:00Z', '2026-01-31T23:59:59Z'],
		['2026-01-31', 'Europe/Berlin', '2026-01-30T23:00:00Z', '2026-01-31T22:59:59Z'],
		['2026-01-31', 'US/Pacific', '2026-01-31T08:00:00Z', '2026-02-01T07:59:59Z'],
		['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z'],
		['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z'],
		// In São Paulo clocks changed at midnight: this day began at one o'clock …
		['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z', '2018-11-05T01:59:59Z'],
		// … and this one had its last hour twice.
		['2018-02-17', 'America/Sao_Paulo', '2018-02-17T02:00:00Z', '2018-02-18T02:59:59Z'],
	])('%s in %s', (day, zone, start, end) => {
		expect(readPersonsDate(day, zone)).toEqual({ ok: true, epochMs: inUtc(start) });
		expect(readPersonsDate(day, zone, 'start')).toEqual({ ok: true, epochMs: inUtc(start) });
		expect(readPersonsDate(day, zone, 'end')).toEqual({ ok: true, epochMs: inUtc(end) });
	});

	it('a time is a time, also at the end of a span', () => {
		expect(readPersonsDate('2026-01-31T00:00:00', 'UTC', 'end')).toEqual({
			ok: true,
			epochMs: inUtc('2026-01-31T00:00:00Z'),
		});
	});
});

describe('Hours that spring leaves out and autumn repeats', () => {
	const seasons = [inUtc('2026-01-15T12:00:00Z'), inUtc('2026-07-15T12:00:00Z')];

	afterEach(() => {
		Settings.now = () => Date.now();
	});

	function readInEachSeason(
		text: string,
		zone: AwinTimezone,
		dayMeans?: 'start' | 'end',
	): number[] {
		return seasons.map((nowMs) => {
			Settings.now = () => nowMs;
			const date = readPersonsDate(text, zone, dayMeans);
			return date.ok ? date.epochMs : Number.NaN;
		});
	}

	it.each<[string, AwinTimezone, string]>([
		['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
		['2026-03-08T02:30:00', 'US/Eastern', '2026-03-08T07:30:00Z'],
		['2026-10-04T02:30:00', 'Australia/Sydney', '2026-10-03T16:30:00Z'],
	])('%s in %s, which no clock showed, is as long after the change', (text, zone, iso) => {
		expect(readInEachSeason(text, zone)).toEqual([inUtc(iso), inUtc(iso)]);
	});

	it.each<[string, AwinTimezone, string]>([
		['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T01:00:00Z'],
		['2026-03-29 02:59', 'Europe/Berlin', '2026-03-29T01:00:00Z'],
		['2026-03-29T03:30:00', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
		['2026-03-29T01:30:00', 'Europe/Berlin', '2026-03-29T00:30:00Z'],
		['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
		['2026-03-08T02:30:00', 'US/Eastern', '2026-03-08T07:00:00Z'],
		['2026-10-04T02:30:00', 'Australia/Sydney', '2026-10-03T16:00:00Z'],
		['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
		['2026-03-29T02:30:00+01:00', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
	])('a span that begins at %s in %s has all that came after', (text, zone, iso) => {
		expect(readSpanStart(text, zone)).toEqual({ ok: true, epochMs: inUtc(iso) });
	});

	it.each<[string, AwinTimezone, string, string]>([
		['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
		['2026-11-01T01:30:00', 'US/Eastern', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'],
		['2026-04-05T02:30:00', 'Australia/Sydney', '2026-04-04T15:30:00Z', '2026-04-04T16:30:00Z'],
	])(
		'%s in %s, which clocks showed twice, is one of the two, and the same one all year round',
		(text, zone, first, second) => {
			for (const dayMeans of ['start', 'end'] as const) {
				const [inWinter, inSummer] = readInEachSeason(text, zone, dayMeans);
				expect([inUtc(first), inUtc(second)]).toContain(inWinter);
				expect(inSummer).toBe(inWinter);
			}
		},
	);

	it.each<[string, AwinTimezone, string[]]>([
		['2026-10-25T02:30:00', 'Europe/Berlin', ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']],
		['2026-11-01T01:30:00', 'US/Eastern', ['2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z']],
		['2026-10-25T03:30:00', 'Europe/Berlin', ['2026-10-25T02:30:00Z']],
		['2026-03-29T01:30:00', 'Europe/Berlin', ['2026-03-29T00:30:00Z']],
		['2026-03-29T02:30:00', 'Europe/Berlin', ['2026-03-29T01:30:00Z']],
		['2026-02-30T02:30:00', 'Europe/Berlin', []],
	])('%s in %s may be the moments %j', (text, zone, moments) => {
		expect(possibleMoments(text, zone)).toEqual(moments.map(inUtc));
	});
});

describe('What is no date is refused', () => {
	it.each<[unknown]>([
		['31/12/2026'],
		['12-31-2026'],
		['31.12.2026'],
		['2026'],
		['2026-01'],
		['20260131'],
		['2026-02-31'],
		['2026-13-01'],
		['2026-01-31T25:00:00'],
		['2026-01-31T12:61:00'],
		['2026-01-31 noon'],
		['2026-01-31x'],
		['15:00'],
		['yesterday'],
		[null],
		[true],
		[{}],
		[[]],
		[['2026-01-31']],
		[Number.NaN],
		[Infinity],
		[1e20],
		[new Date(Number.NaN)],
		[DateTime.invalid('test')],
		[{ toMillis: 5 }],
		[{ toMillis: () => Number.NaN }],
		[{ toMillis: () => 'soon' }],
	])('%p', (value) => {
		expect(readPersonsDate(value, 'UTC')).toEqual({ ok: false, reason: 'is not a date' });
	});

	it.each<[unknown]>([[''], ['  '], [undefined]])('%j is empty', (value) => {
		expect(readPersonsDate(value, 'UTC')).toEqual({ ok: false, reason: 'is empty' });
	});

	it('nothing whatsoever makes it throw', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.anything(),
					fc.string(),
					fc.stringMatching(/^\d{4}-\d\d-\d\d[\dT:Z .+-]{0,15}$/),
				),
				anyZone,
				(value, zone) => {
					const date = readPersonsDate(value, zone, 'end');
					expect(date.ok ? date.epochMs % 1000 : 0).toBe(0);
				},
			),
		);
	});
});

describe('A moment that is read the short way', () => {
	it('is the one that it is by all the rules, or none', () => {
		const anyLocal = anySecondMs.map((ms) => toAwinUtc(ms));
		fc.assert(
			fc.property(anyLocal, anyZone, (local, zone) => {
				const usual = usualMoment(local, zone);
				expect([[], possibleMoments(local, zone)]).toContainEqual(
					usual === undefined ? [] : [usual],
				);
			}),
			{ numRuns: 1000 },
		);
	});

	it('mostly is one', () => {
		expect(usualMoment('2026-03-10T14:00:00', 'Europe/Berlin')).toBe(inUtc('2026-03-10T13:00:00Z'));
	});
});

describe('Days later on the clocks of a zone', () => {
	it('it is the same time of day, as luxon has it', () => {
		fc.assert(
			fc.property(anyZone, anySecondMs, fc.integer({ min: 0, max: 400 }), (zone, ms, days) => {
				const later = DateTime.fromMillis(ms, { zone }).plus({ days });
				const wanted = later.getPossibleOffsets().map((one) => one.toMillis());

				expect(clockOf(zone).daysLaterMs(ms, days)).toBe(Math.max(later.toMillis(), ...wanted));
			}),
			{ numRuns: 1000 },
		);
	});

	it.each([
		// A day of 23 hours, a day of 25, an hour that is left out, and one that comes twice.
		['2026-03-28T12:00:00+01:00', 1, '2026-03-29T12:00:00+02:00'],
		['2026-10-24T12:00:00+02:00', 1, '2026-10-25T12:00:00+01:00'],
		['2026-03-28T02:30:00+01:00', 1, '2026-03-29T03:30:00+02:00'],
		['2026-10-24T02:30:00+02:00', 1, '2026-10-25T02:30:00+01:00'],
		['2026-10-25T00:00:00+02:00', 1, '2026-10-26T00:00:00+01:00'],
	])('from %s, %d later, it is %s', (from, days, later) => {
		expect(clockOf('Europe/Berlin').daysLaterMs(Date.parse(from), days)).toBe(Date.parse(later));
	});
});
