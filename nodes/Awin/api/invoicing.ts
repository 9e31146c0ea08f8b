/**
 * When Awin closes its books (API overview, "Transactions validation API": send validations by midday CET on the 15th and
 * on the last day of the month to have them on the invoice).
 */
import { DateTime } from 'luxon';

/** Awin writes CET all year. In summer its clocks show an hour more, and the earlier of the two is the safe one. */
const ZONE = 'Europe/Berlin';
const MIDDAY = 12;
const CLOSE_HOURS = 48;

export interface CutOff {
	/** Epoch milliseconds. */
	atMs: number;
	/** How long it still is, rounded down to full hours. */
	hoursLeft: number;
	/** Its day, such as `15 March`. */
	day: string;
}

/** The next cut-off after a moment, both epoch milliseconds: what is pending then goes on without a decision. */
export function nextCutOffMs(nowMs: number): number {
	return nextCutOff(nowMs).toMillis();
}

/** The next cut-off, where it is less than two days away. */
export function closeCutOff(nowMs: number): CutOff | undefined {
	const next = nextCutOff(nowMs);
	const hoursLeft = Math.floor((next.toMillis() - nowMs) / 3_600_000);
	if (hoursLeft >= CLOSE_HOURS) return undefined;
	return { atMs: next.toMillis(), hoursLeft, day: next.setLocale('en-GB').toFormat('d LLLL') };
}

function nextCutOff(nowMs: number): DateTime {
	const now = DateTime.fromMillis(nowMs, { zone: ZONE });
	const thisMonth = cutOffsOf(now);
	const nextMonth = cutOffsOf(now.startOf('month').plus({ months: 1 }));
	return [...thisMonth, ...nextMonth].find((cutOff) => cutOff > now) as DateTime;
}

function cutOffsOf(month: DateTime): DateTime[] {
	const midday = { hour: MIDDAY, minute: 0, second: 0, millisecond: 0 };
	return [month.set({ day: 15, ...midday }), month.endOf('month').set(midday)];
}
