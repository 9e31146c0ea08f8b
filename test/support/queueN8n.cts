/**
 * n8n as it runs where one process is not enough: one main process, which shows the editor, listens and polls, and workers,
 * which carry the executions out. They share a Redis and a PostgreSQL; each has the package installed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installPackage, packPackage } from '../../demo/n8n/package-install.cts';
import { projectDirectory } from '../../demo/n8n/paths.cts';
import { startWorker } from '../../demo/n8n/process.cts';
import { ensureRuntime } from '../../demo/n8n/runtime.cts';
import { postgresEnvironment, startPostgres } from './postgres.cts';
import { startRealN8n, type RealN8n } from './realN8n.cts';
import { startRedis } from './redis.cts';

/** In a workflow, `$env[PROCESS_NAME]` is the name of the process that it runs in. */
export const PROCESS_NAME = 'AWIN_TEST_PROCESS';
const MAIN_NAME = 'main';

export interface QueueN8n {
	main: RealN8n;
	/** Stops everything, the servers last, and removes their folders. */
	close(): Promise<void>;
}

export async function startQueueN8n(workerNames: string[]): Promise<QueueN8n> {
	const started: Array<() => Promise<void>> = [];
	const close = async () => {
		for (let stop = started.pop(); stop; stop = started.pop()) await stop();
	};
	try {
		const redis = await startRedis();
		started.push(redis.close);
		const postgres = await startPostgres();
		started.push(postgres.close);
		const shared: NodeJS.ProcessEnv = {
			...postgresEnvironment(postgres),
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			// Workers open the credentials that the main process has saved.
			N8N_ENCRYPTION_KEY: 'the same in all processes',
			N8N_BLOCK_ENV_ACCESS_IN_NODE: 'false',
		};
		const main = await startRealN8n({ ...shared, [PROCESS_NAME]: MAIN_NAME });
		started.push(main.close);
		const workers = await Promise.allSettled(
			workerNames.map(async (name) => await startedWorker({ ...shared, [PROCESS_NAME]: name })),
		);
		for (const worker of workers) {
			if (worker.status === 'fulfilled') started.push(worker.value);
		}
		for (const worker of workers) {
			if (worker.status === 'rejected') throw worker.reason;
		}
		return { main, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** @returns what stops the worker and removes its folder */
async function startedWorker(env: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
	const progress = () => undefined;
	const runtime = await ensureRuntime({ progress });
	const tarball = await packPackage({ projectDirectory: projectDirectory(), progress });
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-nodes-awin-worker-'));
	const remove = async () => await rm(userFolder, { recursive: true, force: true });
	try {
		await installPackage({ tarball, userFolder });
		const logFile = join(userFolder, 'n8n.log');
		const worker = await startWorker({ runtime, userFolder, env, logFile });
		return async () => {
			await worker.stop();
			await remove();
		};
	} catch (error) {
		await remove();
		throw error;
	}
}
