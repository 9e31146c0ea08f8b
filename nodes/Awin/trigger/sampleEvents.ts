/**
 * What a manual test shows: the newest events of each kind, whether they were reported before or not.
 */
import type { IPollFunctions } from 'n8n-workflow';

import { DAY_MS, SECOND_MS } from '../api/periods';
import type { DateType } from '../api/transactions';
import { LONGEST_WINDOW_MS, type Window } from '../api/windows';
import { operationError } from '../transport/errors';
import { unknownForm, type CallFailure } from '../transport/failures';
import type { Awin } from '../transport/request';
import { askWith } from './readLists';
import { byTime, dateTypesFor, eventsIn, type Change } from './events';
import { accountError, accountText } from './notices';
import { settingsFor, type Settings, type WatchSettings } from './fields';
import { ChangeDetector, holdsList } from './changeDetector';
import type { ReportedEvent } from './output';
import { AHEAD_MS } from './readPlan';
import { emptyState } from './state';
import { accountsToWatch } from './watchPoll';
import type { KeptAccount } from './watchState';

const FIRST_TRY_MS = 3 * DAY_MS;
const SHOWN_OF_EACH = 3;

/** Of several accounts, how many are tried until one has something to show. */
const MOST_ACCOUNTS = 3;

/** What a manual test shows. Nothing is remembered of it. */
export async function sample(
	context: IPollFunctions,
	settings: WatchSettings,
	awin: Awin,
	nowMs: number,
): Promise<ReportedEvent[]> {
	const { watched } = settings;
	const endMs = Math.floor((nowMs + AHEAD_MS) / SECOND_MS) * SECOND_MS;
	if (watched.watch !== 'oneAccount') {
		const accounts = await accountsToWatch(context, settings, watched, awin, nowMs);
		return await sampleSeveral(context, settings, accounts, awin, endMs);
	}
	const { accountId } = watched;
	const own = settingsFor(settings, accountId);
	const found = await sampleAccount(own, awin, endMs, [FIRST_TRY_MS, LONGEST_WINDOW_MS]);
	if (!found.ok) throw accountError(context.getNode(), found.failure, own);
	if (found.changes.length > 0) return reported(found.changes, { accountId, accountName: null });
	throw nothingFound(context, settings, `in ${accountText(own)}`, endMs);
}

/**
 * Somebody waits: so the accounts are tried one after the other until one has something to show, and only the first of them
 * is looked at for a whole month.
 */
async function sampleSeveral(
	context: IPollFunctions,
	settings: WatchSettings,
	accounts: KeptAccount[],
	awin: Awin,
	endMs: number,
): Promise<ReportedEvent[]> {
	const tried = accounts.slice(0, MOST_ACCOUNTS);
	const tries = [
		...tried.map((account) => ({ account, span: FIRST_TRY_MS })),
		{ account: tried[0], span: LONGEST_WINDOW_MS },
	];
	let failed: { own: Settings; failure: CallFailure } | undefined;
	for (const { account, span } of tries) {
		const { accountId, name: accountName } = account;
		const own = settingsFor(settings, accountId);
		if (failed?.own.accountId === accountId) continue;
		const found = await sampleAccount(own, awin, endMs, [span]);
		if (!found.ok) failed ??= { own, failure: found.failure };
		else if (found.changes.length > 0) return reported(found.changes, { accountId, accountName });
	}
	if (failed) throw accountError(context.getNode(), failed.failure, failed.own);
	const [first, ...more] = tried.map(({ accountId }) => accountId);
	const own = accountText(settingsFor(settings, first));
	if (more.length === 0) throw nothingFound(context, settings, `in ${own}`, endMs);
	const short = settings.view.clock.toIso(endMs - FIRST_TRY_MS);
	const others = `in accounts ${more.join(' and ')} (${tried.length} of ${accounts.length} were looked at) from ${short}, and in ${own}`;
	throw nothingFound(context, settings, others, endMs);
}

type Sample = { ok: true; changes: Change[] } | { ok: false; failure: CallFailure };

/** Up to three of each chosen event, oldest first. @param spans are tried in turn for each list until it shows something */
async function sampleAccount(
	settings: Settings,
	awin: Awin,
	endMs: number,
	spans: number[],
): Promise<Sample> {
	const samples = await Promise.all(
		dateTypesFor(settings.events).map(async (dateType): Promise<Sample> => {
			let newest: Sample = { ok: true, changes: [] };
			for (const span of spans) {
				newest = await readNewest(settings, awin, dateType, { startMs: endMs - span, endMs });
				if (!newest.ok || newest.changes.length > 0) break;
			}
			return newest;
		}),
	);
	const failed = samples.find(({ ok }) => !ok);
	const changes = samples.flatMap((one) => (one.ok ? one.changes : []));
	return failed ?? { ok: true, changes: changes.sort(byTime) };
}

async function readNewest(
	settings: Settings,
	awin: Awin,
	dateType: DateType,
	window: Window,
): Promise<Sample> {
	const { accountType, events, partnerIds } = settings;
	const selection = { events: eventsIn(dateType, events), partnerIds };
	const result = await askWith(awin, settings)(dateType, window, selection);
	if (!result) return { ok: true, changes: [] };
	if (!result.ok) return result;
	if (!holdsList(result.answer)) {
		return { ok: false, failure: unknownForm(result.status, result.answer) };
	}
	const { seen } = emptyState();
	const nowMs = window.endMs;
	const detector = new ChangeDetector({
		dateType,
		selection,
		before: [],
		accountType,
		seen,
		nowMs,
	});
	detector.detect(result.answer, { ...window, isBaseline: false });
	const newest = detector.newEvents.map(({ change }) => change).sort(byTime);
	const changes = events.flatMap((event) =>
		newest.filter((change) => change.event === event).slice(-SHOWN_OF_EACH),
	);
	return { ok: true, changes };
}

function reported(changes: Change[], account: ReportedEvent['account']): ReportedEvent[] {
	return changes.map((change) => ({ change, previousStatus: null, account }));
}

function nothingFound(
	context: IPollFunctions,
	{ events, partnerIds, view }: WatchSettings,
	where: string,
	endMs: number,
): Error {
	const from = view.clock.toIso(endMs - LONGEST_WINDOW_MS);
	const partners = partnerIds.length > 0 ? ` with ${partnerIds.join(', ')}` : '';
	return operationError(
		context.getNode(),
		`Nothing was ${events.join(', ')} ${where}${partners} from ${from} to ${view.clock.toIso(endMs)}`,
		'There is nothing to show as a test. Check the account, the events under Trigger On and the filters. Once the workflow is active, it starts with the next event.',
	);
}
