/**
 * Input items that all ask for the same: n8n runs the node once for each, which multiplies what comes out.
 */
import type { INodeExecutionData } from 'n8n-workflow';

import type { ReadItem, Run } from './operation';

/**
 * Tells that the same is given several times, and how to have it once. Where only some items ask for the same, each wants
 * its own answer, such as the program of the advertiser of each sale.
 */
export function tellOfSameQuestion<Wish>(
	run: Run,
	wishes: Array<ReadItem<Wish>>,
	output: INodeExecutionData[],
): void {
	const questions = new Set(
		wishes.map((item) => ('wish' in item ? JSON.stringify(item.wish) : 'unread')),
	);
	const answered = new Set(output.map(({ pairedItem }) => JSON.stringify(pairedItem)));
	if (wishes.length < 2 || questions.size > 1 || answered.size < 2) return;
	run.context.addExecutionHints({
		message: `All ${wishes.length} input items ask Awin for the same, and each gets the whole answer, so everything comes ${wishes.length} times. To get it once, switch on "Execute Once" in the settings of this node.`,
		type: 'warning',
		location: 'outputPane',
	});
}
