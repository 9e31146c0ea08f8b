/**
 * Awin Trigger over several accounts, in n8n's own context for polls: whose turn it is, what comes out, and what is told.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { MINUTE_MS } from '../support/days.cts';
import { TriggerInN8n } from '../support/poll.cts';
import { ADVERTISER, credentialsFor, NOW_MS } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const FIRST = 610001;
const COUNT = 12;

const { sandbox, clock } = useSandbox({
	clock: true,
	agency: { advertisers: COUNT },
	world: { startDate: '2100-01-01', transactionsPerDay: 0 },
});

function nowMs(): number {
	return NOW_MS + clock.passedMs;
}

function triggerFor(parameters: INodeParameters, beside?: TriggerInN8n): TriggerInN8n {
	return new TriggerInN8n({
		credentials: { ...credentialsFor(sandbox), accessToken: TOKENS.agency },
		nowMs,
		parameters: { accountType: 'advertiser', timezone: 'UTC', ...parameters },
		beside,
	});
}

const one = (id: number) => ({ accountId: { __rl: true, mode: 'id', value: String(id) } });

const ALL: INodeParameters = { watch: 'allAccounts' };

function chosen(...ids: Array<number | string>): INodeParameters {
	return { watch: 'chosenAccounts', accountIds: ids };
}

/** A sale right now. */
function sell(advertiserId: number): string {
	const { id } = sandbox.awin.world.addTransaction({
		advertiserId,
		publisherId: advertiserId + 100_000,
		transactionAtMs: nowMs(),
		visibleAtMs: nowMs(),
		saleAmount: 10,
		currency: 'EUR',
	});
	return `${id}-created`;
}

/** Polls again and again. @returns everything that was reported */
async function pollFor(
	trigger: TriggerInN8n,
	polls: number,
	everyMinutes = 1,
): Promise<IDataObject[]> {
	const reported: IDataObject[] = [];
	for (let poll = 0; poll < polls; poll++) {
		reported.push(...((await trigger.poll()) ?? []));
		clock.passedMs += everyMinutes * MINUTE_MS;
	}
	return reported;
}

function ids(items: IDataObject[]): unknown[] {
	return items.map(({ eventId }) => eventId);
}

/** Which accounts were asked for, call by call. */
function asked(): string[] {
	return sandbox.awin.calls.map(({ path }) => /advertisers\/(\d+)/.exec(path)?.[1] ?? path);
}

describe('all accounts', () => {
	it('come with their account, each event once', async () => {
		const trigger = triggerFor(ALL);
		await pollFor(trigger, 8);
		const sold = [sell(FIRST), sell(FIRST + 5), sell(FIRST + COUNT - 1)];
		const items = await pollFor(trigger, 8);
		expect(ids(items).sort()).toEqual(sold.sort());
		expect(items.map(({ accountId }) => accountId).sort()).toEqual([FIRST, FIRST + 5, FIRST + 11]);
		expect(items.map(({ accountName }) => accountName)).toContain('Shoes 1 DE');
		expect(trigger.emittedErrors).toEqual([]);
	});
});

describe('the calls', () => {
	it('go to whole accounts in their turn, at most 16 in a minute', async () => {
		const trigger = triggerFor(ALL);
		await pollFor(trigger, 8);
		sandbox.awin.calls.length = 0;
		const byPoll: string[][] = [];
		for (let minute = 0; minute < 6; minute++) {
			sandbox.awin.calls.length = 0;
			await pollFor(trigger, 1);
			byPoll.push([...new Set(asked())].sort());
			expect(sandbox.awin.calls.length).toBeLessThanOrEqual(16);
		}
		for (let poll = 0; poll + 3 <= byPoll.length; poll++) {
			expect(new Set(byPoll.slice(poll, poll + 3).flat()).size).toBe(COUNT);
		}
	});
});

describe('polls that come a moment earlier or later, as those of n8n do', () => {
	it.each([
		['a little', [40, -40, 5, -5, 12, -12]],
		['by seconds', [4000, -4000, 2500, -500, 3000, -5000]],
	])('look at as many accounts: %s', async (_what, momentsMs) => {
		const trigger = triggerFor(ALL);
		await pollFor(trigger, 8);
		const looked: string[][] = [];
		for (const momentMs of momentsMs) {
			clock.passedMs += momentMs;
			sandbox.awin.calls.length = 0;
			await trigger.poll();
			looked.push([...new Set(asked())]);
			clock.passedMs += MINUTE_MS;
		}
		for (let poll = 0; poll + 3 <= looked.length; poll++) {
			expect(new Set(looked.slice(poll, poll + 3).flat()).size).toBe(COUNT);
		}
	});
});

describe('the calls of polls that come together', () => {
	it('are at most 16 in a minute as well, those for the list of accounts among them', async () => {
		const trigger = triggerFor(chosen(FIRST));
		for (let place = 0; place < 6; place++) {
			trigger.change(chosen(FIRST + 2 * place, FIRST + 2 * place + 1));
			await trigger.poll();
		}
		const { calls } = sandbox.awin;
		for (const { atMs } of calls) {
			const inMinute = calls.filter((call) => call.atMs <= atMs && call.atMs > atMs - MINUTE_MS);
			expect(inMinute.length).toBeLessThanOrEqual(16);
		}
		expect(calls.length).toBeGreaterThan(14);
	});

	it('are not repeated where one fails: the next turn asks again', async () => {
		const trigger = triggerFor(chosen(FIRST, FIRST + 1));
		await pollFor(trigger, 3);
		const path = `/advertisers/${FIRST}/transactions`;
		sandbox.awin.faults.add({ kind: 'status', status: 500, times: Infinity, match: { path } });
		sandbox.awin.calls.length = 0;
		await pollFor(trigger, 1);
		expect(asked().filter((id) => id === String(FIRST))).toHaveLength(3);
	});
});

describe('an account that Awin refuses', () => {
	it('is told once, tried with one call an hour, and tells everything once it works', async () => {
		const trigger = triggerFor(ALL);
		await pollFor(trigger, 8);
		sandbox.awin.accounts.refuse('advertiser', FIRST + 2, 403);
		const sold = [sell(FIRST + 2), sell(FIRST + 3)];
		expect(ids(await pollFor(trigger, 6))).toEqual([sold[1]]);
		expect(trigger.emittedErrors).toHaveLength(1);
		expect(trigger.emittedErrors[0]).toMatchObject({
			message: expect.any(String),
			description: expect.stringContaining('The other accounts are watched on.'),
		});
		expect(JSON.stringify([trigger.emittedErrors[0].message])).toContain(String(FIRST + 2));

		sandbox.awin.calls.length = 0;
		await pollFor(trigger, 14, 10);
		expect(asked().filter((id) => id === String(FIRST + 2))).toHaveLength(2);
		expect(trigger.emittedErrors).toHaveLength(1);

		sandbox.awin.accounts.refuse('advertiser', FIRST + 2, null);
		expect(ids(await pollFor(trigger, 7, 10))).toEqual([sold[0]]);
		sandbox.awin.accounts.refuse('advertiser', FIRST + 2, 401);
		await pollFor(trigger, 10);
		expect(trigger.emittedErrors).toHaveLength(2);
	});

	it('is told once as well where it never worked', async () => {
		sandbox.awin.accounts.refuse('advertiser', FIRST, 404);
		const trigger = triggerFor(chosen(FIRST, FIRST + 1));
		await pollFor(trigger, 3);
		const sold = [sell(FIRST), sell(FIRST + 1)];
		expect(ids(await pollFor(trigger, 5))).toEqual([sold[1]]);
		expect(trigger.emittedErrors).toHaveLength(1);
		sandbox.awin.accounts.refuse('advertiser', FIRST, null);
		expect(ids(await pollFor(trigger, 7, 10))).toEqual([sold[0]]);
	});

	it('is one of all: then the poll fails, as that of a single account does', async () => {
		const trigger = triggerFor(chosen(FIRST, FIRST + 1));
		await pollFor(trigger, 2);
		const before = JSON.stringify(trigger.staticData);
		for (const id of [FIRST, FIRST + 1]) sandbox.awin.accounts.refuse('advertiser', id, 403);
		await expect(trigger.poll()).rejects.toThrow(String(FIRST));
		expect(JSON.stringify(trigger.staticData)).toBe(before);
		expect(trigger.emittedErrors).toEqual([]);
	});

	it('is one of all: then one account a poll is tried, each in its turn, and the words say so', async () => {
		const trigger = triggerFor(ALL);
		await pollFor(trigger, 8);
		const { accounts } = sandbox.awin;
		for (let place = 0; place < COUNT; place++) accounts.refuse('advertiser', FIRST + place, 403);
		let thrown: unknown;
		const fail = async () => {
			await trigger.poll().catch((error: unknown) => (thrown = error));
			clock.passedMs += MINUTE_MS;
		};
		for (let poll = 0; poll < 8; poll++) await fail();
		expect(thrown).toMatchObject({
			description: expect.stringContaining('None of the 12 advertiser accounts that are watched'),
		});
		sandbox.awin.calls.length = 0;
		for (let poll = 0; poll < 6; poll++) await fail();
		expect(sandbox.awin.calls.length).toBeLessThanOrEqual(6 * 3);
		expect(sandbox.awin.calls.length).toBeGreaterThan(0);
		accounts.refuse('advertiser', FIRST + 7, null);
		const sold = sell(FIRST + 7);
		const told: IDataObject[] = [];
		for (let poll = 0; poll < 90; poll++) {
			told.push(...((await trigger.poll().catch(() => null)) ?? []));
			clock.passedMs += MINUTE_MS;
		}
		expect(ids(told)).toEqual([sold]);
	});

	it('is the token: then the poll fails, however many accounts there are', async () => {
		const trigger = triggerFor(ALL);
		await pollFor(trigger, 8);
		trigger.settings.credentials = { ...trigger.settings.credentials, accessToken: 'revoked' };
		await expect(trigger.poll()).rejects.toThrow();
		expect(trigger.emittedErrors).toEqual([]);
		trigger.settings.credentials = { ...trigger.settings.credentials, accessToken: TOKENS.agency };
		const sold = sell(FIRST + 1);
		expect(ids(await pollFor(trigger, 4))).toEqual([sold]);
	});
});

describe('the list of accounts', () => {
	it('is asked for once an hour: new accounts, new names, closed ones named once', async () => {
		const trigger = triggerFor(ALL);
		await pollFor(trigger, 8);
		const { accounts } = sandbox.awin;
		accounts.link(TOKENS.agency, { accountType: 'advertiser', accountId: FIRST + 50 });
		accounts.rename('advertiser', FIRST, 'Boots');
		accounts.close('advertiser', FIRST + 1);
		await pollFor(trigger, 7, 10);
		const sold = [sell(FIRST), sell(FIRST + 50)];
		sell(FIRST + 1);
		const items = await pollFor(trigger, 6, 10);
		expect(ids(items).sort()).toEqual(sold.sort());
		expect(items.find(({ accountId }) => accountId === FIRST)?.accountName).toBe('Boots');
		const named = trigger.logged.filter((line) => line.includes('closed accounts are left out'));
		expect(named).toHaveLength(1);
		expect(named[0]).toContain(String(FIRST + 1));
		expect(asked().filter((path) => path === '/accounts')).toHaveLength(3);
	});

	it('may be out of reach: the accounts that are known are watched on', async () => {
		const trigger = triggerFor(ALL);
		await pollFor(trigger, 8);
		sandbox.awin.faults.add({
			kind: 'status',
			status: 500,
			times: Infinity,
			match: { path: '/accounts' },
		});
		clock.passedMs += 60 * MINUTE_MS;
		const sold = sell(FIRST + 4);
		expect(ids(await pollFor(trigger, 4))).toEqual([sold]);
		expect(trigger.logged.join()).toContain('the list of accounts could not be read');
		expect(asked().filter((path) => path === '/accounts')).toHaveLength(2);
	});
});

describe('what is chosen may change', () => {
	it('from one account to several and back: nothing lost, nothing twice', async () => {
		const trigger = triggerFor(one(FIRST));
		await pollFor(trigger, 3);
		const first = sell(FIRST);
		expect(ids(await pollFor(trigger, 2))).toEqual([first]);
		expect(trigger.staticData.awinTrigger).toMatchObject({ version: 1 });

		const whileAway = sell(FIRST);
		trigger.change(chosen(FIRST, FIRST + 1));
		expect(ids(await pollFor(trigger, 3))).toEqual([whileAway]);
		const beside = sell(FIRST + 1);
		expect(ids(await pollFor(trigger, 3))).toEqual([beside]);

		trigger.change({ watch: 'oneAccount', ...one(FIRST) });
		const last = sell(FIRST);
		const missed = sell(FIRST + 1);
		expect(ids(await pollFor(trigger, 3))).toEqual([last]);
		expect(trigger.staticData.awinTrigger).toMatchObject({ version: 2 });

		trigger.change({ watch: 'allAccounts' });
		expect(ids(await pollFor(trigger, 10))).toEqual([missed]);

		trigger.change({ watch: 'oneAccount', ...one(FIRST) });
		await pollFor(trigger, 2);
		await pollFor(trigger, 33, 24 * 60);
		expect(trigger.staticData.awinTrigger).toMatchObject({
			version: 1,
			account: `advertiser ${FIRST}`,
		});
	});

	it('by an expression: an account that was away goes on from where it was', async () => {
		const trigger = triggerFor(chosen(FIRST, FIRST + 1));
		await pollFor(trigger, 3);
		trigger.change({ accountIds: `${FIRST + 1}, ${FIRST + 2}` });
		await pollFor(trigger, 3);
		const sold = sell(FIRST);
		await pollFor(trigger, 3);
		trigger.change({ accountIds: [String(FIRST)] });
		expect(ids(await pollFor(trigger, 3))).toEqual([sold]);
	});

	it('from several to one that was not looked at yet: what has happened since is told', async () => {
		const { accounts } = sandbox.awin;
		accounts.refuse('advertiser', FIRST, 403);
		const trigger = triggerFor(chosen(FIRST, FIRST + 1));
		await pollFor(trigger, 3);
		const sold = sell(FIRST);
		await pollFor(trigger, 3, 60);
		accounts.refuse('advertiser', FIRST, null);
		trigger.change({ watch: 'oneAccount', ...one(FIRST) });
		expect(ids(await pollFor(trigger, 2))).toEqual([sold]);
	});

	it.each([
		['refused', 'refuse'],
		['away', 'unlink'],
	] as const)(
		'while an account is %s: what is newly chosen counts from then on',
		async (_w, how) => {
			const { accounts, world } = sandbox.awin;
			const trigger = triggerFor({ ...ALL, events: ['created'] });
			const early = Number(sell(FIRST).split('-')[0]);
			const late = Number(sell(FIRST).split('-')[0]);
			await pollFor(trigger, 4);
			const away = how === 'refuse' ? 403 : null;
			if (away) accounts.refuse('advertiser', FIRST, away);
			else accounts.unlink(TOKENS.agency, 'advertiser', FIRST);
			await pollFor(trigger, 3, 60);
			const approve = (transactionId: number) =>
				world.scheduleEvent({
					...{ transactionId, kind: 'approved', atMs: nowMs(), visibleAtMs: nowMs() },
				});
			approve(early);
			clock.passedMs += 60 * MINUTE_MS;
			trigger.change({ events: ['created', 'approved'] });
			await pollFor(trigger, 4, 60);
			approve(late);
			await pollFor(trigger, 4, 60);
			if (away) accounts.refuse('advertiser', FIRST, null);
			else accounts.link(TOKENS.agency, { accountType: 'advertiser', accountId: FIRST });
			const items = await pollFor(trigger, 6, 60);
			expect(items.map(({ id, event }) => [id, event])).toEqual([[late, 'approved']]);
		},
	);

	it('while the line is long: what is newly chosen is told from the change on, of every account', async () => {
		const trigger = triggerFor({ ...ALL, filters: { partnerIds: '5' } });
		await pollFor(trigger, 8);
		trigger.change({ filters: {} });
		await trigger.poll();
		clock.passedMs += MINUTE_MS;
		const sold = Array.from({ length: COUNT }, (_, place) => sell(FIRST + place));
		const items = await pollFor(trigger, 30);
		expect(ids(items).sort()).toEqual(sold.sort());
	});

	it.each([
		['nothing', [], '"Account Names or IDs" is empty'],
		['what is no id', 'shoes', 'which is not an ID'],
		[
			'more than one trigger can watch',
			Array.from({ length: 1001 }, (_, index) => String(index + 1)),
			'holds 1001 accounts; one trigger watches at most 1000',
		],
	])('to %s, which is refused before anything is asked', async (_what, accountIds, message) => {
		const trigger = triggerFor({ watch: 'chosenAccounts', accountIds } as INodeParameters);
		await expect(trigger.poll()).rejects.toThrow(message);
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('by an expression to nothing for a while: the polls say so, and nothing is lost', async () => {
		const trigger = triggerFor(chosen(FIRST, FIRST + 1));
		await pollFor(trigger, 3);
		const before = JSON.stringify(trigger.staticData);
		trigger.change({ accountIds: '' });
		await expect(trigger.poll()).rejects.toThrow('"Account Names or IDs" is empty');
		expect(JSON.stringify(trigger.staticData)).toBe(before);
		const sold = sell(FIRST);
		trigger.change({ accountIds: `${FIRST}, ${FIRST + 1}, ${FIRST}` });
		expect(ids(await pollFor(trigger, 3))).toEqual([sold]);
		expect(
			asked()
				.slice(-6)
				.filter((id) => id === String(FIRST)),
		).toHaveLength(3);
	});

	it.each([
		[
			'of the other type',
			710_001,
			'It is a publisher account, and advertiser accounts are watched here',
		],
		['that Awin does not list', 999, 'It is not among the advertiser accounts that Awin lists'],
	])(
		'to an account %s, which is told once, and the others are watched on',
		async (_w, id, words) => {
			sandbox.awin.accounts.link(TOKENS.agency, { accountType: 'publisher', accountId: 710_001 });
			const trigger = triggerFor(chosen(FIRST, id));
			await pollFor(trigger, 3);
			const sold = sell(FIRST);
			expect(ids(await pollFor(trigger, 5))).toEqual([sold]);
			expect(trigger.emittedErrors).toHaveLength(1);
			expect(trigger.emittedErrors[0]).toMatchObject({
				description: expect.stringContaining(words),
			});
			expect(JSON.stringify(trigger.emittedErrors[0].message)).toContain(String(id));

			const alone = triggerFor(chosen(id));
			await expect(alone.poll()).rejects.toMatchObject({
				description: expect.stringContaining(words),
			});
			await expect(alone.test()).rejects.toThrow(`"Account Names or IDs" is "${id}"`);
		},
	);

	it('to all of more than one trigger can watch', async () => {
		const { accounts } = sandbox.awin;
		for (let place = COUNT; place < 1000; place++) {
			accounts.link(TOKENS.agency, { accountType: 'advertiser', accountId: FIRST + place });
		}
		accounts.link(TOKENS.agency, { accountType: 'advertiser', accountId: ADVERTISER });
		const trigger = triggerFor(ALL);
		await expect(trigger.poll()).rejects.toThrow(
			'This token reaches 1001 advertiser accounts, and one trigger watches at most 1000',
		);
		expect(asked()).toEqual(['/accounts']);
	});

	it('to a type of which the token reaches none', async () => {
		const trigger = triggerFor({ ...ALL, accountType: 'publisher' });
		await expect(trigger.poll()).rejects.toThrow('This token reaches no publisher account');
		await expect(trigger.test()).rejects.toThrow('This token reaches no publisher account');
	});
});

describe('a poll without calls', () => {
	it('does not give them all to the list of accounts', async () => {
		const trigger = triggerFor(chosen(FIRST, FIRST + 1));
		trigger.settings.credentials = { ...trigger.settings.credentials, requestsPerMinute: 1 };
		const told: IDataObject[] = [];
		for (let poll = 0; poll < 20; poll++) {
			told.push(...((await trigger.poll().catch(() => null)) ?? []));
			clock.passedMs += MINUTE_MS;
		}
		const sold = [sell(FIRST), sell(FIRST + 1)];
		for (let poll = 0; poll < 75; poll++) {
			told.push(...((await trigger.poll().catch(() => null)) ?? []));
			clock.passedMs += MINUTE_MS;
		}
		expect(ids(told).sort()).toEqual(sold.sort());
		expect(asked().filter((path) => path === '/accounts').length).toBeLessThanOrEqual(3);
	});

	it('is no failed execution, and told once when it lasts', async () => {
		const trigger = triggerFor(chosen(FIRST, FIRST + 1));
		trigger.settings.credentials = { ...trigger.settings.credentials, requestsPerMinute: 20 };
		await pollFor(trigger, 3);
		const sold = sell(FIRST);
		sandbox.awin.faults.add({ kind: 'status', status: 429, times: Infinity });
		expect(await pollFor(trigger, 50)).toEqual([]);
		const said = trigger.logged.filter((line) => line.includes('there was no call left'));
		expect(said).toHaveLength(1);
		expect(trigger.emittedErrors).toEqual([]);
		sandbox.awin.faults.clear();
		expect(ids(await pollFor(trigger, 30))).toEqual([sold]);
	});

	it('does not say of accounts that nobody has asked for that they are not there', async () => {
		const trigger = triggerFor(ALL);
		await trigger.poll();
		sandbox.awin.accounts.link(TOKENS.agency, { accountType: 'publisher', accountId: 710001 });
		trigger.change({ accountType: 'publisher' });
		expect(await trigger.poll()).toBeNull();
		clock.passedMs += MINUTE_MS;
		await pollFor(trigger, 2);
		expect(asked().at(-1)).toContain('/publishers/710001/');
	});
});

describe('how often each account is looked at', () => {
	it.each([
		[{ mode: 'everyMinute' }, 'once in 3 polls, about every 3 minutes.'],
		[{ mode: 'everyX', value: 2, unit: 'hours' }, 'once in 3 polls, about every 6 hours.'],
		[{ mode: 'custom', cronExpression: '*/5 9-17 * * 1-5' }, 'is looked at once in 3 polls.'],
	])('is said before it begins: %j', async (pollTime, words) => {
		const trigger = triggerFor({ ...ALL, pollTimes: { item: [pollTime] } });
		await pollFor(trigger, 2);
		const said = trigger.logged.filter((line) => line.includes('watches 12 advertiser accounts'));
		expect(said).toHaveLength(1);
		expect(said[0]).toContain(words);
	});

	it('is said of five hundred before anything is asked of them', async () => {
		const { accounts } = sandbox.awin;
		for (let place = COUNT; place < 500; place++) {
			accounts.link(TOKENS.agency, { accountType: 'advertiser', accountId: FIRST + place });
		}
		const trigger = triggerFor(ALL);
		sandbox.awin.faults.add({
			kind: 'status',
			status: 500,
			times: Infinity,
			match: { path: '/advertisers' },
		});
		await trigger.poll().catch(() => null);
		expect(trigger.logged[0]).toContain(
			"watches 500 advertiser accounts, with 3 calls for each look. All together use at most 16 calls a minute. Where Awin's limit leaves these, each account is looked at once in 100 polls, about every 100 minutes.",
		);
	});
});

describe('two triggers of one workflow', () => {
	const said = (...triggers: TriggerInN8n[]) =>
		triggers.flatMap(({ logged }) => logged.filter((line) => line.includes('both watch')));

	async function pollBoth(first: TriggerInN8n, second: TriggerInN8n, polls = 3): Promise<void> {
		for (let poll = 0; poll < polls; poll++) {
			await first.poll();
			await second.poll();
			clock.passedMs += MINUTE_MS;
		}
	}

	it.each<[string, INodeParameters, string]>([
		['one account', one(FIRST), `both watch advertiser account ${FIRST} for the same events`],
		[
			'accounts',
			chosen(FIRST, FIRST + 1),
			`both watch 2 advertiser accounts (${FIRST}, ${FIRST + 1})`,
		],
		['all accounts', ALL, 'both watch 12 advertiser accounts (610001, 610002'],
	])('for the same %s are named once', async (_what, parameters, words) => {
		const first = triggerFor(ALL);
		const second = triggerFor(parameters, first);
		await pollBoth(first, second, 6);
		expect(said(first, second)).toEqual([expect.stringContaining(words)]);
		expect(said(first, second)[0]).toContain('Awin Trigger1');
		expect(said(first, second)[0]).toContain('The workflow runs twice for each of these events');
	});

	it.each<[string, INodeParameters, INodeParameters]>([
		['accounts', one(FIRST), one(FIRST + 1)],
		['events', { ...one(FIRST), events: ['created'] }, { ...one(FIRST), events: ['approved'] }],
		[
			'partners',
			{ ...one(FIRST), filters: { partnerIds: '5' } },
			{ ...one(FIRST), filters: { partnerIds: '6, 7' } },
		],
	])('for other %s are two', async (_what, own, other) => {
		const first = triggerFor(own);
		const second = triggerFor(other, first);
		await pollBoth(first, second);
		expect(said(first, second)).toEqual([]);
	});

	it('of which one is deleted are one', async () => {
		const first = triggerFor(one(FIRST));
		const second = triggerFor(one(FIRST), first);
		await pollFor(first, 3);
		await pollFor(second, 3);
		expect(said(first, second)).toEqual([]);
	});
});

describe('a manual test', () => {
	it('shows the first account that has something, with a list and three calls', async () => {
		const sold = sell(FIRST);
		const trigger = triggerFor(ALL);
		const items = await trigger.test();
		expect(ids(items ?? [])).toEqual([sold]);
		expect(items?.[0]).toMatchObject({ accountId: FIRST, accountName: 'Shoes 1 DE' });
		expect(sandbox.awin.calls).toHaveLength(4);
		expect(trigger.staticData).toEqual({});
		expect(trigger.logged.join()).toContain('watches 12 advertiser accounts');
		expect(trigger.logged.join()).toContain('about every 3 minutes');
	});

	it('passes over an account that is refused', async () => {
		sandbox.awin.accounts.refuse('advertiser', FIRST, 403);
		const sold = sell(FIRST + 1);
		expect(ids((await triggerFor(ALL).test()) ?? [])).toEqual([sold]);
		sandbox.awin.accounts.refuse('advertiser', FIRST + 1, 403);
		await expect(triggerFor(ALL).test()).rejects.toThrow(String(FIRST));
	});

	it('names an account that the token does not reach', async () => {
		await expect(triggerFor(chosen(FIRST, 999)).test()).rejects.toThrow(
			'"Account Names or IDs" is "999", which is not among the advertiser accounts',
		);
	});

	it('says where it has looked, and how far back', async () => {
		await expect(triggerFor(ALL).test()).rejects.toThrow(
			'in accounts 610002 and 610003 (3 of 12 were looked at) from 2026-06-12T10:15:00Z, and in advertiser account 610001 from 2026-05-15T10:15:01Z to',
		);
		expect(sandbox.awin.calls).toHaveLength(1 + 4 * 3);
	});
});
