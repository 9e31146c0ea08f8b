/**
 * How many calls a report will take, told before the node runs.
 */
import type { NodeHint } from 'n8n-workflow';

import { CALLS_PER_MINUTE } from '../../api/limits';

/**
 * The number of calls, as n8n's editor can work it out from the parameters: by the rules of `planReport`. Where a date
 * comes from an input item there is nothing to work with before the run, and no hint.
 */
const CALLS = `((p) => {
	const day = (value) => DateTime.fromISO(String(value)).startOf("day");
	const from = day(p.startDate);
	const to = DateTime.min(day(p.endDate), $today);
	const between = (unit) => Math.round(to.startOf(unit).diff(from.startOf(unit), unit).as(unit)) + 1;
	if (p.reportBy === "campaign") return Math.ceil(between("days") / 400);
	if (p.interval === "total") return Math.ceil(between("days") / 31);
	return between(p.interval + "s");
})($parameter)`.replace(/\s+/g, ' ');

/** Fewer are not worth a word. n8n shows fixed texts only, so the number is told as "from … to". */
const STEPS = [6, 21, 41, 61, 101, 201, 401, 801, 1201, 2401, Infinity];

export const reportHints: NodeHint[] = STEPS.slice(0, -1).map((least, index) => {
	const most = STEPS[index + 1] - 1;
	return {
		message: `${callsText(least, most)} for each input item, ${timeText(least, most)} at Awin's ${CALLS_PER_MINUTE} calls a minute. A longer interval or a shorter span of time takes fewer.`,
		type: 'info',
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
		displayCondition: `={{ $parameter["resource"] === "report" && ((calls) => calls >= ${least} && calls <= ${most})(${CALLS}) }}`,
	};
});

function callsText(least: number, most: number): string {
	const calls = Number.isFinite(most) ? `${least} to ${most}` : `more than ${least - 1}`;
	return `This report takes ${calls} calls to Awin`;
}

function timeText(least: number, most: number): string {
	// The first twenty go at once, each further twenty a minute later.
	const minutes = (calls: number) => Math.ceil(calls / CALLS_PER_MINUTE) - 1;
	const [shortest, longest] = [minutes(least), minutes(most)];
	if (longest === 0) return 'less than a minute';
	if (!Number.isFinite(most)) return `${Math.floor(shortest / 60)} hours or more`;
	if (shortest === longest) return `about ${longest} minute${longest === 1 ? '' : 's'}`;
	return `about ${shortest} to ${longest} minutes`;
}
