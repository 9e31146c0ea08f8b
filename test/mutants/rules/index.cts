/** All rules that `npm run test:mutants` breaks. */
import type { BrokenFile } from '../rules.cts';
import { API_MONEY } from './api-money.cts';
import { API_REST } from './api-rest.cts';
import { BATCH } from './batch.cts';
import { FIELDS } from './fields.cts';
import { OPERATIONS } from './operations.cts';
import { ORDERS } from './orders.cts';
import { TRANSPORT } from './transport.cts';
import { TRIGGER } from './trigger.cts';
import { WATCH } from './watch.cts';

export const ALL: readonly BrokenFile[] = [
	API_MONEY,
	API_REST,
	FIELDS,
	BATCH,
	OPERATIONS,
	ORDERS,
	TRANSPORT,
	TRIGGER,
	WATCH,
].flat();
