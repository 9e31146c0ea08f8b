/**
 * Everything that may go wrong between a node and Awin, one after the other.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { FaultKind } from '../../demo/sandbox/faults.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';

/** Who answers. */
export interface Servers {
	sandbox: SandboxServer;
	/** Where somebody answers whose certificate nobody has vouched for. */
	selfSignedUrl: string;
}

export interface FaultCase {
	/** How the table calls it. */
	name: string;
	/** What the sandbox does with the calls that it is for. */
	fault?: FaultKind;
	/** How many calls it hits; default all of them. */
	times?: number;
	/** How many calls go well before. */
	afterCalls?: number;
	/** How far Awin's clock is ahead of this machine's. */
	clockShiftMs?: number;
	/** How long the node waits for an answer; default: as long as it always does. */
	longestAnswerMs?: number;
	/** Changes to the credential, such as an address where nobody answers. */
	credentials?(servers: Servers): ICredentialDataDecryptedObject;
}

const STATUSES = [
	400, 401, 403, 404, 405, 406, 408, 409, 410, 413, 415, 422, 425, 429, 451, 500, 501, 502, 503,
	504,
];

const TEN_MINUTES_MS = 600_000;

const TOO_LONG_MS = 600;
const LONGEST_ANSWER_MS = 200;

export const FAULTS: readonly FaultCase[] = [
	{ name: 'Nothing goes wrong' },
	...STATUSES.map((status) => ({
		name: `Awin refuses every call with status ${status}`,
		fault: { kind: 'status' as const, status },
	})),
	...[429, 500, 502, 503].map((status) => ({
		name: `Status ${status} once`,
		fault: { kind: 'status' as const, status },
		times: 1,
	})),
	{
		name: 'Status 500 once, although Awin carried it out',
		fault: { kind: 'status', status: 500, afterProcessing: true },
		times: 1,
	},
	{
		name: 'The limit is used up three times, each for a minute',
		fault: { kind: 'status', status: 429 },
		times: 3,
	},
	{
		name: 'A slow answer',
		fault: { kind: 'slow', delayMs: 30 },
	},
	{
		name: 'An answer that takes too long, every time',
		fault: { kind: 'slow', delayMs: TOO_LONG_MS, beforeProcessing: true },
		longestAnswerMs: LONGEST_ANSWER_MS,
	},
	{
		name: 'An answer that takes too long, once, although Awin carried it out',
		fault: { kind: 'slow', delayMs: TOO_LONG_MS },
		times: 1,
		longestAnswerMs: LONGEST_ANSWER_MS,
	},
	{ name: 'Dropped before Awin looked at it, once', fault: { kind: 'dropBefore' }, times: 1 },
	{ name: 'Dropped before Awin looked at it, every time', fault: { kind: 'dropBefore' } },
	{ name: 'Dropped after Awin carried it out, once', fault: { kind: 'dropAfter' }, times: 1 },
	{ name: 'Dropped after Awin carried it out, every time', fault: { kind: 'dropAfter' } },
	{ name: 'The connection is cut in the middle of the answer', fault: { kind: 'cutBody' } },
	{ name: 'Half an answer, as if it were whole', fault: { kind: 'truncatedJson' } },
	{ name: 'A web page with status 200', fault: { kind: 'html', status: 200 } },
	{ name: 'A web page with status 502', fault: { kind: 'html', status: 502 } },
	{ name: 'Status 200 and nothing', fault: { kind: 'body', body: '' } },
	{ name: 'Status 200 and null', fault: { kind: 'body', body: 'null' } },
	{ name: 'Status 200 and a text', fault: { kind: 'body', body: '"OK"' } },
	{ name: 'Status 200 and an object of something else', fault: { kind: 'body', body: '{"a":1}' } },
	{
		name: 'Status 200 with words of refusal in it',
		fault: { kind: 'body', body: '{"error":"maintenance","description":"Try later"}' },
	},
	{ name: 'Every value has another type', fault: { kind: 'wrongTypes' } },
	{
		name: 'A redirect to somebody else',
		fault: { kind: 'redirect', location: 'https://example.com/' },
	},
	{
		name: 'The token is revoked after the first call',
		fault: { kind: 'status', status: 401 },
		afterCalls: 1,
	},
	{ name: "Awin's clock is ten minutes ahead", clockShiftMs: TEN_MINUTES_MS },
	{ name: "Awin's clock is ten minutes behind", clockShiftMs: -TEN_MINUTES_MS },
	{
		name: 'The name of the server is not found',
		credentials: () => ({ baseUrl: 'https://awin.invalid' }),
	},
	{
		name: 'Nobody listens there',
		credentials: () => ({ baseUrl: 'http://127.0.0.1:9' }),
	},
	{
		name: 'The server does not speak TLS',
		credentials: ({ sandbox }) => ({ baseUrl: sandbox.url.replace('http:', 'https:') }),
	},
	{
		name: 'The certificate of the server is its own word only',
		credentials: ({ selfSignedUrl }) => ({ baseUrl: selfSignedUrl }),
	},
];
