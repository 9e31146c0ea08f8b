/**
 * Takes the pictures of the guides anew: a fresh n8n with the package, a made-up Awin, and a browser that does what the
 * reader will do. Each picture is taken in n8n's light and dark looks.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { Browser } from 'playwright-core';

import { startChromium } from '../browser/chromium.cts';
import { Editor } from '../browser/editor.cts';
import { N8nClient, type SavedCredential } from '../n8n/client.cts';
import { inALine } from '../n8n/connections.cts';
import { installPackage, packPackage } from '../n8n/package-install.cts';
import { projectDirectory } from '../n8n/paths.cts';
import { startN8n } from '../n8n/process.cts';
import { ensureRuntime } from '../n8n/runtime.cts';
import { demoOwner, newPassword } from '../n8n/owner.cts';
import { enterMonth } from '../sandbox/month.cts';
import { startSandbox } from '../sandbox/server.cts';
import { TOKENS } from '../sandbox/tokens.cts';
import type { Scene } from './pieces.cts';
import { SCENES } from './scenes.cts';

/** So many calls a minute are never made here, so no picture waits for the limit. */
const NO_LIMIT = 1000;

/** Of an n8n that is thrown away with its pictures taken. */
const OWNER = demoOwner(newPassword());

const THEMES = ['light', 'dark'] as const;
const SIZE = { width: 1360, height: 860 };

interface Studio {
	client: N8nClient;
	credential: SavedCredential;
	directory: string;
	sandboxUrl: string;
}

async function main(): Promise<void> {
	const { positionals, values } = parseArgs({
		allowPositionals: true,
		options: { theme: { type: 'string' } },
	});
	const themes = THEMES.filter((theme) => (values.theme ?? theme) === theme);
	const isWanted = (name: string) => positionals.length === 0 || positionals.includes(name);
	const progress = (line: string) => console.log(line);
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-nodes-awin-pictures-'));
	const started: Array<() => unknown> = [
		async () => await rm(userFolder, { recursive: true, force: true }),
	];
	try {
		const tarball = await packPackage({ projectDirectory: projectDirectory(), progress });
		const runtime = await ensureRuntime({ progress });
		await installPackage({ tarball, userFolder });
		const sandbox = await startSandbox({
			port: 0,
			requestsPerMinute: null,
			world: { liveEventsPerMinute: 0 },
		});
		started.push(async () => await sandbox.close());
		enterMonth(sandbox.awin);
		const n8n = await startN8n({ runtime, userFolder, logFile: join(userFolder, 'n8n.log') });
		started.push(async () => await n8n.stop());
		const client = new N8nClient(n8n.url);
		await client.setUpOwner(OWNER);
		const credential = await client.createCredential({
			name: 'Awin account',
			type: 'awinOAuth2Api',
			data: {
				accessToken: TOKENS.owner,
				conversionApiKey: '',
				requestsPerMinute: 20,
				environment: 'custom',
				baseUrl: sandbox.url,
			},
		});
		const directory = join(projectDirectory(), 'docs', 'images');
		await mkdir(directory, { recursive: true });
		const studio = { client, credential, directory, sandboxUrl: sandbox.url };
		const browser = await startChromium();
		started.push(async () => await browser.close());

		const scenes = SCENES.filter(({ name }) => isWanted(name));
		const editors = new Map<string, Editor>();
		for (const theme of themes) {
			const editor = await openEditor(browser, n8n.url, theme);
			editors.set(theme, editor);
			if (isWanted('credential')) await takeCredential(studio, editor, theme);
			if (isWanted('search')) await takeSearch(studio, editor, theme);
		}
		await hurry(studio);
		for (const [theme, editor] of editors) {
			for (const scene of scenes) {
				await takeScene(studio, editor, theme, scene).catch(
					async (error: unknown) => await showWhatWasThere(editor, scene.name, error),
				);
				progress(`${scene.name}, ${theme}`);
			}
		}
	} finally {
		for (const stop of started.reverse()) await stop();
	}
}

/** The credential's own picture shows Awin's limit; the others need not keep to it, for this Awin has none. */
async function hurry({ client, credential }: Studio): Promise<void> {
	const { name, type, data } = await client.getCredential(credential.id);
	await client.updateCredential(credential.id, {
		name,
		type,
		data: { ...data, requestsPerMinute: NO_LIMIT },
	});
}

async function openEditor(browser: Browser, url: string, theme: 'light' | 'dark'): Promise<Editor> {
	const context = await browser.newContext({ viewport: SIZE, colorScheme: theme });
	const page = await context.newPage();
	const editor = new Editor(page, url);
	await editor.signIn(OWNER);
	return editor;
}

/** Each picture has a workflow of its own, so that none shows what an earlier one has done. */
async function save(
	{ client, credential }: Studio,
	{ name, nodes, pinData }: Scene,
): Promise<string> {
	for (const { credentials } of nodes) {
		if (credentials?.awinOAuth2Api)
			credentials.awinOAuth2Api = { id: credential.id, name: credential.name };
	}
	const connections = inALine(nodes);
	const { id } = await client.createWorkflow({
		name: `Awin: ${name}`,
		nodes,
		connections,
		pinData,
	});
	return id;
}

async function takeScene(
	studio: Studio,
	editor: Editor,
	theme: string,
	scene: Scene,
): Promise<void> {
	const { name, open, scrollTo, view = 'table' } = scene;
	await editor.openWorkflow(await save(studio, scene));
	if (open !== undefined) {
		const node = await editor.openNode(open);
		if (view !== 'unrun') {
			await node.execute();
			if (!(await node.wentWell())) throw new Error('The node did not run as it should');
		}
		if (view === 'table') await node.outputTable();
		if (view === 'schema') await node.outputSchema();
		if (scrollTo !== undefined) await node.parameter(scrollTo).scrollIntoViewIfNeeded();
	}
	await shoot(editor, join(studio.directory, `${name}-${theme}.png`));
}

/** A picture of what the browser shows tells more than "not found". */
async function showWhatWasThere(editor: Editor, name: string, error: unknown): Promise<never> {
	const path = join(tmpdir(), `n8n-nodes-awin-${name}.png`);
	await editor.page.screenshot({ path });
	throw new Error(`The picture "${name}" was not taken. What the browser showed: ${path}`, {
		cause: error,
	});
}

/** The credential's form after a good test, with the token as dots. */
async function takeCredential(studio: Studio, editor: Editor, theme: string): Promise<void> {
	const form = await editor.openCredential(studio.credential.name);
	await form.save();
	await form.success();
	await shoot(editor, join(studio.directory, `credential-${theme}.png`));
	await form.close();
}

/** What n8n offers to somebody who looks for Awin. */
async function takeSearch(studio: Studio, editor: Editor, theme: string): Promise<void> {
	await editor.newWorkflow();
	await editor.lookUpNode('Awin');
	await shoot(editor, join(studio.directory, `search-${theme}.png`));
}

/** Messages at the corner and blinking cursors are over after this long. */
const SETTLE_MS = 1500;

async function shoot(editor: Editor, path: string): Promise<void> {
	await editor.dismissMessages();
	await editor.page.mouse.move(0, 0);
	await editor.page.waitForTimeout(SETTLE_MS);
	await editor.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
