/**
 * Limits that refuse a whole batch before anything of it is sent. They hold for a whole execution: in a loop, what earlier
 * rounds have let go counts too.
 */
import { formatAmount, minorDigits } from '../../api/money';
import type { Named } from '../../fields/parameter';
import { maxRows as maxRowsParameter, maxTotalAmount } from '../../fields/safety';
import type { Run } from '../operation';
import { ExecutionNotes } from './executionNotes';
import type { Refusal } from './refusals';

/**
 * Holds rows against the limit. Where it is kept, they count for later runs of the node in this execution.
 *
 * @param isMore they come on top of what earlier tries of this run have let go; otherwise they are the same once more
 * @returns why nothing is sent, or `undefined` where the limit is kept
 */
export function checkMaxRows(
	{ context }: Run,
	rows: number,
	maxRows: number | undefined,
	isMore = false,
): Refusal | undefined {
	const notes = ExecutionNotes.of(context);
	const own = isMore ? notes.ownRows() : 0;
	const refusal = overMaxRows(rows, maxRows, notes.earlierRows() + own);
	notes.letRowsGo(own + (refusal ? 0 : rows));
	return refusal;
}

/** Like {@link checkMaxRows}, for sums in minor units by currency; see {@link overMaxTotal}. */
export function checkMaxTotal(
	{ context }: Run,
	totals: Map<string, number>,
	maxTotal: number | undefined,
	what: Words,
	isMore = false,
): Refusal | undefined {
	const notes = ExecutionNotes.of(context);
	const own = isMore ? notes.ownTotals() : new Map<string, number>();
	const earlier = addedUp(notes.earlierTotals(), own);
	const refusal = overMaxTotal(totals, maxTotal, what, earlier);
	notes.letTotalsGo(refusal ? own : addedUp(own, totals));
	return refusal;
}

/** Adds sums by currency up. */
export function addedUp(one: Map<string, number>, other: Map<string, number>): Map<string, number> {
	const sums = new Map(one);
	for (const [currency, minor] of other) sums.set(currency, (sums.get(currency) ?? 0) + minor);
	return sums;
}

const NONE = 'nothing of this run was sent';
const EARLIER = 'in earlier runs of this node in the same execution';

/** @param earlier how many rows were let go before in the same execution */
export function overMaxRows(
	rows: number,
	maxRows: number | undefined,
	earlier = 0,
): Refusal | undefined {
	if (maxRows === undefined || earlier + rows <= maxRows) return undefined;
	const message =
		earlier === 0
			? `There are ${rows} items to send, more than the ${maxRows} that "${maxRowsParameter.label}" allows; nothing was sent`
			: `${rows === 1 ? 'There is 1 item' : `There are ${rows} items`} to send, after ${earlier} ${EARLIER}, more than the ${maxRows} that "${maxRowsParameter.label}" allows; ${NONE}`;
	return { message, nextStep: nextStepOf(maxRowsParameter, earlier > 0) };
}

/** What a sum is of, such as `would be submitted`; may differ from currency to currency. */
type Words = string | ((currency: string) => string);

/**
 * @param totals sums in minor units by currency
 * @param maxTotal in major units, for each currency on its own
 * @param earlier what was let go before in the same execution, like `totals`
 */
export function overMaxTotal(
	totals: Map<string, number>,
	maxTotal: number | undefined,
	what: Words,
	earlier = new Map<string, number>(),
): Refusal | undefined {
	if (maxTotal === undefined) return undefined;
	const before = (currency: string) => earlier.get(currency) ?? 0;
	const over = [...totals]
		.filter(([currency, totalMinor]) => isOver(before(currency) + totalMinor, currency, maxTotal))
		// What adds nothing to an earlier sum does not break the limit.
		.filter(([currency, totalMinor]) => totalMinor > 0 || before(currency) === 0);
	if (over.length === 0) return undefined;

	const isLater = over.some(([currency]) => before(currency) > 0);
	const sums = over.map(([currency, totalMinor]) => {
		const words = typeof what === 'string' ? '' : ` ${what(currency)}`;
		const after =
			before(currency) > 0 ? `, after ${formatAmount(before(currency), currency)} ${EARLIER}` : '';
		return `${formatAmount(totalMinor, currency)}${words}${after}`;
	});
	const words = typeof what === 'string' ? ` ${what}` : '';
	return {
		message: `${sums.join(' and ')}${words}, more than the ${maxTotal} that "${maxTotalAmount.label}" allows for each currency; ${isLater ? NONE : 'nothing was sent'}`,
		nextStep: nextStepOf(maxTotalAmount, isLater),
	};
}

/** Of a limit such as 0.57, 57 minor units are kept, although the product of the two is a little less in a computer. */
function isOver(totalMinor: number, currency: string, maxTotal: number): boolean {
	const limitMinor = maxTotal * 10 ** minorDigits(currency);
	const whole = Math.round(limitMinor);
	const isDust = Math.abs(limitMinor - whole) < 1e-6;
	return !(totalMinor <= (isDust ? whole : limitMinor));
}

function nextStepOf({ label }: Named, isLater: boolean): string {
	const earlierHelp = isLater
		? ' What earlier rounds of a loop, or earlier calls of a sub-workflow, have sent stays sent.'
		: '';
	return `Check that these are the items that you mean. Then raise "${label}" in the options, or send fewer.${earlierHelp}`;
}
