/** How we talk to Awin. */
import type { BrokenFile } from '../rules.cts';

export const TRANSPORT: readonly BrokenFile[] = [
	{
		file: 'transport/secrets.ts',
		tests: ['unit/transport/response', 'unit/transport/errors'],
		mutants: [
			{
				kind: 'secrets',
				rule: 'every mention of a secret is taken out, not only the first',
				from: `every: new RegExp(source, 'gi') };`,
				to: `every: new RegExp(source, 'i') };`,
			},
			{
				kind: 'secrets',
				rule: 'a secret is taken out of the names of members',
				from: '[this.hideInText(name), this.hideIn(member)]',
				to: '[name, this.hideIn(member)]',
			},
			{
				kind: 'secrets',
				rule: 'a secret is taken out of lists',
				from: 'if (Array.isArray(value)) return value.map((entry) => this.hideIn(entry));',
				to: 'if (Array.isArray(value)) return value;',
			},
			{
				kind: 'secrets',
				rule: 'a secret in Base64 is taken out',
				from: '[writtenPatternOf(secret), ...encodedPatternsOf(secret)]',
				to: '[writtenPatternOf(secret)]',
			},
			{
				kind: 'secrets',
				rule: 'a secret in any case is taken out',
				from: `first: new RegExp(source, 'i'),`,
				to: `first: new RegExp(source),`,
			},
		],
	},
	{
		file: 'transport/response.ts',
		tests: ['unit/transport/response', 'unit/transport/request'],
		mutants: [
			{
				kind: 'secrets',
				rule: 'secrets are looked for in refusals',
				from: 'return refusal(hide(parsed, text, secrets), status, retryAfterMs(headers));',
				to: 'return refusal(parsed, status, retryAfterMs(headers));',
			},
			{
				kind: 'secrets',
				rule: 'secrets are looked for in answers',
				from: 'answer: hide(parsed, text, secrets, { inData: true }) };',
				to: 'answer: parsed };',
			},
			{
				kind: 'money',
				rule: 'a part of an answer is not the whole',
				from: 'if (isPartOnly(status, headers))',
				to: 'if (isPartOnly(status, {}))',
			},
			{
				kind: 'money',
				rule: 'a 200 that holds an error is a refusal',
				from: 'if (isRefusal || readComplaint(parsed)?.error) {',
				to: 'if (isRefusal) {',
			},
			{
				kind: 'limits',
				rule: 'an answer with far too many values is not read',
				from: `return values > MOST_VALUES ? 'many' : undefined;`,
				to: 'return undefined;',
			},
			{
				kind: 'safety',
				rule: 'an answer that nests too deeply is not read',
				from: `if (++levels > MOST_LEVELS) return 'deep';`,
				to: '++levels;',
			},
			{
				kind: 'limits',
				rule: 'a Retry-After is kept to five minutes at most',
				from: 'return waitMs > 0 ? Math.min(waitMs, LONGEST_RETRY_AFTER_MS) : undefined;',
				to: 'return waitMs > 0 ? waitMs : undefined;',
			},
			{
				kind: 'money',
				rule: 'a connection that broke may have carried the request',
				from: `(MAYBE_CONNECTED.test(code) && isConnecting)`,
				to: 'MAYBE_CONNECTED.test(code)',
			},
			{
				kind: 'secrets',
				rule: 'a redirect is not followed',
				from: "	if (status >= 300 && status < 400 && status !== 304)\n		return { ok: false, failure: { kind: 'redirected', status } };\n\n	const text",
				to: '	const text',
			},
		],
	},
	{
		file: 'transport/credentials.ts',
		tests: ['unit/transport/credentials', 'unit/transport/request'],
		mutants: [
			{
				kind: 'secrets',
				rule: 'the key of the Conversion API is a secret',
				from: 'return [accessToken, conversionApiKey];',
				to: 'return [accessToken];',
			},
			{
				kind: 'secrets',
				rule: 'a request to another origin is not signed',
				from: 'if (addresses.length === 0 || addresses.includes(stranger)) {',
				to: 'if (addresses.length === 0) {',
			},
			{
				kind: 'secrets',
				rule: 'redirects are never followed',
				from: 'return { ok: true, request: Object.assign(request, NO_REDIRECTS) };',
				to: 'return { ok: true, request };',
			},
			{
				kind: 'secrets',
				rule: 'a request that somebody could read on its way is not signed',
				from: '	if (listener) return { ok: false, reason: listener };',
				to: '',
			},
			{
				kind: 'limits',
				rule: 'less than one call a minute means one',
				from: 'Math.max(1, Math.floor(limit)) : CALLS_PER_MINUTE;',
				to: 'limit < 1 ? CALLS_PER_MINUTE : Math.floor(limit) : CALLS_PER_MINUTE;',
			},
			{
				kind: 'secrets',
				rule: 'an address beside the base URL is not below it',
				from: '`${address.pathname}/`.startsWith(`${base.pathname}/`);',
				to: 'address.pathname.startsWith(base.pathname);',
			},
			{
				kind: 'secrets',
				rule: 'the token is not sent where the key of the Conversion API is wanted',
				from: `{ ...request.headers, 'x-api-key': credential.conversionApiKey }`,
				to: `{ ...request.headers, 'x-api-key': credential.conversionApiKey, Authorization: \`Bearer \${credential.accessToken}\` }`,
			},
			{
				kind: 'secrets',
				rule: 'what is remembered by a token is not the token',
				from: "return createHash('sha256').update(`${origin}\\n${accessToken}`).digest('hex');",
				to: 'return `${origin} ${accessToken}`;',
			},
		],
	},
	{
		file: 'transport/listeners.ts',
		tests: ['unit/transport/credentials'],
		mutants: [
			{
				kind: 'secrets',
				rule: 'a request whose certificate is not checked is not signed',
				from: `if (isUnchecked(request)) return refuse('does not check certificates');`,
				to: '',
			},
			{
				kind: 'secrets',
				rule: 'a request with its own rules for certificates is not signed',
				from: `if (hasOwnTrust(request.agentOptions)) return refuse('brings its own rules for certificates');`,
				to: '',
			},
			{
				kind: 'secrets',
				rule: 'a request that names another host in its headers is not signed',
				from: 'if (host !== undefined && host !== target.host)',
				to: 'if (host === null)',
			},
			{
				kind: 'secrets',
				rule: 'a request with its own way to connect is not signed',
				from: `if (OWN_WAYS.some((name) => isSet(request, name))) return`,
				to: `if (OWN_WAYS.every((name) => isSet(request, name))) return`,
			},
		],
	},
	{
		file: 'transport/failures.ts',
		tests: ['unit/transport/errors', 'unit/transport/request', 'integration/faults'],
		mutants: [
			{
				kind: 'money',
				rule: 'a write that was interrupted is not repeated',
				from: "		case 'interrupted':\n		case 'timeout':\n			return effect === 'read';",
				to: "		case 'interrupted':\n		case 'timeout':\n			return true;",
			},
			{
				kind: 'money',
				rule: 'a write that Awin failed at is not repeated',
				from: `return effect === 'read' && (failure.status >= 500 || failure.status === 408);`,
				to: 'return failure.status >= 500 || failure.status === 408;',
			},
			{
				kind: 'money',
				rule: 'a write with an unreadable answer is not repeated',
				from: `return effect === 'read' && failure.what !== 'other' && failure.what !== 'large';`,
				to: `return failure.what !== 'other' && failure.what !== 'large';`,
			},
			{
				kind: 'limits',
				rule: 'what floods us is not asked for again',
				from: 'if (failure.isTooLarge) return false;',
				to: '',
			},
		],
	},
	{
		file: 'transport/request.ts',
		tests: ['unit/transport/request', 'unit/transport/download', 'integration/faults'],
		mutants: [
			{
				kind: 'money',
				rule: 'two questions of the same path have two answers',
				from: 'const key = JSON.stringify([call.path, call.query]);',
				to: 'const key = call.path;',
			},
			{
				kind: 'events',
				rule: 'a question that came to nothing is asked again for the next item',
				from: 'answer.catch(() => this.answers.delete(key));',
				to: 'answer.catch(() => undefined);',
			},
			{
				kind: 'money',
				rule: 'an empty answer is none',
				from: 'if (result.ok && result.answer !== undefined) return result.answer;',
				to: 'if (result.ok) return result.answer;',
			},
			{
				kind: 'safety',
				rule: 'a path that leads elsewhere is not asked',
				from: `(part) => part === '' || isPathPart(part)`,
				to: '() => true',
			},
			{
				kind: 'money',
				rule: 'a call that was stopped on its way was in flight',
				from: `if (stop?.aborted) return { ok: false, failure: { kind: 'cancelled', inFlight: true } };`,
				to: `if (stop?.aborted) return { ok: false, failure: { kind: 'cancelled' } };`,
			},
			{
				kind: 'events',
				rule: 'only status 200 is a file',
				from: 'if (response.statusCode === 200) return',
				to: 'if (response.statusCode < 300) return',
			},
		],
	},
	{
		file: 'transport/exchange.ts',
		tests: ['unit/transport/exchange', 'unit/transport/request'],
		mutants: [
			{
				kind: 'limits',
				rule: 'an answer that weighs too much is not read',
				from: 'if (bytes > mostBytes && !startOnly) return undefined;',
				to: 'if (bytes > mostBytes * 1e6 && !startOnly) return undefined;',
			},
			{
				kind: 'limits',
				rule: 'an exchange ends by the clock',
				from: "() => resolve({ ended: { kind: 'timeout', timeoutMs } }),",
				to: '() => undefined,',
			},
		],
	},
	{
		file: 'transport/download.ts',
		tests: ['unit/transport/download', 'integration/downloadFeed'],
		mutants: [
			{
				kind: 'secrets',
				rule: 'a secret in the complaint of the last line is taken out',
				from: 'complaint: withoutSecretsIn(verdict.complaint, secrets) }',
				to: 'complaint: verdict.complaint }',
			},
			{
				kind: 'events',
				rule: 'a download that is not whole breaks off',
				from: "throw new Error('The answer is not whole');",
				to: 'return;',
			},
			{
				kind: 'events',
				rule: 'a download that went wrong is no success, whatever was taken',
				from: 'return failure ? { ok: false, failure } : { ok: true, taken };',
				to: 'return { ok: true, taken };',
			},
			{
				kind: 'limits',
				rule: 'a download that hardly moves is ended',
				from: 'inspector.bytes - seen >= LEAST_BYTES; ) {',
				to: 'inspector.bytes - seen >= -1; ) {',
			},
		],
	},
	{
		file: 'transport/quote.ts',
		tests: ['unit/transport/quotedWords', 'unit/transport/errors'],
		mutants: [
			{
				kind: 'words',
				rule: 'markup of others is not shown',
				from: `.replace(/<[a-z!/][^>]*(>|$)/gi, ' ')`,
				to: '',
			},
			{
				kind: 'words',
				rule: 'what others wrote is cut',
				from: 'return characters.length > longest ?',
				to: 'return characters.length > longest * 1e6 ?',
			},
		],
	},
	{
		file: 'transport/errors.ts',
		tests: ['unit/transport/errors', 'integration/itemNumbers'],
		mutants: [
			{
				kind: 'words',
				rule: 'an item is named once, as the person counts',
				from: 'if (error.message.endsWith(inWords)) error.message',
				to: 'if (error.message === inWords) error.message',
			},
			{
				kind: 'limits',
				rule: "n8n's schedulers hear that the limit is used up",
				from: `return { cause: 'rate-limited', retryAfterMs: failure.waitMs };`,
				to: `return { cause: 'temporarily-unavailable' };`,
			},
		],
	},
	{
		file: 'transport/connectionTest.ts',
		tests: ['unit/transport/connectionTest'],
		mutants: [
			{
				kind: 'words',
				rule: 'a token that reaches nothing but closed doors is told of',
				from: 'return (await findClosedDoor(accounts, ask)) ?? success(accounts);',
				to: 'return success(accounts);',
			},
			{
				kind: 'words',
				rule: 'a token without accounts is told of',
				from: 'if (accounts.length === 0) {',
				to: 'if (accounts.length < 0) {',
			},
		],
	},
	{
		file: 'credentials/AwinOAuth2Api.credentials.ts',
		tests: ['unit/transport/credentials', 'unit/description'],
		mutants: [
			{
				kind: 'secrets',
				rule: 'a request that is not signed is not sent',
				from: 'if (!signed.ok) throw new Error(signed.reason);',
				to: 'if (!signed.ok) return requestOptions;',
			},
			{
				kind: 'secrets',
				rule: 'the access token is typed unseen',
				from: "			name: 'accessToken',\n			type: 'string',\n			typeOptions: { password: true },",
				to: "			name: 'accessToken',\n			type: 'string',",
			},
		],
	},
	{
		file: 'methods/recent.ts',
		tests: ['integration/pickers', 'integration/commissionGroupPicker'],
		mutants: [
			{
				kind: 'limits',
				rule: 'an open picker costs one call a minute',
				from: 'if (known && !isOld(known)) return await known.rows;',
				to: '',
			},
			{
				kind: 'safety',
				rule: 'the lists of two tokens are kept apart',
				from: 'const key = JSON.stringify([token, call.path, call.query]);',
				to: 'const key = JSON.stringify([call.path, call.query]);',
			},
		],
	},
	{
		file: 'methods/searchAccounts.ts',
		tests: ['integration/pickers', 'integration/accounts'],
		mutants: [
			{
				kind: 'words',
				rule: 'the picker shows accounts of the chosen type',
				from: '(accountType ?? type) === type);',
				to: 'type !== undefined);',
			},
		],
	},
];
