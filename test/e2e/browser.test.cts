import type { Browser, Page } from 'playwright-core';

import { startChromium } from '../../demo/browser/chromium.cts';
import { Editor } from '../../demo/browser/editor.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { FIRST_START_TIMEOUT_MS, OWNER, startRealN8n, type RealN8n } from '../support/realN8n.cts';
import { startTestSandbox } from '../support/sandbox.cts';

let sandbox: SandboxServer;
let n8n: RealN8n;
let browser: Browser;
let page: Page;
let editor: Editor;

jest.setTimeout(180_000);

beforeAll(async () => {
	// The nodes' own suggestions end now, so this Awin lives in the present.
	sandbox = await startTestSandbox({ clock: Date.now });
	n8n = await startRealN8n();
	browser = await startChromium();
	page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
	page.setDefaultTimeout(30_000);
	editor = new Editor(page, n8n.process.url);
	await editor.signIn(OWNER);
}, FIRST_START_TIMEOUT_MS);

afterAll(async () => {
	await browser?.close();
	await n8n?.close();
	await sandbox?.close();
}, 60_000);

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

		const offered = await (await editor.lookUpNode('Awin')).innerText();

		for (const words of ['On new transaction', 'Validate transactions', 'Get many transactions']) {
			expect(offered).toContain(words);
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
