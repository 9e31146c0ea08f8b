/**
 * Accounts, transactions, reports and validation jobs.
 */
import { ask } from '../../demo/sandbox/ask.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { compareParameters, orderOf } from '../support/compare.cts';
import { ADVERTISER } from '../support/sandbox.cts';
import { addPending } from '../support/validation.cts';
import { OF_ADVERTISER, TWO_MONTHS, type ReadingSubject } from './subject.cts';

const HOUR_MS = 3_600_000;

/** A batch of which the second row is not there, handed in an hour ago. */
function finishedJob(sandbox: SandboxServer): string {
	const [{ id }] = addPending(sandbox, 1, { ageHours: 3 });
	const body = [id, 999].map((transactionId) => ({
		action: 'approve',
		approve: true,
		transaction: { id: transactionId },
	}));
	sandbox.awin.clockShiftMs = -HOUR_MS;
	const { json } = ask(sandbox.awin, `/advertisers/${ADVERTISER}/transactions/batch`, { body });
	sandbox.awin.clockShiftMs = 0;
	return String((json as { jobId: unknown }).jobId);
}

const report = {
	resource: 'report',
	operation: 'getPerformance',
	accountType: 'advertiser',
	...OF_ADVERTISER,
	...TWO_MONTHS,
	returnAll: true,
};

export const LIST_SUBJECTS: readonly ReadingSubject[] = [
	{
		name: 'Account: Get Many',
		effect: 'read',
		parameters: { resource: 'account', operation: 'getMany', returnAll: true },
	},
	{
		name: 'Transaction: Get Many',
		effect: 'read',
		parameters: {
			resource: 'transaction',
			operation: 'getMany',
			returnAll: true,
			...OF_ADVERTISER,
			...TWO_MONTHS,
		},
	},
	{
		name: 'Transaction: Get',
		effect: 'read',
		parameters: {
			resource: 'transaction',
			operation: 'get',
			transactionIds: '={{ $json.id }}',
			timezone: 'UTC',
			...OF_ADVERTISER,
		},
		columns: (sandbox) => [{ id: addPending(sandbox, 1)[0].id }],
	},
	{
		name: 'Transaction: Compare With Orders',
		effect: 'read',
		parameters: { ...compareParameters, ...OF_ADVERTISER },
		// Two windows, and transactions that no order has.
		columns: (sandbox) => {
			const [oldest] = addPending(sandbox, 3, { ageHours: 40 * 24 });
			const date = String(oldest.transactionDate);
			return [
				orderOf('T-1', { date }),
				orderOf('T-2', { total: 60, date }),
				orderOf('A-9', { date }),
			];
		},
	},
	{
		name: 'Report: Get Performance by partner',
		effect: 'read',
		parameters: { ...report, reportBy: 'partner', interval: 'month' },
	},
	{
		name: 'Report: Get Performance by campaign',
		effect: 'read',
		parameters: { ...report, reportBy: 'campaign', interval: 'month' },
	},
	{
		name: 'Validation Job: Get',
		effect: 'read',
		parameters: {
			resource: 'validationJob',
			operation: 'get',
			jobId: '={{ $json.jobId }}',
			show: 'all',
			...OF_ADVERTISER,
		},
		columns: (sandbox) => [{ jobId: finishedJob(sandbox) }],
	},
	{
		name: 'Validation Job: Get Many',
		effect: 'read',
		parameters: {
			resource: 'validationJob',
			operation: 'getMany',
			returnAll: true,
			...OF_ADVERTISER,
		},
		columns: (sandbox) => {
			finishedJob(sandbox);
			return [{}];
		},
	},
];
