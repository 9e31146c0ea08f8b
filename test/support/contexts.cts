/**
 * The package's nodes in n8n's real contexts, without a running n8n.
 */
import 'reflect-metadata';
import { ExecuteContext, LoadOptionsContext, type PollContext } from 'n8n-core';
import {
	createRunExecutionData,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	type NodeExecutionHint,
	type NodeHint,
} from 'n8n-workflow';

import { AwinOAuth2Api } from '../../credentials/AwinOAuth2Api.credentials';
import { Awin } from '../../nodes/Awin/Awin.node';
import { refuseSecrets } from './everything.cts';

const awin = new Awin();
const credentialType = new AwinOAuth2Api();

const nodeTypes = {
	getByName: () => awin as INodeType,
	getByNameAndVersion: () => awin as INodeType,
	getKnownTypes: () => ({}),
} as INodeTypes;

export interface NodeSettings {
	parameters: INodeParameters;
	credentials: ICredentialDataDecryptedObject;
	/** The workflow's timezone. */
	timezone?: string;
	/** What n8n keeps for the workflow. */
	staticData?: IDataObject;
	onError?: INode['onError'];
	/** Default: the node itself; n8n makes a tool for AI agents of it, under a type of its own. */
	type?: string;
}

export interface ExecutionSettings extends NodeSettings {
	items?: INodeExecutionData[];
	signal?: AbortSignal;
	/** Default: an execution of its own. */
	executionId?: string;
	/** Which run of the node in its execution; default: the first. */
	runIndex?: number;
	/** Makes the node give up on an answer earlier than it would, so that no test has to wait that long. */
	longestAnswerMs?: number;
}

export function nodeOf({ parameters, onError, type = 'n8n-nodes-awin.awin' }: NodeSettings): INode {
	return {
		id: 'awin-node',
		name: 'Awin',
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		onError,
		credentials: { awinOAuth2Api: { id: '1', name: 'Awin account' } },
	};
}

function workflowOf(node: INode, timezone = 'UTC', staticData?: IDataObject): Workflow {
	const settings = { timezone };
	return new Workflow({
		id: 'w',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
		settings,
		staticData,
	});
}

let executions = 0;

/** Signs with the credential's own `authenticate`, which is what n8n does. */
export function additionalDataOf(
	credentials: ICredentialDataDecryptedObject,
	executionId?: string,
): IWorkflowExecuteAdditionalData {
	const credentialsHelper = {
		getParentTypes: () => [],
		getDecrypted: async () => credentials,
		preAuthentication: async () => undefined,
		runPreAuthentication: async () => undefined,
		authenticate: async (
			data: ICredentialDataDecryptedObject,
			_type: string,
			request: IHttpRequestOptions,
		) => await credentialType.authenticate(data, request),
		isCredentialUsableByNode: () => true,
	};
	return {
		credentialsHelper,
		executionId: executionId ?? String(++executions),
		currentNodeParameters: {},
		variables: {},
		webhookBaseUrl: '',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		restApiUrl: '',
	} as unknown as IWorkflowExecuteAdditionalData;
}

/** The node's setting On Error, where each item is to have a result. */
export const CONTINUE = { onError: 'continueRegularOutput' } as const;

export interface Execution {
	items: INodeExecutionData[];
	hints: NodeExecutionHint[];
}

/** Runs the Awin node's execute() in n8n's own ExecuteContext, and looks for the token in all that comes of it. */
export async function executeAwin(settings: ExecutionSettings): Promise<Execution> {
	const node = nodeOf(settings);
	const items = settings.items ?? [{ json: {} }];
	const input = { main: [items] };
	const context = new ExecuteContext(
		workflowOf(node, settings.timezone, settings.staticData),
		node,
		additionalDataOf(settings.credentials, settings.executionId),
		'manual',
		// With data of its own, as every execution has.
		createRunExecutionData({}),
		settings.runIndex ?? 0,
		items,
		input,
		{ node, data: input, source: null },
		[],
		settings.signal ?? new AbortController().signal,
	);
	if (settings.longestAnswerMs) hurry(context, settings.longestAnswerMs);
	const { accessToken, conversionApiKey } = settings.credentials;
	const secrets = [accessToken, conversionApiKey];
	try {
		const [output] = await awin.execute.call(context);
		refuseSecrets([output.slice(0, LOOKED_THROUGH), context.hints], secrets);
		return { items: output, hints: context.hints };
	} catch (error) {
		refuseSecrets(error, secrets);
		throw error;
	}
}

/** No test's items all have a secret but the first thousand. */
const LOOKED_THROUGH = 1000;

/** Makes a node's calls give up early. */
export function hurry(context: ExecuteContext | PollContext, longestAnswerMs: number): void {
	const { httpRequestWithAuthentication } = context.helpers;
	context.helpers.httpRequestWithAuthentication = async function (name, request, ...rest) {
		const timeout = Math.min(request.timeout ?? Infinity, longestAnswerMs);
		return await httpRequestWithAuthentication.call(this, name, { ...request, timeout }, ...rest);
	};
}

/** The parameters as n8n loads them for a run: by what is shown, with the defaults. */
export function loadedParameters(parameters: INodeParameters): INodeParameters {
	const { description } = awin;
	const node = nodeOf({ parameters, credentials: {} });
	const given = node.parameters;
	const { properties } = description;
	return NodeHelpers.getNodeParameters(properties, given, true, false, node, description) ?? {};
}

/** The hints that n8n's editor shows before the node's first run, found in the way in which the editor finds them. */
export function hintsBeforeRunning(settings: NodeSettings): string[] {
	const node = nodeOf(settings);
	const { expression } = workflowOf(node, settings.timezone);
	const isShown = ({ displayCondition }: NodeHint) => {
		if (!displayCondition) return true;
		let shown: unknown;
		try {
			shown = expression.getSimpleParameterValue(node, displayCondition, 'internal', {});
		} catch {
			// What cannot be worked out yet, because it comes from an item, is left out there too.
			return false;
		}
		if (typeof shown !== 'boolean') throw new Error(`${String(shown)} is neither true nor false`);
		return shown;
	};
	return (awin.description.hints ?? []).filter(isShown).map(({ message }) => message);
}

/** Asks the account picker for its list, in n8n's own context for pickers. */
export async function searchAccounts(settings: NodeSettings, filter?: string) {
	return await searchList('searchAccounts', settings, filter);
}

/** Asks any picker for its list, in n8n's own context for pickers. */
export async function searchList(
	method: keyof Awin['methods']['listSearch'],
	settings: NodeSettings,
	filter?: string,
	token?: string,
) {
	const node = nodeOf(settings);
	const context = new LoadOptionsContext(
		workflowOf(node, settings.timezone),
		node,
		{ ...additionalDataOf(settings.credentials), currentNodeParameters: node.parameters },
		'',
	);
	return await awin.methods.listSearch[method].call(context, filter, token);
}
