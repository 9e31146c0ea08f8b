/**
 * What the Awin node tells before it runs.
 */
import { reportHints } from './report/hints';
import { cutOffHints } from './transaction/validate/hints';

export const hintsBeforeRunning = [...cutOffHints, ...reportHints];
