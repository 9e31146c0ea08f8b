/**
 * What is kept of several accounts: each as if it were alone, in less room, whatever has become of the others.
 */
import fc from 'fast-check';

import type { Account } from '../../../nodes/Awin/api/accounts';
import { putBack, takeOut } from '../../../nodes/Awin/trigger/oneOfSeveral';
import {
	openState,
	packState,
	type ListProgress,
	type Subscription,
	type TriggerState,
} from '../../../nodes/Awin/trigger/state';
import {
	isListDue,
	lineUp,
	noteChoice,
	type WatchedSeveral,
} from '../../../nodes/Awin/trigger/watchLine';
import {
	openWatchState,
	packWatchState,
	stateIn,
	type KeptAccount,
	type WatchState,
} from '../../../nodes/Awin/trigger/watchState';
import { packAccount } from '../../../nodes/Awin/trigger/watchFormat';
import { hourOf } from '../../../nodes/Awin/trigger/seenTransactions';
import { DAY_MS, HOUR_MS } from '../../support/days.cts';

const NOW_MS = Date.UTC(2026, 5, 15, 10);

function subscription(accountId: string): Subscription {
	return {
		accountType: 'advertiser',
		accountId,
		events: ['created', 'approved', 'declined', 'amended'],
		partnerIds: [],
	};
}

function progress(scope: string, more: Partial<ListProgress> = {}): ListProgress {
	const times = { boundMs: NOW_MS, reachedBackMs: NOW_MS - HOUR_MS, coveredFromMs: 0 };
	return { scope, ...times, heldSinceMs: null, ...more };
}

/** The state of one account that has seen some transactions. */
function stateOf(accountId: string, hours: number[] = [0]): TriggerState {
	const own = subscription(accountId);
	const { known } = openState(
		{
			version: 1,
			account: `advertiser ${accountId}`,
			lists: { transaction: progress('created', { newestMs: NOW_MS }) },
			beside: [{ ...progress('amended', { heldSinceMs: 5 }), list: 'amendment' }],
			seen: {},
		},
		own,
	);
	for (const [place, hour] of hours.entries()) {
		const version = { subject: 'transaction', id: place + 1, version: '', status: null } as const;
		known.seen.see(version, hourOf(NOW_MS) - hour);
	}
	return packState(known, own);
}

function kept(accountId: string, more: Partial<KeptAccount> = {}): KeptAccount {
	return {
		accountType: 'advertiser',
		accountId,
		name: `Shop ${accountId}`,
		packed: packAccount({ ...stateOf(accountId) }),
		...more,
	};
}

function throughDatabase(known: WatchState): WatchState {
	const opened = openWatchState(JSON.parse(JSON.stringify(packWatchState(known))));
	expect(opened.isDamaged).toBe(false);
	return opened.known;
}

describe('what is kept', () => {
	it('comes back as it was', () => {
		const known: WatchState = {
			accounts: [
				kept('1'),
				kept('2', { left: ['validation'], sinceMs: 7 }),
				kept('3', { failing: { triedAtMs: 3, isRefused: true, isTold: true } }),
				kept('4', { goneForMs: 9, name: null, packed: undefined }),
			],
			listedAtMs: NOW_MS,
			allOf: 'advertiser',
			closed: ['5'],
			chosen: 'x',
			polledAtMs: 6,
		};
		expect(throughDatabase(known)).toEqual(known);
		expect(stateIn(throughDatabase(known).accounts[0])).toEqual(stateOf('1'));
	});

	it('is the state of each as if it were alone, whatever was seen in it', () => {
		fc.assert(
			fc.property(fc.array(fc.nat({ max: 2000 }), { maxLength: 60 }), (hours) => {
				const state = stateOf('1', hours);
				const packed = packAccount({ ...state });
				const [back] = throughDatabase({ accounts: [kept('1', { packed })], closed: [] }).accounts;
				expect(JSON.stringify(stateIn(back))).toBe(JSON.stringify(state));
				expect(typeof packed.seen).toBe('string');
			}),
			{ numRuns: 50 },
		);
	});

	it('takes little room, however many partners are chosen', () => {
		const partners = Array.from({ length: 500 }, (_, n) => 100_000 + n).join(',');
		const accounts = Array.from({ length: 500 }, (_, n) => {
			const lists = { transaction: progress(`created =${partners}`) };
			return kept(String(n + 1), { packed: packAccount({ lists, seen: {} }) });
		});
		expect(JSON.stringify(packWatchState({ accounts, closed: [] })).length).toBeLessThan(100_000);
	});
});

describe('what a single account has kept', () => {
	const done = (nowMs: number) => ({ nowMs, isBegun: true });

	it('is that of one of several from then on, and back', () => {
		const state = stateOf('1');
		const { known, isDamaged } = openWatchState(state);
		expect(isDamaged).toBe(false);
		expect(known.accounts.map(stateIn)).toEqual([state]);

		const several = packWatchState({ ...known, accounts: [...known.accounts, kept('2')] });
		const one = takeOut(several, subscription('1'), NOW_MS);
		expect(one.own).toEqual(state);
		let both = putBack(state, subscription('1'), one, done(NOW_MS));
		expect(both.version).toBe(2);
		expect(takeOut(both, subscription('2'), NOW_MS).own).toEqual(stateOf('2'));
		for (let day = 1; day <= 31; day++) {
			expect(both.version).toBe(2);
			const later = takeOut(both, subscription('1'), NOW_MS);
			both = putBack(state, subscription('1'), later, done(NOW_MS + day * DAY_MS));
		}
		expect(both).toBe(state);
	});

	it('is untouched as long as it is the only one', () => {
		const state = stateOf('1');
		const one = takeOut(state, subscription('1'), NOW_MS);
		expect(one).toEqual({ own: state });
		expect(putBack(state, subscription('1'), one, done(NOW_MS))).toBe(state);
		expect(takeOut(undefined, subscription('1'), NOW_MS)).toEqual({ own: undefined });
	});

	it('says since when it is watched, where it was taken up and not looked at yet', () => {
		const taken = { accounts: [kept('1', { packed: undefined, sinceMs: 5 })], closed: [] };
		const one = takeOut(packWatchState(taken), subscription('1'), NOW_MS);
		expect(one).toMatchObject({ own: undefined, sinceMs: 5 });
		const partly = putBack(stateOf('1'), subscription('1'), one, { nowMs: 9, isBegun: false });
		expect(takeOut(partly, subscription('1'), NOW_MS)).toMatchObject({ sinceMs: 5 });
		expect(putBack(stateOf('1'), subscription('1'), one, done(9))).toEqual(stateOf('1'));
	});
});

describe('a damaged state', () => {
	const stored = () =>
		JSON.parse(
			JSON.stringify(packWatchState({ accounts: [kept('1'), kept('2')], closed: [] })),
		) as { version: number; accounts: Array<Record<string, unknown>> };

	it.each([
		['memory', { seen: 'AAAA////' }],
		['memory', { seen: 5 }],
		['memory', { seen: '!!!' }],
		['memory', { seen: 'AQGM4NrorgE' }],
		['everything', { lists: 'gone', beside: null }],
	])('%s of one account is lost, and nothing of the others', (damage, change) => {
		const state = stored();
		Object.assign(state.accounts[0], change);
		const { known } = openWatchState(state);
		const [first, second] = known.accounts.map((one) =>
			openState(stateIn(one), subscription(one.accountId)),
		);
		expect(first.damage).toBe(damage);
		expect(second.damage).toBeUndefined();
	});

	it('in which an account stands twice has it once', () => {
		const state = stored();
		state.accounts.push(state.accounts[0]);
		const { known } = openWatchState(state);
		expect(known.accounts.map(({ accountId }) => accountId)).toEqual(['1', '2']);
	});

	it('of a later version still says how far the lists were read', () => {
		const { known } = openWatchState({ ...stored(), version: 3 });
		const { damage, known: opened } = openState(stateIn(known.accounts[0]), subscription('1'));
		expect(damage).toBe('memory');
		expect(opened.allProgress).toHaveLength(2);
		const single = openWatchState({ ...stateOf('1'), version: 9 }).known.accounts[0];
		expect(openState(stateIn(single), subscription('1')).damage).toBe('memory');
	});

	it.each([
		['an account without a name', { accounts: [{ lists: {} }] }],
		['no object at all', 'text'],
		['null', null],
		['a list', [1, 2]],
	])('is told: %s', (_what, value) => {
		expect(openWatchState(value).isDamaged).toBe(true);
	});

	it('of any kind is opened', () => {
		fc.assert(
			fc.property(fc.anything(), fc.nat({ max: 5 }), fc.string(), (value, place, name) => {
				const state = stored();
				const names = Object.keys(state.accounts[0]);
				Object.assign(state.accounts[0], { [names[place % names.length] ?? name]: value });
				for (const one of openWatchState(state).known.accounts) {
					const { known } = openState(stateIn(one), subscription(one.accountId));
					expect(known.lists.length).toBeGreaterThanOrEqual(0);
				}
			}),
		);
	});
});

describe('the line of accounts', () => {
	const ALL: WatchedSeveral = { watch: 'allAccounts', accountType: 'advertiser' };
	const listed = (accountId: number, accountName: string): Account => ({
		...{ accountId, accountName, accountType: 'advertiser', userRole: null },
	});
	const empty: WatchState = { accounts: [], closed: [] };
	const LISTED = { listedAtMs: NOW_MS, accounts: [kept('1')] };

	it('has all that are listed and open, new ones in front, and names who is closed once', () => {
		const first = lineUp(empty, ALL, [listed(1, 'A'), listed(2, 'B - CLOSED')], NOW_MS);
		expect(first.known.accounts).toMatchObject([{ accountId: '1', name: 'A', sinceMs: NOW_MS }]);
		expect(first.newlyClosed).toMatchObject([{ accountId: 2 }]);
		const list = [listed(1, 'AA'), listed(2, 'B - CLOSED'), listed(3, 'CLOSED Fashion')];
		const second = lineUp(first.known, ALL, list, NOW_MS + 1);
		expect(second.known.accounts.map(({ accountId, name }) => [accountId, name])).toEqual([
			['3', 'CLOSED Fashion'],
			['1', 'AA'],
		]);
		expect(second.newlyClosed).toEqual([]);
	});

	/** A look at the list each day. */
	function daily(known: WatchState, list: Account[], days: number, fromMs = NOW_MS): WatchState {
		let after = known;
		for (let day = 1; day <= days; day++) {
			after = lineUp(after, ALL, list, fromMs + day * DAY_MS).known;
		}
		return after;
	}

	it('keeps who left for a month', () => {
		const both = [listed(1, 'A'), listed(2, 'B')];
		const { known } = lineUp(empty, ALL, both, NOW_MS);
		const without = daily(known, [listed(1, 'A')], 31);
		expect(without.accounts[1]).toMatchObject({ accountId: '2', goneForMs: 30 * DAY_MS });
		const back = lineUp(without, ALL, both, NOW_MS + 32 * DAY_MS).known;
		expect(back.accounts[1].goneForMs).toBeUndefined();
		const gone = daily(without, [listed(1, 'A')], 1, NOW_MS + 31 * DAY_MS);
		expect(gone.accounts.map(({ accountId }) => accountId)).toEqual(['1']);
	});

	it.each([-365, 40, 4000])('keeps who left where a clock is %i days off for a poll', (days) => {
		const { known } = lineUp(empty, ALL, [listed(1, 'A'), listed(2, 'B')], NOW_MS);
		const one = [listed(1, 'A')];
		const gone = lineUp(known, ALL, one, NOW_MS + 1).known;
		const wrong = lineUp(gone, ALL, one, NOW_MS + days * DAY_MS).known;
		const right = lineUp(wrong, ALL, one, NOW_MS + HOUR_MS).known;
		expect(right.accounts).toHaveLength(2);
		expect(right.accounts[1].goneForMs).toBeLessThanOrEqual(2 * DAY_MS);
	});

	it('keeps a thousand of those who left, the last ones of them', () => {
		const accounts = Array.from({ length: 1100 }, (_, place) =>
			kept(String(place + 1), { packed: undefined, goneForMs: place }),
		);
		const after = lineUp({ accounts, closed: [] }, ALL, [listed(5000, 'A')], NOW_MS).known;
		expect(after.accounts.map(({ accountId }) => Number(accountId))).toEqual([
			5000,
			...Array.from({ length: 1000 }, (_, place) => place + 1),
		]);
	});

	it('notes since when somebody has not been looked at for what is newly chosen', () => {
		const choice = { events: ['created'], partnerIds: ['5'] } as const;
		const first = noteChoice(
			{ accounts: [kept('1'), kept('2', { sinceMs: 3 })], closed: [] },
			choice,
			7,
		);
		expect(first.accounts.map(({ sinceMs }) => sinceMs)).toEqual([7, 3]);
		expect(noteChoice(first, { events: ['created'], partnerIds: ['5'] }, 9)).toBe(first);
		const looked = { ...first, accounts: [kept('1'), kept('2', { goneForMs: 4 })] };
		const second = noteChoice(looked, { ...choice, partnerIds: ['5', '6'] }, 11);
		expect(second.accounts.map(({ sinceMs }) => sinceMs)).toEqual([11, 11]);
		expect(throughDatabase(second)).toEqual(second);
	});

	it.each<[string, Partial<WatchState>, WatchedSeveral, number, boolean]>([
		['nothing was ever listed', {}, ALL, 0, true],
		['it is an hour old', { ...LISTED, allOf: 'advertiser' }, ALL, HOUR_MS, true],
		['it is younger', { ...LISTED, allOf: 'advertiser' }, ALL, HOUR_MS - 1, false],
		['the clock went back', { ...LISTED, allOf: 'advertiser' }, ALL, -HOUR_MS, true],
		['all are watched now', { listedAtMs: NOW_MS }, ALL, 1, true],
		['nobody is watched', { listedAtMs: NOW_MS, allOf: 'advertiser' }, ALL, 1, true],
		['they are of another type', { listedAtMs: NOW_MS, allOf: 'publisher' }, ALL, 1, true],
		[
			'somebody new is chosen',
			{ listedAtMs: NOW_MS },
			{ watch: 'chosenAccounts', accountType: 'advertiser', accountIds: ['1'] },
			1,
			true,
		],
		[
			'nobody new is chosen',
			{ listedAtMs: NOW_MS, accounts: [kept('1')] },
			{ watch: 'chosenAccounts', accountType: 'advertiser', accountIds: ['1'] },
			1,
			false,
		],
	])('is asked for where %s', (_what, state, watched, afterMs, isDue) => {
		expect(isListDue({ ...empty, ...state }, watched, NOW_MS + afterMs)).toBe(isDue);
	});

	it('does not take an account for unlisted that no list was asked about', () => {
		const accountIds = ['1', '2'];
		const chosen: WatchedSeveral = {
			watch: 'chosenAccounts',
			accountType: 'advertiser',
			accountIds,
		};
		const state = { accounts: [kept('1')], closed: [], listedAtMs: NOW_MS };
		expect(lineUp(state, chosen, undefined, NOW_MS).known.listedAtMs).toBeUndefined();
		expect(lineUp(state, chosen, [], NOW_MS).known.listedAtMs).toBe(NOW_MS);
	});
});
