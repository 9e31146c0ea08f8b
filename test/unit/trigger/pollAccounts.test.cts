/**
 * Polls of several accounts, one after the other: what is left for the next one, who is told to fail, and what gives way where
 * there is no room.
 */
import { sampleTransaction } from '../../../nodes/Awin/api/samples';
import { clockOf } from '../../../nodes/Awin/api/timezones';
import type { CallFailure } from '../../../nodes/Awin/transport/failures';
import type { WatchSettings } from '../../../nodes/Awin/trigger/fields';
import {
	pollAccounts,
	type AccountsOutcome,
	type AccountsPollOptions,
} from '../../../nodes/Awin/trigger/pollAccounts';
import type { Ask } from '../../../nodes/Awin/trigger/readLists';
import {
	openWatchState,
	packWatchState,
	type KeptAccount,
	type WatchState,
} from '../../../nodes/Awin/trigger/watchState';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../support/days.cts';

const START_MS = Date.UTC(2026, 5, 15, 10);

const SETTINGS: WatchSettings = {
	watched: { watch: 'allAccounts', accountType: 'advertiser' },
	accountType: 'advertiser',
	events: ['created', 'approved', 'amended'],
	partnerIds: [],
	view: { form: 'simplified', accountType: 'advertiser', clock: clockOf('UTC') },
	lookbackMs: DAY_MS,
	pollIntervalMs: MINUTE_MS,
	showBasketProducts: false,
};

function account(accountId: string): KeptAccount {
	return { accountType: 'advertiser', accountId, name: `Shop ${accountId}`, sinceMs: START_MS };
}

/** Accounts, what is in them, and polls. */
class Scene {
	nowMs = START_MS;
	known: WatchState;
	readonly asked: string[] = [];
	readonly told: unknown[] = [];
	/** Dates of sales by account. */
	readonly sales = new Map<string, number[]>();
	readonly failures = new Map<string, CallFailure>();
	commonFailure: CallFailure | undefined;
	triedInVain = new Set<string>();

	constructor(accountIds: string[]) {
		this.known = { accounts: accountIds.map(account), closed: [] };
	}

	sell(accountId: string, ...datesMs: number[]): void {
		this.sales.set(accountId, [...(this.sales.get(accountId) ?? []), ...datesMs]);
	}

	async poll(changes: Partial<AccountsPollOptions> = {}): Promise<AccountsOutcome> {
		this.asked.length = 0;
		let left = changes.calls ?? 15;
		const outcome = await pollAccounts(
			{
				settings: SETTINGS,
				nowMs: this.nowMs,
				calls: left,
				triedInVain: this.triedInVain,
				askFor: ({ accountId }): Ask => {
					return async (dateType, window) => {
						if (left-- <= 0) return undefined;
						this.asked.push(`${accountId} ${dateType}`);
						const failure = this.failures.get(accountId);
						if (failure) return { ok: false, failure };
						return { ok: true, status: 200, answer: this.rows(accountId, dateType, window) };
					};
				},
				waitFor: () => ({}),
				findCommonFailure: async () => this.commonFailure,
				...changes,
			},
			this.known,
		);
		if (outcome.ok) {
			this.told.push(...outcome.newEvents.map(({ change }) => change.id));
			this.known = openWatchState(JSON.parse(JSON.stringify(packWatchState(outcome.known)))).known;
		}
		this.nowMs += MINUTE_MS;
		return outcome;
	}

	private rows(accountId: string, dateType: string, window: { startMs: number; endMs: number }) {
		if (dateType !== 'transaction') return [];
		return (this.sales.get(accountId) ?? []).flatMap((dateMs, place) => {
			if (dateMs > this.nowMs || dateMs < window.startMs || dateMs > window.endMs) return [];
			const transactionDate = new Date(dateMs).toISOString().slice(0, 19);
			return [{ ...sampleTransaction(), id: Number(accountId) * 100_000 + place, transactionDate }];
		});
	}

	get line(): string[] {
		return this.known.accounts.map(({ accountId }) => accountId);
	}
}

const REFUSED: CallFailure = { kind: 'refused', status: 403 };
const BROKEN: CallFailure = { kind: 'refused', status: 500 };
const LIMITED: CallFailure = { kind: 'noTime', waitMs: 60_000 };

function failuresIn(outcome: AccountsOutcome): string[] {
	if (!outcome.ok) return ['the poll'];
	return outcome.news.filter(({ failure }) => failure).map((one) => one.account.accountId);
}

describe('the calls of a poll', () => {
	it('go on where the last one had to stop', async () => {
		const scene = new Scene(['1', '2', '3']);
		for (let poll = 0; poll < 3; poll++) await scene.poll();
		scene.nowMs += HOUR_MS;
		await scene.poll({ calls: 2 });
		expect(scene.asked).toHaveLength(2);
		expect(scene.known.accounts[0].left).toHaveLength(1);
		const [first] = scene.line;
		const left = scene.known.accounts[0].left;
		await scene.poll({ calls: 4 });
		expect(scene.asked[0]).toBe(`${first} ${String(left)}`);
		expect(scene.line[2]).not.toBe(first);
		expect(scene.known.accounts.every((one) => one.left === undefined)).toBe(true);
	});

	it('suffice one by one, and nobody is left out', async () => {
		const scene = new Scene(['1', '2', '3']);
		scene.sell('3', START_MS + MINUTE_MS);
		for (let poll = 0; poll < 30; poll++) await scene.poll({ calls: 1 });
		expect(scene.told).toEqual([300_000]);
		expect(scene.known.accounts.every(({ sinceMs }) => sinceMs === undefined)).toBe(true);
	});

	it('report what has happened since an account was taken up, however late its turn comes', async () => {
		const scene = new Scene(['1', '2', '3', '4', '5', '6', '7', '8']);
		scene.sell('8', START_MS + MINUTE_MS, START_MS - 10 * MINUTE_MS, START_MS - HOUR_MS);
		for (let poll = 0; poll < 5; poll++) {
			await scene.poll({ calls: 6 });
			scene.nowMs += 3 * HOUR_MS;
		}
		expect(scene.told).toEqual([]);
		for (let poll = 0; poll < 5; poll++) await scene.poll({ calls: 6 });
		expect(scene.told).toEqual([800_001, 800_000]);
	});
});

describe('events of several accounts', () => {
	it('come in the order in which they happened', async () => {
		const scene = new Scene(['1', '2', '3']);
		for (let poll = 0; poll < 3; poll++) await scene.poll();
		const { nowMs } = scene;
		scene.sell('1', nowMs - 1000, nowMs - 4000);
		scene.sell('2', nowMs - 5000);
		scene.sell('3', nowMs - 2000);
		await scene.poll();
		expect(scene.told).toEqual([200_000, 100_001, 300_000, 100_000]);
	});
});

describe('an account that fails', () => {
	async function begun(...accountIds: string[]): Promise<Scene> {
		const scene = new Scene(accountIds);
		for (let poll = 0; poll < 4; poll++) await scene.poll();
		return scene;
	}

	it('is told at once where it is refused, and not again until it has worked', async () => {
		const scene = await begun('1', '2');
		scene.failures.set('1', REFUSED);
		expect(failuresIn(await scene.poll())).toEqual(['1']);
		for (let poll = 0; poll < 3; poll++) {
			scene.nowMs += HOUR_MS;
			expect(failuresIn(await scene.poll())).toEqual([]);
			expect(scene.asked.filter((call) => call.startsWith('1'))).toHaveLength(1);
		}
		scene.failures.clear();
		scene.nowMs += HOUR_MS;
		for (let poll = 0; poll < 2; poll++) await scene.poll();
		scene.failures.set('1', REFUSED);
		expect(failuresIn(await scene.poll())).toEqual(['1']);
	});

	it('from its first look on stays new until each of its lists was read', async () => {
		const scene = new Scene(['1', '2']);
		scene.failures.set('1', REFUSED);
		await scene.poll();
		scene.failures.clear();
		scene.nowMs += 3 * HOUR_MS;
		const first = () => scene.known.accounts.find(({ accountId }) => accountId === '1');
		await scene.poll();
		expect(first()).toMatchObject({ sinceMs: START_MS, left: ['validation', 'amendment'] });
		await scene.poll();
		expect(first()?.left).toBeUndefined();
		expect(first()?.sinceMs).toBeUndefined();
	});

	it('is told when it fails twice in a row, for anything else', async () => {
		const scene = await begun('1', '2');
		scene.failures.set('1', BROKEN);
		expect(failuresIn(await scene.poll())).toEqual([]);
		scene.failures.clear();
		await scene.poll();
		scene.failures.set('1', BROKEN);
		expect(failuresIn(await scene.poll())).toEqual([]);
		expect(failuresIn(await scene.poll())).toEqual(['1']);
		expect(failuresIn(await scene.poll())).toEqual([]);
		expect(scene.asked.filter((call) => call.startsWith('1'))).toHaveLength(3);
	});

	it('is not told again where it answers in part and is refused again', async () => {
		const scene = await begun('1', '2');
		scene.failures.set('1', REFUSED);
		expect(failuresIn(await scene.poll())).toEqual(['1']);
		scene.failures.clear();
		scene.nowMs += HOUR_MS;
		// One call shows that it answers; the other lists are left for later.
		await scene.poll({ calls: 1 });
		scene.known.accounts.sort((a, b) => a.accountId.localeCompare(b.accountId));
		for (let poll = 0; scene.known.accounts[0].failing?.isRefused && poll < 5; poll++) {
			await scene.poll({ calls: 1 });
		}
		expect(scene.known.accounts.find(({ accountId }) => accountId === '1')).toMatchObject({
			failing: { isRefused: false, isTold: true },
		});
		scene.failures.set('1', REFUSED);
		expect(failuresIn(await scene.poll())).toEqual([]);
	});

	it('is nobody else where one of them answers, whatever else Awin does', async () => {
		const scene = await begun('1', '2');
		scene.commonFailure = { kind: 'refused', status: 503 };
		scene.failures.set('1', REFUSED);
		expect(failuresIn(await scene.poll())).toEqual(['1']);
	});

	it('is the poll where all of them fail', async () => {
		const scene = await begun('1', '2');
		scene.failures.set('1', REFUSED);
		await scene.poll();
		scene.failures.set('2', BROKEN);
		expect(await scene.poll()).toMatchObject({ ok: false, failure: BROKEN, accountId: '2' });
	});

	it('is the poll where Awin gives nothing else either', async () => {
		const scene = await begun('1', '2', '3', '4', '5', '6');
		for (const accountId of scene.line) scene.failures.set(accountId, BROKEN);
		scene.commonFailure = { kind: 'refused', status: 503 };
		const outcome = await scene.poll();
		expect(outcome).toEqual({
			ok: false,
			failure: scene.commonFailure,
			inVain: scene.line.slice(0, 5),
		});
		scene.commonFailure = undefined;
		scene.triedInVain = new Set(scene.line.slice(0, 5));
		const sixth = scene.line[5];
		scene.failures.delete(sixth);
		expect((await scene.poll()).ok).toBe(true);
		expect(scene.asked.slice(0, 3).every((call) => call.startsWith(sixth))).toBe(true);
	});

	it('is nobody where there are no calls: the poll says so, and the next one goes on', async () => {
		const scene = await begun('1', '2');
		const before = scene.line;
		for (const accountId of before) scene.failures.set(accountId, LIMITED);
		expect(await scene.poll()).toMatchObject({ ok: false, failure: LIMITED, inVain: [] });
		scene.failures.delete(before[0]);
		expect(failuresIn(await scene.poll())).toEqual([]);
		expect(scene.line).toEqual([before[1], before[0]]);
	});
});

describe('where there is no room for all', () => {
	const mostStateChars = 3000;

	it('the busiest give way, which is told, and nothing comes twice', async () => {
		const scene = new Scene(['1', '2', '3']);
		await scene.poll({ mostStateChars, calls: 18 });
		const crowded = new Map<string, number>();
		for (let minute = 0; minute < 12 * 60; minute += 10) {
			scene.nowMs = START_MS + minute * MINUTE_MS;
			// One sells often, the others now and then.
			for (let second = 0; second < 600; second += 20) {
				scene.sell('1', scene.nowMs - second * 1000);
			}
			if (minute % 120 === 0) scene.sell('2', scene.nowMs);
			if (minute % 120 === 0) scene.sell('3', scene.nowMs);
			const outcome = await scene.poll({ mostStateChars });
			expect(JSON.stringify(packWatchState(scene.known)).length).toBeLessThanOrEqual(
				mostStateChars,
			);
			for (const { account: one, crowdedOut } of outcome.ok ? outcome.news : []) {
				crowded.set(one.accountId, (crowded.get(one.accountId) ?? 0) + crowdedOut);
			}
		}
		const sold = [...scene.sales].flatMap(([accountId, dates]) =>
			dates.map((_, place) => Number(accountId) * 100_000 + place),
		);
		expect(new Set(scene.told).size).toBe(scene.told.length);
		expect([...scene.told].sort()).toEqual(sold.sort());
		expect(crowded.get('1')).toBeGreaterThan(0);
		expect([crowded.get('2'), crowded.get('3')]).toEqual([0, 0]);
	});

	it('who is away goes on from where it was, whatever there was no room for', async () => {
		const scene = new Scene(['1', '2']);
		await scene.poll({ mostStateChars: 1200 });
		for (let second = 0; second < 600; second++) scene.sell('1', scene.nowMs + second * 50);
		scene.sell('2', scene.nowMs + 1000);
		scene.nowMs += MINUTE_MS;
		await scene.poll({ mostStateChars: 1200 });
		const isTwo = ({ accountId }: KeptAccount) => accountId === '2';
		scene.known.accounts = scene.known.accounts.map((one) =>
			isTwo(one) ? { ...one, goneForMs: 0 } : one,
		);
		for (let second = 0; second < 600; second++) scene.sell('1', scene.nowMs + second * 50);
		scene.nowMs += MINUTE_MS;
		const outcome = await scene.poll({ mostStateChars: 1200 });
		expect(outcome.ok && outcome.withoutRoom.map(({ accountId }) => accountId)).toEqual(['2']);
		scene.sell('2', scene.nowMs);
		scene.nowMs += 3 * HOUR_MS;
		scene.known.accounts = scene.known.accounts.map((one) => ({ ...one, goneForMs: undefined }));
		await scene.poll({ mostStateChars: 1200 });
		expect(scene.told.filter((id) => Number(id) >= 200_000).sort()).toEqual([200_000, 200_001]);
		expect(new Set(scene.told).size).toBe(1202);
	});

	it('a burst gives way that no room could be made for', async () => {
		const scene = new Scene(['1', '2']);
		await scene.poll({ mostStateChars });
		for (let sale = 0; sale < 2000; sale++) {
			scene.sell('1', scene.nowMs + sale * 20);
			if (sale % 2 === 0) scene.sell('2', scene.nowMs + sale * 20);
		}
		scene.nowMs += MINUTE_MS;
		for (let poll = 0; poll < 5; poll++) {
			await scene.poll({ mostStateChars });
			expect(JSON.stringify(packWatchState(scene.known)).length).toBeLessThanOrEqual(
				mostStateChars,
			);
		}
		expect(scene.told).toHaveLength(3000);
		expect(new Set(scene.told).size).toBe(3000);
	});
});
