/**
 * What almost every test needs, in one line: a stand-in for Awin, n8n's store, and a time that passes only when the node
 * waits. Each test gets them fresh, and what was opened is closed after it.
 */
import { tmpdir } from 'node:os';

import type { SandboxServer, SandboxServerOptions } from '../../demo/sandbox/server.cts';
import { emptyStore, storeInUse, type DeduplicationStore } from './deduplication.cts';
import { installFakeClock, type FakeClock } from './fakeClock.cts';
import { useFileStore } from './feeds.cts';
import { live } from './live.cts';
import { NOW_MS, startTestSandbox } from './sandbox.cts';

export interface SandboxUse extends Omit<SandboxServerOptions, 'clock'> {
	/** Waits take no time and can be read off; the sandbox's time passes with them, so that jobs come to an end. */
	clock?: boolean;
	/** The time of the sandbox, where it is another one. */
	nowMs?: () => number;
	/** n8n has its store for what was sent before. */
	store?: boolean;
	/** n8n keeps files within its memory. */
	files?: boolean;
	/** One for all tests of the file: for those that look at many things in the same one. */
	isShared?: boolean;
}

/** All of them are the same objects in all tests of a file, and stand for what the test at hand has. */
export interface SandboxInUse {
	sandbox: SandboxServer;
	clock: FakeClock;
	store: DeduplicationStore;
	/** Puts a new sandbox in the place of the one at hand, as if nothing had happened there. */
	renew(): Promise<void>;
}

/** For the top of a test file, or of a `describe`. */
export function useSandbox(use: SandboxUse = {}): SandboxInUse {
	const { clock: hasClock, nowMs, store: hasStore, files, isShared, ...options } = use;
	const clock: FakeClock = { passedMs: 0, sleepsMs: [] };
	const time = nowMs ?? (() => NOW_MS + clock.passedMs);
	let running: SandboxServer | undefined;
	const start = async () => {
		await running?.close();
		running = await startTestSandbox({ ...options, clock: time });
	};
	const open = async () => {
		if (hasClock) {
			installFakeClock(clock);
			jest.spyOn(Date, 'now').mockReturnValue(NOW_MS);
		}
		if (hasStore) await emptyStore();
		if (files) await useFileStore(tmpdir(), 'default');
		await start();
	};
	const close = async () => {
		jest.restoreAllMocks();
		await running?.close();
		running = undefined;
	};
	if (isShared) {
		beforeAll(open);
		afterAll(close);
	} else {
		beforeEach(open);
		afterEach(close);
	}
	return { sandbox: live(() => running), clock, store: storeInUse, renew: start };
}
