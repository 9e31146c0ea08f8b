import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { parseFlatted } from './flatted.cts';
import { freshFetch } from './fresh-fetch.cts';
import type {
	CredentialInput,
	CredentialTestResult,
	CredentialTypeInfo,
	Execution,
	ExecutionData,
	ExecutionSummary,
	NodeTypeInfo,
	Owner,
	RunOptions,
	SavedCredential,
	SavedWorkflow,
	WorkflowInput,
} from './client-types.cts';

export type * from './client-types.cts';

const POLL_INTERVAL_MS = 200;
/** For executions of seconds, on a machine that has other things to do. */
const RUN_TIMEOUT_MS = 600_000;
const UNFINISHED = ['new', 'running', 'waiting', 'unknown'];

/** An answer of n8n's that was not 2xx. */
export class N8nRequestFailed extends Error {
	constructor(
		what: string,
		readonly status: number,
		readonly body: string,
	) {
		super(`n8n answered ${what} with ${status}: ${body.slice(0, 500)}`);
		this.name = 'N8nRequestFailed';
	}
}

/**
 * Talks to n8n as its editor does. n8n ties a session to one browser: the cookie from the sign-in
 * counts only together with the `browser-id` that it was given to.
 */
export class N8nClient {
	private readonly browserId = randomUUID();

	private cookie = '';

	constructor(readonly url: string) {}

	/** Creates the owner account of a new n8n, and is signed in as it afterwards. */
	async setUpOwner(owner: Owner): Promise<void> {
		await this.call('POST', '/rest/owner/setup', owner);
	}

	async signIn(email: string, password: string): Promise<void> {
		await this.call('POST', '/rest/login', { emailOrLdapLoginId: email, password });
	}

	/** Of whoever is signed in, who stays so. */
	async changePassword(currentPassword: string, newPassword: string): Promise<void> {
		await this.call('PATCH', '/rest/me/password', { currentPassword, newPassword });
	}

	/** Whether this n8n still waits for its owner account. */
	async needsOwner(): Promise<boolean> {
		const settings = await this.call<{ userManagement: { showSetupOnFirstLoad?: boolean } }>(
			'GET',
			'/rest/settings',
		);
		return settings.userManagement.showSetupOnFirstLoad === true;
	}

	async listCredentials(): Promise<SavedCredential[]> {
		return await this.call('GET', '/rest/credentials');
	}

	async createCredential(credential: CredentialInput): Promise<SavedCredential> {
		return await this.call('POST', '/rest/credentials', credential);
	}

	async updateCredential(id: string, credential: CredentialInput): Promise<SavedCredential> {
		return await this.call('PATCH', `/rest/credentials/${id}`, credential);
	}

	/** A credential with its data; passwords come back as a placeholder, which n8n understands when saving. */
	async getCredential(id: string): Promise<SavedCredential & { data: Record<string, unknown> }> {
		return await this.call('GET', `/rest/credentials/${id}?includeData=true`);
	}

	/** Runs a credential's own test, as *Save* does; the data need not have been saved. */
	async testCredential(credential: {
		id?: string;
		type: string;
		data: Record<string, unknown>;
	}): Promise<CredentialTestResult> {
		const test = async (id: string): Promise<CredentialTestResult> =>
			await this.call('POST', '/rest/credentials/test', {
				credentials: { name: 'test', ...credential, id },
			});
		try {
			return await test(credential.id ?? '');
		} catch (error) {
			// n8n 1 tests what has been saved.
			const isRefused = error instanceof N8nRequestFailed && error.status === 403;
			if (!isRefused || credential.id !== undefined) throw error;
			// Nothing may be left empty in what it saves; tested is what is sent along.
			const filled = Object.entries(credential.data).map(([key, value]) => [key, value || '-']);
			const data = Object.fromEntries(filled) as Record<string, unknown>;
			const { id } = await this.createCredential({ name: 'test', type: credential.type, data });
			return await test(id);
		}
	}

	async listWorkflows(): Promise<SavedWorkflow[]> {
		return await this.call('GET', '/rest/workflows');
	}

	async getWorkflow(id: string): Promise<SavedWorkflow> {
		return await this.call('GET', `/rest/workflows/${id}`);
	}

	async createWorkflow(workflow: WorkflowInput): Promise<SavedWorkflow> {
		// n8n 1 wants to be told that it is not active.
		return await this.call('POST', '/rest/workflows', { settings: {}, active: false, ...workflow });
	}

	async updateWorkflow(id: string, changes: Partial<WorkflowInput>): Promise<SavedWorkflow> {
		return await this.call('PATCH', `/rest/workflows/${id}`, changes);
	}

	/** Archives and deletes a workflow. */
	async deleteWorkflow(id: string): Promise<void> {
		await this.call('POST', `/rest/workflows/${id}/archive`, {});
		await this.call('DELETE', `/rest/workflows/${id}`);
	}

	/** Publishes the version that is saved now: n8n wants to be told which one. */
	async activate(id: string): Promise<SavedWorkflow> {
		const { versionId } = await this.getWorkflow(id);
		return await this.call('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	async deactivate(id: string): Promise<SavedWorkflow> {
		return await this.call('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/**
	 * Presses *Execute workflow*.
	 *
	 * @returns the id of the execution; `undefined` where it begins with the first call to a webhook's test address
	 */
	async startWorkflow(id: string, options: RunOptions = {}): Promise<string | undefined> {
		const { executionId } = await this.call<{ executionId?: string }>(
			'POST',
			`/rest/workflows/${id}/run`,
			await this.runRequest(id, options),
		);
		return executionId;
	}

	/** Presses *Execute workflow* and waits for the result, be it good or bad. */
	async runWorkflow(id: string, options: RunOptions = {}): Promise<Execution> {
		const executionId = await this.startWorkflow(id, options);
		if (executionId === undefined) {
			throw new Error(`n8n started no execution of workflow ${id}: it waits for a webhook.`);
		}
		return await this.waitForExecution(executionId, options.timeoutMs);
	}

	async waitForExecution(id: string, timeoutMs = RUN_TIMEOUT_MS): Promise<Execution> {
		const deadlineMs = Date.now() + timeoutMs;
		for (;;) {
			const execution = await this.getExecution(id);
			if (!UNFINISHED.includes(execution.status) && isStored(execution)) return execution;
			if (Date.now() > deadlineMs) {
				throw new Error(`Execution ${id} was still ${execution.status} after ${timeoutMs} ms.`);
			}
			await sleep(POLL_INTERVAL_MS);
		}
	}

	async getExecution(id: string): Promise<Execution> {
		const stored = await this.call<ExecutionSummary & { data: string }>(
			'GET',
			`/rest/executions/${id}`,
		);
		// Nothing is stored yet while an execution is still starting.
		const data = parseFlatted(stored.data) as ExecutionData | undefined;
		return {
			...stored,
			data,
			runData: data?.resultData?.runData ?? {},
			error: data?.resultData?.error,
		};
	}

	/** The latest executions, newest first. */
	async listExecutions(
		filter: { workflowId?: string; status?: string[]; limit?: number } = {},
	): Promise<ExecutionSummary[]> {
		const { limit = 20, ...conditions } = filter;
		return await this.executionsOf({ limit: String(limit), filter: JSON.stringify(conditions) });
	}

	/** All executions of a workflow, oldest first. n8n gives a hundred at once, in the order in which they were started. */
	async listAllExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		const filter = JSON.stringify({ workflowId });
		const latest = await this.executionsOf({ limit: '100', filter });
		const newestId = Math.max(0, ...latest.map(({ id }) => Number(id)));
		const all: ExecutionSummary[] = [];
		for (let firstId = 0; firstId < newestId; firstId += 100) {
			const window = { firstId: String(firstId), lastId: String(firstId + 101) };
			all.push(...(await this.executionsOf({ limit: '100', filter, ...window })));
		}
		return all.sort((one, other) => Number(one.id) - Number(other.id));
	}

	async stopExecution(id: string): Promise<void> {
		await this.call('POST', `/rest/executions/${id}/stop`, {});
	}

	/** What a picker (*From List*) shows. */
	async listSearch(request: {
		nodeType: string;
		typeVersion?: number;
		/** The picker, as n8n writes its place: `commissionGroups.group[0].code`. Default: the account's. */
		picker?: string;
		methodName: string;
		parameters: Record<string, unknown>;
		credentials: Record<string, { id: string; name: string }>;
		filter?: string;
		paginationToken?: string;
	}): Promise<{ results: Array<{ name: string; value: string }>; paginationToken?: string }> {
		const { nodeType, typeVersion = 1, picker = 'accountId', parameters, ...rest } = request;
		return await this.call('POST', '/rest/dynamic-node-parameters/resource-locator-results', {
			path: `parameters.${picker}`,
			nodeTypeAndVersion: { name: nodeType, version: typeVersion },
			currentNodeParameters: parameters,
			...rest,
		});
	}

	/** Every node type that this n8n offers. */
	async nodeTypes(): Promise<NodeTypeInfo[]> {
		return await this.call('GET', '/types/nodes.json');
	}

	async credentialTypes(): Promise<CredentialTypeInfo[]> {
		return await this.call('GET', '/types/credentials.json');
	}

	/** The packages that *Settings → Community nodes* lists. */
	async communityPackages(): Promise<
		Array<{ packageName: string; installedVersion: string; failedLoading?: boolean }>
	> {
		return await this.call('GET', '/rest/community-packages');
	}

	/** For what has no method of its own: any of n8n's paths, with the session. */
	async call<Result>(method: string, path: string, body?: unknown): Promise<Result> {
		const response = await freshFetch(`${this.url}${path}`, {
			method,
			headers: {
				'browser-id': this.browserId,
				...(this.cookie === '' ? {} : { cookie: this.cookie }),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		this.rememberCookie(response);
		const text = await response.text();
		if (!response.ok) throw new N8nRequestFailed(`${method} ${path}`, response.status, text);
		if (text === '') return undefined as Result;
		const content = JSON.parse(text) as unknown;
		return (hasData(content) ? content.data : content) as Result;
	}

	private async executionsOf(query: Record<string, string>): Promise<ExecutionSummary[]> {
		const path = `/rest/executions?${new URLSearchParams(query).toString()}`;
		return (await this.call<{ results: ExecutionSummary[] }>('GET', path)).results;
	}

	private rememberCookie(response: Response): void {
		for (const cookie of response.headers.getSetCookie()) {
			const [pair = ''] = cookie.split(';');
			if (pair.startsWith('n8n-auth=')) this.cookie = pair;
		}
	}

	/** The editor says which trigger it starts from, or which node it wants the output of. */
	private async runRequest(id: string, options: RunOptions): Promise<Record<string, unknown>> {
		const workflowData = await this.getWorkflow(id);
		// n8n 1 runs the workflow that it is given, later ones the one that they have.
		return { workflowData, ...this.startOf(workflowData, options) };
	}

	private startOf(workflow: SavedWorkflow, options: RunOptions): Record<string, unknown> {
		const destinationNode =
			options.toNode === undefined
				? undefined
				: { nodeName: options.toNode, mode: 'inclusive' as const };
		if (options.fromTrigger !== undefined) {
			return { triggerToStartFrom: { name: options.fromTrigger }, destinationNode };
		}
		if (destinationNode !== undefined) return { destinationNode };
		const trigger = workflow.nodes.find(
			(node) => /trigger$/i.test(node.type) && node.disabled !== true,
		);
		if (trigger === undefined) {
			throw new Error(`Workflow ${workflow.id} has no trigger to start from.`);
		}
		return { triggerToStartFrom: { name: trigger.name } };
	}
}

/** n8n 1 says that an execution has ended a moment before it stores what came of it. */
function isStored({ status, error, data, runData }: Execution): boolean {
	if (status === 'error') return error !== undefined;
	if (status !== 'success') return true;
	const last = data?.resultData?.lastNodeExecuted;
	return last !== undefined && last in runData;
}

function hasData(content: unknown): content is { data: unknown } {
	return typeof content === 'object' && content !== null && 'data' in content;
}
