/**
 * The sandbox as tests use it: on a fixed date, without a limit unless the test is about the limit, and its own rows as
 * the truth to compare with.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import {
	startSandbox,
	type SandboxServer,
	type SandboxServerOptions,
} from '../../demo/sandbox/server.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';

/** The date that it is for the sandbox. Real time must not decide what a test sees. */
export const NOW_MS = Date.parse('2026-06-15T10:00:00Z');

/** An advertiser of the owner's with sales in EUR and CHF. */
export const ADVERTISER = 77101;
/** A publisher of the owner's. */
export const PUBLISHER = 88201;

export async function startTestSandbox(options: SandboxServerOptions = {}): Promise<SandboxServer> {
	return await startSandbox({ seed: 7, clock: () => NOW_MS, requestsPerMinute: null, ...options });
}

/** Each test gets a token-and-limit pair of its own kind: the throttle is shared by all that use one token. */
export function credentialsFor(
	sandbox: SandboxServer,
	changes: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject {
	return {
		accessToken: TOKENS.owner,
		conversionApiKey: '',
		requestsPerMinute: 100_000,
		environment: 'custom',
		baseUrl: sandbox.url,
		...changes,
	};
}

export type Row = Record<string, unknown> & { id: number };

const DAY_MS = 86_400_000;

/**
 * The rows of a span as the sandbox shows them in UTC, asked for in windows that have nothing to do with those of the
 * package: day by day, each up to its last second.
 */
export function truth(
	sandbox: SandboxServer,
	accountType: 'advertiser' | 'publisher',
	accountId: number,
	from: string,
	to: string,
	query: Record<string, string> = {},
): Row[] {
	const rows = new Map<number, Row>();
	const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
	for (let startMs = fromMs; startMs <= toMs; startMs += DAY_MS) {
		const endMs = Math.min(startMs + DAY_MS - 1000, toMs);
		const parameters = new URLSearchParams({
			startDate: new Date(startMs).toISOString().slice(0, 19),
			endDate: new Date(endMs).toISOString().slice(0, 19),
			timezone: 'UTC',
			...query,
		});
		const response = sandbox.awin.handle({
			method: 'GET',
			url: `/${accountType}s/${accountId}/transactions/?${parameters.toString()}`,
			headers: { authorization: `Bearer ${TOKENS.owner}` },
			body: '',
		});
		for (const row of JSON.parse(response.body) as Row[]) rows.set(row.id, row);
	}
	return [...rows.values()];
}
