/**
 * What Awin gave and nobody had asked for.
 */
import { itemText, type ItemPlace } from '../transport/errors';
import type { Run } from './operation';

interface LeftOut {
	count: number;
	/** What one, and what several of them are. */
	words: { one: string; many: string };
	/** What they were held against, such as `partner or date`. */
	asked: string;
}

/** Tells that some rows were left out because they are not what the person chose; nothing where there are none. */
export function tellOfLeftOut(run: Run, { count, words, asked }: LeftOut, item?: ItemPlace): void {
	if (count === 0) return;
	const [rows, are] = count === 1 ? [words.one, 'is'] : [`${count} ${words.many}`, 'are'];
	run.context.addExecutionHints({
		message: `Awin also gave ${rows} that ${are} of another ${asked} than you chose${itemText(item)}. ${count === 1 ? 'It was' : 'They were'} left out.`,
		type: 'warning',
		location: 'outputPane',
	});
}
