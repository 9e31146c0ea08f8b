import { execFileSync } from 'node:child_process';
import {
	copyFileSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ts from 'typescript';

import { packPackage } from '../../demo/n8n/package-install.cts';
import { projectDirectory } from '../../demo/n8n/paths.cts';

/** As npm counts: thousands of bytes, packed. */
const LARGEST_KB = 250;

/** What n8n brings along, and a program of somebody's own installs beside the package. */
const BESIDE = ['n8n-workflow', 'luxon', 'zod', 'p-limit'];

/** As strict as TypeScript can be asked to be. */
const STRICT: ts.CompilerOptions = {
	strict: true,
	exactOptionalPropertyTypes: true,
	noFallthroughCasesInSwitch: true,
	noImplicitOverride: true,
	noImplicitReturns: true,
	noPropertyAccessFromIndexSignature: true,
	noUncheckedIndexedAccess: true,
	noUnusedLocals: true,
	verbatimModuleSyntax: true,
	target: ts.ScriptTarget.ES2022,
	types: [],
};

const PROGRAMS = ['program.mts', 'program.cts'];

let tarball: string;
let folder: string;
let unpacked: string;

beforeAll(async () => {
	tarball = await packPackage({
		projectDirectory: projectDirectory(),
		progress: (line) => process.stderr.write(`${line}\n`),
	});
	folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-awin-consumer-'));
	unpacked = join(folder, 'node_modules', 'n8n-nodes-awin');
	await mkdir(unpacked, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
	const modules = join(projectDirectory(), 'node_modules');
	for (const name of BESIDE) symlinkSync(join(modules, name), join(folder, 'node_modules', name));
	for (const name of PROGRAMS) copyFileSync(join(__dirname, name), join(folder, name));
}, 5 * 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the package stays small: every n8n that installs it downloads and unpacks it', async () => {
	const { size } = await stat(tarball);

	expect(size / 1000).toBeLessThan(LARGEST_KB);
	// An empty one would be small too.
	expect(size / 1000).toBeGreaterThan(20);
});

/** What TypeScript has against a program, and against the package's own types. */
function complaintsOf(name: string, options: ts.CompilerOptions): string[] {
	const file = join(folder, name);
	const program = ts.createProgram([file], { ...STRICT, ...options, noEmit: true });
	// The types of n8n-workflow itself are left alone: they name packages that it does not bring along.
	const own = program
		.getSourceFiles()
		.filter(({ fileName }) => fileName === file || fileName.startsWith(unpacked));
	expect(own.length).toBeGreaterThan(4);
	return own
		.flatMap((one) => [
			...program.getSyntacticDiagnostics(one),
			...program.getSemanticDiagnostics(one),
		])
		.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe.each(PROGRAMS)('A program that uses the package: %s', (name) => {
	it.each<[string, ts.CompilerOptions]>([
		['node16', { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 }],
		[
			'bundler',
			{ module: ts.ModuleKind.Preserve, moduleResolution: ts.ModuleResolutionKind.Bundler },
		],
	])('is compiled without a complaint: %s', (_resolution, options) => {
		expect(complaintsOf(name, options)).toEqual([]);
	});

	it('runs', () => {
		const built = `./${name.replace(/ts$/, 'js')}`;
		const { outputText } = ts.transpileModule(readFileSync(join(folder, name), 'utf8'), {
			fileName: name,
			compilerOptions: { ...STRICT, module: ts.ModuleKind.Node16 },
		});
		writeFileSync(join(folder, built), outputText);
		const script = `import(${JSON.stringify(built)}).then(({ found }) => process.stdout.write(JSON.stringify(found)))`;

		const printed = execFileSync(process.execPath, ['-e', script], {
			cwd: folder,
			encoding: 'utf8',
		});

		expect(JSON.parse(printed)).toMatchObject({
			names: ['awin', 'awinTrigger', 'awinNotificationTrigger'],
			credential: 'awinOAuth2Api',
		});
	});
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
