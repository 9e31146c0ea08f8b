import type { Browser, Page } from 'playwright-core';

import { startChromium } from '../../demo/browser/chromium.cts';
import { Editor } from '../../demo/browser/editor.cts';
import type { WorkflowNode } from '../../demo/n8n/client.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import {
	FIRST_START_TIMEOUT_MS,
	OWNER,
	startRealN8n,
	type RealN8n,
	LONGEST_WAIT_MS,
} from '../support/realN8n.cts';
import { startTestSandbox } from '../support/sandbox.cts';

let sandbox: SandboxServer;
let n8n: RealN8n;
let browser: Browser;
let page: Page;
let editor: Editor;

beforeAll(async () => {
	// The nodes' own suggestions end now, so this Awin lives in the present.
	sandbox = await startTestSandbox({ clock: Date.now });
	n8n = await startRealN8n();
	browser = await startChromium();
	page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
	page.setDefaultTimeout(LONGEST_WAIT_MS);
	editor = new Editor(page, n8n.process.url);
	await editor.signIn(OWNER);
}, FIRST_START_TIMEOUT_MS);

afterAll(async () => {
	await browser?.close();
	await n8n?.close();
	await sandbox?.close();
}, FIRST_START_TIMEOUT_MS);

const THISTLE = { __rl: true, mode: 'list', value: '77102', cachedResultName: 'Thistle & Co. UK' };

/** What is chosen before, by resource. */
const GIVEN: Record<string, Record<string, unknown>> = {
	transaction: { accountId: THISTLE, action: 'amend' },
	conversion: { accountId: THISTLE },
	proofOfPurchase: {
		accountId: { __rl: true, mode: 'list', value: '88201', cachedResultName: 'Deal Lantern' },
		advertiserId: THISTLE,
	},
};

/** Saves a workflow of one Awin node with the credential that was made in the browser. */
async function saveAwin(parameters: Record<string, unknown>): Promise<string> {
	const [{ id, name }] = await n8n.client.listCredentials();
	const awin: WorkflowNode = {
		name: 'Awin',
		type: 'n8n-nodes-awin.awin',
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { awinOAuth2Api: { id, name } },
	};
	const workflow = { name: 'Groups', nodes: [awin], connections: {} };
	return (await n8n.client.createWorkflow(workflow)).id;
}

describe('somebody who opens n8n for the first time', () => {
	it('connects Awin: a wrong token turns red and says what to do, the right one green', async () => {
		const form = await editor.newCredential('Awin');
		await form.choose('environment', 'Custom');
		await form.fill('baseUrl', sandbox.url);
		await form.fill('accessToken', TOKENS.revoked);
		await form.save();
		const warning = await form.warning();
		await form.fill('accessToken', TOKENS.owner);
		await form.save();
		const success = await form.success();
		await form.close();

		expect(warning).toContain('Open the Awin credential and paste the token again');
		expect(success).toContain('Connection tested successfully');
	});

	it('finds the nodes by name, and sees what they can do in plain words', async () => {
		await editor.newWorkflow();

		const offered = await editor.lookUpNode('Awin');

		// n8n puts a long list on the screen bit by bit.
		for (const words of ['On new transaction', 'Validate transactions', 'Get many transactions']) {
			const action = offered.getByText(words, { exact: true }).first();
			await action.waitFor();
			expect(await action.isVisible()).toBe(true);
		}
	});

	it('picks an account from the list, executes, and sees the transactions in a table', async () => {
		await editor.newWorkflow();
		const node = await editor.addNode('Awin', 'Get many transactions');

		const accounts = await node.listOf('accountId');
		await node.pick('Nordlicht Outdoor DE');
		await node.execute();
		const [heads, first] = await node.outputTable();

		expect(accounts).toContain('Nordlicht Outdoor DE (77101)');
		expect(heads).toEqual(
			expect.arrayContaining(['id', 'status', 'transactionDate', 'saleAmount', 'currency']),
		);
		expect(first[heads.indexOf('status')]).toMatch(/^(pending|approved|declined)$/);
		expect(first[heads.indexOf('id')]).toMatch(/^\d+$/);
		await node.close();
	});

	it.each([
		['transaction', 'validate', 'transactionParts', 'part', 'commissionGroupCode'],
		['conversion', 'submit', 'commissionGroups', 'group', 'code'],
		['proofOfPurchase', 'submit', 'commissionGroups', 'group', 'code'],
	])('divides an amount in %s: %s by picking a group, which is saved', async (...names) => {
		const [resource, operation, collection, entry, code] = names;
		const id = await saveAwin({ resource, operation, ...GIVEN[resource] });
		await editor.openWorkflow(id);
		const node = await editor.openNode('Awin');

		await node.addEntry(collection);
		const groups = await node.listOf(code);
		await node.pick('GIFT');
		await node.close();
		await editor.save();

		expect(groups[0]).toBe('DEFAULT – every program has it');
		const isSeen = groups.some((group) => group.endsWith('– seen in your transactions'));
		expect(isSeen).toBe(resource !== 'proofOfPurchase');
		const saved = (await n8n.client.getWorkflow(id)).nodes[0].parameters[collection];
		expect(saved).toMatchObject({ [entry]: [{ [code]: { mode: 'list', value: 'GIFT' } }] });
	});

	it('adds the trigger, picks the account, and switches the workflow on', async () => {
		await editor.newWorkflow();
		const trigger = await editor.addNode('Awin', 'On new transaction');
		await trigger.listOf('accountId');
		await trigger.pick('Thistle & Co. UK');
		await trigger.close();

		await editor.publish();

		const [workflow] = (await n8n.client.listWorkflows()).filter(({ active }) => active);
		expect(await n8n.client.getWorkflow(workflow.id)).toMatchObject({
			active: true,
			nodes: [
				{ type: 'n8n-nodes-awin.awinTrigger', parameters: { accountId: { value: '77102' } } },
			],
		});
	});
});
