/**
 * n8n's durable scheduler takes the state out of its database before it calls the node, and stores the new one after the
 * node has answered. Two poll times that come together are two polls: the second may get the state from before the first.
 */
import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { sampleTransaction } from '../../../nodes/Awin/api/samples';
import { systemClock } from '../../../nodes/Awin/transport/gate';
import { Poller } from '../../../nodes/Awin/trigger/poll';

const START_MS = Date.parse('2026-06-15T10:00:00Z');
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DURABLE_BUDGET_MS = 36 * SECOND_MS;
const OTHER_BUDGET_MS = 5 * MINUTE_MS;

let nowMs: number;
let rows: object[];
let poller: Poller;

beforeEach(() => {
	nowMs = START_MS;
	rows = [];
	poller = new Poller({
		clock: { nowMs: () => nowMs, sleep: async () => undefined, alarm: systemClock.alarm },
		nowMs: () => nowMs,
	});
});

function addSale(id: number): void {
	const transactionDate = new Date(nowMs - MINUTE_MS).toISOString().slice(0, 19);
	rows.push({ ...sampleTransaction(), id, transactionDate });
}

/** A poll that is given a copy of this state, and what it makes of both. */
async function poll(state: IDataObject, budgetMs = DURABLE_BUDGET_MS) {
	const own = structuredClone(state);
	const parameters: Record<string, unknown> = {
		accountType: 'advertiser',
		accountId: '12345',
		events: ['created'],
		timezone: 'UTC',
		pollTimes: { item: [{ mode: 'everyMinute' }] },
	};
	const context = {
		getMode: () => 'trigger',
		getNode: () => ({ id: 'n', name: 'Awin Trigger' }),
		getWorkflow: () => ({ id: 'w' }),
		getTimezone: () => 'UTC',
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		getWorkflowStaticData: () => own,
		getPollBudgetMs: () => budgetMs,
		getCredentials: async () => ({ accessToken: 'storedLate', requestsPerMinute: 1000 }),
		logger: { info: () => {}, warn: () => {}, error: () => {} },
		helpers: {
			httpRequestWithAuthentication: async () => ({
				statusCode: 200,
				headers: {},
				body: JSON.stringify(rows),
			}),
		},
	};
	const output = await poller.poll(context as unknown as IPollFunctions);
	return { ids: (output?.[0] ?? []).map(({ json }) => json.id), state: own };
}

async function stateAfterQuietPoll(): Promise<IDataObject> {
	const { state } = await poll({});
	nowMs += MINUTE_MS;
	return state;
}

it('what was just given out is not given out again from the state before it', async () => {
	const before = await stateAfterQuietPoll();
	addSale(1);

	const first = await poll(before);
	nowMs += SECOND_MS;
	const second = await poll(before);

	expect(first.ids).toEqual([1]);
	expect(second.ids).toEqual([]);
	// Nothing that n8n could store over what the first one found out.
	expect(second.state).toEqual(before);
});

it('once n8n has stored it, the next poll goes on from there', async () => {
	const before = await stateAfterQuietPoll();
	addSale(1);
	const first = await poll(before);
	addSale(2);
	nowMs += SECOND_MS;

	expect((await poll(first.state)).ids).toEqual([2]);
});

it('what n8n never stored is given out again a minute later: nothing is lost', async () => {
	const before = await stateAfterQuietPoll();
	addSale(1);
	await poll(before);
	nowMs += MINUTE_MS;

	expect((await poll(before)).ids).toEqual([1]);
});

it('a workflow that is activated anew waits for one poll: what was given out may have been kept', async () => {
	const before = await stateAfterQuietPoll();
	addSale(1);
	await poll(before, OTHER_BUDGET_MS);

	const polls: unknown[] = [];
	for (let minute = 0; minute < 3; minute++) {
		nowMs += MINUTE_MS;
		polls.push((await poll(before, OTHER_BUDGET_MS)).ids);
	}

	// n8n has thrown the first result away, so it comes again.
	expect(polls).toEqual([[], [1], []]);
});
