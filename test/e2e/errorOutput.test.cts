import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { packPackage } from '../../demo/n8n/package-install.cts';
import { projectDirectory } from '../../demo/n8n/paths.cts';
import { ensureRuntime } from '../../demo/n8n/runtime.cts';
import { FIRST_START_TIMEOUT_MS } from '../support/realN8n.cts';

const progress = (line: string) => void process.stderr.write(`${line}\n`);

it(
	'in this n8n, no failed row is ever on the branch of the good ones, and all keep their columns',
	async () => {
		const runtime = await ensureRuntime({ progress });
		await packPackage({ projectDirectory: projectDirectory(), progress });
		// Away from the project, so that the node finds n8n's modules and not the project's.
		const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-awin-e2e-'));
		await cp(join(projectDirectory(), 'dist'), folder, { recursive: true });
		const { stdout } = await promisify(execFile)(
			runtime.nodeBinary,
			[
				join(projectDirectory(), 'test/e2e/brokenMemory.cjs'),
				runtime.directory,
				join(folder, 'nodes/Awin/Awin.node.js'),
			],
			{ env: { ...process.env, N8N_USER_FOLDER: folder } },
		);
		await rm(folder, { recursive: true });
		const results = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;

		expect(Object.keys(results).length).toBeGreaterThan(5);
		for (const result of Object.values(results)) {
			expect(result).toEqual({ good: ['item 1'], failed: ['item 0', 'item 2'] });
		}
	},
	FIRST_START_TIMEOUT_MS,
);
