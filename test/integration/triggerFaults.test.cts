import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { TriggerInN8n } from '../support/poll.cts';
import { ADVERTISER, credentialsFor, NOW_MS } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let restMs: number;

beforeEach(() => {
	restMs = 0;
});

const { sandbox, clock } = useSandbox({
	clock: true,
	nowMs,
	world: { startDate: '2026-06-10', liveEventsPerMinute: 1, transactionsPerDay: 0 },
});

/** An advertiser that two users reach. */
const SHARED_ADVERTISER = 77102;

/** Waits and the time of day go together. */
function nowMs(): number {
	return NOW_MS + restMs + clock.passedMs;
}

function wait(ms: number): void {
	clock.passedMs += ms;
}

function triggerFor(parameters: INodeParameters = {}, credentials: IDataObject = {}) {
	return new TriggerInN8n({
		credentials: credentialsFor(sandbox, credentials as Record<string, string>),
		nowMs,
		parameters: {
			events: ['created', 'approved', 'declined', 'amended'],
			accountType: 'advertiser',
			accountId: { __rl: true, mode: 'list', value: String(ADVERTISER) },
			timezone: 'UTC',
			...parameters,
		},
	});
}

function stored({ staticData }: TriggerInN8n): IDataObject {
	return JSON.parse(JSON.stringify(staticData)) as IDataObject;
}

/** Everything that came to light since the moment, but for what an amendment after it covers up. */
function truth(fromMs: number, accountId = ADVERTISER): string[] {
	const kinds = ['created', 'approved', 'declined'];
	return sandbox.awin.world
		.history({
			accountType: 'advertiser',
			accountId,
			fromMs: fromMs + 1,
			toMs: nowMs(),
		})
		.filter(({ kind }) => kinds.includes(kind))
		.map(({ transactionId, kind }) => `${transactionId} ${kind}`)
		.sort();
}

/** What so many polls give, a minute apart; one that has no call left gives nothing. */
async function pollsOf(trigger: TriggerInN8n, count: number): Promise<IDataObject[]> {
	const items: IDataObject[] = [];
	for (let poll = 0; poll < count; poll++) {
		wait(MINUTE_MS);
		items.push(...((await trigger.poll().catch(() => null)) ?? []));
	}
	return items;
}

function names(items: IDataObject[] | null, kinds = ['created', 'approved', 'declined']): string[] {
	return (items ?? [])
		.filter(({ event }) => kinds.includes(String(event)))
		.map(({ id, event }) => `${String(id)} ${String(event)}`)
		.sort();
}

describe('settings that cannot be used', () => {
	it.each<[string, INodeParameters, string]>([
		['no event', { events: [] }, '"Trigger On" is empty'],
		['an unknown event', { events: ['paid'] }, '"Trigger On" is "paid", which is not an event'],
		['no account', { accountId: { __rl: true, mode: 'list', value: '' } }, '"Account" is empty'],
		[
			'no days',
			{ options: { lookbackDays: 0 } },
			'"Late Arrivals (Days)" is "0", which is not a whole number from 1 to 30',
		],
		[
			'too many days',
			{ options: { lookbackDays: 31 } },
			'"Late Arrivals (Days)" is "31", which is not a whole number from 1 to 30',
		],
		[
			'partners that are none',
			{ filters: { partnerIds: 'Voucher Corner' } },
			'"Partner IDs" holds "Voucher"',
		],
	])('%s: no call, nothing kept', async (_what, parameters, message) => {
		const trigger = triggerFor(parameters);

		for (const run of [trigger.poll(), trigger.test()]) {
			await expect(run).rejects.toMatchObject({
				message: expect.stringContaining(message),
				description: expect.stringMatching(/^(Choose|Give) /),
			});
		}
		expect(sandbox.awin.calls).toEqual([]);
		expect(trigger.staticData).toEqual({});
	});
});

describe('a poll that fails', () => {
	it('because the token was revoked: says so, keeps everything, and recovers with another token', async () => {
		const accountId = { __rl: true, mode: 'id', value: SHARED_ADVERTISER };
		const trigger = triggerFor({ accountId });
		await trigger.poll();
		const startMs = nowMs();
		const kept = stored(trigger);
		sandbox.awin.revoke(TOKENS.owner);
		wait(HOUR_MS);

		await expect(trigger.poll()).rejects.toMatchObject({
			message: expect.stringContaining('does not know the access token (status 401)'),
			description: expect.stringContaining('paste the token again'),
			httpCode: '401',
		});
		expect(stored(trigger)).toEqual(kept);

		trigger.settings.credentials = credentialsFor(sandbox, { accessToken: TOKENS.advertiserOnly });
		expect(names(await trigger.poll())).toEqual(truth(startMs, SHARED_ADVERTISER));
	});

	it('because the account has gone: says which, and goes on when it is back', async () => {
		const trigger = triggerFor();
		await trigger.poll();
		const startMs = nowMs();
		wait(HOUR_MS);
		trigger.settings.credentials = credentialsFor(sandbox, { accessToken: TOKENS.noApiAccess });

		await expect(trigger.poll()).rejects.toMatchObject({
			message: expect.stringContaining('not allowed to use advertiser account 77101'),
			httpCode: '403',
		});

		trigger.settings.credentials = credentialsFor(sandbox);
		expect(names(await trigger.poll())).toEqual(truth(startMs));
	});

	it('for a whole day, because Awin is down: nothing is lost afterwards', async () => {
		const trigger = triggerFor();
		await trigger.poll();
		const startMs = nowMs();
		sandbox.awin.faults.add({ kind: 'status', status: 503, times: Infinity });
		for (let poll = 0; poll < 24; poll++) {
			wait(HOUR_MS);
			await expect(trigger.poll()).rejects.toMatchObject({ httpCode: '503' });
		}
		sandbox.awin.faults.clear();
		wait(MINUTE_MS);

		const reported = names(await trigger.poll());

		expect(reported.length).toBeGreaterThan(500);
		expect(reported).toEqual(truth(startMs));
	});

	it.each(['transaction', 'validation', 'amendment'])(
		'in the list of %s only: that is told beside the others, nothing is lost and nothing comes twice',
		async (dateType) => {
			const trigger = triggerFor();
			await trigger.poll();
			const startMs = nowMs();
			wait(HOUR_MS);
			sandbox.awin.faults.add({ kind: 'html', times: 4, match: { path: `dateType=${dateType}` } });

			const first = names(await trigger.poll());
			expect(trigger.emittedErrors.map(({ message }) => message)).toEqual([
				expect.stringMatching(/could not answer|web page/),
			]);
			const second = names(await trigger.poll());

			expect([...first, ...second].sort()).toEqual(truth(startMs));
			expect(await trigger.poll()).toBeNull();
			expect(trigger.emittedErrors).toHaveLength(1);
		},
	);

	it('because the answer is no list', async () => {
		sandbox.awin.faults.add({ kind: 'body', body: '{"count": 3}', times: Infinity });

		await expect(triggerFor().poll()).rejects.toMatchObject({
			message: expect.stringContaining('in a form that this node does not know'),
		});
	});

	it('in a list of an account: names the account, and says that nothing needs to be run again', async () => {
		const trigger = triggerFor();
		await trigger.poll();
		wait(HOUR_MS);
		sandbox.awin.faults.add({ kind: 'status', status: 503, times: Infinity });

		await expect(trigger.poll()).rejects.toMatchObject({
			description: expect.stringMatching(
				/^This was about advertiser account 77101\. .* the next poll goes on from here\.$/,
			),
		});
		await expect(trigger.test()).rejects.toMatchObject({
			description: expect.not.stringContaining('next poll'),
		});
	});

	it.each([401, 403])('with %i: gives publishers no advice for advertisers', async (status) => {
		sandbox.awin.faults.add({ kind: 'status', status, times: Infinity });
		const publisher = triggerFor({
			accountType: 'publisher',
			accountId: { __rl: true, mode: 'id', value: '88201' },
		});

		for (const run of [publisher.poll(), publisher.test()]) {
			const error: { message: string; description: string } = await run.then(
				() => {
					throw new Error('The poll succeeded');
				},
				(thrown: { message: string; description: string }) => thrown,
			);
			expect(`${error.message} ${error.description}`).toContain('publisher account 88201');
			expect(`${error.message} ${error.description}`).not.toMatch(/advertiser|Accelerate|Advanced/);
		}
	});

	it('204 without a body is no fault: there is nothing in the list', async () => {
		const trigger = triggerFor();
		await trigger.poll();
		const startMs = nowMs();
		wait(HOUR_MS);
		sandbox.awin.faults.add({ kind: 'status', status: 204, body: '', times: 3 });

		expect(await trigger.poll()).toBeNull();
		expect(trigger.emittedErrors).toEqual([]);
		wait(MINUTE_MS);
		expect(names(await trigger.poll()).length).toBeGreaterThan(0);
		expect(truth(startMs).length).toBeGreaterThan(0);
	});
});

describe('a lack of calls', () => {
	it('before anything was read: the poll ends as limited, with the time to wait, and keeps everything', async () => {
		const trigger = triggerFor();
		await trigger.poll();
		const startMs = nowMs();
		const kept = stored(trigger);
		wait(HOUR_MS);
		sandbox.awin.faults.add({ kind: 'status', status: 429, times: Infinity });

		await expect(trigger.poll()).rejects.toMatchObject({
			message: "Awin's limit of calls a minute is used up for now",
			httpCode: '429',
			failure: { cause: 'rate-limited', retryAfterMs: expect.any(Number) },
		});
		expect(stored(trigger)).toEqual(kept);

		sandbox.awin.faults.clear();
		// What the limit allows after a refusal is little at first.
		const due = truth(startMs);
		const told = names(await pollsOf(trigger, 5));
		expect(told).toEqual(expect.arrayContaining(due));
		expect(new Set(told).size).toBe(told.length);
	});

	it('after one list was read: that one is delivered, and the others follow', async () => {
		const trigger = triggerFor();
		await trigger.poll();
		const startMs = nowMs();
		wait(HOUR_MS);
		sandbox.awin.faults.add({ kind: 'status', status: 429, times: Infinity, afterCalls: 1 });

		const first = (await trigger.poll()) ?? [];
		sandbox.awin.faults.clear();
		const told = [...trigger.logged];
		const due = truth(startMs);
		const second = await pollsOf(trigger, 5);

		expect(new Set(first.map(({ event }) => event)).size).toBeLessThanOrEqual(2);
		expect(first.length).toBeGreaterThan(0);
		expect(told).toEqual([
			expect.stringMatching(
				/limit of calls .* could not be read to the end. The next poll goes on/,
			),
		]);
		const reported = names([...first, ...second]);
		expect(reported).toEqual(expect.arrayContaining(due));
		expect(new Set(reported).size).toBe(reported.length);
	});

	it('with one call a minute: the lists take turns', async () => {
		const trigger = triggerFor({ events: ['created', 'approved'] }, { requestsPerMinute: 2 });
		await trigger.poll().catch(() => undefined);
		const reported: string[] = [];
		let failures = 0;
		for (let poll = 0; poll < 12; poll++) {
			wait(MINUTE_MS);
			try {
				reported.push(...names(await trigger.poll()));
			} catch {
				failures++;
			}
		}

		expect(new Set(reported).size).toBe(reported.length);
		expect(reported.some((name) => name.endsWith('created'))).toBe(true);
		expect(reported.some((name) => name.endsWith('approved'))).toBe(true);
		expect(failures).toBeLessThan(3);
	});
});

describe('rows that cannot be read', () => {
	const GOOD = {
		id: 501,
		commissionStatus: 'pending',
		transactionDate: '2026-06-15T10:05:00',
		saleAmount: { amount: 12.5, currency: 'EUR' },
	};

	function answerWith(...rows: unknown[]): void {
		sandbox.awin.faults.clear();
		sandbox.awin.faults.add({
			kind: 'body',
			body: JSON.stringify(rows),
			contentType: 'application/json',
			times: Infinity,
		});
	}

	async function watching(): Promise<TriggerInN8n> {
		answerWith();
		const trigger = triggerFor({ events: ['created'] });
		await trigger.poll();
		wait(10 * MINUTE_MS);
		return trigger;
	}

	it('are named, by id or place; the others are delivered once', async () => {
		const trigger = await watching();
		answerWith({ ...GOOD, id: 'five hundred' }, GOOD, 'row?', null);

		expect(names(await trigger.poll())).toEqual(['501 created']);
		expect(await trigger.poll()).toBeNull();

		expect(trigger.emittedErrors.map(({ message }) => message)).toEqual([
			"Awin's list of new transactions holds 3 rows that cannot be read: five hundred, at place 3, at place 4",
		]);
	});

	it('hold the bound for a day; then it goes on, and that is told too', async () => {
		const trigger = await watching();
		answerWith({ ...GOOD, id: { number: 5 } });
		const boundOf = () =>
			(trigger.staticData.awinTrigger as { lists: { transaction: { boundMs: number } } }).lists
				.transaction.boundMs;
		const heldMs = boundOf();

		for (let poll = 0; poll < 24; poll++) {
			await trigger.poll();
			expect(boundOf()).toBe(heldMs);
			wait(HOUR_MS);
		}
		await trigger.poll();
		expect(boundOf()).toBe(nowMs());
		wait(HOUR_MS);
		await trigger.poll();
		expect(boundOf()).toBe(nowMs());

		expect(trigger.emittedErrors).toHaveLength(2);
		expect(trigger.logged).toHaveLength(2);
		expect(trigger.emittedErrors[1]).toMatchObject({
			description: expect.stringContaining('waits for them no longer'),
		});
	});

	it('are reported as soon as they can be read', async () => {
		const trigger = await watching();
		answerWith({ ...GOOD, id: 'five hundred' });
		await trigger.poll();
		wait(5 * HOUR_MS);
		answerWith(GOOD);

		expect(names(await trigger.poll())).toEqual(['501 created']);
	});

	it('with a status that is none are named by their id', async () => {
		answerWith();
		const trigger = triggerFor({ events: ['approved'] });
		await trigger.poll();
		answerWith({ ...GOOD, commissionStatus: 7 });

		expect(await trigger.poll()).toBeNull();

		expect(trigger.emittedErrors[0].message).toContain('1 row that cannot be read: 501');
	});

	it('with a status that nobody knows do not pass for no event', async () => {
		answerWith();
		const trigger = triggerFor({ events: ['approved', 'declined'] });
		await trigger.poll();
		answerWith({ ...GOOD, commissionStatus: 'on hold' });

		expect(await trigger.poll()).toBeNull();

		expect(trigger.emittedErrors[0].message).toContain('1 row that cannot be read: 501');
	});

	it('that were there at the start are left alone', async () => {
		answerWith({ ...GOOD, id: 'five hundred' });
		const trigger = triggerFor({ events: ['created'] });
		await trigger.poll();
		await trigger.poll();

		expect(trigger.emittedErrors).toEqual([]);
	});
});

describe('polls side by side', () => {
	it('the second one asks nothing and gives nothing', async () => {
		const trigger = triggerFor();
		await trigger.poll();
		const startMs = nowMs();
		wait(HOUR_MS);
		sandbox.awin.calls.length = 0;

		const [first, second] = await Promise.all([trigger.poll(), trigger.poll()]);

		expect(second).toBeNull();
		expect(names(first)).toEqual(truth(startMs));
		expect(sandbox.awin.calls).toHaveLength(3);
	});

	it('one that was overtaken leaves what it found to the next', async () => {
		const trigger = triggerFor();
		await trigger.poll();
		const startMs = nowMs();
		wait(HOUR_MS);

		const slow = trigger.poll();
		// Something else has written the state meanwhile, such as the same workflow on another machine.
		const state = stored(trigger).awinTrigger as { lists: { transaction: { boundMs: number } } };
		state.lists.transaction.boundMs += MINUTE_MS;
		trigger.staticData.awinTrigger = state;

		expect(await slow).toBeNull();
		expect(stored(trigger).awinTrigger).toEqual(state);
		expect(names(await trigger.poll())).toEqual(truth(startMs));
	});
});
