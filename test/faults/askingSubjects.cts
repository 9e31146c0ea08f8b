/**
 * What gives each row a result of its own, and only looks it up.
 */
import { findParameters } from '../support/find.cts';
import { addPending } from '../support/validation.cts';
import type { Subject } from './subject.cts';

export const ASKING_SUBJECTS: readonly Subject[] = [
	{
		name: 'Transaction: Find by Order Reference',
		effect: 'ask',
		parameters: findParameters,
		columns: (sandbox) =>
			[1, 700, 1400].map((ageHours) => {
				const order = `FIND-${ageHours}`;
				addPending(sandbox, 1, { orderRef: order, ageHours });
				return { order };
			}),
	},
];
