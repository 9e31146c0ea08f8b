/**
 * What the trigger delivered over all crashes, against what happened. An event counts as delivered when n8n has an
 * execution with it, finished or not: one that the crash cut off is shown as crashed, with its items.
 */
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { eventsIn, TRIGGER_EVENTS } from '../../nodes/Awin/trigger/events';
import type { DateType } from '../../nodes/Awin/api/transactions';
import { readState, STATE_KEY } from '../../nodes/Awin/trigger/state';
import { ADVERTISER } from '../support/sandbox.cts';
import { itemsIn, type Snapshot } from './database.cts';
import { TRIGGER_NAME } from './workflows.cts';

const MINUTE_MS = 60_000;
const LISTS: DateType[] = ['transaction', 'validation', 'amendment'];
const IDENTITY = {
	accountType: 'advertiser' as const,
	accountId: String(ADVERTISER),
	events: TRIGGER_EVENTS,
	partnerIds: [],
};

export interface DeliveryReport {
	/** What happened. */
	events: number;
	/** Delivered more than once, under the same id. */
	repeated: number;
	/** The kills after which something came again. */
	killsWithRepeats: number;
	/** The kills that hit between n8n saving the state and creating the execution, and the events that this cost. */
	lostInstants: number;
	lostEvents: number;
	/** Delivered to an execution that the kill cut off. */
	inCutExecutions: number;
	wrong: string[];
}

/** What an event is called here: the live sales of the sandbox go through each of them once at most. */
function nameOf(transactionId: number, kind: string): string {
	return `${transactionId} ${kind}`;
}

export class Deliveries {
	/** Of each event: its ids, and in which life of n8n it was delivered. */
	private readonly delivered = new Map<string, { eventIds: Set<string>; lives: number[] }>();
	/** Events that the state knew after a kill while no execution had them. */
	private readonly lost = new Map<string, number>();
	private life = 0;
	private inCutExecutions = 0;

	constructor(
		private readonly sandbox: SandboxServer,
		private readonly workflowId: string,
		private readonly startMs: number,
	) {}

	/** Takes in what n8n's database holds after a kill, which ends one life of n8n. */
	take({ executions, nodeState }: Snapshot, killedAtMs: number): void {
		for (const execution of executions) {
			if (execution.workflowId !== this.workflowId) continue;
			const items = itemsIn(execution, TRIGGER_NAME);
			if (execution.status !== 'success') this.inCutExecutions += items.length;
			for (const { json } of items) {
				const name = nameOf(Number(json.id), String(json.event));
				const known = this.delivered.get(name) ?? { eventIds: new Set(), lives: [] };
				known.eventIds.add(String(json.eventId));
				known.lives.push(this.life);
				this.delivered.set(name, known);
			}
		}
		for (const name of this.knownWithoutExecution(nodeState, killedAtMs)) {
			if (!this.lost.has(name)) this.lost.set(name, this.life);
		}
		this.life++;
	}

	report(untilMs: number): DeliveryReport {
		const wrong: string[] = [];
		const happened = this.happened(untilMs);
		const missing = happened.filter((name) => !this.delivered.has(name));
		const unexplained = missing.filter((name) => !this.lost.has(name));
		for (const name of unexplained) wrong.push(`${name} was never delivered`);
		const possible = new Set(this.happened(this.sandbox.awin.now(), this.startMs - 20 * MINUTE_MS));
		let repeated = 0;
		const repeatedLives = new Set<number>();
		for (const [name, { eventIds, lives }] of this.delivered) {
			if (!possible.has(name)) wrong.push(`${name} was made up`);
			if (eventIds.size > 1) wrong.push(`${name} has the ids ${[...eventIds].join(', ')}`);
			if (lives.length > 1) repeated++;
			lives.slice(1).forEach((life, index) => {
				if (life === lives[index]) wrong.push(`${name} came twice without a crash in between`);
				repeatedLives.add(life);
			});
		}
		const lost = missing.filter((name) => this.lost.has(name));
		return {
			events: happened.length,
			repeated,
			killsWithRepeats: repeatedLives.size,
			lostInstants: new Set(lost.map((name) => this.lost.get(name))).size,
			lostEvents: lost.length,
			inCutExecutions: this.inCutExecutions,
			wrong,
		};
	}

	/**
	 * The instant that no node can guard, as the database shows it: the saved state knows an event, and there is no
	 * execution with it.
	 */
	private knownWithoutExecution(nodeState: Snapshot['nodeState'], killedAtMs: number): string[] {
		const known = readState(nodeState?.[STATE_KEY], IDENTITY);
		if (!known) return [];
		return this.history(killedAtMs)
			.filter(({ transactionId, kind }) => {
				if (this.delivered.has(nameOf(transactionId, kind))) return false;
				const list = LISTS.find((dateType) => eventsIn(dateType, [kind]).length > 0) as DateType;
				return known.seen.has(list, transactionId);
			})
			.map(({ transactionId, kind }) => nameOf(transactionId, kind));
	}

	private happened(toMs: number, fromMs = this.startMs): string[] {
		return this.history(toMs, fromMs).map(({ transactionId, kind }) => nameOf(transactionId, kind));
	}

	private history(toMs: number, fromMs = this.startMs) {
		const account = { accountType: 'advertiser' as const, accountId: ADVERTISER };
		return this.sandbox.awin.world.history({ ...account, fromMs, toMs });
	}
}
