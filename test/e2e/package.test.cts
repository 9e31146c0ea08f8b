import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ts from 'typescript';

import { packPackage } from '../../demo/n8n/package-install.cts';
import { projectDirectory } from '../../demo/n8n/paths.cts';

/** As npm counts: thousands of bytes, packed. */
const LARGEST_KB = 250;

/** What somebody writes who uses the classes from TypeScript. */
const CONSUMER = `
import { Awin, AwinNotificationTrigger, AwinOAuth2Api, AwinTrigger } from 'n8n-nodes-awin';
import type { ICredentialType, INodeType } from 'n8n-workflow';

export const nodes: INodeType[] = [new Awin(), new AwinTrigger(), new AwinNotificationTrigger()];
export const credential: ICredentialType = new AwinOAuth2Api();
export const name: string = new Awin().description.displayName;
// @ts-expect-error: without types, anything would do.
export const wrong: number = new Awin().description.displayName;
`;

let tarball: string;
let folder: string;
let unpacked: string;

beforeAll(async () => {
	tarball = await packPackage({
		projectDirectory: projectDirectory(),
		progress: (line) => process.stderr.write(`${line}\n`),
	});
	folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-awin-package-'));
	unpacked = join(folder, 'node_modules', 'n8n-nodes-awin');
	await mkdir(unpacked, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
	const modules = join(projectDirectory(), 'node_modules');
	symlinkSync(join(modules, 'n8n-workflow'), join(folder, 'node_modules', 'n8n-workflow'));
}, 5 * 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the package stays small: every n8n that installs it downloads and unpacks it', async () => {
	const { size } = await stat(tarball);

	expect(size / 1000).toBeLessThan(LARGEST_KB);
	// An empty one would be small too.
	expect(size / 1000).toBeGreaterThan(20);
});

it.each([
	['node16', ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16],
	['bundler', ts.ModuleKind.ES2022, ts.ModuleResolutionKind.Bundler],
])('TypeScript finds its types: %s', (_name, module, moduleResolution) => {
	const file = join(folder, 'consumer.ts');
	writeFileSync(file, CONSUMER);
	const program = ts.createProgram([file], {
		module,
		moduleResolution,
		target: ts.ScriptTarget.ES2022,
		strict: true,
		noEmit: true,
		types: [],
	});

	// The types of n8n-workflow itself are left alone: they name packages that it does not bring along.
	const own = program
		.getSourceFiles()
		.filter(({ fileName }) => fileName === file || fileName.startsWith(unpacked));
	const complaints = own
		.flatMap((one) => [
			...program.getSyntacticDiagnostics(one),
			...program.getSemanticDiagnostics(one),
		])
		.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));

	expect(complaints).toEqual([]);
	expect(own.length).toBeGreaterThan(4);
});

it('has type files for what can be used from outside, and no others', () => {
	const types = readdirSync(unpacked, { recursive: true }).filter((name) =>
		String(name).endsWith('.d.ts'),
	);

	expect(types).toEqual(expect.arrayContaining(['index.d.ts', 'dist/nodes/Awin/Awin.node.d.ts']));
	expect(types.length).toBeLessThan(20);
});

it('publint finds nothing wrong with what is published', () => {
	const cli = join(projectDirectory(), 'node_modules/publint/src/cli.js');

	const printed = execFileSync(
		process.execPath,
		[cli, 'run', unpacked, '--strict', '--pack', 'false'],
		{ encoding: 'utf8' },
	);

	expect(printed).toContain('All good!');
});
