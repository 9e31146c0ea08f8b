/** Which of Awin's events an item is about, by what the item says and what the sandbox's history says. */
import type { HistoryEvent } from '../../demo/sandbox/world.cts';

type Item = Record<string, unknown>;

/** Whether both stand in the same of Awin's lists, where only the last of a transaction is shown. */
export function isListed(a: HistoryEvent, b: HistoryEvent): boolean {
	const listOf = ({ kind }: HistoryEvent) => (kind === 'declined' ? 'approved' : kind);
	return a.transactionId === b.transactionId && listOf(a) === listOf(b);
}

/** Whether nobody can tell the two apart. */
export function isSameDisplay(a: HistoryEvent, b: HistoryEvent): boolean {
	if (a.transactionId !== b.transactionId || a.kind !== b.kind) return false;
	return a.kind === 'amended'
		? a.oldSaleAmount === b.oldSaleAmount && a.newSaleAmount === b.newSaleAmount
		: a.atMs === b.atMs;
}

export function isReportOf(event: HistoryEvent, item: Item): boolean {
	if (Math.abs(Number(item.id)) !== event.transactionId || item.event !== event.kind) return false;
	return event.kind === 'amended'
		? item.oldSaleAmount === event.oldSaleAmount && item.newSaleAmount === event.newSaleAmount
		: Date.parse(String(item.occurredAt)) === event.atMs;
}

/** For what is wrong with it. */
export function describeEvent(event: HistoryEvent): string {
	const { transactionId, kind, oldSaleAmount, newSaleAmount, atMs, visibleAtMs } = event;
	const amounts = kind === 'amended' ? ` ${oldSaleAmount}>${newSaleAmount}` : '';
	return `${transactionId} ${kind}${amounts} dated ${timeText(atMs)}, shown ${timeText(visibleAtMs)}`;
}

export function timeText(ms: number): string {
	return new Date(ms).toISOString();
}
