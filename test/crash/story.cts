/**
 * The history of a lane: everything that went over the wire, and what n8n's database holds of its executions. In the end a
 * judge who knows neither the nodes nor what plays Awin decides from the file alone.
 */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { judgeHistory, type Judgement } from '../history/judge.cts';
import { History, readHistory, type OrderRow, type ValidationRow } from '../history/lines.cts';
import { listenAt } from '../history/wire.cts';
import { ADVERTISER } from '../support/sandbox.cts';
import { itemsIn, type Snapshot, type StoredExecution } from './database.cts';
import {
	AWIN_NAME,
	TRIGGER_NAME,
	type OrderColumns,
	type ValidationColumns,
} from './workflows.cts';

/** What was asked for, by the workflow that it was given to. */
type Asked = { of: 'orders'; rows: OrderRow[] } | { of: 'validations'; rows: ValidationRow[] };

export class Story {
	private readonly history: History;
	private readonly asked = new Map<string, Asked>();
	private readonly stopListening: () => void;
	private triggerId = '';
	/** Runs that had not begun at a kill. n8n carries them out after its next start, and only then they can be judged. */
	private waiting = new Map<number, StoredExecution>();

	constructor(name: string, sandbox: SandboxServer) {
		const file = join(tmpdir(), `n8n-nodes-awin-history-${name}.jsonl`);
		rmSync(file, { force: true });
		this.history = new History(file);
		this.stopListening = listenAt({ port: sandbox.port, history: this.history });
	}

	get file(): string {
		return this.history.file as string;
	}

	/** From now on the trigger of this workflow watches. */
	watch(workflowId: string, events: string[], intervalMs: number): void {
		this.triggerId = workflowId;
		const accounts = [ADVERTISER];
		const watched = { accountType: 'advertiser' as const, accounts, events, partners: [] };
		const watch = TRIGGER_NAME;
		this.history.write({ kind: 'watch', watch, atMs: Date.now(), ...watched, intervalMs });
	}

	askOrders(workflowId: string, rows: OrderColumns[]): void {
		const rowOf = (columns: OrderColumns): OrderRow => ({
			account: columns.account,
			reference: columns.order,
			amount: Number(columns.total),
			currency: 'EUR',
			columns,
		});
		this.asked.set(workflowId, { of: 'orders', rows: rows.map(rowOf) });
	}

	askValidations(workflowId: string, rows: ValidationColumns[]): void {
		const rowOf = (columns: ValidationColumns): ValidationRow => {
			const { account, id, action, amount, currency } = columns;
			return { account, id, action, amount, currency: String(currency), columns };
		};
		this.asked.set(workflowId, { of: 'validations', rows: rows.map(rowOf) });
	}

	killed(atMs: number): void {
		this.history.write({ kind: 'killed', atMs });
	}

	get waitingIds(): number[] {
		return [...this.waiting.keys()];
	}

	/** Writes down what n8n has of its executions. */
	take({ executions, again }: Snapshot): void {
		for (const execution of [...again, ...executions]) {
			const { id, workflowId, status } = execution;
			if (status === 'new' && this.asked.has(workflowId)) this.waiting.set(id, execution);
			else {
				this.waiting.delete(id);
				this.takeOne(execution);
			}
		}
	}

	private takeOne(execution: StoredExecution): void {
		const { id, workflowId, status, createdMs, startedMs, stoppedMs, parameters } = execution;
		const hasEnded = status === 'success' || status === 'error';
		const shown = {
			kind: 'execution' as const,
			id: String(id),
			fromMs: startedMs ?? createdMs,
			toMs: hasEnded ? stoppedMs : null,
			status,
		};
		const nodeName = workflowId === this.triggerId ? TRIGGER_NAME : AWIN_NAME;
		const items = itemsIn(execution, nodeName).map(({ json }) => json);
		if (workflowId === this.triggerId) {
			this.history.write({ ...shown, of: 'events', watch: TRIGGER_NAME, items });
			return;
		}
		const asked = this.asked.get(workflowId);
		if (!asked) return;
		const { options = {} } = parameters[AWIN_NAME] as { options?: Record<string, unknown> };
		const maySendAgain = options.sendAgainIfMissing === true;
		if (asked.of === 'orders') this.history.write({ ...shown, ...asked, items, maySendAgain });
		else this.history.write({ ...shown, ...asked, items });
	}

	/** Nothing happens any more. @param untilMs what was under way by then is over, and was taken */
	end(untilMs: number): Judgement {
		this.stopListening();
		for (const execution of this.waiting.values()) this.takeOne(execution);
		this.history.write({ kind: 'end', atMs: untilMs });
		const judgement = judgeHistory(readHistory(this.file));
		if (judgement.wrong.length === 0) rmSync(this.file, { force: true });
		return judgement;
	}
}
