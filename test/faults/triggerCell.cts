/**
 * One cell of the matrix for Awin Trigger: a poll that meets a fault, and the next ones, which do not.
 */
import type { IDataObject } from 'n8n-workflow';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { everythingOf } from '../support/everything.cts';
import { TriggerInN8n } from '../support/poll.cts';
import { ADVERTISER, credentialsFor, NOW_MS } from '../support/sandbox.cts';
import { AS_USUAL, withoutNumbers, type Recorder } from './cell.cts';
import type { FaultCase, Servers } from './faults.cts';

const WATCH = {
	kind: 'watch' as const,
	watch: 'Awin Trigger',
	accountType: 'advertiser' as const,
	accounts: [ADVERTISER],
	events: ['created', 'approved', 'declined', 'amended'],
	partners: [],
	intervalMs: 60_000,
};

const TEN_MINUTES_MS = 600_000;
/** Long enough for late arrivals to be looked for again. */
const POLLS_AFTERWARDS = 4;

/** What a person sees. Throws where an event was lost or came twice. */
export async function runTriggerCell(
	servers: Servers,
	clock: { passedMs: number },
	faultCase: FaultCase,
	{ history, nowMs }: Recorder,
): Promise<string> {
	const { sandbox } = servers;
	const credentials = credentialsFor(sandbox);
	const trigger = new TriggerInN8n({
		parameters: {
			accountId: { __rl: true, mode: 'id', value: String(ADVERTISER) },
			timezone: 'UTC',
		},
		credentials,
		nowMs,
	});
	history.write({ ...WATCH, atMs: nowMs() });
	const told: IDataObject[] = [];
	const poll = async () => {
		const fromMs = nowMs();
		const [place, errors] = [told.length, trigger.emittedErrors.length];
		const error = await pollInto(trigger, told);
		const items = told.slice(place);
		const isPart = error !== undefined || trigger.emittedErrors.length > errors;
		const times = { fromMs, toMs: nowMs() };
		const shown = { ...times, watch: WATCH.watch, clockMs: fromMs, isFirst: false };
		history.write({ kind: 'poll', ...shown, outcome: isPart ? 'part' : 'given' });
		const id = String(history.lines.length);
		const execution = { id, watch: WATCH.watch, ...times, status: 'success', items };
		if (items.length > 0) history.write({ kind: 'execution', of: 'events', ...execution });
		return error;
	};
	await poll();
	const sold = [sell(sandbox, clock), sell(sandbox, clock)];
	clock.passedMs += TEN_MINUTES_MS;

	sandbox.awin.clockShiftMs = faultCase.clockShiftMs ?? 0;
	if (faultCase.fault) {
		const { fault, times = Infinity, afterCalls = 0 } = faultCase;
		sandbox.awin.faults.add({ ...fault, times, afterCalls });
	}
	trigger.settings.credentials = { ...credentials, ...faultCase.credentials?.(servers) };
	trigger.settings.longestAnswerMs = faultCase.longestAnswerMs;
	const polls: Array<Error | undefined> = [await poll()];

	sandbox.awin.faults.clear();
	trigger.settings.credentials = credentials;
	trigger.settings.longestAnswerMs = undefined;
	for (let time = 0; time < POLLS_AFTERWARDS; time++) {
		clock.passedMs += TEN_MINUTES_MS;
		polls.push(await poll());
	}
	const events = told.map(({ eventId }) => String(eventId));

	if (everythingOf([polls, trigger.logged, trigger.staticData]).includes(TOKENS.owner)) {
		throw new Error('The token can be read here');
	}
	for (const id of sold) {
		const times = events.filter((event) => event === `${id}-created`).length;
		if (times !== 1) throw new Error(`The sale ${id} was reported ${times} times`);
	}
	if (new Set(events).size !== events.length) throw new Error('An event was reported twice');
	const [stopped, ...later] = polls;
	const met = stopped ?? trigger.emittedErrors[0];
	const stillBad = later.find((error) => error !== undefined);
	if (stillBad) throw new Error(`It did not go on by itself: ${stillBad.message}`);
	return met ? withoutNumbers(met.message) : AS_USUAL;
}

function sell(sandbox: SandboxServer, clock: { passedMs: number }): number {
	return sandbox.awin.world.addTransaction({
		advertiserId: ADVERTISER,
		publisherId: 88201,
		saleAmount: 50,
		currency: 'EUR',
		transactionAtMs: NOW_MS + clock.passedMs + 60_000,
	}).id;
}

async function pollInto(trigger: TriggerInN8n, told: IDataObject[]): Promise<Error | undefined> {
	try {
		told.push(...((await trigger.poll()) ?? []));
		return undefined;
	} catch (error) {
		return error as Error;
	}
}
