/**
 * A made-up shop's day: the sandbox with its sales, and a time of its own that passes only when the node waits or a test says so.
 */
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { emptyStore } from './deduplication.cts';
import { installFakeClock } from './fakeClock.cts';
import { plantAll } from './monthEnd.cts';
import { startTestSandbox } from './sandbox.cts';
import type { Shop } from './shopWorld.cts';

/** A batch takes a second at Awin. */
const JOB_MS = 1000;

export interface ShopScene {
	sandbox: SandboxServer;
	nowMs(): number;
	pass(ms: number): void;
}

/** Opens a shop for as long as the work takes; jest takes the clock away again with `restoreAllMocks`. */
export async function inShop<Result>(
	shop: Shop,
	work: (scene: ShopScene) => Promise<Result>,
): Promise<Result> {
	jest.restoreAllMocks();
	const clock = installFakeClock();
	const nowMs = () => shop.rules.nowMs + clock.passedMs;
	jest.spyOn(Date, 'now').mockImplementation(nowMs);
	await emptyStore();
	const sandbox = await startTestSandbox({
		clock: nowMs,
		world: { transactionsPerDay: 0, jobDurationMs: () => JOB_MS },
	});
	try {
		plantAll(sandbox, shop);
		const pass = (ms: number) => {
			clock.passedMs += ms;
		};
		return await work({ sandbox, nowMs, pass });
	} finally {
		await sandbox.close();
		jest.restoreAllMocks();
	}
}
