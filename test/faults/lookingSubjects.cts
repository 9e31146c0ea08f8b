/**
 * What changes something at Awin and looks there first, put to the test where it looks: nothing may go by a look that failed.
 */
import { addPending, comparedColumns, validateParameters } from '../support/validation.cts';
import { ASKED_APPROVALS, effectsOfValidation } from './changeSubjects.cts';
import type { Subject } from './subject.cts';

export const LOOKING_SUBJECTS: readonly Subject[] = [
	{
		name: 'Transaction: Validate, only if unchanged',
		effect: 'write',
		parameters: { ...validateParameters, options: { onlyIfUnchanged: true } },
		columns: (sandbox) => addPending(sandbox, 3).map((row) => comparedColumns(row)),
		match: { path: '/transactions/?' },
		effects: effectsOfValidation,
		asked: ASKED_APPROVALS,
	},
];
