/** When sales and what becomes of them happen and show up, as the models of the trigger make them up. */
import fc from 'fast-check';

import { HOUR_MS, MINUTE_MS } from './days.cts';

/** How long after it happened Awin's list shows something, ms: most of it soon. */
export const lateness = fc.oneof(
	{ weight: 5, arbitrary: fc.integer({ min: 0, max: 30 }).map((minutes) => minutes * MINUTE_MS) },
	{ weight: 1, arbitrary: fc.integer({ min: 1, max: 20 }).map((hours) => hours * HOUR_MS) },
);

/** How long after a sale, or after its last change, the next one shows, ms. */
export const timeToChange = fc.oneof(
	fc.integer({ min: 1, max: 90 }).map((minutes) => minutes * MINUTE_MS),
	fc.integer({ min: 1, max: 60 }).map((hours) => hours * HOUR_MS),
);
