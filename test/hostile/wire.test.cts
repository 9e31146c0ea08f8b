/**
 * Servers that drip, flood and nest, against everything that makes a call: each operation, the trigger, the pickers and the
 * credential's test. It has to come to an end, with words that help, and nothing may be left behind.
 */
import { CredentialTestContext } from 'n8n-core';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { credentialTest } from '../../nodes/Awin/methods/credentialTest';
import { additionalDataOf, executeAwin, searchList } from '../support/contexts.cts';
import { emptyStore } from '../support/deduplication.cts';
import {
	DRIPS,
	FLOODS,
	installServerClock,
	NESTS,
	startMisbehaving,
	type Misbehaviour,
	type MisbehavingServer,
} from '../support/misbehaving.cts';
import { TriggerInN8n } from '../support/poll.cts';
import { ADVERTISER, NOW_MS, PUBLISHER, startTestSandbox } from '../support/sandbox.cts';
import { SUBJECTS } from '../faults/subjects.cts';
import type { Subject } from '../faults/subject.cts';

let server: MisbehavingServer;
let sandbox: SandboxServer;

function meet(kind: Misbehaviour): void {
	server.manner = kind.manner;
	installServerClock(server, DRIPS.includes(kind));
}

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

beforeEach(async () => {
	await emptyStore();
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

const every = (kinds: readonly Misbehaviour[]) =>
	SUBJECTS.flatMap((subject) =>
		kinds.map((kind) => [subject.name, kind.name, subject, kind] as const),
	);

const [NEVER_STOPS, ANNOUNCES, PACKS, REFUSES] = FLOODS;

describe('Every operation comes to an end, and calls nothing done', () => {
	// A file may be of any size.
	const tooLarge = every([ANNOUNCES]).filter(([name]) => name !== 'Product Feed: Download');

	it.each([...every([...DRIPS, ...NESTS]), ...tooLarge])(
		'%s, with a server that %s',
		async (_, __, subject, kind) => {
			meet(kind);
			const words = await wordsOf(subject);

			expect(words).not.toMatch(GOOD);
			expect(words).not.toMatch(/RangeError|call stack|undefined/i);
			expect(words.length).toBeGreaterThan(20);
		},
	);
});

const READING = SUBJECTS.find(({ name }) => name === 'Transaction: Get Many')!;
const WRITING = SUBJECTS.find(({ name }) => name === 'Conversion: Submit')!;

describe('What is too large is read up to its bound, and not asked for again', () => {
	it.each([NEVER_STOPS, ANNOUNCES, PACKS].map((kind) => [kind.name, kind] as const))(
		'a list of a server that %s',
		async (_, kind) => {
			meet(kind);

			expect(await wordsOf(READING)).toMatch(
				/^Awin sent more in one answer than this node reads .*shorter span of time/,
			);
			// Two windows, each asked for once.
			expect(server.requests.length).toBeLessThanOrEqual(2);
		},
	);

	it(`a refusal of a server that ${REFUSES.name}`, async () => {
		meet(REFUSES);

		expect(await wordsOf(READING)).toMatch(/^Awin could not answer \(status 500\)\. .*too long/);
		expect(server.requests.length).toBeLessThanOrEqual(2);
	});

	it.each(FLOODS.map((kind) => [kind.name, kind] as const))(
		'the answer to a change, which may have been made: a server that %s',
		async (_, kind) => {
			meet(kind);

			expect(await wordsOf(WRITING)).toMatch(/^3 of 3 items .*: 3 unknown/);
			expect(server.requests).toHaveLength(1);
		},
	);
});

const ALL = [...DRIPS, ...FLOODS, ...NESTS].map((kind) => [kind.name, kind] as const);

describe('A poll of Awin Trigger comes to an end, and the next one begins at once', () => {
	it.each(ALL)('with a server that %s', async (_, kind) => {
		meet(kind);
		const trigger = new TriggerInN8n({
			parameters: { accountId: { __rl: true, mode: 'id', value: String(ADVERTISER) } },
			credentials: credentials(),
			nowMs: () => NOW_MS,
		});

		for (let poll = 0; poll < 2; poll++) {
			const before = server.requests.length;
			await expect(trigger.poll()).rejects.toThrow(/Awin/);
			expect(server.requests.length).toBeGreaterThan(before);
		}
		expect(trigger.staticData).toEqual({});
	});
});

describe('Nobody in front of the screen waits for ever', () => {
	const account = { __rl: true, mode: 'id', value: String(PUBLISHER) };

	it.each(ALL)('a picker, with a server that %s', async (_, kind) => {
		meet(kind);
		const parameters = { resource: 'programme', publisherId: account, accountId: account };
		for (const picker of ['searchAccounts', 'searchProgrammes'] as const) {
			await expect(searchList(picker, { parameters, credentials: credentials() })).rejects.toThrow(
				/Awin/,
			);
		}
	});

	it.each(ALL)("the credential's test, with a server that %s", async (_, kind) => {
		meet(kind);
		const context = new CredentialTestContext(additionalDataOf({}));
		const data = credentials();

		const result = await credentialTest.awinConnection.call(context, {
			id: '1',
			name: 'Awin account',
			type: 'awinOAuth2Api',
			data,
		});

		expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(/Awin/) });
		expect(server.requests[0]).toMatch(/\r\nuser-agent: n8n-nodes-awin\/\d/i);
		// Its helper takes no signal: what has not answered yet is let go of when it does.
		server.drop();
	});
});
