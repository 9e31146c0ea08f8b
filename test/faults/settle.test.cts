/**
 * After everything that may go wrong with a sending: the same workflow looks at Awin first, and in the end each order is
 * booked once. What nobody knows of Awin, when it shows an order and what it makes of one that it has, is played in each way.
 */
import type { INodeParameters } from 'n8n-workflow';

import type { Switches } from '../../demo/sandbox/switches.cts';
import { CONTINUE } from '../support/contexts.cts';
import { bookedReferences, ORDERS, outcomesOf, resultsOf, submit } from '../support/conversion.cts';
import { NOW_MS } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { FAULTS } from './faults.cts';

const { sandbox, clock } = useSandbox({
	clock: true,
	store: true,
	world: { startDate: '2026-01-01', transactionsPerDay: 0 },
});

const HOUR = 60;
const NEVER = 1_000_000;

function later(minutes: number): void {
	clock.passedMs += minutes * 60_000;
	jest.spyOn(Date, 'now').mockReturnValue(NOW_MS + clock.passedMs);
}

/** Those that are about the credential or the clock say nothing about orders. */
const PLAYED = FAULTS.flatMap((faultCase) => {
	const { name, fault, times = Infinity } = faultCase;
	return fault && !faultCase.afterCalls && !faultCase.longestAnswerMs
		? [[name, { ...fault, times, ...ORDERS }] as const]
		: [];
});

const WAYS: Array<[string, Partial<Switches>]> = [
	['shown at once, taken twice', { ordersShownAfterMinutes: 0 }],
	['shown within minutes, taken once', { duplicateReferences: 'refused' }],
	['shown after an hour, taken twice', { ordersShownAfterMinutes: HOUR - 1 }],
	['shown after minutes, some pending', { pendingOrders: 'some' }],
];

let made = 0;

function threeOrders() {
	return [1, 2, 3].map((place) => ({ order: `S-${++made}-${place}`, total: 10, awc: 'x' }));
}

const options = (more: INodeParameters): INodeParameters => ({
	options: { lookAtAwinFirst: true, ...more },
});

it('finds the faults', () => {
	expect(PLAYED.length).toBeGreaterThan(30);
});

describe.each(WAYS)('%s', (_way, switches) => {
	it.each(PLAYED)('%s', async (_name, fault) => {
		Object.assign(sandbox.awin.switches, switches);
		const columns = threeOrders();
		sandbox.awin.faults.add(fault);
		await submit(sandbox, columns, {}, CONTINUE);
		sandbox.awin.faults.clear();
		later(HOUR);

		const { items } = await submit(
			sandbox,
			columns,
			options({ sendAgainIfMissing: true }),
			CONTINUE,
		);

		const mayBePending = switches.pendingOrders === 'some';
		for (const outcome of outcomesOf(items)) {
			expect([...(mayBePending ? ['pending'] : []), 'accepted', 'skipped']).toContain(outcome);
		}
		expect([...bookedReferences(sandbox)].sort()).toEqual(columns.map(({ order }) => order));
	});
});

describe('never shown', () => {
	it.each(PLAYED)('%s: what is in doubt stays so, and is not sent again', async (_name, fault) => {
		sandbox.awin.switches.ordersShownAfterMinutes = NEVER;
		const columns = threeOrders();
		sandbox.awin.faults.add(fault);
		const first = await submit(sandbox, columns, {}, CONTINUE);
		sandbox.awin.faults.clear();
		const booked = bookedReferences(sandbox);
		later(HOUR);

		const { items } = await submit(sandbox, columns, options({}), CONTINUE);

		outcomesOf(first.items).forEach((outcome, place) => {
			if (outcome !== 'unknown') return;
			expect(resultsOf(items)[place]).toMatchObject({
				outcome: 'unknown',
				message: expect.stringContaining('Awin does not list it so far'),
			});
		});
		const times = columns.map(
			({ order }) => bookedReferences(sandbox).filter((reference) => reference === order).length,
		);
		expect(Math.max(...times)).toBeLessThanOrEqual(1);
		expect(bookedReferences(sandbox)).toEqual(expect.arrayContaining(booked));
	});
});
