/**
 * What is put to the test: every operation of the Awin node, each with the least that shows whether it told the truth.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FaultMatch } from '../../demo/sandbox/faults.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { bookedReferences, submitParameters } from '../support/conversion.cts';
import { ADVERTISER } from '../support/sandbox.cts';
import { addPending, validateParameters } from '../support/validation.cts';

/** An operation that changes nothing at Awin. */
export interface ReadingSubject {
	name: string;
	effect: 'read';
	parameters: INodeParameters;
	columns?(sandbox: SandboxServer): IDataObject[];
}

/** An operation that changes something at Awin, row by row. */
export interface WritingSubject {
	name: string;
	effect: 'write';
	parameters: INodeParameters;
	/** Fresh rows for one run, so that no run meets what another has done. */
	columns(sandbox: SandboxServer): IDataObject[];
	/** The calls that change something; those around them only read. */
	match: FaultMatch;
	/** How often each row took effect at Awin. */
	effects(sandbox: SandboxServer, columns: IDataObject[]): number[];
}

export type Subject = ReadingSubject | WritingSubject;

const account = (id: number) => ({ __rl: true, mode: 'id', value: String(id) });

/** Two windows, so that there is a first and a further call. */
const TWO_MONTHS = { startDate: '2026-03-01', endDate: '2026-04-20', timezone: 'UTC' };

let orders = 0;

export const SUBJECTS: readonly Subject[] = [
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
			accountId: account(ADVERTISER),
			returnAll: true,
			...TWO_MONTHS,
		},
	},
	{
		name: 'Transaction: Get',
		effect: 'read',
		parameters: {
			resource: 'transaction',
			operation: 'get',
			accountId: account(ADVERTISER),
			transactionIds: '={{ $json.id }}',
			timezone: 'UTC',
		},
		columns: (sandbox) => [{ id: addPending(sandbox, 1)[0].id }],
	},
	{
		name: 'Transaction: Validate',
		effect: 'write',
		parameters: validateParameters,
		columns: (sandbox) => addPending(sandbox, 3).map(({ id }) => ({ id })),
		match: { path: '/transactions/batch' },
		effects: (sandbox, columns) =>
			columns.map(
				({ id }) =>
					sandbox.awin.ledger.filter(
						(entry) => entry.kind === 'validation' && entry.transactionId === id,
					).length,
			),
	},
	{
		name: 'Conversion: Submit',
		effect: 'write',
		parameters: submitParameters,
		columns: () =>
			Array.from({ length: 3 }, () => ({
				order: `F-${++orders}`,
				total: 10,
				awc: `77101_1769871600_${orders}`,
			})),
		match: { path: '/orders' },
		effects: (sandbox, columns) => {
			const booked = bookedReferences(sandbox);
			return columns.map(({ order }) => booked.filter((reference) => reference === order).length);
		},
	},
];
