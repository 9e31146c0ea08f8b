/**
 * What gives way where all accounts together take too much: those that left, then whoever takes most.
 */
import fc from 'fast-check';

import { fairSize, fitIn, memoryChars, type Thin } from '../../../nodes/Awin/trigger/watchRoom';
import { packWatchState, type KeptAccount } from '../../../nodes/Awin/trigger/watchState';

/** An account whose memory takes so much. */
function account(accountId: number, chars: number, goneForMs?: number): KeptAccount {
	const packed = { lists: {}, seen: 'x'.repeat(chars) };
	return {
		accountType: 'advertiser',
		accountId: String(accountId),
		name: null,
		packed,
		goneForMs,
	};
}

/** Keeps the part that it is told to keep. */
const thin: Thin = (one, part) => {
	const size = memoryChars(one);
	const kept = Math.floor(size * part);
	const packed = { lists: {}, seen: 'x'.repeat(kept) };
	return { account: { ...one, packed }, forgotten: size - kept };
};

function sizeOf(accounts: KeptAccount[]): number {
	return JSON.stringify(packWatchState({ accounts, closed: [] })).length;
}

describe('the fair size', () => {
	it.each([
		[[10, 10, 10], 30, Infinity],
		[[10, 10, 10], 24, 8],
		[[1, 2, 30], 13, 10],
		[[1, 20, 30], 21, 10],
		[[5, 5], 0, 0],
		[[], 0, Infinity],
	])('of %j in %i is %i', (sizes, most, size) => {
		expect(fairSize(sizes, most)).toBe(size);
	});

	it('fills the room, and takes nothing from those below', () => {
		fc.assert(
			fc.property(
				fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 50 }),
				fc.nat({ max: 100_000 }),
				(sizes, most) => {
					const size = fairSize(sizes, most);
					const all = sizes.reduce((sum, one) => sum + one, 0);
					if (all <= most) return expect(size).toBe(Infinity);
					const kept = sizes.reduce((sum, one) => sum + Math.min(one, size), 0);
					expect(kept).toBeCloseTo(most, 3);
				},
			),
		);
	});
});

describe('all accounts together', () => {
	it('stay as they are where there is room', () => {
		const accounts = [account(1, 1000), account(2, 2000, 5)];
		const { known, forgotten } = fitIn({ accounts, closed: [] }, thin, new Set());
		expect(known.accounts).toEqual(accounts);
		expect(forgotten.size).toBe(0);
	});

	it('first forget what was seen in those that have left, of the one that left first first', () => {
		const lists = { transaction: ['created', 9, 8, 7, null] };
		const gone = { ...account(3, 400, 20), packed: { lists, seen: 'x'.repeat(400) } };
		const accounts = [account(1, 400), account(2, 400, 10), gone];
		const room = fitIn({ accounts, closed: [] }, thin, new Set(), 1350);
		expect(room.known.accounts.slice(0, 2)).toEqual(accounts.slice(0, 2));
		// It goes on from where it was: nothing before that is looked at.
		expect(room.known.accounts[2]).toEqual({
			...gone,
			packed: { lists: { transaction: ['created', 9, 8, 9, null] }, seen: '' },
		});
		expect(room.withoutRoom).toEqual([gone]);
		expect(room.forgotten.size).toBe(0);
	});

	it('take from the one that has most, and leave the small ones alone', () => {
		const accounts = [account(1, 100), account(2, 5000), account(3, 100)];
		const { known, forgotten } = fitIn({ accounts, closed: [] }, thin, new Set(), 2000);
		expect(known.accounts[0]).toEqual(accounts[0]);
		expect(known.accounts[2]).toEqual(accounts[2]);
		expect(sizeOf(known.accounts)).toBeLessThanOrEqual(2000);
		expect([...forgotten.keys()]).toEqual(['2']);
	});

	it('fit in even where nothing can be taken from those that were not looked at', () => {
		const lookedAt = new Set(['1', '2']);
		const onlyThese: Thin = (one, part) =>
			lookedAt.has(one.accountId) ? thin(one, part) : { account: one, forgotten: 0 };
		const accounts = [account(1, 300), account(2, 5000), account(3, 4000)];
		const { known } = fitIn({ accounts, closed: [] }, onlyThese, lookedAt, 5000);
		expect(memoryChars(known.accounts[2])).toBe(4000);
		expect(sizeOf(known.accounts)).toBeLessThanOrEqual(5000);
		expect(memoryChars(known.accounts[0])).toBeGreaterThanOrEqual(280);
	});

	it('take at most 0.9 MB, whatever there was', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.tuple(
						fc.oneof(fc.nat({ max: 5000 }), fc.nat({ max: 800_000 })),
						fc.option(fc.nat({ max: 50 }), { nil: undefined }),
					),
					{ maxLength: 40 },
				),
				(all) => {
					const accounts = all.map(([chars, gone], place) => account(place, chars, gone));
					const { known } = fitIn({ accounts, closed: [] }, thin, new Set());
					expect(sizeOf(known.accounts)).toBeLessThanOrEqual(900_000);
					const most = Math.max(...known.accounts.map(memoryChars), 0);
					// Nobody is cut below what another keeps.
					const cut = known.accounts
						.filter((one) => one.goneForMs === undefined && !accounts.includes(one))
						.map(memoryChars);
					expect(cut.every((size) => size >= 0.85 * most)).toBe(true);
				},
			),
			{ numRuns: 60 },
		);
	});
});
