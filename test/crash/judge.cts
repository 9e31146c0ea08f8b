/**
 * What is right after a crash. Each rule gives a sentence for each thing that is wrong; the sandbox's ledger is the truth,
 * what the node said is the claim.
 */
import type { OutputItem } from '../../demo/n8n/client.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import type { OrderColumns, ValidationColumns } from './workflows.cts';

/** How often each outcome was told. */
export type Counts = Record<string, number>;

export function outcomeOf({ json }: OutputItem): string {
	return (json.awin as { outcome?: string } | undefined)?.outcome ?? 'none';
}

export function countsOf(items: OutputItem[]): Counts {
	const counts: Counts = {};
	for (const item of items) counts[outcomeOf(item)] = (counts[outcomeOf(item)] ?? 0) + 1;
	return counts;
}

function timesOf<Key>(keys: Key[]): Map<Key, number> {
	const times = new Map<Key, number>();
	for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1);
	return times;
}

/** How often each of these orders stands in the ledger. */
export function bookedTimes(sandbox: SandboxServer, rows: OrderColumns[]): Map<string, number> {
	const wanted = new Set(rows.map(({ order }) => order));
	const references = sandbox.awin.ledger.flatMap((entry) =>
		entry.kind === 'order' && wanted.has(entry.reference) ? [entry.reference] : [],
	);
	return timesOf(references);
}

/** Outcomes by which the node says that Awin has an order. */
const SAYS_ACCEPTED = ['accepted', 'skipped'];

/** @param again what the workflow gave out when it was run again after the crash */
export function judgeOrders(
	rows: OrderColumns[],
	booked: Map<string, number>,
	again: OutputItem[],
): string[] {
	const wrong: string[] = [];
	for (const [order, times] of booked) {
		if (times > 1) wrong.push(`order ${order} was booked ${times} times`);
	}
	if (again.length !== rows.length) wrong.push(`${rows.length} orders gave ${again.length} items`);
	for (const item of again) {
		const { order } = item.json as OrderColumns;
		const outcome = outcomeOf(item);
		if (SAYS_ACCEPTED.includes(outcome)) {
			if (!booked.has(order)) wrong.push(`order ${order} is ${outcome}, and Awin does not have it`);
		} else if (outcome !== 'unknown') {
			wrong.push(`order ${order} is ${outcome} after the crash`);
		}
	}
	// Only the one batch that was on its way may be in doubt.
	const inDoubt = again.filter((item) => outcomeOf(item) === 'unknown');
	const accounts = new Set(inDoubt.map(({ json }) => (json as OrderColumns).account));
	if (accounts.size > 1) wrong.push(`orders of ${accounts.size} batches are unknown`);
	return wrong;
}

/**
 * @param settled what the workflow gave out when it was run with *Look at Awin First*
 * @param isListed whether Awin's list had every order by then, so that nothing that Awin has may be left in doubt
 * @param isYoung whether an order may have been sent so lately that the node does not take it for missing yet
 */
export function judgeSettled(
	rows: OrderColumns[],
	booked: Map<string, number>,
	settled: OutputItem[],
	isListed: boolean,
	isYoung = false,
): string[] {
	const wrong: string[] = [];
	if (settled.length !== rows.length) {
		wrong.push(`${rows.length} orders gave ${settled.length} items when they were settled`);
	}
	for (const item of settled) {
		const { order } = item.json as OrderColumns;
		const outcome = outcomeOf(item);
		const times = booked.get(order) ?? 0;
		if (times > 1) wrong.push(`order ${order} is booked ${times} times in the end`);
		if (SAYS_ACCEPTED.includes(outcome)) {
			if (times === 0) wrong.push(`order ${order} is settled as ${outcome}, and Awin has it not`);
		} else if (outcome !== 'unknown' || (isListed && !(isYoung && times === 0))) {
			wrong.push(`order ${order} is ${outcome} when it is settled`);
		}
	}
	return wrong;
}

/** @param claimed what n8n had kept of the run that was killed */
export function judgeOrderClaims(booked: Map<string, number>, claimed: OutputItem[]): string[] {
	return claimed
		.filter((item) => outcomeOf(item) === 'accepted')
		.map(({ json }) => (json as OrderColumns).order)
		.filter((order) => !booked.has(order))
		.map((order) => `order ${order} was claimed to be accepted, and Awin does not have it`);
}

const DONE = ['done', 'alreadyDone'];
const STATUS_AFTER = { approve: 'approved', decline: 'declined', amend: 'pending' };

/** How often each of these transactions was changed by a call, up to now. */
export function changedTimes(
	sandbox: SandboxServer,
	rows: ValidationColumns[],
): Map<number, number> {
	const wanted = new Set(rows.map(({ id }) => id));
	return timesOf(
		sandbox.awin.ledger.flatMap((entry) =>
			entry.kind === 'validation' && wanted.has(entry.transactionId) ? [entry.transactionId] : [],
		),
	);
}

/**
 * @param changed before the workflow was run again
 * @param claimed what n8n had kept of the run that was killed
 */
export function judgeValidationClaims(
	changed: Map<number, number>,
	claimed: OutputItem[],
): string[] {
	return claimed
		.filter((item) => DONE.includes(outcomeOf(item)))
		.map(({ json }) => json.id as number)
		.filter((id) => !changed.has(id))
		.map((id) => `transaction ${id} was claimed to be done, and was not`);
}

/** @param again what the workflow gave out when it was run again after the crash */
export function judgeValidations(
	sandbox: SandboxServer,
	rows: ValidationColumns[],
	again: OutputItem[],
): string[] {
	const wrong: string[] = [];
	const { awin } = sandbox;
	const changed = changedTimes(sandbox, rows);
	for (const { id, action, amount } of rows) {
		const times = changed.get(id) ?? 0;
		if (times !== 1) wrong.push(`transaction ${id} was changed ${times} times`);
		const transaction = awin.world.transaction(id);
		const state = transaction && awin.world.stateAt(transaction, awin.now());
		const status = STATUS_AFTER[action];
		if (state?.status !== status)
			wrong.push(`transaction ${id} is ${state?.status}, not ${status}`);
		const amended = state?.amendments.length ?? 0;
		if (amended !== (action === 'amend' ? 1 : 0)) {
			wrong.push(`transaction ${id} was amended ${amended} times (to ${amount})`);
		}
	}
	if (again.length !== rows.length) wrong.push(`${rows.length} rows gave ${again.length} items`);
	for (const item of again) {
		if (!DONE.includes(outcomeOf(item))) {
			wrong.push(`transaction ${String(item.json.id)} is ${outcomeOf(item)} after the crash`);
		}
	}
	return wrong;
}
