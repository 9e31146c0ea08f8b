/**
 * What a manual test shows: the newest events of each kind, whether they were reported before or not.
 */
import type { IPollFunctions } from 'n8n-workflow';

import { DAY_MS, SECOND_MS } from '../api/periods';
import type { DateType } from '../api/transactions';
import { LONGEST_WINDOW_MS, type Window } from '../api/windows';
import { operationError } from '../transport/errors';
import { unknownForm } from '../transport/failures';
import type { Awin } from '../transport/request';
import { askWith } from './readLists';
import { byTime, dateTypesFor, eventsIn, type Change } from './events';
import { accountError } from './notices';
import type { Settings } from './fields';
import { ChangeDetector, holdsList, type DetectedEvent } from './changeDetector';
import { AHEAD_MS } from './readPlan';
import { emptyState } from './state';

const FIRST_TRY_MS = 3 * DAY_MS;
const SHOWN_OF_EACH = 3;

/**
 * Finds up to three of each chosen event, oldest first, in the last days, or else in the last month: at most two calls for
 * each list. Nothing is remembered of it.
 */
export async function sampleEvents(
	context: IPollFunctions,
	settings: Settings,
	awin: Awin,
	nowMs: number,
): Promise<DetectedEvent[]> {
	const endMs = Math.floor((nowMs + AHEAD_MS) / SECOND_MS) * SECOND_MS;
	const samples = await Promise.all(
		dateTypesFor(settings.events).map(async (dateType) => {
			const read = async (window: Window) =>
				await readNewest(context, settings, awin, dateType, window);
			const recent = await read({ startMs: endMs - FIRST_TRY_MS, endMs });
			return recent.length > 0 ? recent : await read({ startMs: endMs - LONGEST_WINDOW_MS, endMs });
		}),
	);
	const changes = samples.flat().sort(byTime);
	if (changes.length === 0) throw nothingFound(context, settings, endMs);
	return changes.map((change) => ({ change, previousStatus: null }));
}

async function readNewest(
	context: IPollFunctions,
	settings: Settings,
	awin: Awin,
	dateType: DateType,
	window: Window,
): Promise<Change[]> {
	const { accountType, events, partnerIds } = settings;
	const selection = { events: eventsIn(dateType, events), partnerIds };
	const result = await askWith(awin, settings)(dateType, window, selection);
	if (!result) return [];
	if (!result.ok) throw accountError(context.getNode(), result.failure, settings);
	if (!holdsList(result.answer)) {
		const failure = unknownForm(result.status, result.answer);
		throw accountError(context.getNode(), failure, settings);
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
	const changes = detector.newEvents.map(({ change }) => change).sort(byTime);
	return events.flatMap((event) =>
		changes.filter((change) => change.event === event).slice(-SHOWN_OF_EACH),
	);
}

function nothingFound(context: IPollFunctions, settings: Settings, endMs: number): Error {
	const { accountType, accountId, events, partnerIds, view } = settings;
	const from = view.clock.toIso(endMs - LONGEST_WINDOW_MS);
	const partners = partnerIds.length > 0 ? ` with ${partnerIds.join(', ')}` : '';
	return operationError(
		context.getNode(),
		`Nothing was ${events.join(', ')} in ${accountType} account ${accountId}${partners} from ${from} to ${view.clock.toIso(endMs)}`,
		'There is nothing to show as a test. Check the account, the events under Trigger On and the filters. Once the workflow is active, it starts with the next event.',
	);
}
