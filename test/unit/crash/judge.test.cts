/** The crash tests are worth what their judge is: it has to see each thing that could go wrong. */
import { AwinSandbox } from '../../../demo/sandbox/awin.cts';
import type { SandboxServer } from '../../../demo/sandbox/server.cts';
import type { Snapshot } from '../../crash/database.cts';
import { Deliveries } from '../../crash/deliveries.cts';
import {
	judgeOrderClaims,
	judgeOrders,
	judgeSettled,
	judgeValidationClaims,
	judgeValidations,
} from '../../crash/judge.cts';
import { TRIGGER_NAME, type ValidationColumns } from '../../crash/workflows.cts';
import { ADVERTISER, NOW_MS } from '../../support/sandbox.cts';
import { TRIGGER_EVENTS } from '../../../nodes/Awin/trigger/events';
import { hourOf } from '../../../nodes/Awin/trigger/seenTransactions';
import { selectionText } from '../../../nodes/Awin/trigger/selection';
import { emptyState, packState, STATE_KEY } from '../../../nodes/Awin/trigger/state';

const rows = ['A-1', 'A-2'].map((order) => ({ order, account: 77102 }));
const said = (outcome: string) => rows.map((json) => ({ json: { ...json, awin: { outcome } } }));

describe('orders', () => {
	const once = new Map([
		['A-1', 1],
		['A-2', 1],
	]);

	it('are right when each is booked once and is said to be', () => {
		expect(judgeOrders(rows, once, said('skipped'))).toEqual([]);
		expect(judgeOrders(rows, once, said('unknown'))).toEqual([]);
		expect(judgeOrders(rows, new Map(), said('unknown'))).toEqual([]);
	});

	it.each([
		['booked twice', new Map([...once, ['A-1', 2]]), said('skipped'), 'booked 2 times'],
		['said to be accepted and lost', new Map([['A-1', 1]]), said('accepted'), 'A-2 is accepted'],
		['still not sent', once, said('failed'), 'A-1 is failed'],
		['left out', once, said('skipped').slice(1), '2 orders gave 1 items'],
	])('are wrong when one is %s', (_what, booked, again, wrong) => {
		expect(judgeOrders(rows, booked, again).join()).toContain(wrong);
	});

	it('are wrong when more than one batch is in doubt', () => {
		const [one, other] = said('unknown');
		const elsewhere = { json: { ...other.json, account: 77103 } };

		expect(judgeOrders(rows, once, [one, elsewhere])).toEqual(['orders of 2 batches are unknown']);
	});

	it('are settled when each is booked once and is said to be; in doubt only where nothing is listed', () => {
		expect(judgeSettled(rows, once, said('skipped'), true)).toEqual([]);
		expect(judgeSettled(rows, once, said('unknown'), false)).toEqual([]);
		expect(judgeSettled(rows, new Map(), said('unknown'), false)).toEqual([]);
	});

	it('may be in doubt while they are young and Awin does not have them', () => {
		expect(judgeSettled(rows, new Map(), said('unknown'), true, true)).toEqual([]);
		expect(judgeSettled(rows, once, said('unknown'), true, true)).toHaveLength(2);
		expect(judgeSettled(rows, new Map(), said('unknown'), true, false)).toHaveLength(2);
	});

	it.each([
		['booked twice', new Map([...once, ['A-1', 2]]), said('skipped'), 'booked 2 times'],
		['given up', new Map([['A-1', 1]]), said('skipped'), 'A-2 is settled as skipped'],
		['left in doubt', once, said('unknown'), 'A-1 is unknown when it is settled'],
		['rejected', once, said('rejected'), 'A-1 is rejected when it is settled'],
		['left out', once, said('skipped').slice(1), '2 orders gave 1 items'],
	])('are not settled when one is %s', (_what, booked, settled, wrong) => {
		expect(judgeSettled(rows, booked, settled, true).join()).toContain(wrong);
	});

	it('are wrong when the run that was killed claimed what Awin does not have', () => {
		expect(judgeOrderClaims(once, said('accepted'))).toEqual([]);
		expect(judgeOrderClaims(new Map([['A-1', 1]]), said('accepted'))).toEqual([
			'order A-2 was claimed to be accepted, and Awin does not have it',
		]);
	});
});

describe('validations', () => {
	const addRow = (awin: AwinSandbox): ValidationColumns => {
		const { id } = awin.world.addTransaction({
			advertiserId: 77102,
			publisherId: 88201,
			saleAmount: 100,
			transactionAtMs: NOW_MS - 3_600_000,
		});
		return { id, account: 77102, action: 'approve', amount: 50 };
	};
	const approve = (awin: AwinSandbox, { id }: ValidationColumns) => {
		const event = awin.world.scheduleEvent({
			transactionId: id,
			kind: 'approved',
			atMs: NOW_MS - 1000,
		});
		const entry = { atMs: NOW_MS - 1000, accountId: 77102, jobId: 'j', reference: null };
		awin.enter({
			...entry,
			kind: 'validation',
			action: 'approve',
			transactionId: id,
			events: [event],
		});
	};
	const judged = (act: (awin: AwinSandbox, row: ValidationColumns) => void, outcome: string) => {
		const awin = new AwinSandbox({ clock: () => NOW_MS });
		const row = addRow(awin);
		act(awin, row);
		return judgeValidations(
			{ awin } as SandboxServer,
			[row],
			[{ json: { ...row, awin: { outcome } } }],
		);
	};

	it('are right when each was changed once', () => {
		expect(judged(approve, 'alreadyDone')).toEqual([]);
	});

	it.each([
		['not changed at all', () => undefined, 'done', 'changed 0 times'],
		[
			'changed twice',
			(awin: AwinSandbox, row: ValidationColumns) => {
				approve(awin, row);
				approve(awin, row);
			},
			'done',
			'changed 2 times',
		],
		['said to have failed', approve, 'failed', 'is failed after the crash'],
	])('are wrong when one was %s', (_what, act, outcome, wrong) => {
		expect(judged(act, outcome).join()).toContain(wrong);
	});

	it('are wrong when the run that was killed claimed what was not done', () => {
		const claimed = [{ json: { id: 7, awin: { outcome: 'done' } } }];

		expect(judgeValidationClaims(new Map([[7, 1]]), claimed)).toEqual([]);
		expect(judgeValidationClaims(new Map(), claimed)).toHaveLength(1);
	});
});

describe('events of the trigger', () => {
	const START_MS = NOW_MS - 60_000;
	const IDENTITY = {
		accountType: 'advertiser' as const,
		accountId: String(ADVERTISER),
		events: TRIGGER_EVENTS,
		partnerIds: [],
	};

	const world = () => {
		const awin = new AwinSandbox({
			clock: () => NOW_MS,
			world: { startDate: '2100-01-01', transactionsPerDay: 0 },
		});
		const { id } = awin.world.addTransaction({
			advertiserId: ADVERTISER,
			publisherId: 88201,
			saleAmount: 100,
			transactionAtMs: NOW_MS - 30_000,
		});
		const deliveries = new Deliveries({ awin } as SandboxServer, 'w', START_MS);
		return { id, deliveries };
	};
	const execution = (id: number, transactionId: number, eventId = `${transactionId}-created`) => ({
		id,
		workflowId: 'w',
		status: 'success',
		createdMs: NOW_MS,
		startedMs: NOW_MS,
		stoppedMs: NOW_MS,
		parameters: {},
		data: {
			resultData: {
				runData: {
					[TRIGGER_NAME]: [
						{
							executionTime: 1,
							data: { main: [[{ json: { id: transactionId, event: 'created', eventId } }]] },
						},
					],
				},
			},
		},
	});
	const snapshot = (executions: Snapshot['executions'], knownId?: number): Snapshot => {
		const known = emptyState();
		const selection = { events: ['created'], partnerIds: [] } as const;
		const progress = {
			scope: selectionText(selection),
			boundMs: NOW_MS,
			reachedBackMs: NOW_MS,
			coveredFromMs: START_MS,
			heldSinceMs: null,
		};
		known.lists.push({ dateType: 'transaction', selection, progress });
		if (knownId !== undefined) {
			const sight = {
				subject: 'transaction',
				id: knownId,
				version: '',
				status: 'pending',
			} as const;
			known.seen.see(sight, hourOf(NOW_MS));
		}
		return { executions, again: [], nodeState: { [STATE_KEY]: packState(known, IDENTITY) } };
	};

	it('are right when each came once, or again after a crash under the same id', () => {
		const { id, deliveries } = world();
		deliveries.take(snapshot([execution(1, id)]), NOW_MS);
		deliveries.take(snapshot([execution(2, id)]), NOW_MS);

		expect(deliveries.report(NOW_MS)).toMatchObject({ events: 1, repeated: 1, wrong: [] });
	});

	it('are wrong when one never came, and the state does not know it either', () => {
		const { id, deliveries } = world();
		deliveries.take(snapshot([]), NOW_MS);

		expect(deliveries.report(NOW_MS).wrong).toEqual([`${id} created was never delivered`]);
	});

	it("are counted as lost in n8n's own instant only where the saved state knows what no execution has", () => {
		const { id, deliveries } = world();
		deliveries.take(snapshot([], id), NOW_MS);

		expect(deliveries.report(NOW_MS)).toMatchObject({ lostInstants: 1, lostEvents: 1, wrong: [] });
	});

	it.each([
		['twice without a crash', (id: number) => [execution(1, id), execution(2, id)], 'came twice'],
		['under two ids', (id: number) => [execution(1, id), execution(2, id, 'other')], 'has the ids'],
		[
			'out of nowhere',
			(id: number) => [execution(1, id), execution(2, 5)],
			'5 created was made up',
		],
	])('are wrong when one came %s', (_what, executionsOf, wrong) => {
		const { id, deliveries } = world();
		deliveries.take(snapshot(executionsOf(id)), NOW_MS);

		expect(deliveries.report(NOW_MS).wrong.join()).toContain(wrong);
	});
});
