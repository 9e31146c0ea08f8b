/** Stand-ins with every switch in a chance position, and the probe's wire to them without a network. */
import { AwinSandbox } from '../../demo/sandbox/awin.cts';
import { Dice } from '../../demo/sandbox/hash.cts';
import { SWITCH_VALUES } from '../../demo/sandbox/switch-values.cts';
import { DEFAULT_SWITCHES } from '../../demo/sandbox/switches.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import { USERS } from '../../demo/sandbox/tokens.cts';
import type { User } from '../../demo/sandbox/tokens.cts';
import type { Clock } from '../../demo/probe/caller.cts';
import { probe } from '../../demo/probe/probe.cts';
import type { Probed } from '../../demo/probe/probe.cts';
import type { Wire, WireAnswer, WireRequest } from '../../demo/probe/wire.cts';

const DAY_MS = 86_400_000;

/** Positions that are tried of the switches that take any number or text. */
export const OPEN_POSITIONS = {
	maxUrlLength: [0, 2048, 4096, 8192, 16_384],
	reportMaxDays: [0, 7, 30, 31, 92, 400],
	runningStatus: ['RUNNING', 'IN_PROGRESS', 'queued'],
	finishedStatus: ['DONE', 'COMPLETED', 'Finished'],
	badEndStatus: ['', '', 'FAILED'],
	jobsKeptDays: [0, 7, 90],
	shortLinkLimit: [0, 100, 200, 5000],
	feedProducts: [0, 1, 20, 300],
	ordersShownAfterMinutes: [-1, 10, 1_000_000],
} as const satisfies Partial<{ [Name in keyof Switches]: ReadonlyArray<Switches[Name]> }>;

/** Every position of a switch that is tried. */
export function positionsOf(name: keyof Switches): readonly unknown[] {
	if (name in OPEN_POSITIONS) return OPEN_POSITIONS[name as keyof typeof OPEN_POSITIONS];
	if (name in SWITCH_VALUES) return SWITCH_VALUES[name as keyof typeof SWITCH_VALUES];
	return [true, false];
}

export interface ProbeWorld {
	awin: AwinSandbox;
	user: User;
	clock: Clock & { nowMs: number };
	switches: Switches;
}

/** @param switches positions that are given; the others are left to chance */
export function chanceWorld(seed: number, switches?: Partial<Switches>): ProbeWorld {
	const dice = new Dice(seed * 7919 + 13);
	const clock = fakeClock(
		Date.UTC(2025, 0, 1) + dice.int(0, 700) * DAY_MS + dice.int(0, DAY_MS - 1),
	);
	const chance = Object.fromEntries(
		Object.keys(DEFAULT_SWITCHES).map((name) => [
			name,
			dice.pick(positionsOf(name as keyof Switches)),
		]),
	) as unknown as Switches;
	// Jobs that never end hide all that jobs could show: more often than not they do.
	if (dice.chance(0.6)) Object.assign(chance, { jobsNeverFinish: false, badEndStatus: '' });
	const all = { ...chance, ...switches };
	const user = dice.weighted([0, 0, 0, 0, 1, 2, 3].map((index) => [USERS[index], 1] as const));
	const awin = new AwinSandbox({
		seed: dice.int(1, 1_000_000),
		clock: () => clock.nowMs,
		requestsPerMinute: dice.chance(0.9) ? 20 : null,
		switches: all,
		world: {
			startDate: new Date(clock.nowMs - 120 * DAY_MS).toISOString().slice(0, 10),
			transactionsPerDay: dice.pick([0, 0.05, 0.3, 2, 5]),
			liveEventsPerMinute: dice.pick([0, 0, 2]),
			jobDurationMs: (items) => (items === 1 ? 10 * DAY_MS : 1000),
		},
	});
	if (dice.chance(0.7)) openJobs(awin, user, clock, dice);
	return { awin, user, clock, switches: all };
}

export function fakeClock(nowMs: number): Clock & { nowMs: number } {
	const clock = {
		nowMs,
		now: () => clock.nowMs,
		sleep: async (ms: number) => {
			clock.nowMs += ms;
			await Promise.resolve();
		},
	};
	return clock;
}

/** A validation job of approvals that is over, good, bad and needless ones among them, and now and then one under way. */
function openJobs(awin: AwinSandbox, user: User, clock: { nowMs: number }, dice: Dice): void {
	const account = user.links.find(({ accountType }) => accountType === 'advertiser');
	if (!account) return;
	const { accountId } = account;
	const known = [
		...awin.world.candidates(
			'advertiser',
			accountId,
			clock.nowMs - 40 * DAY_MS,
			clock.nowMs,
			false,
		),
	].filter((one) => awin.world.stateAt(one, clock.nowMs));
	const ids = known.map(({ id }) => id).slice(0, dice.int(1, 12));
	if (ids.length < 2 || dice.chance(0.6)) ids.push(1, 2);
	const limit = awin.requestsPerMinute;
	awin.requestsPerMinute = null;
	submit(awin, user, accountId, ids);
	if (dice.chance(0.4)) submit(awin, user, accountId, [3]);
	awin.requestsPerMinute = limit;
	awin.calls.length = 0;
	clock.nowMs += 60_000;
}

function submit(awin: AwinSandbox, user: User, accountId: number, ids: number[]): void {
	const items = ids.map((transactionId) => ({ action: 'approve', transaction: { transactionId } }));
	awin.handle({
		method: 'POST',
		url: `/advertisers/${accountId}/transactions/batch`,
		headers: { authorization: `Bearer ${user.token}`, 'content-type': 'application/json' },
		body: JSON.stringify(items),
	});
}

/** Answers in memory; each call takes a tenth of a second of the fake time. */
export function wireTo({ awin, user, clock }: Omit<ProbeWorld, 'switches'>): Wire {
	return async (request) => {
		clock.nowMs += 100;
		return await Promise.resolve(answer(awin, user.token, request));
	};
}

function answer(awin: AwinSandbox, token: string, request: WireRequest): WireAnswer {
	const { method, path, body = '', mostBytes } = request;
	const { status, headers, ...sent } = awin.handle({
		method,
		url: path,
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body,
	});
	const { stream } = sent;
	if (!stream) return { status, headers, text: sent.body, isWhole: true };
	const text = Buffer.concat([...stream.chunks()]).toString('utf8');
	const length: Record<string, string> = stream.isAnnounced
		? { 'content-length': String(stream.bytes) }
		: {};
	return {
		status,
		headers: { ...headers, ...length },
		text: text.slice(0, mostBytes),
		isWhole: text.length <= mostBytes,
	};
}

const ALL_WISHES = { advertiserId: null, publisherId: null, looksAtLimit: true };

export async function probeWorld(world: Omit<ProbeWorld, 'switches'>): Promise<Probed> {
	return await probe(wireTo(world), world.clock, ALL_WISHES);
}
