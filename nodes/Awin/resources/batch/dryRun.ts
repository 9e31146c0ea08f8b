/**
 * Dry runs, as every operation that changes something tells of them.
 */
import type { Run } from '../operation';

/** The words for a row that was left out because of it. */
export const DRY_RUN_WORDS = {
	message: 'Not sent, because this is a dry run',
	nextStep: 'Switch off "Dry Run" in the options to send it.',
} as const;

/**
 * Tells what would have been done.
 *
 * @param would a sentence without a full stop that goes on after "It would", e.g. `create 3 offers`
 */
export function tellOfDryRun(run: Run, would: string): void {
	run.context.addExecutionHints({
		message: `Dry run: nothing was sent. It would ${would}.`,
		type: 'info',
		location: 'outputPane',
	});
}
