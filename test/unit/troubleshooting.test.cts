import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { explain, type CallFailure } from '../../nodes/Awin/transport/failures';

const page = readFileSync(join(__dirname, '../../docs/troubleshooting.md'), 'utf8');

/** What the page is looked through for: the message up to what changes from case to case. */
const failures: Array<[string, CallFailure]> = [
	['Awin did not accept the request (status 400)', { kind: 'refused', status: 400 }],
	['Awin did not accept the request (status 422)', { kind: 'refused', status: 422 }],
	['Awin does not know the access token', { kind: 'refused', status: 401 }],
	['The access token is not allowed to use', { kind: 'refused', status: 403 }],
	['Awin has nothing at this address (status 404)', { kind: 'refused', status: 404 }],
	['Awin refused the request', { kind: 'refused', status: 409 }],
	["Awin's limit of calls a minute is used up (status 429)", { kind: 'refused', status: 429 }],
	["Awin's limit of calls a minute is used up for now", { kind: 'noTime', waitMs: 1000 }],
	['Awin could not answer', { kind: 'refused', status: 503 }],
	['Awin sent a web page instead of data', { kind: 'unreadable', status: 200, what: 'html' }],
	['Awin sent an answer that ends in the middle', { kind: 'unreadable', status: 200, what: 'cut' }],
	['Awin sent an empty answer', { kind: 'unreadable', status: 200, what: 'empty' }],
	[
		'Awin sent an answer in a form that this node does not know',
		{ kind: 'unreadable', status: 200, what: 'other' },
	],
	["Awin's address answered with a redirect", { kind: 'redirected', status: 302 }],
	['could not be reached', { kind: 'unreachable', code: 'ENOTFOUND', host: 'api.awin.com' }],
	[
		'The connection to Awin ended before the answer was complete',
		{ kind: 'interrupted', code: 'ECONNRESET' },
	],
	['Awin did not answer within', { kind: 'timeout', timeoutMs: 60_000 }],
	['The execution was stopped while it waited for Awin', { kind: 'cancelled' }],
];

/** All kinds: the compiler refuses this list when one is missing. `credential` carries words of its own, under "Connecting". */
const KINDS: Record<Exclude<CallFailure['kind'], 'credential'>, true> = {
	cancelled: true,
	interrupted: true,
	noTime: true,
	redirected: true,
	refused: true,
	timeout: true,
	unreachable: true,
	unreadable: true,
};

describe('the page about messages', () => {
	it.each(failures)('has what a person sees: %s', (words, failure) => {
		expect(explain(failure).message).toContain(words);
		expect(page).toContain(words);
	});

	it.each(Object.keys(KINDS))('has a failure of the kind %s', (wanted) => {
		expect(failures.map(([, { kind }]) => kind)).toContain(wanted);
	});
});
