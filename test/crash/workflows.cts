/** The three workflows that are killed, and the rows that go into them. */
import type { SavedCredential, WorkflowInput, WorkflowNode } from '../../demo/n8n/client.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { submitParameters } from '../support/conversion.cts';
import { inALine, manualTrigger } from '../support/realN8n.cts';
import { ADVERTISER } from '../support/sandbox.cts';
import { sheetParameters } from '../support/validation.cts';

export const TRIGGER_NAME = 'Awin Trigger';
export const AWIN_NAME = 'Awin';

/** Everything that a trigger tells, which is what it does unless somebody chooses otherwise. */
export const EVENTS = ['created', 'approved', 'declined', 'amended'];

/** The trigger watches another account than the others write to, so that each can be judged by itself. */
const SUBMIT_ACCOUNTS = [77102, 77103, 77104];
const ORDERS_PER_ACCOUNT = 15;

const VALIDATE_ACCOUNTS = [
	{ account: 77102, currency: 'GBP' },
	{ account: 77103, currency: 'JPY' },
];
const ROWS_PER_ACCOUNT = 12;
const PARTNER = 88201;
const ACTIONS = ['approve', 'decline', 'amend'] as const;
const HOUR_MS = 3_600_000;

export interface OrderColumns extends Record<string, unknown> {
	order: string;
	account: number;
}

export interface ValidationColumns extends Record<string, unknown> {
	id: number;
	account: number;
	action: (typeof ACTIONS)[number];
	amount: number;
}

/**
 * n8n wants a minute at least between two polls of one rule, and takes any number of rules. Each stands here in two
 * spellings, so that there are always two polls at the same moment.
 */
const POLL_EVERY_SECONDS = 3;
export const POLL_EVERY_MS = POLL_EVERY_SECONDS * 1000;
const SECONDS = Array.from({ length: 20 }, (_, index) => index * POLL_EVERY_SECONDS);
const POLL_TIMES = SECONDS.flatMap((second) => [`${second} * * * * *`, `${second} */1 * * * *`]);

function awinNode(credential: SavedCredential, rest: Partial<WorkflowNode>): WorkflowNode {
	return {
		name: AWIN_NAME,
		type: 'n8n-nodes-awin.awin',
		typeVersion: 1,
		position: [600, 0],
		parameters: {},
		credentials: { awinOAuth2Api: { id: credential.id, name: credential.name } },
		...rest,
	};
}

function nothing(): WorkflowNode {
	return {
		name: 'Nothing',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [800, 0],
		parameters: {},
	};
}

export function triggerWorkflow(credential: SavedCredential): WorkflowInput {
	const trigger = awinNode(credential, {
		name: TRIGGER_NAME,
		type: 'n8n-nodes-awin.awinTrigger',
		parameters: {
			pollTimes: {
				item: POLL_TIMES.map((cronExpression) => ({ mode: 'custom', cronExpression })),
			},
			accountType: 'advertiser',
			accountId: { __rl: true, mode: 'list', value: String(ADVERTISER) },
		},
	});
	const nodes = [trigger, nothing()];
	return { name: 'Watch', nodes, connections: inALine(nodes) };
}

/** A workflow that makes these rows and gives them to the Awin node; n8n keeps what each node gave, as it goes. */
function batchWorkflow(name: string, rows: object[], awin: WorkflowNode): WorkflowInput {
	const made = { type: 'n8n-nodes-base.set', typeVersion: 3.4, position: [200, 0] };
	const split = { type: 'n8n-nodes-base.splitOut', typeVersion: 1, position: [400, 0] };
	const nodes = [
		manualTrigger(),
		{ ...made, name: 'Rows', parameters: { mode: 'raw', jsonOutput: JSON.stringify({ rows }) } },
		{ ...split, name: 'Split', parameters: { fieldToSplitOut: 'rows', options: {} } },
		awin,
		nothing(),
	] as WorkflowNode[];
	const settings = { saveExecutionProgress: true };
	return { name, nodes, connections: inALine(nodes), settings };
}

/** Orders of three accounts, which makes three calls. */
export function orderRows(prefix: string): OrderColumns[] {
	return SUBMIT_ACCOUNTS.flatMap((account) =>
		Array.from({ length: ORDERS_PER_ACCOUNT }, (_, index) => ({
			order: `${prefix}-${account}-${index}`,
			total: '10.50',
			account,
			awc: `${account}_1769871600_${index}`,
		})),
	);
}

export function submitWorkflow(
	credential: SavedCredential,
	rows: OrderColumns[],
	options: Record<string, boolean> = {},
): WorkflowInput {
	const awin = awinNode(credential, {
		onError: 'continueRegularOutput',
		parameters: {
			...submitParameters,
			accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' },
			options,
		},
	});
	return batchWorkflow('Submit', rows, awin);
}

/** New pending transactions of two accounts, which makes two batches, with something to do for each. */
export function validationRows(sandbox: SandboxServer): ValidationColumns[] {
	return VALIDATE_ACCOUNTS.flatMap(({ account, currency }) =>
		Array.from({ length: ROWS_PER_ACCOUNT }, (_, index) => {
			const { id } = sandbox.awin.world.addTransaction({
				advertiserId: account,
				publisherId: PARTNER,
				saleAmount: 100,
				currency,
				transactionAtMs: sandbox.awin.now() - HOUR_MS,
			});
			const action = ACTIONS[index % ACTIONS.length];
			return { id, account, currency, action, reason: 'Returned', amount: 50 };
		}),
	);
}

export function validateWorkflow(
	credential: SavedCredential,
	rows: ValidationColumns[],
): WorkflowInput {
	const awin = awinNode(credential, {
		onError: 'continueRegularOutput',
		parameters: {
			...sheetParameters,
			accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' },
			currency: '={{ $json.currency }}',
		},
	});
	return batchWorkflow('Validate', rows, awin);
}
