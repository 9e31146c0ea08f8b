/**
 * Sending orders without n8n around it and without HTTP: n8n's store as it is simulated here, and an Awin that books what
 * it is told to and keeps a ledger. A process can end at any step; what it does afterwards happens to nobody.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { ordersBody, ordersPath, type WireOrder } from '../../nodes/Awin/api/conversions';
import type { SaidOutcome } from '../../nodes/Awin/api/conversionAnswers';
import {
	addTold,
	batchName,
	orderKey,
	orderName,
	packTold,
	TOLD_KEY,
	type ToldOrders,
} from '../../nodes/Awin/api/toldOrders';
import { Refusals, type Refusal } from '../../nodes/Awin/resources/batch/refusals';
import { Sender } from '../../nodes/Awin/resources/batch/sender';
import { deliverOrders } from '../../nodes/Awin/resources/orders/delivery';
import { skipWhatAwinHas } from '../../nodes/Awin/resources/orders/lookFirst';
import { notSentResult, type SubmitResult } from '../../nodes/Awin/resources/orders/results';
import type { Row } from '../../nodes/Awin/resources/orders/rows';
import type { OrderSettings } from '../../nodes/Awin/resources/orders/settings';
import type { Run } from '../../nodes/Awin/resources/operation';
import type { Call } from '../../nodes/Awin/transport/request';
import type { CallResult } from '../../nodes/Awin/transport/response';
import { DeduplicationStore } from './deduplication.cts';

/** What becomes of a call: Awin's answer to all of its orders, or its loss before or after Awin had them. */
export const FATES = ['accepted', 'pending', 'rejected', 'refused', 'lostBefore', 'lost'] as const;

export type Fate = (typeof FATES)[number];

export interface RunSettings extends Partial<OrderSettings> {
	/** The workflow that runs: each has a memory of its own. */
	workflow?: string;
	/** The node of the workflow that runs. */
	node?: string;
	executionId?: string;
	/** The process that runs it: by default the one that runs the test. */
	send?: typeof sendOrders;
	/** Awin's list cannot be read from this call on, counted from 1. */
	listFailsAt?: number;
	/** By call; beyond its end everything is accepted. */
	fates?: Fate[];
	/** Ends the process at this step of the store or call to Awin, counted from 1. */
	crashAt?: number;
	/** Whether the step at which it ends is still done, or not any more. */
	isCrashAfter?: boolean;
	/** Called when Awin has an order batch, before it answers. */
	onCall?: () => Promise<void> | void;
	signal?: AbortSignal;
}

export interface RunEnd {
	outcomes: Array<SubmitResult['outcome'] | undefined>;
	results: SubmitResult[];
	hints: string[];
	/** Whether the process ended: nobody saw its outcomes. */
	isCrashed: boolean;
	steps: number;
}

/** One order as the shop has it. */
function rowOf(reference: string, index: number): Row {
	return {
		index,
		accountId: '1',
		path: ordersPath('1'),
		order: {
			orderReference: reference,
			amount: 1,
			channel: 'aw',
			currency: 'EUR',
			commissionGroups: [],
		},
		amountMinor: 100,
		key: `1 ${reference}`,
		dryRun: false,
		warnings: [],
	};
}

const USUAL_SETTINGS: OrderSettings = {
	skipAlreadyAccepted: true,
	lookAtAwinFirst: false,
	sendAgainIfMissing: false,
	searchBackDays: 90,
};

/** Sends orders, without the steps before and after it. */
export async function sendOrders(
	run: Run,
	rows: Row[],
	settings: Partial<OrderSettings> = {},
): Promise<SubmitResult[]> {
	const results: SubmitResult[] = [];
	const refusals = new Refusals(run);
	const batch = { run, rows, refusals, results, settings: { ...USUAL_SETTINGS, ...settings } };
	await skipWhatAwinHas(batch, rows);
	const left = refusals.left(rows).filter(({ index }) => !results[index]);
	const delivery = deliverOrders(batch, left, {
		bodyOf: (orders, _settings, accountId) => ordersBody(orders, accountId, undefined),
		explain: async () => await Promise.resolve({ message: 'refused', description: '' }),
	});
	const notSent = (why: Refusal, { warnings }: Row) => notSentResult(why, warnings);
	await new Sender<Row, SubmitResult>(run, results, notSent).send(delivery);
	for (const row of rows) {
		const refusal = refusals.get(row.index);
		if (refusal) results[row.index] = notSent(refusal, row);
	}
	return results;
}

/** A process of its own, which knows nothing of what others have in their memory: n8n after a restart, or another worker. */
export function anotherProcess(): typeof sendOrders {
	let made = sendOrders;
	jest.isolateModules(() => {
		made = jest.requireActual<{ sendOrders: typeof sendOrders }>('./orderRuns.cts').sendOrders;
	});
	return made;
}

let scenes = 0;

export class OrderScene {
	readonly store = new DeduplicationStore();
	/** Each has its own workflows. */
	private readonly number = ++scenes;
	/** How often Awin has booked each order, or taken it in. */
	readonly booked = new Map<string, number>();
	readonly calls: string[][] = [];
	/** How long Awin takes to show an order in its list. */
	showsAfterMs = 0;
	/** When each order is shown for the first time. */
	private readonly shownAtMs = new Map<string, number>();
	private listCalls = 0;
	/** What triggers of the workflow have noted. No execution writes it: that would put an old copy over newer notes. */
	private readonly told: ToldOrders = new Map();

	/** The trigger of the workflow is told of an order, truly or not. */
	tell(reference: string, outcome: SaidOutcome, batch = 'B'): void {
		const note = { outcome, batch: batchName(batch) };
		addTold(this.told, orderName(orderKey('1', reference)), note);
	}

	/** Runs a node of the workflow over these orders. Never throws. */
	async run(references: string[], settings: RunSettings = {}): Promise<RunEnd> {
		const end = new Ending(settings);
		const hints: string[] = [];
		const context = {
			helpers: this.helpers(settings, end),
			getTimezone: () => 'UTC',
			getNode: () => ({ name: 'Awin' }),
			getWorkflow: () => ({ id: `${this.number} ${settings.workflow ?? 'w'}` }),
			getWorkflowStaticData: () => Object.freeze({ [TOLD_KEY]: packTold(this.told) }),
			getExecutionId: () => settings.executionId,
			getExecutionCancelSignal: () => settings.signal,
			getCredentials: async () =>
				await Promise.resolve({ accessToken: 'token', environment: 'live' }),
			addExecutionHints: ({ message }: { message: string }) => hints.push(message),
		} as unknown as IExecuteFunctions;
		const fates = [...(settings.fates ?? [])];
		const awin = {
			waitUntilFree: async () => await Promise.resolve(),
			send: async ({ path, body }: Call) => {
				if (path.endsWith('/transactions/')) return this.list(end, settings.listFailsAt);
				const { orders } = body as { orders: WireOrder[] };
				const isAlive = end.reaches();
				const fate = isAlive ? (fates.shift() ?? 'accepted') : 'lostBefore';
				return await this.answer(orders, fate, settings.onCall);
			},
		};
		const rows = references.map(rowOf);
		const run = { context, awin, items: rows } as unknown as Run;
		const results = await (settings.send ?? sendOrders)(run, rows, settings);
		const outcomes = rows.map(({ index }) => results[index]?.outcome);
		return { outcomes, results, hints, isCrashed: end.isOver, steps: end.steps };
	}

	/** The orders that Awin has more than once. */
	get doubled(): string[] {
		return [...this.booked].filter(([, times]) => times > 1).map(([reference]) => reference);
	}

	private book(reference: string): void {
		this.booked.set(reference, (this.booked.get(reference) ?? 0) + 1);
		const shownAtMs = Date.now() + this.showsAfterMs;
		if (!this.shownAtMs.has(reference)) this.shownAtMs.set(reference, shownAtMs);
	}

	/** Awin's list: all that it shows by now, in every window, as if each held all of them. */
	private list(end: Ending, failsAt = Infinity): CallResult {
		if (!end.reaches() || ++this.listCalls >= failsAt) {
			return { ok: false, failure: { kind: 'timeout' } } as never;
		}
		const shown = [...this.shownAtMs].filter(([, atMs]) => atMs <= Date.now());
		const answer = shown.map(([orderRef], id) => ({ id, orderRef, commissionStatus: 'pending' }));
		return { ok: true, status: 200, answer };
	}

	private async answer(
		orders: WireOrder[],
		fate: Fate,
		onCall: RunSettings['onCall'],
	): Promise<CallResult> {
		const references = orders.map(({ orderReference }) => orderReference);
		this.calls.push(references);
		if (['accepted', 'pending', 'lost'].includes(fate)) {
			for (const one of references) this.book(one);
		}
		await onCall?.();
		const named = references.map((orderReference) => ({ orderReference }));
		switch (fate) {
			case 'accepted':
				return { ok: true, status: 200, answer: { successfulOrders: named } };
			case 'pending':
				return { ok: true, status: 202, answer: { pendingOrders: named } };
			case 'rejected':
				return { ok: true, status: 206, answer: { failedOrders: named } };
			case 'refused':
				return { ok: false, failure: { kind: 'refused', status: 400, answer: {} } } as never;
			default:
				return { ok: false, failure: { kind: 'timeout' } } as never;
		}
	}

	private helpers({ workflow = 'w', node = 'node' }: RunSettings, end: Ending) {
		const place = { workflow: { id: workflow }, node: { id: node } } as never;
		const step = async <Result,>(work: () => Promise<Result>) => await end.step(work);
		const { store } = this;
		return {
			checkProcessedAndRecord: async (items: string[], scope: never, options: never) =>
				await step(async () => await store.checkProcessedAndRecord(items, scope, place, options)),
			removeProcessed: async (items: string[], scope: never) =>
				await step(async () => await store.removeProcessed(items, scope, place)),
			getProcessedDataCount: async (scope: never, options: never) =>
				await step(async () => await store.getProcessedDataCount(scope, place, options)),
		};
	}
}

/** The end of a process: from a certain step on nothing happens any more. */
class Ending {
	steps = 0;
	isOver = false;

	constructor(private readonly settings: RunSettings) {}

	/** Whether the process gets this far and further. */
	reaches(): boolean {
		if (!this.isOver) this.isOver = ++this.steps === this.settings.crashAt;
		return !this.isOver;
	}

	async step<Result>(work: () => Promise<Result>): Promise<Result> {
		const wasOver = this.isOver;
		const isAlive = this.reaches();
		if (!wasOver && !isAlive && this.settings.isCrashAfter) await work();
		if (!isAlive) throw new Error('The process is gone');
		return await work();
	}
}
