/**
 * Awin's invoicing cut-off, told before the node runs and after.
 */
import type { NodeHint } from 'n8n-workflow';

import { closeCutOff } from '../../../api/invoicing';
import { tell } from '../../warnings';
import type { Run } from '../../operation';

const RULE =
	'Awin invoices what is validated by midday CET on the 15th and on the last day of the month';

/** Shown in the editor before a run, on the four days on which it matters: `$now` is all that n8n knows there. */
export const cutOffHints: NodeHint[] = [
	{
		message: `${RULE}. The next cut-off is today or tomorrow.`,
		type: 'info',
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
		displayCondition:
			'={{ $parameter["resource"] === "transaction" && $parameter["operation"] === "validate" && ([14, 15].includes($now.setZone("Europe/Berlin").day) || $now.setZone("Europe/Berlin").daysInMonth - $now.setZone("Europe/Berlin").day <= 1) }}',
	},
];

/** Tells with the results how long it still is. */
export function tellOfCutOff(run: Run): void {
	const cutOff = closeCutOff(run.nowMs);
	if (!cutOff) return;
	const left =
		cutOff.hoursLeft < 1
			? 'less than an hour'
			: `${cutOff.hoursLeft} hour${cutOff.hoursLeft === 1 ? '' : 's'}`;
	tell(run, `${RULE}. The next cut-off is on ${cutOff.day}, in ${left}.`);
}
