/** The probe as somebody uses it who has a real token. */
import { LIMIT_STEPS, STEPS } from '../../../demo/probe/steps.cts';
import { isObject } from '../../../demo/probe/look.cts';
import { TOKENS, USERS } from '../../../demo/sandbox/tokens.cts';
import { SECRET, runInMemory } from '../../support/probeRun.cts';

const MINUTE_MS = 60_000;
const [OWNER] = USERS;

function busiestMinute(times: readonly number[]): number {
	return Math.max(
		...times.map((atMs) => times.filter((one) => one > atMs - MINUTE_MS && one <= atMs).length),
	);
}

describe('what the probe does', () => {
	it('only ever reads: each call is a GET, but for Awin’s list of offers, which is read with a POST', async () => {
		const { requests, awin } = await runInMemory();

		const others = requests.filter(({ method }) => method !== 'GET');
		expect(requests.length).toBeGreaterThan(30);
		expect(others.map(({ path }) => path)).toEqual(others.map(() => '/publisher/88201/promotions'));
		expect(others).toHaveLength(2);
		expect(awin.ledger).toEqual([]);
	});

	it('needs at most 40 calls for an advertiser and a publisher together', async () => {
		const { requests, code } = await runInMemory();

		expect(requests.length).toBeLessThanOrEqual(40);
		expect(code).toBe(0);
	});

	it('makes at most 20 calls in a minute, and is never refused, when it is to keep to the limit', async () => {
		const { times, awin } = await runInMemory({ argv: ['--yes', '--keep-limit'] });

		expect(busiestMinute(times)).toBeLessThanOrEqual(20);
		expect(awin.calls.filter(({ status }) => status === 429)).toEqual([]);
	});

	it('makes at most three calls more in the minute in which it looks at the limit', async () => {
		const { times, awin } = await runInMemory();

		expect(busiestMinute(times)).toBeLessThanOrEqual(22);
		expect(awin.calls.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(3);
	});

	it('tells beforehand each call that it makes', async () => {
		const { shown } = await runInMemory();

		const plan = shown.slice(0, shown.indexOf('   1  '));
		expect(Object.values(STEPS).filter(({ call }) => !plan.includes(call))).toEqual([]);
	});

	it('leaves the calls over the limit out of the plan, where it keeps to the limit', async () => {
		const { shown } = await runInMemory({ argv: ['--yes', '--keep-limit'] });

		expect(LIMIT_STEPS.filter((step) => shown.includes(STEPS[step].call))).toEqual([]);
		expect(shown).toContain('The limit was not looked at.');
	});

	it('asks whether to go on, and calls nothing without a yes', async () => {
		const { requests, shown, code } = await runInMemory({
			argv: [],
			isTerminal: true,
			typed: ['\n'],
		});

		expect(shown).toContain('Go on? (y/N)');
		expect(shown).toContain('Nothing was called.');
		expect({ requests, code }).toEqual({ requests: [], code: 0 });
	});

	it('asks about the account that it is told to', async () => {
		const { requests } = await runInMemory({
			argv: ['--yes', '--advertiser', '77103', '--publisher', '88202'],
		});

		const asked = requests.map(({ path }) => path);
		expect(asked.filter((path) => /^\/\w+\/(77101|88201)\//.test(path))).toEqual([]);
		expect(asked.some((path) => path.startsWith('/advertisers/77103/'))).toBe(true);
		expect(asked.some((path) => path.startsWith('/publishers/88202/'))).toBe(true);
	});

	it('says in plain words what Awin does, and what only a change can show', async () => {
		const { shown } = await runInMemory({ sandbox: { switches: { endInclusive: false } } });

		const otherwise = shown.slice(shown.indexOf('Otherwise than the package takes'));
		expect(otherwise).toMatch(
			/A transaction at the very end of the span\s+Does not belong to it\./,
		);
		expect(shown).toMatch(/Dates with milliseconds\s+Are refused\./);
		expect(shown).toMatch(/Conversion: Submit\s+Limit of the Conversion API/);
	});
});

describe('the token', () => {
	it('is not shown while it is typed or pasted, and stands nowhere afterwards', async () => {
		const { terminal, shown, files, code } = await runInMemory({
			argv: [],
			isTerminal: true,
			typed: ['y\n', '\u001b[200~', `${SECRET}x`, '\u007f', '\u001b[201~\r'],
		});

		const isAsking = (text: string) => text.startsWith('Awin token');
		expect(terminal[terminal.findIndex(isAsking) + 1]).toBe('raw');
		expect(terminal.filter((text) => ['raw', 'cooked'].includes(text))).toEqual(['raw', 'cooked']);
		expect(shown).not.toContain(SECRET.slice(0, 8));
		expect([...files.values()].join('')).not.toContain(SECRET.slice(0, 8));
		expect(code).toBe(0);
	});

	it('may come through a pipe', async () => {
		const { shown, code } = await runInMemory({ typed: [SECRET] });

		expect(shown).not.toContain(SECRET.slice(0, 8));
		expect(code).toBe(0);
	});

	it('is not shown even where Awin repeats it', async () => {
		const { shown, files } = await runInMemory({
			wire: () => async () =>
				await Promise.resolve({
					status: 200,
					headers: { 'x-token': SECRET, 'content-type': SECRET },
					text: JSON.stringify({
						[SECRET]: SECRET,
						accounts: [{ accountId: 1, accountType: 'advertiser', accountName: SECRET }],
						error: SECRET,
					}),
					isWhole: true,
				}),
		});

		expect(shown).not.toContain(SECRET);
		expect(files.get('awin-shapes.json')).toContain('accountName');
		expect(files.get('awin-shapes.json')).not.toContain(SECRET);
	});

	it('that was put on the command line is not repeated', async () => {
		const { shown, requests, code } = await runInMemory({ argv: [SECRET] });
		const asOption = await runInMemory({ argv: [`--token=${SECRET}`] });

		for (const text of [shown, asOption.shown]) {
			expect(text).toContain('The token is no option: it is asked for.');
			expect(text).not.toContain(SECRET);
		}
		expect({ requests, code }).toEqual({ requests: [], code: 1 });
	});

	it.each([
		['nothing', ['\n'], 'No token was given'],
		['a sentence', ['this is not a token\n'], 'This is not a token'],
		['letters of another script', ['токен\n'], 'This is not a token'],
	])('that is %s is not sent', async (_what, typed, words) => {
		const { shown, requests, code } = await runInMemory({ typed });

		expect(shown).toContain(words);
		expect({ requests, code }).toEqual({ requests: [], code: 1 });
	});

	it('goes to https addresses only, and to a stand-in on this machine', async () => {
		for (const url of ['http://api.awin.com', 'https://me:pw@api.awin.com', 'ftp://x', 'awin']) {
			const { shown, requests, code } = await runInMemory({ argv: ['--yes', '--url', url] });
			expect(shown).toContain('--url takes an https address');
			expect({ requests, code }).toEqual({ requests: [], code: 1 });
		}
		const here = await runInMemory({ argv: ['--yes', '--url', 'http://127.0.0.1:4010'] });
		expect(here.code).toBe(0);
	});

	it('is not asked for where nobody can say yes', async () => {
		const { shown, requests, code } = await runInMemory({ argv: [] });

		expect(shown).toContain('Add --yes');
		expect({ requests, code }).toEqual({ requests: [], code: 1 });
	});
});

/** Every text and figure in an answer, at any depth, that is long enough to be recognised. */
function* valuesIn(value: unknown): Generator<string> {
	if (Array.isArray(value)) for (const item of value as unknown[]) yield* valuesIn(item);
	else if (isObject(value)) {
		for (const [name, inside] of Object.entries(value)) {
			if (!/^[A-Za-z]\w*$/.test(name)) yield name;
			yield* valuesIn(inside);
		}
	} else if (typeof value === 'string' || typeof value === 'number') {
		const text = String(value);
		if (text.length >= 4) yield text;
	}
}

describe('the file', () => {
	it('has the form of the answers and nothing that stands in them', async () => {
		const said = new Set<string>();
		const { files } = await runInMemory({
			sandbox: { switches: { feedProducts: 20 } },
			wire: (usual) => async (request) => {
				const answer = await usual(request);
				for (const line of [answer.text, ...answer.text.split('\n')]) {
					try {
						for (const value of valuesIn(JSON.parse(line))) said.add(value);
					} catch {
						// Not a line of JSON.
					}
				}
				return answer;
			},
		});

		const text = files.get('awin-shapes.json') ?? '';
		const told = JSON.parse(text) as { answers: unknown[] };
		expect(told.answers.length).toBeGreaterThan(30);
		expect(said.size).toBeGreaterThan(1000);
		const leaves = new Set(valuesIn(told.answers));
		expect([...said].filter((value) => leaves.has(value))).toEqual([]);
		const [, answers] = text.split('"answers"');
		// What is long enough stands nowhere, not even within something else.
		const long = [...said].filter((value) => value.length >= 9 && !/^[a-zA-Z]+$/.test(value));
		expect(long.length).toBeGreaterThan(500);
		expect(long.filter((value) => answers.includes(value))).toEqual([]);
	});

	it('tells names, kinds, lengths, and how dates and IDs are written', async () => {
		const { files } = await runInMemory();

		const { answers } = JSON.parse(files.get('awin-shapes.json') ?? '') as {
			answers: Array<{ step: string; status: number; body: Record<string, unknown> }>;
		};
		const rows = answers.find(({ step }) => step === 'rows');
		expect(rows?.status).toBe(200);
		expect(rows?.body).toMatchObject({
			length: 'several',
			'list of': {
				id: 'whole number',
				transactionDate: 'yyyy-MM-ddTHH:mm:00',
				saleAmount: expect.anything(),
				'networkFee?': expect.anything(),
			},
		});
	});

	it('and the table tell how old the oldest validation job is, for nobody knows how long they are kept', async () => {
		const { shown, files } = await runInMemory({
			wire: (usual) => async (request) => {
				const answer = await usual(request);
				if (!request.path.endsWith('/jobs')) return answer;
				const jobs = ['2026-05-01T08:00:00.000', '2026-06-01T08:00:00.000'].map((creationDate) => ({
					jobId: 'a'.repeat(24),
					status: 'DONE',
					transactions: 1,
					errors: 0,
					creationDate,
					completionDate: creationDate,
				}));
				return { ...answer, text: JSON.stringify(jobs) };
			},
		});

		expect(shown).toMatch(
			/How long Awin knows a job\s+Days since the oldest in the list was sent: 47\./,
		);
		expect(JSON.parse(files.get('awin-shapes.json') ?? '')).toMatchObject({ oldestJobDays: 47 });
	});

	it('is told about when it cannot be written, and the table is there all the same', async () => {
		const { shown, code } = await runInMemory({ isReadOnly: true });

		expect(shown).toContain('could not be written: EACCES');
		expect(shown).toContain('As the package takes it to be');
		expect(code).toBe(1);
	});
});

describe('when things go wrong', () => {
	it('a wrong token: one call, and where to get the right one', async () => {
		const { shown, requests, files, code } = await runInMemory({ user: wrong() });

		expect(shown).toContain('Awin does not know this token.');
		expect(requests).toHaveLength(1);
		expect({ files: files.size, code }).toEqual({ files: 0, code: 1 });
	});

	it('a token that is revoked midway: what was found until then is told and written', async () => {
		const { shown, files, code, requests } = await runInMemory({
			wire: (usual, run) => async (request) => {
				if (run.requests.length === 12) run.awin.revoke(TOKENS.owner);
				return await usual(request);
			},
		});

		expect(shown).toContain('it was probably revoked');
		expect(shown).toContain('As the package takes it to be');
		expect(JSON.parse(files.get('awin-shapes.json') ?? '')).toMatchObject({
			endedEarly: 'revoked',
			switches: { accountsTypeMember: 'accountType' },
		});
		expect(requests.length).toBeLessThanOrEqual(13);
		expect(code).toBe(1);
	});

	it('a token without accounts', async () => {
		const { shown, requests, code } = await runInMemory({
			user: { ...OWNER, links: [] },
			wire: () => async () =>
				await Promise.resolve({
					status: 200,
					headers: {},
					text: '{"userId":7,"accounts":[]}',
					isWhole: true,
				}),
		});

		expect(shown).toContain('reaches no account that could be asked about');
		expect(requests).toHaveLength(1);
		expect(code).toBe(1);
	});

	it.each([403, 401] as const)(
		'an advertiser without the plan, refused with %s',
		async (status) => {
			const { shown, requests, code } = await runInMemory({
				user: USERS[3],
				sandbox: { switches: { refusedAccountStatus: status } },
			});

			expect(shown).toContain('An advertiser needs the plan Accelerate or Advanced');
			expect(shown).toMatch(/List of transactions\s+No list of transactions was answered\./);
			expect(requests.length).toBeLessThanOrEqual(40);
			expect(code).toBe(0);
		},
	);

	it('an advertiser without the plan beside a publisher: asks about the publisher', async () => {
		const { shown, requests, code } = await runInMemory({
			wire: (usual) => async (request) => {
				const { path } = request;
				if (!path.startsWith('/advertisers/77101/')) return await usual(request);
				return { status: 403, headers: {}, text: '{"error":"forbidden"}', isWhole: true };
			},
		});

		expect(shown).toContain('Awin refuses the data of the advertiser account.');
		expect(shown).toMatch(/List of transactions\s+Is a bare list\./);
		expect(requests.some(({ path }) => path.startsWith('/publishers/88201/transactions/'))).toBe(
			true,
		);
		expect(requests.length).toBeLessThanOrEqual(40);
		expect(code).toBe(0);
	});

	it('hundreds of accounts: asks about the first open one of each kind', async () => {
		const { requests, code } = await runInMemory({
			wire: (usual) => async (request) => {
				const answer = await usual(request);
				if (!request.path.startsWith('/accounts')) return answer;
				const value = JSON.parse(answer.text) as { accounts?: object[] };
				if (!value.accounts) return answer;
				const closed = Array.from({ length: 800 }, (_, index) => ({
					accountId: 60_000 + index,
					accountName: `Shop ${index} - CLOSED`,
					accountType: index % 2 === 0 ? 'advertiser' : 'publisher',
					userRole: 'userViewer',
				}));
				const text = JSON.stringify({ ...value, accounts: [...closed, ...value.accounts] });
				return { ...answer, text };
			},
		});

		expect(requests.filter(({ path }) => /\/60\d{3}\//.test(path))).toEqual([]);
		expect(requests.length).toBeLessThanOrEqual(40);
		expect(code).toBe(0);
	});

	it('an account without a single transaction: says what it could not see', async () => {
		const { shown, code } = await runInMemory({ sandbox: { world: { transactionsPerDay: 0 } } });

		const untold = shown.slice(shown.indexOf('Cannot be told'));
		expect(untold).toMatch(/A value that is not there\s+No transaction was seen\./);
		expect(untold).toMatch(/Order of transactions\s+No transaction was seen\./);
		expect(untold).toMatch(/Amounts of campaign reports\s+The campaign report has no row\./);
		expect(code).toBe(0);
	});

	it('429 from the first call on: waits for the limit, and then says who is in the way', async () => {
		const { shown, requests, times, code } = await runInMemory({
			sandbox: { requestsPerMinute: 0 },
		});

		expect(shown).toContain('another tool uses the same token');
		expect(requests).toHaveLength(3);
		expect(times[1] - times[0]).toBeGreaterThan(MINUTE_MS);
		expect(code).toBe(1);
	});

	it('no network: tries once more, and says where to look', async () => {
		const { shown, requests, files, code } = await runInMemory({
			wire: () => async () => {
				const error = new Error(`connect ECONNREFUSED ${SECRET}`);
				return await Promise.reject(Object.assign(error, { code: 'ECONNREFUSED' }));
			},
		});

		expect(shown).toContain('Awin could not be reached.');
		expect(shown).toContain('The network says ECONNREFUSED.');
		expect(shown).not.toContain(SECRET);
		expect(requests).toHaveLength(2);
		expect({ files: files.size, code }).toEqual({ files: 0, code: 1 });
	});

	it('an error page of a server in between is tried again once, and then passed over', async () => {
		const { requests, code } = await runInMemory({
			wire: (usual) => async (request) =>
				request.path.includes('/quota')
					? { status: 502, headers: {}, text: '<html>', isWhole: true }
					: await usual(request),
		});

		expect(requests.filter(({ path }) => path.includes('/quota'))).toHaveLength(2);
		expect(code).toBe(0);
	});

	it.each([2, 9, 25])('Ctrl-C before call %d: what was found is written', async (interruptAt) => {
		const { shown, files, requests, code } = await runInMemory({ interruptAt });

		expect(shown).toContain('You stopped the probe.');
		expect(JSON.parse(files.get('awin-shapes.json') ?? '')).toMatchObject({
			endedEarly: 'interrupted',
			switches: { idsAsStrings: false },
		});
		expect(requests).toHaveLength(interruptAt);
		expect(code).toBe(130);
	});

	it('Ctrl-C in place of the token calls nothing', async () => {
		const { requests, terminal } = await runInMemory({
			argv: [],
			isTerminal: true,
			typed: ['y\n', 'abc', '\u0003'],
		});

		expect(requests).toEqual([]);
		expect(terminal).toContain('cooked');
	});
});

function wrong(): typeof OWNER {
	return { ...OWNER, token: SECRET };
}
