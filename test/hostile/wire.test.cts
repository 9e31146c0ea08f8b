/**
 * Servers that drip, flood and nest, against everything that makes a call: each operation, the trigger, the pickers and the
 * credential's test. It has to come to an end, with words that help, and nothing may be left behind.
 */
import { CredentialTestContext } from 'n8n-core';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { Awin as AwinNode } from '../../nodes/Awin/Awin.node';
import { credentialTest } from '../../nodes/Awin/methods/credentialTest';
import { additionalDataOf, executeAwin, searchList } from '../support/contexts.cts';
import {
	DRIPS,
	FLOODS,
	installFastClock,
	NESTS,
	startMisbehaving,
	type FastClock,
	type Misbehaviour,
	type MisbehavingServer,
} from '../support/misbehaving.cts';
import { TriggerInN8n } from '../support/poll.cts';
import { ADVERTISER, NOW_MS, PUBLISHER, startTestSandbox } from '../support/sandbox.cts';
import { SUBJECTS } from '../faults/subjects.cts';
import type { Subject } from '../faults/subject.cts';

/** A minute passes in a tenth of a second. */
const TIMES = 600;
const MINUTE_MS = 60_000;

let server: MisbehavingServer;
let sandbox: SandboxServer;
let clock: FastClock;
let tokens = 0;
const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

beforeAll(async () => {
	process.on('unhandledRejection', note);
	process.on('uncaughtException', note);
	[server, sandbox] = await Promise.all([startMisbehaving(), startTestSandbox()]);
});

afterAll(async () => {
	process.off('unhandledRejection', note);
	process.off('uncaughtException', note);
	await Promise.all([server.close(), sandbox.close()]);
});

beforeEach(() => {
	clock = installFastClock(TIMES);
	server.requests.length = 0;
});

afterEach(async () => {
	jest.restoreAllMocks();
	// What was given up is closed, and nobody is left to complain.
	for (let look = 0; look < 100 && server.open > 0; look++) {
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	expect(server.open).toBe(0);
	expect(unhandled).toEqual([]);
});

function credentials(): ICredentialDataDecryptedObject {
	return {
		accessToken: `wire-token-${++tokens}`,
		requestsPerMinute: 100_000,
		environment: 'custom',
		baseUrl: server.url,
	};
}

/** What a person reads of a run: its error, or what stands on its items. */
async function wordsOf({ parameters, columns }: Subject): Promise<string> {
	const items = (columns?.(sandbox) ?? [{}]).map((json) => ({ json }));
	try {
		const output = await executeAwin({ parameters, credentials: credentials(), items });
		return output.items.map(({ json, error }) => error?.message ?? resultOf(json)).join('\n');
	} catch (error) {
		return messageOf(error);
	}
}

function resultOf(json: IDataObject): string {
	const { outcome, message } = (json.awin ?? {}) as IDataObject;
	return `${String(outcome)}: ${String(message)} ${String(json.error)}`;
}

function messageOf(error: unknown): string {
	const { message, description } = error as { message: string; description?: string };
	return `${message} ${description ?? ''}`;
}

const GOOD = /^(done|accepted|pending|created|undefined: undefined)/m;
const TOO_LATE = /did not answer within|was stopped|could not be read|unknown|could not/;

const every = (kinds: readonly Misbehaviour[]) =>
	SUBJECTS.flatMap((subject) =>
		kinds.map((kind) => [subject.name, kind.name, subject, kind] as const),
	);

describe('Every operation comes to an end, and calls nothing done', () => {
	it.each(every([...DRIPS, ...NESTS]))(
		'%s, with a server that %s',
		async (_, __, subject, kind) => {
			server.manner = kind.manner;
			const words = await wordsOf(subject);

			expect(words).not.toMatch(GOOD);
			expect(words).not.toMatch(/RangeError|call stack|undefined/i);
			expect(words.length).toBeGreaterThan(20);
			// Four tries of a minute each, pauses, and two things to ask for.
			expect(clock.passedMs()).toBeLessThan(30 * MINUTE_MS);
		},
	);
});
