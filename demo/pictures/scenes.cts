import type { WorkflowNode } from '../n8n/client-types.cts';

/** One picture: a workflow, the node in it that is opened, and what is pressed before the picture is taken. */
export interface Scene {
	/** The file's name, without the theme and the ending. */
	name: string;
	nodes: WorkflowNode[];
	/** The node that is opened and executed. Without one the canvas is shown. */
	open?: string;
	/** How the output is shown. Default: as a table. */
	view?: 'table' | 'schema';
	/** Rows that a node of another service would have given. */
	pinData?: Record<string, Array<{ json: Record<string, unknown> }>>;
	/** The parameter that is scrolled to, where the first ones are not what the picture is about. */
	scrollTo?: string;
}

const SHOP = {
	__rl: true,
	mode: 'list',
	value: '77101',
	cachedResultName: 'Nordlicht Outdoor DE (77101)',
};

function start(): WorkflowNode {
	return {
		name: 'When I press Execute',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
}

/** A sheet; its rows are pinned. */
function sheet(name: string): WorkflowNode {
	return {
		name,
		type: 'n8n-nodes-base.googleSheets',
		typeVersion: 4.5,
		position: [240, 0],
		parameters: {},
	};
}

function rows(...given: Array<Record<string, unknown>>): Array<{ json: Record<string, unknown> }> {
	return given.map((json) => ({ json }));
}

/** The credential is filled in by whoever takes the picture. */
function awin(name: string, parameters: Record<string, unknown>, x = 480): WorkflowNode {
	return {
		name,
		type: 'n8n-nodes-awin.awin',
		typeVersion: 1,
		position: [x, 0],
		parameters,
		credentials: { awinOAuth2Api: { id: '', name: '' } },
	};
}

export const SCENES: readonly Scene[] = [
	{
		name: 'transactions',
		nodes: [
			start(),
			awin('Get many transactions', {
				resource: 'transaction',
				operation: 'getMany',
				accountId: SHOP,
				returnAll: true,
			}),
		],
		open: 'Get many transactions',
	},
	{
		name: 'trigger',
		nodes: [
			{
				name: 'Awin Trigger',
				type: 'n8n-nodes-awin.awinTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: { accountId: SHOP },
				credentials: { awinOAuth2Api: { id: '', name: '' } },
			},
		],
		open: 'Awin Trigger',
	},
	{
		name: 'validate',
		nodes: [
			start(),
			awin(
				'Get pending transactions',
				{
					resource: 'transaction',
					operation: 'getMany',
					accountId: SHOP,
					limit: 5,
					filters: { status: ['pending'] },
				},
				240,
			),
			awin('Validate transactions', {
				resource: 'transaction',
				operation: 'validate',
				accountId: SHOP,
				action: 'decline',
				transactionId: '={{ $json.id }}',
				declineReason: 'Order returned',
				options: { dryRun: true },
			}),
		],
		open: 'Validate transactions',
		view: 'schema',
	},
	{
		name: 'submit',
		nodes: [
			start(),
			sheet('Orders of today'),
			awin('Submit conversions', {
				resource: 'conversion',
				operation: 'submit',
				accountId: SHOP,
				orderReference: '={{ $json.order }}',
				amount: '={{ $json.total }}',
				currency: 'EUR',
				attribution: ['voucher'],
				voucher: '={{ $json.voucher }}',
			}),
		],
		pinData: {
			'Orders of today': rows(
				{ order: 'N-20931', total: '89,90', voucher: 'SUMMER10' },
				{ order: 'N-20932', total: '1.204,00', voucher: 'SUMMER10' },
				{ order: 'N-20935', total: '24,50', voucher: 'SUMMER10' },
			),
		},
		open: 'Submit conversions',
		view: 'schema',
	},
];
