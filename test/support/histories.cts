/**
 * Histories of runs in which everything went as it should: orders and validations with whatever may go wrong on the way, and a
 * trigger that watches.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FaultKind } from '../../demo/sandbox/faults.cts';
import type { Random } from '../crash/random.cts';
import { History, type Line, type OrderRow, type ValidationRow } from '../history/lines.cts';
import { listenAt } from '../history/wire.cts';
import { CONTINUE, executeAwin } from './contexts.cts';
import { submitParameters } from './conversion.cts';
import { HOUR_MS, MINUTE_MS } from './days.cts';
import { historyOf } from './pollHistory.cts';
import { addSale, emptySandbox, ModelN8n, ModelTime } from './pollModel.cts';
import { ADVERTISER, credentialsFor, NOW_MS } from './sandbox.cts';
import type { SandboxInUse } from './useSandbox.cts';
import { addPending, sheetParameters } from './validation.cts';

export const LIMIT = 20;

type Fault = FaultKind & { times?: number };

/** What may become of a call; most of the time, nothing does. */
const FAULTS: readonly Fault[] = [
	{ kind: 'status', status: 429, times: 1 },
	{ kind: 'status', status: 400 },
	{ kind: 'status', status: 403 },
	{ kind: 'status', status: 503 },
	{ kind: 'status', status: 500, afterProcessing: true },
	{ kind: 'dropBefore' },
	{ kind: 'dropAfter' },
	{ kind: 'cutBody' },
	{ kind: 'truncatedJson' },
	{ kind: 'html', status: 502 },
	{ kind: 'body', body: '' },
];

const ACTIONS = ['approve', 'decline', 'amend'];

/** Awin, n8n and a person at work, on a clock that passes only when somebody waits. */
export class Storyteller {
	private readonly history = new History();
	private readonly stopListening: () => void;
	private static made = 0;

	constructor(
		private readonly use: SandboxInUse,
		private readonly random: Random,
	) {
		this.history.write({ kind: 'limit', perMinute: LIMIT });
		const { history, nowMs } = this;
		this.stopListening = listenAt({ port: use.sandbox.port, history, nowMs });
	}

	/** Everything so far. */
	end(): Line[] {
		this.stopListening();
		this.use.sandbox.awin.faults.clear();
		return this.history.lines;
	}

	private readonly nowMs = () => NOW_MS + this.use.clock.passedMs;

	private later(ms: number): void {
		this.use.clock.passedMs += ms;
		jest.spyOn(Date, 'now').mockReturnValue(this.nowMs());
	}

	/** @param fault what happens to the calls that send something; `chance`: whatever the random numbers want */
	private play(fault: Fault | 'chance' | undefined, path: string): void {
		const { faults } = this.use.sandbox.awin;
		faults.clear();
		const by = fault === 'chance' ? this.chosenFault() : fault;
		if (by) faults.add({ times: Infinity, ...by, match: { path } });
	}

	private chosenFault(): Fault | undefined {
		return this.random.next() < 0.5 ? undefined : FAULTS[this.random.below(FAULTS.length)];
	}

	/** Orders, of which Awin refuses the ones without an amount that it takes. */
	orders(count: number, bad = 0): OrderRow[] {
		return Array.from({ length: count }, (_, place): OrderRow => {
			const order = `H-${++Storyteller.made}`;
			const total = 10 + place;
			// Awin knows no such publisher.
			const columns = { order, total, awc: 'x', publisher: place < bad ? 1 : '' };
			return { account: ADVERTISER, reference: order, amount: total, currency: 'EUR', columns };
		});
	}

	async submit(rows: OrderRow[], how: Run = {}): Promise<void> {
		const { fault, options = {}, isDryRun = false } = how;
		this.play(fault, '/orders');
		const parameters = {
			...submitParameters,
			attribution: ['awc', 'publisherClick'],
			publisherId: '={{ $json.publisher }}',
			clickTime: "={{ $json.publisher ? '2026-06-14T15:00:00Z' : '' }}",
			options: { ...options, ...(isDryRun && { dryRun: true }) },
		};
		const maySendAgain = options.sendAgainIfMissing === true;
		const shown = await this.run(parameters, rows, how);
		this.history.write({ ...shown, of: 'orders', rows, isDryRun, maySendAgain });
	}

	/** New pending transactions, and something to do with each. */
	validations(count: number): ValidationRow[] {
		return addPending(this.use.sandbox, count).map(({ id }, place) => {
			const action = ACTIONS[place % ACTIONS.length];
			const columns = { id, action, reason: 'Returned', amount: 50 };
			return { account: ADVERTISER, id, action, amount: 50, currency: 'EUR', columns };
		});
	}

	async validate(rows: ValidationRow[], how: Run = {}): Promise<void> {
		const { fault, options = {}, isDryRun = false } = how;
		this.play(fault, '/transactions/batch');
		const parameters = {
			...sheetParameters,
			options: { ...options, ...(isDryRun && { dryRun: true }) },
		};
		const shown = await this.run(parameters, rows, how);
		this.history.write({ ...shown, of: 'validations', rows, isDryRun });
	}

	private async run(
		parameters: INodeParameters,
		rows: Array<OrderRow | ValidationRow>,
		{ stops = false, name }: Run,
	) {
		this.later(20 * MINUTE_MS);
		const fromMs = this.nowMs();
		const kind = 'execution' as const;
		const shown = { kind, id: name ?? String(this.history.lines.length), fromMs };
		const end = () => ({ toMs: this.nowMs(), items: [] as Array<Record<string, unknown>> });
		try {
			const { items } = await executeAwin({
				parameters,
				credentials: credentialsFor(this.use.sandbox, { requestsPerMinute: LIMIT }),
				items: rows.map(({ columns }) => ({ json: columns as IDataObject })),
				...(!stops && CONTINUE),
			});
			return { ...shown, ...end(), status: 'success', items: items.map(({ json }) => json) };
		} catch (error) {
			return { ...shown, ...end(), status: 'error', stop: (error as Error).message };
		}
	}
}

interface Run {
	/** By which its execution is found again. */
	name?: string;
	fault?: Fault | 'chance';
	options?: INodeParameters;
	isDryRun?: boolean;
	/** It stops at the first thing that goes wrong, instead of going on. */
	stops?: boolean;
}

/** One of everything that may come of an order or a validation, each in an execution that is called by it. */
export async function everyOutcome(use: SandboxInUse, random: Random): Promise<Line[]> {
	const teller = new Storyteller(use, random);
	const { switches } = use.sandbox.awin;
	const accepted = teller.orders(3);
	await teller.submit(accepted, { name: 'accepted' });
	await teller.submit(accepted, { name: 'skipped' });
	await teller.submit(teller.orders(3, 1), { name: 'rejected' });
	const taken = teller.orders(2);
	await teller.submit(taken, { name: 'unknown', fault: { kind: 'dropAfter' } });
	await teller.submit(taken, { name: 'found', options: SETTLE });
	const missing = teller.orders(2);
	await teller.submit(missing, { name: 'missing', fault: { kind: 'dropBefore' } });
	await teller.submit(missing, { name: 'sent again', options: SETTLE });
	await teller.submit(teller.orders(2), { name: 'dry run', isDryRun: true });
	await teller.submit(teller.orders(3, 1), { name: 'stopped', stops: true });
	const lost: Fault = { kind: 'dropAfter' };
	await teller.submit(teller.orders(2), { name: 'stopped in doubt', stops: true, fault: lost });
	switches.pendingOrders = 'all';
	await teller.submit(teller.orders(2), { name: 'pending' });
	switches.pendingOrders = 'none';

	const done = teller.validations(3);
	await teller.validate(done, { name: 'done' });
	await teller.validate(done, { name: 'already done' });
	const refused = done.map(({ action, columns, ...row }) => {
		const other = action === 'approve' ? 'decline' : 'approve';
		return { ...row, action: other, columns: { ...columns, action: other } };
	});
	await teller.validate(refused.slice(0, 2), { name: 'failed' });
	await teller.validate(teller.validations(3), { name: 'in doubt', fault: lost });
	await teller.validate(teller.validations(3), { name: 'dry validations', isDryRun: true });
	const forbidden: Fault = { kind: 'status', status: 403 };
	await teller.validate(teller.validations(3), { name: 'refused', fault: forbidden });
	switches.jobsNeverFinish = true;
	await teller.validate(teller.validations(3), { name: 'submitted' });
	switches.jobsNeverFinish = false;
	return teller.end();
}

const SETTLE = { lookAtAwinFirst: true, sendAgainIfMissing: true };

const BEGINS_MS = Date.UTC(2026, 5, 15, 10);
const TEN_MINUTES_MS = 10 * MINUTE_MS;
const PARTNERS = [88201, 88202];

/** A trigger that watches for six hours, while things happen to some sales and to one from long before. */
export async function watchStory(number: number): Promise<Line[]> {
	const time = new ModelTime(BEGINS_MS);
	const sandbox = emptySandbox(time, {});
	const sell = (atMs: number, place: number) => {
		const whose = { advertiserId: ADVERTISER, publisherId: PARTNERS[place % PARTNERS.length] };
		return addSale(sandbox, { ...whose, transactionAtMs: atMs, visibleAtMs: atMs });
	};
	const happens = (transactionId: number, kind: 'approved' | 'declined', atMs: number) =>
		sandbox.world.scheduleEvent({ transactionId, kind, atMs, visibleAtMs: atMs, reason: 'x' });
	const amended = (transactionId: number, saleAmount: number, atMs: number) => {
		const parts = [{ code: 'DEFAULT', amount: saleAmount }];
		const times = { atMs, visibleAtMs: atMs };
		sandbox.world.scheduleEvent({ transactionId, kind: 'amended', saleAmount, parts, ...times });
	};
	sell(BEGINS_MS - 48 * HOUR_MS, 0);
	const ids = Array.from({ length: 8 }, (_, place) =>
		sell(BEGINS_MS + (place + 1) * 17 * MINUTE_MS, place),
	);
	ids
		.slice(0, 3)
		.forEach((id, place) => happens(id, 'approved', BEGINS_MS + (3 + place) * HOUR_MS));
	ids
		.slice(3, 5)
		.forEach((id, place) => happens(id, 'declined', BEGINS_MS + (3 + place) * HOUR_MS));
	ids.slice(5).forEach((id, place) => amended(id, 20 + place, BEGINS_MS + (3 + place) * HOUR_MS));

	const history = new History();
	const chosen = { accountType: 'advertiser' as const, accounts: [ADVERTISER] };
	const events = ['created', 'approved', 'declined', 'amended'];
	const n8n = new ModelN8n({
		scheduler: 'inMemory',
		sandbox,
		time,
		timezone: 'UTC',
		number,
		history,
		parameters: {
			pollTimes: { item: [{ mode: 'everyX', value: 10, unit: 'minutes' }] },
			events,
			accountType: 'advertiser',
			accountId: ADVERTISER,
			timezone: 'Europe/Berlin',
			output: 'simplified',
			'options.lookbackDays': 7,
		},
	});
	for (let poll = 0; poll < 6 * 6 + 2; poll++) {
		await n8n.tick();
		await time.pass(TEN_MINUTES_MS);
	}
	const watched = { ...chosen, events, partners: [], intervalMs: TEN_MINUTES_MS };
	return historyOf(n8n, history, [{ atMs: BEGINS_MS, ...watched }]);
}
