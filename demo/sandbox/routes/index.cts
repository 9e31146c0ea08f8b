import type { Route } from '../route.cts';
import { accountRoutes } from './accounts.cts';
import { feedRoutes } from './feeds.cts';
import { jobRoutes } from './jobs.cts';
import { orderRoutes } from './orders.cts';
import { proofRoutes } from './proofOfPurchase.cts';
import { transactionRoutes } from './transactions.cts';
import { validationRoutes } from './validation.cts';

/** Every endpoint that the sandbox knows. A new one is a file of its own and a line here. */
export const ROUTES: readonly Route[] = [
	...accountRoutes,
	...transactionRoutes,
	...validationRoutes,
	...jobRoutes,
	...orderRoutes,
	...proofRoutes,
	...feedRoutes,
];
