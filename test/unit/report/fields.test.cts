import { optionalRegion, requiredRegion } from '../../../nodes/Awin/fields/region';
import { daySpan } from '../../../nodes/Awin/fields/span';
import { parametersOf } from '../../support/parameters.cts';

const NOW_MS = Date.parse('2026-06-15T22:30:00Z');

describe('Days', () => {
	it('have the names that a span with times has', () => {
		expect(daySpan.fields.map(({ name }) => name)).toEqual(['startDate', 'endDate']);
	});

	it.each([
		['a day', '2026-03-01', '2026-03-02', 'UTC', '2026-03-01', '2026-03-02'],
		[
			'a local time',
			'2026-03-01T23:59:59',
			'2026-03-02 00:00:00',
			'UTC',
			'2026-03-01',
			'2026-03-02',
		],
		// Half past eleven in the evening in London is the next day in Berlin.
		[
			'a moment',
			'2026-03-01T23:30:00Z',
			'2026-03-02T23:30:00Z',
			'Europe/Berlin',
			'2026-03-02',
			'2026-03-03',
		],
		['an end to come', '2026-06-01', '2030-01-01', 'Europe/London', '2026-06-01', '2026-06-15'],
		[
			'an end to come, where it is tomorrow already',
			'2026-06-01',
			'2030-01-01',
			'Europe/Berlin',
			'2026-06-01',
			'2026-06-16',
		],
		['tomorrow alone', '2026-06-16', '2026-06-16', 'UTC', '2026-06-16', '2026-06-16'],
	] as const)('%s', (_, startDate, endDate, zone, firstDay, lastDay) => {
		const source = parametersOf({ startDate, endDate, timezone: zone }, { nowMs: NOW_MS });
		expect(daySpan.read(source)).toEqual({ firstDay, lastDay });
	});
});

describe('The region', () => {
	it('is offered by its name, sorted, the two of Brazil told apart', () => {
		const names = (requiredRegion.field.options ?? []).map(({ name }) => name);
		expect(names).toHaveLength(20);
		expect(names).toEqual([...names].sort());
		expect(names).toEqual(
			expect.arrayContaining(['Germany (DE)', 'Brazil (BR)', 'Brazil (in USD)']),
		);
		expect((optionalRegion.field.options ?? [])[0].name).toBe('All Regions');
	});

	it.each([
		['DE', 'DE'],
		[' gb ', 'GB'],
		['BU', 'BU'],
	])('%j is read as %s', (region, code) => {
		expect(requiredRegion.read(parametersOf({ region }))).toBe(code);
	});

	it.each(['', null, '  '])('%j is none, which is fine where it may be left out', (region) => {
		expect(optionalRegion.read(parametersOf({ region }))).toBeUndefined();
		expect(() => requiredRegion.read(parametersOf({ region }))).toThrow(
			'"Region" is empty, and Awin gives this report for one region at a time [item 2 of 5]',
		);
	});

	it.each(['UK', 'Germany', 7, { code: 'DE' }])('%j is refused in both cases', (region) => {
		for (const parameter of [optionalRegion, requiredRegion]) {
			expect(() => parameter.read(parametersOf({ region }))).toThrow('is not a region of Awin');
		}
	});
});
