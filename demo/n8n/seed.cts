import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type N8nClient, N8nRequestFailed, type Owner, type WorkflowInput } from './client.cts';
import { FIRST_PASSWORD } from './owner.cts';
import { projectDirectory } from './paths.cts';

const CREDENTIAL_TYPE = 'awinOAuth2Api';
const AWIN_NODE = /^n8n-nodes-awin\./;
const CREDENTIAL_NAME = 'Awin sandbox';

export interface SeedOptions {
	client: N8nClient;
	owner: Owner;
	/** Remembers what was imported: what the user then edits or deletes stays edited or deleted. */
	memoryFile: string;
	sandboxUrl: string;
	accessToken: string;
}

interface Memory {
	credentialId?: string;
	sandboxUrl?: string;
	/** Ids by the name of the file, those of examples with their folder. */
	workflows: Record<string, string>;
}

/**
 * Makes the demo's account, credential and workflows, each only once. Returns false when the user
 * has changed the account's e-mail or password, so that nothing can be done in their name.
 */
export async function seed(options: SeedOptions): Promise<boolean> {
	const { client, memoryFile, owner } = options;
	if (await client.needsOwner()) {
		await client.setUpOwner(owner);
	} else if (!(await signIn(client, owner))) {
		// Everybody knows the password that every demo had once.
		if (!(await signIn(client, { ...owner, password: FIRST_PASSWORD }))) return false;
		await client.changePassword(FIRST_PASSWORD, owner.password);
	}

	const memory = await readMemory(memoryFile);
	await seedCredential(options, memory);
	await writeFile(memoryFile, JSON.stringify(memory, null, 2));
	await seedWorkflows(client, memory);
	await writeFile(memoryFile, JSON.stringify(memory, null, 2));
	return true;
}

async function signIn(client: N8nClient, { email, password }: Owner): Promise<boolean> {
	try {
		await client.signIn(email, password);
		return true;
	} catch (error) {
		if (error instanceof N8nRequestFailed && error.status === 401) return false;
		throw error;
	}
}

async function seedCredential(options: SeedOptions, memory: Memory): Promise<void> {
	const { client, sandboxUrl, accessToken } = options;
	if (memory.credentialId === undefined) {
		const { id } = await client.createCredential({
			name: CREDENTIAL_NAME,
			type: CREDENTIAL_TYPE,
			data: {
				accessToken,
				conversionApiKey: '',
				requestsPerMinute: 20,
				environment: 'custom',
				baseUrl: sandboxUrl,
			},
		});
		memory.credentialId = id;
	} else if (memory.sandboxUrl !== sandboxUrl) {
		await moveCredential(client, memory.credentialId, sandboxUrl);
	}
	memory.sandboxUrl = sandboxUrl;
}

/** The sandbox had to take another port this time. */
async function moveCredential(client: N8nClient, id: string, sandboxUrl: string): Promise<void> {
	const isThere = (await client.listCredentials()).some((credential) => credential.id === id);
	if (!isThere) return;
	const { name, type, data } = await client.getCredential(id);
	if (data.environment !== 'custom') return;
	await client.updateCredential(id, { name, type, data: { ...data, baseUrl: sandboxUrl } });
}

async function seedWorkflows(client: N8nClient, memory: Memory): Promise<void> {
	for (const { key, file } of await workflowFiles()) {
		if (memory.workflows[key] !== undefined) continue;
		const workflow = JSON.parse(await readFile(file, 'utf8')) as WorkflowInput;
		useCredential(workflow, memory.credentialId ?? '');
		const { id } = await client.createWorkflow(workflow);
		memory.workflows[key] = id;
	}
}

/** The examples first: n8n shows what was made last at the top, and that is to be what runs without any setting up. */
async function workflowFiles(): Promise<Array<{ key: string; file: string }>> {
	const examples = await jsonFilesIn('examples');
	const own = await jsonFilesIn(join('demo', 'workflows'));
	return [
		...examples.reverse().map(({ name, file }) => ({ key: `examples/${name}`, file })),
		...own.map(({ name, file }) => ({ key: name, file })),
	];
}

async function jsonFilesIn(folder: string): Promise<Array<{ name: string; file: string }>> {
	const directory = join(projectDirectory(), folder);
	const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort();
	return names.map((name) => ({ name, file: join(directory, name) }));
}

/** Examples are shipped without any credential; those of other services are left to whoever tries them. */
function useCredential(workflow: WorkflowInput, id: string): void {
	for (const node of workflow.nodes) {
		if (!AWIN_NODE.test(node.type)) continue;
		node.credentials = { [CREDENTIAL_TYPE]: { id, name: CREDENTIAL_NAME } };
	}
}

async function readMemory(file: string): Promise<Memory> {
	if (!existsSync(file)) return { workflows: {} };
	return JSON.parse(await readFile(file, 'utf8')) as Memory;
}
