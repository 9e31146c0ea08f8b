/**
 * The notification trigger in n8n's real WebhookContext, behind a real HTTP server and without a running n8n. What n8n does
 * around it is done here by hand: parsing the body, reading the static data anew for each request, starting the workflow
 * (for which it makes a second workflow over the very same static data), asking for the answer, and then writing the static
 * data back where it was changed.
 */
import 'reflect-metadata';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'node:querystring';
import { WebhookContext } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IWebhookData,
	type IWebhookResponseData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { freshFetch } from '../../demo/n8n/fresh-fetch.cts';
import { AwinNotificationTrigger } from '../../nodes/AwinNotificationTrigger/AwinNotificationTrigger.node';
import { Receiver } from '../../nodes/Awin/trigger/notification/receive';
import { additionalDataOf } from './contexts.cts';

const trigger = new AwinNotificationTrigger();

const nodeTypes = {
	getByName: () => trigger as INodeType,
	getByNameAndVersion: () => trigger as INodeType,
	getKnownTypes: () => ({}),
} as INodeTypes;

export interface Answer {
	status: number;
	text: string;
}

/** One workflow with an Awin Notification Trigger in it. */
export class NotifiedN8n {
	parameters: INodeParameters;
	/** As n8n's database holds it. */
	stored: IDataObject = {};
	/** What the workflow was started with. */
	readonly started: IDataObject[] = [];
	/** What n8n's log says about requests that were refused. */
	readonly refusals: string[] = [];
	mode: WorkflowExecuteMode = 'webhook';
	/** The end of the address that is posted to, such as `?a=1`. */
	query = '';
	/** n8n before 2.x asks for the answer, and stores, before it starts the workflow. */
	isAnsweringFirst = false;
	/** Called before a workflow is started; what it throws, n8n answers with 500. */
	beforeStart: () => Promise<void> = async () => await Promise.resolve();
	private receiver = new Receiver();
	private readonly server: Server;

	constructor(parameters: INodeParameters = {}) {
		this.parameters = parameters;
		this.server = createServer((request, response) => {
			void this.take(request, response).catch(() => {
				response.statusCode = 500;
				response.end('n8n');
			});
		});
	}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	/** The paths that n8n registers, by method, after its random id. */
	paths(): Record<string, unknown> {
		const workflow = this.loadWorkflow();
		const [node] = Object.values(workflow.nodes);
		return Object.fromEntries(
			(trigger.description.webhooks ?? []).map(({ httpMethod, path }) => [
				httpMethod,
				workflow.expression.getSimpleParameterValue(node, path, 'internal', {}),
			]),
		);
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** The process is another one, on the same database. */
	restart(): void {
		this.receiver = new Receiver();
	}

	async post(body: string | Buffer, contentType = 'application/x-www-form-urlencoded') {
		const headers = { 'content-type': contentType };
		return await this.ask(this.query, {
			method: 'POST',
			headers,
			body: new Uint8Array(Buffer.from(body)),
		});
	}

	/** Pushes as Awin does. */
	async push(notification: Record<string, unknown>): Promise<Answer> {
		const AwinTransactionPush = JSON.stringify(notification);
		return await this.post(new URLSearchParams({ AwinTransactionPush }).toString());
	}

	async get(query: string): Promise<Answer> {
		return await this.ask(`?${query}`, { method: 'GET' });
	}

	/** The address that the trigger listens at. */
	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	}

	private async ask(query: string, init: RequestInit): Promise<Answer> {
		const response = await freshFetch(`${this.url}${query}`, init);
		return { status: response.status, text: await response.text() };
	}

	private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const staticData = structuredClone(this.stored);
		const workflow = this.loadWorkflow(staticData);
		const result = await this.run(workflow, request, response);
		if (result.noWebhookResponse) return;
		let answer: unknown;
		if (this.isAnsweringFirst) answer = this.answerAndStore(workflow, result);
		await this.startWorkflow(result, staticData);
		if (!this.isAnsweringFirst) answer = this.answerAndStore(workflow, result);
		response.statusCode = 200;
		response.end(String(answer));
	}

	private async startWorkflow(
		{ workflowData }: IWebhookResponseData,
		staticData: IDataObject,
	): Promise<void> {
		if (!workflowData) return;
		// What n8n runs is made of the same data; by making it, n8n forgets that anything in the data was changed.
		this.loadWorkflow(staticData);
		await this.beforeStart();
		this.started.push(...workflowData[0].map(({ json }) => json));
	}

	private answerAndStore(workflow: Workflow, result: IWebhookResponseData): unknown {
		const [{ responseData = 'firstEntryJson' }] = trigger.description.webhooks ?? [];
		const answer: unknown = responseData || result.webhookResponse;
		if (workflow.staticData.__dataChanged) {
			this.stored = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
		}
		return answer;
	}

	private loadWorkflow(staticData: IDataObject = {}): Workflow {
		const node: INode = {
			id: 'trigger-node',
			name: 'Awin Notification Trigger',
			type: 'n8n-nodes-awin.awinNotificationTrigger',
			typeVersion: 1,
			position: [0, 0],
			webhookId: 'random-id',
			parameters: this.parameters,
		};
		return new Workflow({
			id: 'w',
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
			settings: { timezone: 'Europe/Berlin' },
			staticData,
		});
	}

	private async run(
		workflow: Workflow,
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<IWebhookResponseData> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const query = parse((request.url ?? '').split('?')[1] ?? '');
		const httpRequest = Object.assign(request, {
			body: bodyOf(Buffer.concat(chunks), request.headers['content-type']),
			query,
			params: {},
		});
		const [webhookDescription] = trigger.description.webhooks ?? [];
		const context = new WebhookContext(
			workflow,
			Object.values(workflow.nodes)[0],
			{ ...additionalDataOf({}), httpRequest, httpResponse: response } as never,
			this.mode,
			{ webhookDescription } as IWebhookData,
			[],
			null,
		);
		const logger = { warn: (message: string) => void this.refusals.push(message) };
		Object.defineProperty(context, 'logger', { value: logger });
		return await this.receiver.receive(context);
	}
}

/** As n8n parses bodies. */
function bodyOf(bytes: Buffer, contentType = ''): unknown {
	const text = bytes.toString('utf8');
	if (text === '') return {};
	if (contentType.startsWith('application/json')) return JSON.parse(text);
	if (contentType.startsWith('text/plain')) return text;
	return contentType.startsWith('application/x-www-form') ? parse(text) : {};
}
