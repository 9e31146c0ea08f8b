import fc from 'fast-check';

import { EntryTable } from '../../../nodes/Awin/trigger/entryTable';

/** Far more than a table begins with, so that it grows more than once. */
const MANY = 1500;

describe('A table of entries', () => {
	it('keeps all of them as it grows', () => {
		const table = new EntryTable();
		// Neighbours, as ids of transactions are, and numbers of which the low bits are all the same.
		const keys = Array.from({ length: MANY }, (_, place) =>
			place % 2 === 0 ? 6_450_000_000 + place : place * 2 ** 32,
		);
		keys.forEach((key, place) => table.set(key, place % 40, place, place % 7));

		const found = keys.map((key) => {
			const place = table.find(key);
			return place < 0 ? undefined : [table.heads[place], table.versions[place]];
		});

		expect(table.size).toBe(MANY);
		expect(found).toEqual(keys.map((_, place) => [place % 40, place]));
		expect(table.find(1)).toBe(-1);
		expect([...table.hoursInUse()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
	});

	it('counts an entry that was deleted and set again', () => {
		const table = new EntryTable();
		table.set(7, 1, 2, 3);
		table.delete(table.find(7));
		expect(table.size).toBe(0);

		table.set(7, 1, 2, 4);
		expect(table.size).toBe(1);

		table.set(7, 1, 2, 5);
		expect(table.size).toBe(1);
	});

	it('holds what was set last and not deleted since, whatever the order', () => {
		const anyKey = fc.oneof(
			fc.nat(20),
			fc.integer({ min: 0, max: 2 ** 31 }).map((n) => n * 2 ** 16),
		);
		const anyStep = fc.record({ key: anyKey, hour: fc.nat(5), isDeletion: fc.boolean() });
		fc.assert(
			fc.property(fc.array(anyStep, { maxLength: 400 }), fc.nat(6), (steps, firstHour) => {
				const table = new EntryTable();
				const model = new Map<number, number>();
				for (const { key, hour, isDeletion } of steps) {
					const place = table.find(key);
					expect(place >= 0).toBe(model.has(key));
					if (!isDeletion) {
						table.set(key, 1, 2, hour);
						model.set(key, hour);
					} else if (place >= 0) {
						table.delete(place);
						model.delete(key);
					}
				}
				table.deleteBefore(firstHour);
				for (const [key, hour] of model) if (hour < firstHour) model.delete(key);

				expect(table.size).toBe(model.size);
				expect(table.hoursInUse()).toEqual(new Set(model.values()));
				const placesIn = table.placesIn([...new Set(model.values())]);
				const there = [...placesIn].flatMap(([hour, places]) =>
					places.map((place) => [table.keys[place], hour] as const),
				);
				expect(new Map(there)).toEqual(model);
			}),
		);
	});
});
