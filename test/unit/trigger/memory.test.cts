import fc from 'fast-check';

import { dayOf, Memory, type Status } from '../../../nodes/Awin/trigger/memory';

const DAY = '2026-06-15';

function empty(): Memory {
	return Memory.unpack({}) as Memory;
}

function again(memory: Memory): Memory {
	return Memory.unpack(memory.pack()) as Memory;
}

describe('what is seen', () => {
	it('is known by list, transaction and version', () => {
		const memory = empty();
		memory.see('validation', 1612345678, 'v1', { day: DAY, status: 'approved' });

		const known = again(memory);

		expect(known.knows('validation', 1612345678, 'v1')).toBe(true);
		expect(known.knows('validation', 1612345678, 'v2')).toBe(false);
		expect(known.knows('transaction', 1612345678, 'v1')).toBe(false);
		expect(known.knows('validation', 1612345679, 'v1')).toBe(false);
	});

	it('only the last version counts, so that going back to an earlier one is news', () => {
		const memory = empty();
		const see = (version: string) =>
			memory.see('amendment', 1, version, { day: DAY, status: null });

		expect([see('10>8'), see('8>10')]).toEqual([1, 2]);
		expect(memory.knows('amendment', 1, '10>8')).toBe(false);
		expect(see('10>8')).toBe(3);
	});

	it('numbers stop at 31', () => {
		let memory = empty();
		for (let version = 1; version <= 40; version++) {
			const status = 'pending';
			const number = memory.see('amendment', 1, String(version), { day: DAY, status });
			expect(number).toBe(Math.min(version, 31));
			memory = again(memory);
		}
	});

	it('keeps the status up to date', () => {
		const memory = again(empty());
		memory.see('transaction', 1, '', { day: DAY, status: 'pending' });
		const packed = memory.pack();

		memory.seeStatus('transaction', 1, 'declined');

		expect(memory.get('transaction', 1)?.status).toBe('declined');
		expect(again(memory).get('transaction', 1)?.status).toBe('declined');
		expect(memory.pack()).not.toEqual(packed);
	});

	it('any ids, versions, days and statuses come back as they were', () => {
		const entry = fc.record({
			subject: fc.constantFrom('transaction' as const, 'validation' as const, 'amendment' as const),
			id: fc.oneof(
				fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
				fc.bigInt({ min: 10n ** 16n, max: 10n ** 19n }).map(String),
			),
			version: fc.string(),
			day: fc.integer({ min: 0, max: 60 }).map((days) => dayOf(1.78e12 + days * 86_400_000)),
			status: fc.constantFrom<Array<Status | null>>(
				'pending',
				'approved',
				'declined',
				'deleted',
				null,
			),
		});
		fc.assert(
			fc.property(fc.array(entry), (entries) => {
				const memory = empty();
				const last = new Map(entries.map((one) => [`${one.subject} ${one.id}`, one]));
				for (const one of entries) memory.see(one.subject, one.id, one.version, one);

				const known = again(memory);

				expect(known.size).toBe(last.size);
				for (const { subject, id, version, day, status } of last.values()) {
					expect(known.knows(subject, id, version)).toBe(true);
					expect(known.get(subject, id)).toMatchObject({ day, status });
				}
				expect(known.pack()).toEqual(memory.pack());
			}),
		);
	});
});

describe('room', () => {
	function withDays(...counts: Array<[string, number]>): Memory {
		const memory = empty();
		let id = 1;
		for (const [day, count] of counts) {
			for (let n = 0; n < count; n++) memory.see('transaction', id++, '', { day, status: null });
		}
		return memory;
	}

	it('takes at most 16 bytes an entry as stored, the days included', () => {
		const counts = Array.from({ length: 9 }, (_, day): [string, number] => [
			dayOf(1.78e12 + day * 86_400_000),
			1000,
		]);

		const stored = JSON.stringify(withDays(...counts).pack());

		expect(stored.length / 9000).toBeLessThanOrEqual(16);
	});

	it('forgets by whole days', () => {
		const memory = again(withDays(['2026-06-01', 2], ['2026-06-02', 3], ['2026-06-03', 4]));

		memory.forgetBefore('2026-06-02');

		expect(memory.size).toBe(7);
		expect(Object.keys(memory.pack())).toEqual(['2026-06-02', '2026-06-03']);
		expect(memory.get('transaction', 2)).toBeUndefined();
		expect(memory.get('transaction', 3)).toBeDefined();
	});

	it.each<[number, { count: number; day: string } | undefined, number]>([
		[9, undefined, 9],
		[8, { count: 2, day: '2026-06-01' }, 7],
		[7, { count: 2, day: '2026-06-01' }, 7],
		[6, { count: 5, day: '2026-06-02' }, 4],
		[3, { count: 6, day: '2026-06-03' }, 3],
	])('with room for %i it drops the oldest: %j', (most, dropped, left) => {
		const memory = again(withDays(['2026-06-01', 2], ['2026-06-02', 3], ['2026-06-03', 4]));

		expect(memory.keepNewest(most)).toEqual(dropped);

		expect(memory.size).toBe(left);
		expect(again(memory).size).toBe(left);
	});
});

it.each([
	['bytes that make no whole entry', { [DAY]: 'AAAA' }],
	['one byte too many', { [DAY]: `${Buffer.alloc(12).toString('base64')}` }],
])('refuses %s', (_what, days) => {
	expect(Memory.unpack(days)).toBeUndefined();
});
