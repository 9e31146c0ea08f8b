/**
 * The trigger in n8n's real PollContext, without a running n8n. What n8n's scheduler does around a poll is done here by
 * hand: keeping the static data, and taking what was emitted.
 */
import 'reflect-metadata';
import { PollContext } from 'n8n-core';
import {
	cronNodeOptions,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { AwinTrigger } from '../../nodes/AwinTrigger/AwinTrigger.node';
import { Poller } from '../../nodes/Awin/trigger/poll';
import { additionalDataOf, hurry } from './contexts.cts';
import { refuseSecrets } from './everything.cts';

const trigger = new AwinTrigger();

// n8n puts its own parameter in front of those of every polling node.
trigger.description.properties.unshift({
	displayName: 'Poll Times',
	name: 'pollTimes',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: { item: [{ mode: 'everyMinute' }] },
	options: cronNodeOptions,
});

const nodeTypes = {
	getByName: () => trigger as INodeType,
	getByNameAndVersion: () => trigger as INodeType,
	getKnownTypes: () => ({}),
} as INodeTypes;

export interface TriggerSettings {
	parameters: INodeParameters;
	credentials: ICredentialDataDecryptedObject;
	/** The workflow's timezone. */
	timezone?: string;
	/** The time of day for the trigger; default: the real one. */
	nowMs?: () => number;
	/** Another trigger of the same workflow, in the same process. */
	beside?: TriggerInN8n;
	/** Makes the node give up on an answer earlier than it would. */
	longestAnswerMs?: number;
}

/** One workflow with an Awin Trigger in it, in one n8n process. */
export class TriggerInN8n {
	settings: TriggerSettings;
	/** What the node keeps from poll to poll. */
	readonly staticData: IDataObject;
	/** What it had n8n record as failed executions of their own. */
	readonly emittedErrors: Error[] = [];
	/** What it wrote into n8n's log. */
	readonly logged: string[] = [];
	private readonly poller: Poller;
	private readonly workflow: Workflow;
	private readonly node: INode;

	constructor(settings: TriggerSettings, staticData: IDataObject = {}) {
		this.settings = settings;
		this.poller = settings.beside?.poller ?? new Poller({ nowMs: settings.nowMs });
		const name = settings.beside ? 'Awin Trigger1' : 'Awin Trigger';
		this.node = {
			id: settings.beside ? 'trigger-node-1' : 'trigger-node',
			name,
			type: 'n8n-nodes-awin.awinTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: settings.parameters,
			credentials: { awinOAuth2Api: { id: '1', name: 'Awin account' } },
		};
		this.workflow = new Workflow({
			id: 'w',
			nodes: [this.node],
			connections: {},
			active: true,
			nodeTypes,
			settings: { timezone: settings.timezone ?? 'UTC' },
			staticData: { [`node:${name}`]: staticData },
		});
		this.staticData = this.workflow.getStaticData('node', this.node);
	}

	/** Changes some of the node's parameters, as somebody does in the editor. */
	change(parameters: INodeParameters): void {
		Object.assign(this.workflow.getNode(this.node.name)?.parameters ?? {}, parameters);
	}

	/** Polls once, as n8n's scheduler does. */
	async poll(): Promise<IDataObject[] | null> {
		return await this.watched(async () => await this.poller.poll(this.context('trigger')));
	}

	/** Polls as *Execute step* does. */
	async test(): Promise<IDataObject[] | null> {
		return await this.watched(async () => await this.poller.poll(this.context('manual')));
	}

	/** Polls through the node's own poll(), with what is shared by all triggers of a process. */
	async pollThroughNode(): Promise<IDataObject[] | null> {
		return itemsOf(await trigger.poll.call(this.context('trigger')));
	}

	/** Looks for the token in what a person or a log gets to see of a poll. */
	private async watched(
		poll: () => Promise<INodeExecutionData[][] | null>,
	): Promise<IDataObject[] | null> {
		const secrets = [this.settings.credentials.accessToken];
		try {
			return itemsOf(await poll());
		} catch (error) {
			refuseSecrets(error, secrets);
			throw error;
		} finally {
			refuseSecrets([this.emittedErrors, this.logged], secrets);
		}
	}

	private context(mode: WorkflowExecuteMode): PollContext {
		const context = new PollContext(
			this.workflow,
			this.workflow.getNode(this.node.name) ?? this.node,
			additionalDataOf(this.settings.credentials),
			mode,
			mode === 'manual' ? 'manual' : 'activate',
			undefined,
			(error: Error) => this.emittedErrors.push(error),
		);
		const log = (message: string) => this.logged.push(message);
		if (this.settings.longestAnswerMs) hurry(context, this.settings.longestAnswerMs);
		Object.defineProperty(context, 'logger', { value: { info: log, warn: log, error: log } });
		return context;
	}
}

function itemsOf(output: INodeExecutionData[][] | null): IDataObject[] | null {
	return output && output[0].map((item) => item.json);
}
