/**
 * Product feeds as tests run them: where n8n keeps files, and what the sandbox made.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';

import { BinaryDataService } from 'n8n-core';
import type { IBinaryData, INodeParameters } from 'n8n-workflow';

import { feedChunks } from '../../demo/sandbox/feeds.cts';
import { systemClock } from '../../nodes/Awin/transport/gate';
import { ADVERTISER, PUBLISHER } from './sandbox.cts';

/** How n8n keeps files: on its disk, as it does by default, or within its memory. */
export type BinaryMode = 'filesystem' | 'default';

export interface FileStore {
	folder: string;
	/** What a file holds, however it is kept. */
	bytesOf(file: IBinaryData): Promise<Buffer>;
	/** Where a file lies on the disk. */
	pathOf(file: IBinaryData): string;
}

/** The one that n8n-core itself looks into; beside it another may be installed. */
function containerOfN8n(): { set(type: unknown, value: unknown): void } {
	const path = createRequire(require.resolve('n8n-core')).resolve('@n8n/di');
	return (require(path) as { Container: { set(type: unknown, value: unknown): void } }).Container;
}

/** Has n8n keep files below `folder`. */
export async function useFileStore(folder: string, mode: BinaryMode): Promise<FileStore> {
	const config = { mode, localStoragePath: folder, signingSecret: 'test' };
	const reporter = { error: () => undefined, warn: () => undefined };
	const service = new BinaryDataService(config as never, reporter as never, undefined as never);
	await service.init();
	containerOfN8n().set(BinaryDataService, service);
	return {
		folder,
		bytesOf: async (file) => await service.getAsBuffer(file),
		pathOf: (file) => service.getPath(file.id ?? ''),
	};
}

export const downloadParameters: INodeParameters = {
	resource: 'productFeed',
	operation: 'download',
	accountId: { __rl: true, mode: 'id', value: String(PUBLISHER) },
	advertiserId: { __rl: true, mode: 'id', value: String(ADVERTISER) },
	locale: 'de_DE',
	vertical: 'retail',
	binaryPropertyName: 'data',
};

export const uploadParameters: INodeParameters = {
	resource: 'productFeed',
	operation: 'upload',
	accountId: { __rl: true, mode: 'id', value: String(ADVERTISER) },
	locale: 'de_DE',
	vertical: 'retail',
	mode: 'items',
};

export function feedHash(products: number, advertiserId = ADVERTISER, locale = 'de_DE'): string {
	const hash = createHash('sha256');
	for (const chunk of feedChunks(advertiserId, locale, products)) hash.update(chunk);
	return hash.digest('hex');
}

export function hashOf(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** Pauses between tries take no time. */
export function withoutPauses(): void {
	let passedMs = 0;
	jest.spyOn(systemClock, 'nowMs').mockImplementation(() => passedMs);
	jest.spyOn(systemClock, 'sleep').mockImplementation(async (ms, signal) => {
		signal?.throwIfAborted();
		passedMs += ms;
	});
}
