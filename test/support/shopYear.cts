/**
 * A year of a shop, day by day: orders that are paid, cancelled and sent back, their sales at Awin, an Awin that approves by itself
 * what is still pending after the validation period, and somebody who lets the daily workflow run each morning.
 */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { Dice, hashOf } from '../../demo/sandbox/hash.cts';
import { amountOf } from '../../demo/sandbox/money.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import type { Transaction } from '../../demo/sandbox/transaction.cts';
import { compareParameters, runNode, validateParameters } from './monthEnd.cts';
import { DAY_MS, HOUR_MS } from './plainOrders.cts';
import { workOutPlainly } from './plainExpressions.cts';
import { ADVERTISER, startTestSandbox } from './sandbox.cts';
import {
	makeOrder,
	RETURN_PERIOD_DAYS,
	sheetRow,
	VALIDATION_PERIOD_DAYS,
	type YearOrder,
	type YearShape,
} from './shopYearOrders.cts';

/** What the daily workflow asks the shop for, in whole days. */
const SHEET_DAYS = 29;
const PARTNER = 88201;

export interface YearEnd {
	orders: YearOrder[];
	days: number;
	/** By word, over all days. */
	proposals: Record<string, number>;
	/** Sales that Awin has approved by itself. */
	automatic: number;
	/** Orders that Awin has otherwise than the shop in the end, or that were decided too early. */
	wrong: string[];
	/** From a sale to its decision. */
	longestDays: number;
	calls: number;
	refused: number;
	rows: number;
}

export interface YearSettings extends YearShape {
	/** Sets the time for Awin, n8n and the nodes; it never goes back. */
	setNow(ms: number): void;
	run(parameters: INodeParameters, items: INodeExecutionData[]): Promise<INodeExecutionData[]>;
	/** Parameters of the two nodes of the daily workflow. */
	compare: INodeParameters;
	validate: INodeParameters;
}

/** The sandbox looks at everything that was ever added; in a year that would take hours. */
function indexByDay({ world }: SandboxServer['awin']): void {
	const days = new Map<number, Transaction[]>();
	const add = world.addTransaction.bind(world);
	world.addTransaction = (input) => {
		const added = add(input);
		const day = Math.floor(added.transactionAtMs / DAY_MS);
		days.set(day, [...(days.get(day) ?? []), added]);
		return added;
	};
	world.candidates = function* (_type, _account, fromMs, toMs) {
		for (let day = Math.floor(fromMs / DAY_MS); day <= Math.floor(toMs / DAY_MS); day++) {
			yield* days.get(day) ?? [];
		}
	};
}

class ShopYear {
	private readonly orders: YearOrder[];
	private readonly waiting = new Set<number>();
	private nextSale = 0;
	private readonly end: YearEnd;

	constructor(
		private readonly sandbox: SandboxServer,
		private readonly settings: YearSettings,
	) {
		indexByDay(sandbox.awin);
		this.orders = Array.from({ length: settings.orders }, (_, index) => makeOrder(index, settings));
		this.end = {
			orders: this.orders,
			days: 0,
			proposals: {},
			automatic: 0,
			wrong: [],
			longestDays: 0,
			calls: 0,
			refused: 0,
			rows: 0,
		};
	}

	async run(): Promise<YearEnd> {
		const { startMs, days, setNow } = this.settings;
		// The last orders have a month to be decided, too.
		for (let day = 1; day <= days + VALIDATION_PERIOD_DAYS; day++) {
			const nowMs = startMs + day * DAY_MS + 6 * HOUR_MS;
			setNow(nowMs);
			this.bringSales(nowMs);
			this.approveWhatIsTooOld(nowMs);
			await this.morning(nowMs);
		}
		this.judge();
		return this.end;
	}

	/** What was sold since yesterday is at Awin; of some it shows the sale days later. */
	private bringSales(nowMs: number): void {
		for (; this.nextSale < this.orders.length; this.nextSale++) {
			const order = this.orders[this.nextSale];
			if (order.placedAtMs > nowMs) return;
			const dice = new Dice(hashOf('sale', this.settings.seed, this.nextSale));
			const lateMs = dice.chance(0.05) ? dice.int(1, 10) * DAY_MS : 0;
			const { currency, amountMinor, placedAtMs, reference } = order;
			for (let count = order.fate === 'doubled' ? 2 : 1; count > 0; count--) {
				const { id } = this.sandbox.awin.world.addTransaction({
					advertiserId: ADVERTISER,
					publisherId: PARTNER,
					currency,
					saleAmount: amountOf(amountMinor, currency),
					transactionAtMs: placedAtMs,
					visibleAtMs: placedAtMs + lateMs,
					details: { orderRef: reference },
				});
				order.saleIds.push(id);
				this.waiting.add(id);
			}
		}
	}

	private stateOf(id: number) {
		const { world } = this.sandbox.awin;
		const sale = world.transaction(id);
		if (!sale) throw new Error(`There is no sale ${id}`);
		return { sale, state: world.stateAt(sale, this.sandbox.awin.now()) };
	}

	/** Awin's automatic approval. */
	private approveWhatIsTooOld(nowMs: number): void {
		for (const id of this.waiting) {
			const { sale, state } = this.stateOf(id);
			if (state && state.status !== 'pending') {
				this.waiting.delete(id);
				const days = ((state.validationAtMs ?? nowMs) - sale.transactionAtMs) / DAY_MS;
				this.end.longestDays = Math.max(this.end.longestDays, days);
			} else if (sale.transactionAtMs + VALIDATION_PERIOD_DAYS * DAY_MS <= nowMs) {
				this.decide(id, 'approved');
				this.end.automatic++;
			}
		}
	}

	private decide(transactionId: number, kind: 'approved' | 'declined'): void {
		const { world } = this.sandbox.awin;
		world.scheduleEvent({ transactionId, kind, atMs: this.sandbox.awin.now(), reason: 'by hand' });
	}

	private async morning(nowMs: number): Promise<void> {
		const { settings, sandbox, end } = this;
		const firstMs = Math.floor(nowMs / DAY_MS - SHEET_DAYS) * DAY_MS;
		const sheet = this.orders.filter(
			({ placedAtMs }) => placedAtMs >= firstMs && placedAtMs <= nowMs,
		);
		if (sheet.length === 0) return;
		const rows = sheet.map((order) => ({ json: sheetRow(order, nowMs) }));
		const compared = await settings.run(settings.compare, rows);
		const given = compared.map(({ json }) => ({ json }));
		for (const [place, { json }] of given.entries()) {
			const { proposedAction } = json.awin as { proposedAction: string };
			end.proposals[proposedAction] = (end.proposals[proposedAction] ?? 0) + 1;
			if (proposedAction === 'review') this.lookAt(sheet[place]);
		}
		await settings.run(settings.validate, given);
		end.days++;
		end.rows += rows.length;
		end.calls += sandbox.awin.calls.length;
		end.refused += sandbox.awin.calls.filter(({ status }) => status === 429).length;
		sandbox.awin.calls.length = 0;
	}

	/** A person does with a doubled sale what only a person can, and leaves everything else as it is. */
	private lookAt(order?: YearOrder): void {
		if (order?.fate !== 'doubled') return;
		for (const [place, id] of order.saleIds.entries()) {
			this.decide(id, place === 0 ? 'approved' : 'declined');
		}
	}

	/** What Awin has in the end, held against the fate of each order alone. */
	private judge(): void {
		for (const { fate, saleIds, leftMinor, amountMinor, reference } of this.orders) {
			const { sale, state } = this.stateOf(saleIds[0]);
			const isApproved = leftMinor > 0 || fate === 'cancelledLate';
			const wantedMinor = leftMinor > 0 ? leftMinor : amountMinor;
			const status = isApproved ? 'approved' : 'declined';
			const isEarly =
				isApproved &&
				fate !== 'doubled' &&
				(state?.validationAtMs ?? 0) < sale.transactionAtMs + RETURN_PERIOD_DAYS * DAY_MS;
			const isOff = state?.status !== status || state.saleAmountMinor !== wantedMinor;
			if (!isOff && !isEarly) continue;
			const has = `${state?.status} at ${state?.saleAmountMinor}`;
			this.end.wrong.push(`${reference} (${fate}): ${has}, not ${status} at ${wantedMinor}`);
		}
	}
}

/** What Awin lets through in a minute. */
const LIMIT = 20;

/** A year of the daily workflow: what the shop has of the last weeks, compared, and then validated as proposed. */
export async function dailyYear(
	orders: number,
	seed: number,
	clock: { startMs: number; days: number; nowMs(): number; setNow(ms: number): void },
): Promise<YearEnd> {
	const sandbox = await startTestSandbox({
		clock: () => clock.nowMs(),
		requestsPerMinute: LIMIT,
		world: { transactionsPerDay: 0 },
	});
	const { startMs, days } = clock;
	const year = new ShopYear(sandbox, {
		seed,
		orders,
		startMs,
		days,
		setNow: (ms) => clock.setNow(ms),
		run: async (parameters, items) =>
			(await runNode(sandbox, parameters, items, { limit: LIMIT })).items,
		compare: compareParameters({
			zone: 'UTC',
			rules: { returnPeriodDays: RETURN_PERIOD_DAYS, tolerance: 0 },
		}),
		validate: validateParameters,
	});
	const undo = workOutPlainly();
	try {
		return await year.run();
	} finally {
		undo();
		await sandbox.close();
	}
}
