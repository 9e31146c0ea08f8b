import { createHash } from 'node:crypto';
import fc from 'fast-check';

import {
	hourOf,
	SeenTransactions,
	MOST_ENTRIES,
	type Status,
	type Subject,
} from '../../../nodes/Awin/trigger/seenTransactions';

const NOW_MS = Date.parse('2026-06-15T10:30:00Z');
const HOUR = hourOf(NOW_MS);
const HOUR_MS = 3_600_000;

function empty(): SeenTransactions {
	return SeenTransactions.unpack({}) as SeenTransactions;
}

/** As n8n hands it back: through JSON. */
function again(memory: SeenTransactions): SeenTransactions {
	return SeenTransactions.unpack(JSON.parse(JSON.stringify(memory.pack()))) as SeenTransactions;
}

function sight(subject: Subject, id: number | string, version = '', status: Status | null = null) {
	return { subject, id, version, status };
}

/** The memory of one transaction under an hour. */
function onlyIn(hour: number): Record<string, string> {
	const memory = empty();
	memory.see(sight('transaction', 1), hour);
	return memory.pack();
}

describe('what is seen', () => {
	it('is known by list, transaction and version', () => {
		const memory = empty();
		memory.see(sight('amendment', 1612345678, 'v1'), HOUR);

		const known = again(memory);

		expect(known.knows(sight('amendment', 1612345678, 'v1'))).toBe(true);
		expect(known.knows(sight('amendment', 1612345678, 'v2'))).toBe(false);
		expect(known.knows(sight('transaction', 1612345678, 'v1'))).toBe(false);
		expect(known.knows(sight('amendment', 1612345679, 'v1'))).toBe(false);
	});

	it('a validation is known by its status and its date', () => {
		const memory = empty();
		memory.see(sight('validation', 1, '20260615T100000Z', 'approved'), HOUR);
		memory.see(sight('validation', 2, 'undated', 'declined'), HOUR);

		const known = again(memory);

		expect(known.knows(sight('validation', 1, '20260615T100000Z', 'approved'))).toBe(true);
		expect(known.knows(sight('validation', 1, '20260615T100000Z', 'declined'))).toBe(false);
		expect(known.knows(sight('validation', 1, '20260615T100001Z', 'approved'))).toBe(false);
		expect(known.knows(sight('validation', 2, 'undated', 'declined'))).toBe(true);
		expect(known.knows(sight('validation', 2, 'undated', 'approved'))).toBe(false);
	});

	it('every version stays known, however they alternate', () => {
		let memory = empty();
		const versions = ['10>8', '8>10', '10>8', '8>6', '8>10'];
		const wasNew = versions.map((version) => {
			const isNew = !memory.knows(sight('amendment', 1, version));
			if (isNew) memory.see(sight('amendment', 1, version), HOUR);
			memory = again(memory);
			return isNew;
		});

		expect(wasNew).toEqual([true, true, false, true, false]);
	});

	it('an earlier version is remembered as long as the last one', () => {
		const memory = empty();
		memory.see(sight('amendment', 1, '10>8'), HOUR);
		memory.see(sight('amendment', 1, '8>10'), HOUR + 5);

		memory.forgetBefore(HOUR + 5);

		expect(memory.knows(sight('amendment', 1, '10>8'))).toBe(true);
		memory.forgetBefore(HOUR + 6);
		expect(memory.size).toBe(0);
	});

	it('keeps the status up to date, but for validations, whose version it is a part of', () => {
		const memory = again(empty());
		memory.see(sight('transaction', 1, '', 'pending'), HOUR);
		memory.see(sight('validation', 1, 'd', 'approved'), HOUR);

		memory.seeStatus(sight('transaction', 1, '', 'declined'));
		memory.seeStatus(sight('validation', 1, 'd', 'declined'));

		expect(again(memory).statusOf('transaction', 1)).toBe('declined');
		expect(again(memory).statusOf('validation', 1)).toBe('approved');
		expect(again(memory).statusOf('amendment', 1)).toBeNull();
	});

	const statuses = [null, 'pending', 'approved', 'declined', 'deleted'] as const;
	const entries = fc.array(
		fc.record({
			subject: fc.constantFrom<Subject[]>('transaction', 'validation', 'amendment'),
			id: fc.oneof(
				fc.integer({ min: 1, max: 50 }),
				fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
				fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }).map(String),
				fc.string(),
			),
			version: fc.string(),
			hour: fc.integer({ min: HOUR - 800, max: HOUR + 1 }),
			status: fc.constantFrom(...statuses),
		}),
	);

	it('any ids, versions, hours and statuses come back as they were', () => {
		fc.assert(
			fc.property(entries, (all) => {
				const memory = empty();
				// Of a transaction there is one creation.
				const sights = all.map((one) =>
					one.subject === 'transaction' ? { ...one, version: '' } : one,
				);
				for (const { hour, ...one } of sights) if (!memory.knows(one)) memory.see(one, hour);

				const known = again(memory);

				for (const one of sights) expect(known.knows(one)).toBe(true);
				expect(known.size).toBe(memory.size);
				expect(known.pack()).toEqual(memory.pack());
			}),
			{ numRuns: 300 },
		);
	});

	it('no text that stands where a memory should makes it stumble', () => {
		const name = fc.constantFrom('2026-06-15T10', '2026-06-15', '2026-13-45', '2026-06-15T99');
		const text = fc.oneof(
			fc.string(),
			fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64')),
		);
		fc.assert(
			fc.property(fc.dictionary(name, text), (seen) => {
				const memory = SeenTransactions.unpack(seen);
				const once = memory && again(memory);
				expect(once?.pack()).toEqual(once && again(once).pack());
			}),
			{ numRuns: 1000 },
		);
	});
});

describe('room', () => {
	function withHours(...counts: Array<[number, number]>): SeenTransactions {
		const memory = empty();
		let id = 1;
		for (const [hour, count] of counts) {
			for (let n = 0; n < count; n++) memory.see(sight('transaction', id++), HOUR + hour);
		}
		return memory;
	}

	/** Ids as they are where they lie far apart: in ten digits. */
	function withBurst(count: number, hours: number): SeenTransactions {
		const memory = empty();
		for (let n = 0; n < count; n++) {
			const id = 1_000_000_000 + ((n * 2_654_435_761) % 900_000_000);
			const second = new Date(NOW_MS + (n % 1200) * 1000).toISOString();
			memory.see(sight('validation', id, second, 'approved'), HOUR - (n % hours));
		}
		return memory;
	}

	it('one full of validations takes about a megabyte as stored, and comes back whole', () => {
		const memory = withBurst(MOST_ENTRIES, 1);

		const stored = JSON.stringify(memory.pack());

		expect(stored.length / MOST_ENTRIES).toBeLessThanOrEqual(7);
		expect(again(memory).size).toBe(memory.size);
	});

	it('takes at most 16 bytes an entry as stored, also where there are few in each hour', () => {
		const stored = JSON.stringify(withBurst(5000, 24 * 8).pack());

		expect(stored.length / 5000).toBeLessThanOrEqual(16);
	});

	it('holds an entry that moves to another hour there, and not where it was, also once it was stored', () => {
		const known = empty();
		known.see(sight('transaction', 1), HOUR - 1);
		known.see(sight('transaction', 2), HOUR - 1);
		const stored = again(known);
		stored.see(sight('transaction', 1), HOUR + 5);
		const neverMoved = empty();
		neverMoved.see(sight('transaction', 2), HOUR - 1);
		neverMoved.see(sight('transaction', 1), HOUR + 5);
		expect(stored.pack()).toEqual(neverMoved.pack());
		const moved = again(stored);
		moved.forgetBefore(HOUR);

		expect(again(moved).knows(sight('transaction', 1))).toBe(true);
		expect(again(moved).knows(sight('transaction', 2))).toBe(false);
		expect(Object.keys(again(stored).pack())).toHaveLength(2);
		expect(again(stored).size).toBe(2);
		expect(JSON.stringify(again(moved).pack())).toBe(JSON.stringify(onlyIn(HOUR + 5)));
	});

	it('does not take an id that is text for one that is a number, whatever their keys are', () => {
		// Of the first six bytes of a digest, without the highest bit, some stand for a number in the list of transactions.
		const keyOf = (id: string) =>
			createHash('sha256').update(`transaction ${id}`).digest().readUIntBE(0, 6) % 2 ** 47;
		const text = Array.from({ length: 50 }, (_, number) => `T-${number}`).find(
			(id) => keyOf(id) % 4 === 0,
		) as string;
		const known = empty();
		known.see(sight('transaction', text), HOUR);

		expect(known.knows(sight('transaction', text))).toBe(true);
		expect(known.knows(sight('transaction', keyOf(text) / 4))).toBe(false);
	});

	it('is not read at all where any of it is missing: what is left would pass for everything', () => {
		const known = empty();
		for (const id of [5, 700, 1612345678]) known.see(sight('amendment', id, `v${id}`), HOUR);
		const [[name, text]] = Object.entries(known.pack());
		const bytes = Buffer.from(text, 'base64');

		for (let length = 1; length < bytes.length; length++) {
			const cut = bytes.subarray(0, length).toString('base64');
			expect(SeenTransactions.unpack({ [name]: cut })).toBeUndefined();
		}
		expect(SeenTransactions.unpack({ [name]: text })?.size).toBe(3);
	});

	it('forgets by whole hours', () => {
		const memory = again(withHours([0, 2], [1, 3], [2, 4]));

		memory.forgetBefore(HOUR + 1);

		expect(memory.size).toBe(7);
		expect(Object.keys(memory.pack())).toEqual(['2026-06-15T11', '2026-06-15T12']);
		expect(memory.has('transaction', 2)).toBe(false);
		expect(memory.has('transaction', 3)).toBe(true);
	});

	it('forgets one transaction of one list', () => {
		const memory = again(withHours([0, 2]));

		expect(memory.forget('transaction', 2)).toBe(true);
		expect(memory.forget('transaction', 2)).toBe(false);
		expect(again(memory).size).toBe(1);
	});

	it.each<[number, number, number | undefined, number]>([
		[9, 9, undefined, 9],
		[8, 9, 1, 7],
		[7, 9, 1, 7],
		[6, 9, 2, 4],
		[3, 9, 3, 0],
		[3, 2, 2, 4],
		[3, 0, undefined, 9],
	])('with room for %i it forgets the oldest hours before %i', (most, until, first, left) => {
		const memory = again(withHours([0, 2], [1, 3], [2, 4]));

		expect(memory.makeRoom(most, HOUR + until)).toEqual(first && HOUR + first);

		expect(memory.size).toBe(left);
		expect(again(memory).size).toBe(left);
	});
});

describe('what version 0.1.0 has kept', () => {
	/** An entry as it was written then: 48 bits of key, 32 of the version, five of a number, three of the status. */
	function entry(key: number, version: string, status: number): Buffer {
		const bytes = Buffer.alloc(11);
		bytes.writeUIntBE(key, 0, 6);
		if (version) createHash('sha256').update(version).digest().copy(bytes, 6, 0, 4);
		bytes[10] = (1 << 3) | status;
		return bytes;
	}

	const day = Buffer.concat([
		entry(1612345678 * 4, '', 1),
		entry(1612345679 * 4 + 1, '20260615T093012Z', 2),
		entry(1612345680 * 4 + 2, '3c6a4ec730', 1),
	]).toString('base64');

	it('is known, by the day', () => {
		const memory = SeenTransactions.unpack({ '2026-06-15': day }) as SeenTransactions;
		const knows = (...one: Parameters<typeof sight>) =>
			[memory, again(memory)].map((kept) => kept.knows(sight(...one)));

		expect(memory.size).toBe(3);
		expect(knows('transaction', 1612345678, '', 'pending')).toEqual([true, true]);
		expect(knows('validation', 1612345679, '20260615T093012Z', 'approved')).toEqual([true, true]);
		expect(knows('validation', 1612345679, '20260615T093012Z', 'declined')).toEqual([false, false]);
		expect(knows('amendment', 1612345680, '3c6a4ec730')).toEqual([true, true]);
		expect(knows('amendment', 1612345680, 'another')).toEqual([false, false]);
		expect(memory.statusOf('transaction', 1612345678)).toBe('pending');
	});

	it('stays until the day is over', () => {
		const memory = SeenTransactions.unpack({ '2026-06-15': day }) as SeenTransactions;
		memory.forgetBefore(hourOf(Date.parse('2026-06-15T23:00:00Z')));
		expect(memory.size).toBe(3);

		memory.forgetBefore(hourOf(Date.parse('2026-06-16T00:00:00Z')));
		expect(memory.size).toBe(0);
	});
});

it.each<[string, Record<string, string>]>([
	['bytes that make no whole entry of 0.1.0', { '2026-06-15': 'AAAA' }],
	['one byte too many', { '2026-06-15': Buffer.alloc(12).toString('base64') }],
	['more entries than there are', { '2026-06-15T10': Buffer.from([0, 200, 1]).toString('base64') }],
	['a list that does not exist', { '2026-06-15T10': Buffer.from([0xff, 0]).toString('base64') }],
	['an hour that does not exist', { '2026-06-15T25': '' }],
])('refuses %s', (_what, seen) => {
	expect(SeenTransactions.unpack(seen)).toBeUndefined();
});

it('counts hours in UTC', () => {
	expect(hourOf(0)).toBe(0);
	expect(hourOf(HOUR_MS - 1)).toBe(0);
	expect(hourOf(HOUR_MS)).toBe(1);
});
