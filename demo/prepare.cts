/**
 * Gets ready what tests in a real n8n share: n8n itself and the packed package. Done once before them, so that test files that
 * run side by side find both and do not build them at the same time.
 */
import { packPackage } from './n8n/package-install.cts';
import { projectDirectory } from './n8n/paths.cts';
import { ensureRuntime } from './n8n/runtime.cts';

async function prepare(): Promise<void> {
	const progress = (line: string) => console.log(line);
	await ensureRuntime({ progress });
	await packPackage({ projectDirectory: projectDirectory(), progress });
}

prepare().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
