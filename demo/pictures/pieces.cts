/** What the workflows of the pictures are put together from. */
import type { WorkflowNode } from '../n8n/client-types.cts';

/** One picture: a workflow, the node in it that is opened, and what is pressed before the picture is taken. */
export interface Scene {
	/** The file's name, without the theme and the ending. */
	name: string;
	nodes: WorkflowNode[];
	/** The node that is opened and executed. Without one the canvas is shown. */
	open?: string;
	/** How the output is shown: as a table by default, `usual` as n8n chooses; or that the node is not executed. */
	view?: 'table' | 'schema' | 'usual' | 'unrun';
	/** Rows that a node of another service would have given. */
	pinData?: Record<string, Array<{ json: Record<string, unknown> }>>;
	/** The parameter that is scrolled to, where the first ones are not what the picture is about. */
	scrollTo?: string;
}

export const SHOP = {
	__rl: true,
	mode: 'list',
	value: '77101',
	cachedResultName: 'Nordlicht Outdoor DE (77101)',
};

export function start(): WorkflowNode {
	return {
		name: 'When I press Execute',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
}

/** The publisher account that the pictures are taken with, and an advertiser whose program it has joined. */
export const PUBLISHER = {
	__rl: true,
	mode: 'list',
	value: '88201',
	cachedResultName: 'Deal Lantern (88201)',
};

export const PROGRAM = {
	__rl: true,
	mode: 'list',
	value: '77101',
	cachedResultName: 'Nordlicht Outdoor DE (77101)',
};

/** A sheet; its rows are pinned. */
export function sheet(name: string): WorkflowNode {
	return {
		name,
		type: 'n8n-nodes-base.googleSheets',
		typeVersion: 4.5,
		position: [240, 0],
		parameters: {},
	};
}

export function rows(
	...given: Array<Record<string, unknown>>
): Array<{ json: Record<string, unknown> }> {
	return given.map((json) => ({ json }));
}

/** The credential is filled in by whoever takes the picture. */
export function awin(name: string, parameters: Record<string, unknown>, x = 480): WorkflowNode {
	return {
		name,
		type: 'n8n-nodes-awin.awin',
		typeVersion: 1,
		position: [x, 0],
		parameters,
		credentials: { awinOAuth2Api: { id: '', name: '' } },
	};
}

/** A workflow of a start and one Awin node, which is opened. */
export function simple(
	name: string,
	action: string,
	parameters: Record<string, unknown>,
	more: Partial<Scene> = {},
): Scene {
	return { name, nodes: [start(), awin(action, parameters, 240)], open: action, ...more };
}

/** A workflow that works off the rows of a sheet with one Awin node, which is opened. */
export function overRows(
	name: string,
	action: string,
	parameters: Record<string, unknown>,
	given: Array<Record<string, unknown>>,
	more: Partial<Scene> = {},
): Scene {
	return {
		name,
		nodes: [start(), sheet('Rows of a sheet'), awin(action, parameters)],
		pinData: { 'Rows of a sheet': rows(...given) },
		open: action,
		...more,
	};
}
