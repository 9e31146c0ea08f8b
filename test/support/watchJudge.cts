/**
 * Judges what a trigger that watches several accounts has told, by Awin's own history of each account and by what Awin was
 * asked and when. It knows the promises (docs/trigger.md), and nothing of how they are kept.
 */
import type { AccountType } from '../../demo/sandbox/directory.cts';
import type { HistoryEvent } from '../../demo/sandbox/world.cts';
import { DAY_MS, MINUTE_MS } from './days.cts';
import { describeEvent, isListed, isReportOf, isSameDisplay, timeText } from './toldEvents.cts';
import type { WatchedPoll, WatchModel } from './watchModel.cts';

const FIRST_MARGIN_MS = 15 * MINUTE_MS;
/** Events that arrive late are told within a day; names and new accounts are known within one. */
const WITHIN_MS = DAY_MS;
/** An account that was away for longer may begin anew. */
const LONG_AWAY_MS = 25 * DAY_MS;
const MOST_CALLS_A_MINUTE = 16;

const LIST_OF: Readonly<Record<string, string>> = {
	created: 'transaction',
	approved: 'validation',
	declined: 'validation',
	amended: 'amendment',
};

export interface Judged {
	model: WatchModel;
	accountType: AccountType;
	intervalMs: number;
	beginsMs: number;
	/** Ids of all accounts that the story is about. */
	accountIds: number[];
	/** Without crashes nothing may come twice. */
	isExact: boolean;
}

/** Throws on the first promise that was not kept. */
export function judge(judged: Judged): void {
	for (const accountId of judged.accountIds) judgeAccount(accountId, judged);
	judgeItems(judged);
	judgeCalls(judged);
	if (judged.isExact) {
		judgeTurns(judged);
		judgeNotices(judged);
	}
}

function polls({ model }: Judged): WatchedPoll[] {
	return model.polls;
}

function isKept({ record: { outcome } }: WatchedPoll): boolean {
	return outcome === 'good' || outcome === 'short';
}

/** Whether an account is to be watched at a poll, and the token reaches it. */
function watchedAt(poll: WatchedPoll, accountId: number): boolean {
	return wantedAt(poll, accountId) && poll.linked.has(accountId);
}

function wantedAt({ watch, open }: WatchedPoll, accountId: number): boolean {
	if (watch.watch === 'allAccounts') return open.has(accountId);
	if (watch.watch === 'oneAccount') return watch.accountId === accountId;
	return watch.accountIds.includes(accountId);
}

/** Whether everything was asked about an account, and answered. */
function looksAt(poll: WatchedPoll, accountId: number, { accountType }: Judged): boolean {
	const known = lookedAt.get(poll) ?? accountsLookedAt(poll, accountType);
	lookedAt.set(poll, known);
	return known.has(accountId);
}

/** Each poll is asked about again and again. */
const lookedAt = new WeakMap<WatchedPoll, Set<number>>();

function accountsLookedAt(poll: WatchedPoll, accountType: AccountType): Set<number> {
	const answered = new Map<number, Set<string>>();
	for (const { path, query, status } of isKept(poll) ? poll.calls : []) {
		const id = new RegExp(`^/${accountType}s/(\\d+)/transactions`).exec(path)?.[1];
		if (status !== 200 || id === undefined) continue;
		answered.set(Number(id), (answered.get(Number(id)) ?? new Set()).add(query.dateType));
	}
	const lists = poll.events.map((event) => LIST_OF[event]);
	const whole = [...answered].filter(([, own]) => lists.every((list) => own.has(list)));
	return new Set(whole.map(([accountId]) => accountId));
}

interface Beginning {
	/** The poll at which it was first to be watched, for the last time so. */
	poll: WatchedPoll;
	/** From then on everything that shows has to be told. */
	begunMs: number;
	/** There was another one before. */
	isAgain: boolean;
}

/**
 * Since when events of a kind are wanted of an account without a break that may have ended it; undefined where they are not in the
 * end.
 */
function beginningOf(accountId: number, kind: string, judged: Judged): Beginning | undefined {
	let beginning: Beginning | undefined;
	let isAgain = false;
	let looks = 0;
	let [lastWatchedMs, isUnsaved] = [-Infinity, true];
	for (const poll of polls(judged)) {
		const { record } = poll;
		// Chosen again later, it begins anew. So it does where one account alone gives way to another one.
		if (!poll.events.includes(kind) || isReplaced(accountId, poll, judged)) {
			[beginning, isAgain, looks, isUnsaved] = [undefined, true, 0, true];
		} else if (watchedAt(poll, accountId)) {
			const isLongAway = record.atMs - lastWatchedMs > LONG_AWAY_MS;
			if (beginning && isLongAway) {
				[beginning, isAgain, looks, isUnsaved] = [undefined, true, 0, true];
			}
			// Of a new account it knows when Awin is asked again.
			const isListed = poll.watch.watch !== 'allAccounts' || poll.calls.some(isGoodList);
			if (isKept(poll) && isListed) beginning ??= { poll, begunMs: Infinity, isAgain };
			if (beginning && looksAt(poll, accountId, judged)) {
				// With one look a list may be read in part only.
				if (++looks === 2) beginning.begunMs = record.endMs;
			}
			lastWatchedMs = record.atMs;
		}
		if (beginning && record.isSaved && looks >= 2) isUnsaved = false;
		if (poll.isCrashedAfter && isUnsaved) [beginning, isAgain, looks] = [undefined, true, 0];
	}
	const last = polls(judged).at(-1);
	const isWanted = last && watchedAt(last, accountId) && last.events.includes(kind);
	return isWanted ? beginning : undefined;
}

function isReplaced(accountId: number, poll: WatchedPoll, judged: Judged): boolean {
	const { watch } = poll;
	const before = polls(judged)[polls(judged).indexOf(poll) - 1]?.watch;
	return (
		before?.watch === 'oneAccount' &&
		before.accountId === accountId &&
		watch.watch === 'oneAccount' &&
		watch.accountId !== accountId
	);
}

function judgeAccount(accountId: number, judged: Judged): void {
	const { model, accountType, beginsMs, intervalMs, isExact } = judged;
	const nowMs = model.time.trueMs;
	const history = model.sandbox.world.history({
		accountType,
		accountId,
		fromMs: beginsMs - 60 * DAY_MS,
		toMs: nowMs,
	});
	const kinds = new Set(history.map(({ kind }) => kind));
	const beginnings = new Map(
		[...kinds].map((kind) => [kind, beginningOf(accountId, kind, judged)] as const),
	);
	const told = polls(judged).flatMap(({ record }) => record.items);
	for (const event of history) {
		const count = told.filter((item) => isReportOf(event, item)).length;
		const beginning = beginnings.get(event.kind);
		const isTwin = history.some((other) => other !== event && isSameDisplay(other, event));
		if (isExact && count > 1) throw wrong(`Told ${count} times`, event, judged);
		if (!beginning || isTwin) continue;
		const { poll, begunMs, isAgain } = beginning;
		const takenUpMs = poll.record.atMs;
		const isSlow = begunMs - takenUpMs > LONG_AWAY_MS;
		// Awin shows the last state only.
		const isCovered = history.some(
			(other) =>
				other !== event && isListed(other, event) && other.visibleAtMs >= event.visibleAtMs,
		);
		const isNew =
			event.visibleAtMs > begunMs ||
			(begunMs < Infinity && event.atMs > takenUpMs + MINUTE_MS && !isSlow);
		const isDue = isNew && event.visibleAtMs <= nowMs - 2 * WITHIN_MS;
		if (isDue && !isCovered && count === 0) throw wrong('Never told', event, judged);
		const wantedMs = firstWantedMs(accountId, event.kind, judged);
		const firstMs = wantedMs - intervalMs - FIRST_MARGIN_MS - MINUTE_MS;
		const isFoundByOther = history.some(
			(other) => other !== event && isListed(other, event) && other.atMs >= firstMs,
		);
		const isOld = event.visibleAtMs <= wantedMs && event.atMs < firstMs && !isFoundByOther;
		if (isOld && !isAgain && count > 0) throw wrong('Older than the start', event, judged);
	}
	if ([...beginnings.values()].some((beginning) => beginning?.begunMs === Infinity)) {
		throw new Error(`Account ${accountId} was never looked at\n${storyOf(judged)}`);
	}
}

/** When an account was to be watched for the first time, whether the token reached it then or not. */
function firstWantedMs(accountId: number, kind: string, judged: Judged): number {
	const first = polls(judged).find(
		(poll) => wantedAt(poll, accountId) && poll.events.includes(kind),
	);
	return first?.record.atMs ?? Infinity;
}

/** Every item is an event of Awin's, of the account and under the name that it says. */
function judgeItems(judged: Judged): void {
	const { model, accountType, beginsMs, accountIds } = judged;
	const histories = new Map(
		accountIds.map((accountId) => [
			accountId,
			model.sandbox.world.history({
				accountType,
				accountId,
				fromMs: beginsMs - 60 * DAY_MS,
				toMs: model.time.trueMs,
			}),
		]),
	);
	for (const [place, poll] of polls(judged).entries()) {
		for (const item of poll.record.items) {
			const accountId = Number(item.accountId);
			const history = histories.get(accountId) ?? [];
			const isReal = history.some(
				(event) => isReportOf(event, item) && event.visibleAtMs <= poll.record.endMs,
			);
			const say = (what: string) =>
				new Error(`${what}: ${JSON.stringify(item)}\n${storyOf(judged)}`);
			if (!isReal) throw say('No event of that account');
			if (!namesOf(accountId, place, judged).includes(item.accountName as string | null)) {
				throw say('Not what the account is called');
			}
		}
	}
}

/** What an account may be called at a poll: what it was called since Awin was last asked, and up to a day before. */
function namesOf(accountId: number, place: number, judged: Judged): Array<string | null> {
	const all = polls(judged).slice(0, place + 1);
	const { record, watch } = all[place];
	const asked = all.filter(({ calls }) => calls.some(isGoodList)).at(-1);
	const askedMs = asked?.record.atMs ?? -Infinity;
	const sinceMs = Math.min(askedMs, record.atMs - WITHIN_MS);
	// The last poll before that time knew the name of then.
	const first = all.filter((poll) => poll.record.atMs <= sinceMs).length - 1;
	const names = all.slice(Math.max(0, first)).flatMap(({ linked }) => linked.get(accountId) ?? []);
	// One account alone is watched without asking for its name.
	const isUnknown = watch.watch === 'oneAccount' || !asked || names.length === 0;
	return isUnknown ? [...names, null, ...namesBefore(accountId, all)] : names;
}

function namesBefore(accountId: number, all: WatchedPoll[]): string[] {
	return all.flatMap(({ linked }) => linked.get(accountId) ?? []);
}

function isGoodList({ path, status }: { path: string; status: number }): boolean {
	return path === '/accounts' && status === 200;
}

/** People have to have calls left. */
function judgeCalls(judged: Judged): void {
	let times: number[] = [];
	for (const poll of polls(judged)) {
		if (poll.watch.watch === 'oneAccount') {
			times = [];
			continue;
		}
		for (const { atMs, status } of poll.calls) {
			// What Awin refused for its limit goes again, once there is room.
			if (status === 429) continue;
			times = times.filter((ms) => ms > atMs - MINUTE_MS);
			times.push(atMs);
			if (times.length > MOST_CALLS_A_MINUTE) {
				throw new Error(`${times.length} calls in the minute before ${timeText(atMs)}`);
			}
		}
		// A new process knows nothing of the calls of the one before.
		if (poll.isCrashedAfter) times = [];
	}
}

/** Nobody is looked at three times while another account, that nothing is wrong with, is not looked at once. */
function judgeTurns(judged: Judged): void {
	const { accountIds } = judged;
	for (const waiting of accountIds) {
		let others = new Map<number, number>();
		// What went wrong lately is tried again more seldom, until it has worked.
		let isHeldBack = false;
		for (const poll of polls(judged)) {
			const isLookedAt = looksAt(poll, waiting, judged);
			const isFailing = isRefused(poll, waiting) || wasRefused(poll, waiting, judged);
			isHeldBack = !isLookedAt && (isHeldBack || isFailing || poll.isDisturbed);
			if (isLookedAt || isHeldBack || !watchedAt(poll, waiting) || !isKept(poll)) {
				others = new Map();
				continue;
			}
			// Whether it is there is only known within a day.
			if (poll.watch.watch === 'oneAccount' || !isKnown(waiting, poll, judged)) continue;
			for (const other of accountIds.filter((id) => looksAt(poll, id, judged))) {
				others.set(other, (others.get(other) ?? 0) + 1);
				if ((others.get(other) ?? 0) > 2) {
					const what = `${other} was looked at three times, and ${waiting} not once`;
					throw new Error(`${what}\n${storyOf(judged)}`);
				}
			}
		}
	}
}

/** Awin has listed an account to the trigger since it came. */
function isKnown(accountId: number, poll: WatchedPoll, judged: Judged): boolean {
	if (poll.watch.watch === 'chosenAccounts') return true;
	const until = polls(judged).indexOf(poll);
	const listed = polls(judged)
		.slice(0, until)
		.filter(({ calls }) => calls.some(isGoodList))
		.at(-1);
	return listed?.open.has(accountId) ?? false;
}

/** It is to be watched, and Awin gives nothing of it. */
function isRefused(poll: WatchedPoll, accountId: number): boolean {
	const isOut = poll.refused.has(accountId) || !poll.linked.has(accountId);
	return wantedAt(poll, accountId) && isOut;
}

/** Awin refused a call about it; that may be one of a list that is no longer true. */
function wasRefused({ calls }: WatchedPoll, accountId: number, { accountType }: Judged): boolean {
	const path = `/${accountType}s/${accountId}/`;
	return calls.some((call) => call.status >= 400 && call.path.startsWith(path));
}

/** An account that fails is told once, until it has worked again; one that is refused is told, while others work. */
function judgeNotices(judged: Judged): void {
	const { model, accountIds } = judged;
	for (const accountId of accountIds) {
		for (const stretch of failingStretches(accountId, judged)) {
			const [fromMs, toMs] = [stretch[0].record.atMs, stretch.at(-1)?.record.endMs ?? 0];
			const told = model.n8n.notices.filter(
				({ kind, atMs, text }) =>
					kind === 'besides' && atMs >= fromMs && atMs <= toMs && text.includes(String(accountId)),
			).length;
			const isSeen = stretch.some(
				(poll) =>
					isKept(poll) &&
					!poll.isDisturbed &&
					isRefused(poll, accountId) &&
					wasRefused(poll, accountId, judged) &&
					accountIds.some((other) => looksAt(poll, other, judged)),
			);
			// What n8n throws away has been told all the same.
			const lost = stretch.filter(({ record }) => record.outcome === 'discarded').length;
			// Of an account that was away for long nothing is known any more.
			const breaks = stretch.filter(
				({ record }, place) =>
					record.atMs - stretch[Math.max(0, place - 1)].record.atMs > LONG_AWAY_MS,
			).length;
			if (told > 1 + lost + breaks) {
				throw new Error(`${accountId} was told ${told} times\n${storyOf(judged)}`);
			}
			if (isSeen && told === 0) {
				throw new Error(`Nobody was told of ${accountId}\n${storyOf(judged)}`);
			}
		}
	}
}

/** Runs of polls that did not look at an account as a whole. */
function failingStretches(accountId: number, judged: Judged): WatchedPoll[][] {
	const stretches: WatchedPoll[][] = [];
	let current: WatchedPoll[] | undefined;
	for (const poll of polls(judged)) {
		if (looksAt(poll, accountId, judged)) current = undefined;
		else if (current) current.push(poll);
		else stretches.push((current = [poll]));
	}
	return stretches;
}

function wrong(what: string, event: HistoryEvent, judged: Judged): Error {
	return new Error(`${what}: ${describeEvent(event)}\n${storyOf(judged)}`);
}

/** What happened, poll by poll. */
function storyOf(judged: Judged): string {
	return polls(judged)
		.map((poll) => {
			const { record, watch, events, calls, refused, open } = poll;
			const asked = judged.accountIds
				.filter((id) => calls.some(({ path }) => path.includes(`/${id}/`)))
				.map((id) => `${id}${looksAt(poll, id, judged) ? '' : '!'}`);
			const of = watch.watch === 'oneAccount' ? watch.accountId : JSON.stringify(watch);
			const told = record.items.map(({ eventId }) => String(eventId)).join(' ');
			const state = `open ${[...open].join(' ')}, refused ${[...refused].join(' ')}`;
			const crash = poll.isCrashedAfter ? ', then killed' : '';
			const isBusy = poll.isDisturbed ? ' disturbed' : '';
			return `${timeText(record.atMs)} ${record.outcome}${isBusy} ${of} ${events.join('+')} (${state}): ${calls.length} calls, looked at ${asked.join(' ')}: ${told}${crash}`;
		})
		.concat(
			judged.model.n8n.notices.map(({ atMs, kind, text }) => `${timeText(atMs)} ${kind}: ${text}`),
		)
		.join('\n');
}

/** The longest time between two looks at an account that was watched meanwhile. */
export function longestBetweenLooks(accountId: number, judged: Judged, fromMs: number): number {
	const looks = polls(judged)
		.filter((poll) => poll.record.atMs >= fromMs && looksAt(poll, accountId, judged))
		.map(({ record }) => record.atMs);
	const gaps = looks.slice(1).map((ms, place) => ms - looks[place]);
	return looks.length < 2 ? Infinity : Math.max(...gaps);
}
