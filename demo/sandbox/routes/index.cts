import type { Route } from '../route.cts';
import { accountRoutes } from './accounts.cts';
import { feedRoutes } from './feeds.cts';
import { jobRoutes } from './jobs.cts';
import { linkRoutes } from './links.cts';
import { offerRoutes } from './offers.cts';
import { orderRoutes } from './orders.cts';
import { publisherRoutes } from './publishers.cts';
import { reportRoutes } from './reports.cts';
import { programmeRoutes } from './programmes.cts';
import { transactionQueryRoutes } from './transactionQueries.cts';
import { proofRoutes } from './proofOfPurchase.cts';
import { transactionRoutes } from './transactions.cts';
import { validationRoutes } from './validation.cts';

/** Every endpoint that the sandbox knows. A new one is a file of its own and a line here. */
export const ROUTES: readonly Route[] = [
	...accountRoutes,
	...publisherRoutes,
	...reportRoutes,
	...transactionRoutes,
	...validationRoutes,
	...jobRoutes,
	...orderRoutes,
	...linkRoutes,
	...offerRoutes,
	...programmeRoutes,
	...transactionQueryRoutes,
	...proofRoutes,
	...feedRoutes,
];
