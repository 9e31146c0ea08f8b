/**
 * What is told beside the items that come out.
 */
import { itemText, type ItemPlace, type RowWords } from '../transport/errors';
import type { Run } from './operation';

export function tell({ context }: Pick<Run, 'context'>, message: string): void {
	context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
}

/** Like {@link tell}, for what somebody has to look at. */
export function warn({ context }: Pick<Run, 'context'>, message: string): void {
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}

/**
 * Tells that some rows were left out because they are not what the person chose; nothing where there are none.
 *
 * @param chosen what they were held against, such as `partner or date`
 */
export function tellOfLeftOut(
	run: Run,
	count: number,
	{ one, many }: RowWords,
	chosen: string,
	item?: ItemPlace,
): void {
	if (count === 0) return;
	const rows = count === 1 ? `${one} that is` : `${count} ${many} that are`;
	warn(
		run,
		`Awin also gave ${rows} of another ${chosen} than you chose${itemText(item)}. ${wereLeftOut(count)}`,
	);
}

/**
 * Tells that some rows were left out because they are nothing that this node knows; nothing where there are none.
 *
 * @param flaw what is the matter with them, such as `without an ID`
 */
export function tellOfUnusable(
	run: Run,
	count: number,
	{ one, many }: RowWords,
	flaw: string,
	item?: ItemPlace,
): void {
	if (count === 0) return;
	const rows = count === 1 ? one : `${count} ${many}`;
	warn(run, `Awin also lists ${rows} ${flaw}${itemText(item)}. ${wereLeftOut(count)}`);
}

function wereLeftOut(count: number): string {
	return `${count === 1 ? 'It was' : 'They were'} left out.`;
}
