/**
 * From when on the transactions of orders are looked for. Awin dates a transaction when its order is placed, and an order may
 * reach Awin days after that, so the search goes on until now.
 */
import { DAY_MS } from './periods';
import { spanBack, spanSince, type Window } from './windows';

/** Clocks differ, and a shop may write a date on other clocks than were thought. */
const MARGIN_MS = DAY_MS;

/**
 * The span of time that holds all the orders: from the oldest date on, and `searchBackDays` back for those without one. Where
 * a call for the oldest date has days to spare, they are searched too.
 *
 * @param datesMs when each of the orders was placed, epoch milliseconds; `undefined` where that is not known
 */
export function searchSpan(
	datesMs: Iterable<number | undefined>,
	{ nowMs, searchBackDays }: { nowMs: number; searchBackDays: number },
): Window {
	let oldestMs = Infinity;
	let hasUndated = false;
	for (const dateMs of datesMs) {
		if (dateMs === undefined) hasUndated = true;
		else if (dateMs < oldestMs) oldestMs = dateMs;
	}
	const back = spanBack(nowMs, searchBackDays);
	if (oldestMs === Infinity) return back;
	const since = spanSince(nowMs, oldestMs - MARGIN_MS);
	return hasUndated && back.startMs < since.startMs ? back : since;
}
