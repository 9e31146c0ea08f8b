/** What came of the broken rules, for people. */
import { KINDS, mustBeNoticed } from './rules.cts';
import type { Verdict } from './trial.cts';

export function lineOf({ trial, by, doubt }: Verdict): string {
	const what = `${trial.kind}: ${trial.rule} (${trial.file})`;
	if (doubt) return `NOT JUDGED   ${what}\n             ${doubt}`;
	return by
		? `noticed      ${what}\n             by ${by.file}: ${by.test}`
		: `NOT NOTICED  ${what}`;
}

/** @returns the lines of the summary, and whether nothing passed that must not */
export function summaryOf(verdicts: readonly Verdict[]): { lines: string[]; isGood: boolean } {
	const missed = verdicts.filter(({ by }) => !by);
	const counts = KINDS.flatMap((kind) => {
		const those = verdicts.filter(({ trial }) => trial.kind === kind);
		const noticed = those.filter(({ by }) => by);
		return those.length > 0 ? `${kind}: ${noticed.length} of ${those.length} noticed` : [];
	});
	const noticed = verdicts.length - missed.length;
	return {
		lines: [
			...missed.map(lineOf),
			...counts,
			`All: ${noticed} of ${verdicts.length} broken rules were noticed`,
		],
		isGood: !missed.some(({ trial, doubt }) => doubt ?? mustBeNoticed(trial)),
	};
}
