import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { NewFault } from '../../demo/sandbox/faults.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import { CONTINUE, executeAwin, type ExecutionSettings } from '../support/contexts.cts';
import {
	callsOf,
	countsOf,
	destinationOf,
	linkParameters,
	pages,
	resultsOf,
	shortLinksOf,
} from '../support/links.cts';
import { runOver } from '../support/rows.cts';
import { ADVERTISER, credentialsFor, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox({ clock: true });

const SHORT = { shorten: true };

async function create(
	columns: IDataObject[],
	parameters: INodeParameters = {},
	settings: Partial<ExecutionSettings> = {},
) {
	return await runOver(sandbox, columns, { ...linkParameters, ...parameters }, settings);
}

async function errorOf(run: Promise<unknown>): Promise<Error & { description?: string }> {
	return await run.then(
		() => {
			throw new Error('It went well');
		},
		(error: Error) => error,
	);
}

describe('long links', () => {
	it('come in batches of 100, one per item, in input order, with the columns kept', async () => {
		const columns = pages(250);

		const { items, hints } = await create(columns);

		expect(callsOf(sandbox)).toEqual(['generate-batch', 'generate-batch', 'generate-batch']);
		items.forEach(({ json, pairedItem }, index) => {
			const { awin, ...rest } = json as { awin: IDataObject };
			expect(rest).toEqual(columns[index]);
			expect(pairedItem).toEqual({ item: index });
			expect(awin).toMatchObject({ outcome: 'created', shortUrl: null, nextStep: null });
			expect(destinationOf(awin.url)).toBe(columns[index].page);
			expect(new URL(String(awin.url)).searchParams.get('awinmid')).toBe(
				String(columns[index].advertiser),
			);
		});
		expect(hints.map(({ message, type }) => [message, type])).toEqual([['250 created.', 'info']]);
	});

	it('of several accounts go by account, whatever order they came in', async () => {
		const columns = pages(6).map(
			(column, index): IDataObject => ({
				...column,
				account: index % 2 === 0 ? 88201 : 88202,
			}),
		);

		const { items } = await create(columns, { accountId: '={{ $json.account }}' });

		expect(callsOf(sandbox)).toHaveLength(2);
		resultsOf(items).forEach(({ url }, index) => {
			expect(new URL(String(url)).searchParams.get('awinaffid')).toBe(
				String(columns[index].account),
			);
			expect(destinationOf(url)).toBe(columns[index].page);
		});
	});

	it('have the click parameters', async () => {
		const additionalFields = { campaign: 'Summer & sale', clickRef: '={{ $itemIndex }}' };

		const { items } = await create(pages(2), { additionalFields });

		expect(
			resultsOf(items).map(({ url }) => {
				const { campaign, clickref } = Object.fromEntries(new URL(String(url)).searchParams);
				return [campaign, clickref];
			}),
		).toEqual([
			['Summer & sale', '0'],
			['Summer & sale', '1'],
		]);
	});

	it('lead to the home page where no page is given', async () => {
		const { items } = await create([{ advertiser: ADVERTISER }]);

		expect(resultsOf(items)[0].outcome).toBe('created');
		expect(destinationOf(resultsOf(items)[0].url)).toBeNull();
	});

	it('that are the same are asked for once', async () => {
		const { items } = await create([...pages(2), ...pages(2)]);

		expect(countsOf(items)).toEqual({ created: 4 });
		const [{ bodyText }] = sandbox.awin.calls;
		expect((JSON.parse(bodyText) as { requests: unknown[] }).requests).toHaveLength(2);
	});

	it.each<Partial<Switches>>([
		{ linkEcho: 'body' },
		{ linkEcho: 'none' },
		{ linkStatusAsText: true },
		{ resultOrder: 'reversed' },
		{ resultOrder: 'reversed', linkEcho: 'body' },
		{ linkRefusal: 'destinationUrl' },
	])('answered as %j', async (switches) => {
		const columns = [...pages(3), { advertiser: 77104, page: 'https://pearl.example/a' }];
		const account = { accountId: '88202' };
		const usual = await create(columns, account, CONTINUE);
		Object.assign(sandbox.awin.switches, switches);

		const { items } = await create(columns, account, CONTINUE);

		expect(items).toEqual(usual.items);
		expect(countsOf(items)).toEqual({ created: 3, failed: 1 });
	});
});

describe('a link that Awin does not make', () => {
	const COLUMNS = [
		pages(1)[0],
		{ advertiser: 77104, page: 'https://pearl.example/a' },
		{ advertiser: 77105, page: 'https://books.example/a' },
		{ advertiser: 77103, page: 'https://tea.example/a' },
		{ advertiser: 77104 },
	];
	const AS_88202 = { accountId: '88202' };
	const WORDS = [
		'Created',
		'Advertiser 77104 does not permit links to single pages',
		'Created',
		'Your account has not joined the program of advertiser 77103',
		'Created',
	];

	it.each([{}, SHORT])('is told in words, item by item, with %j', async (parameters) => {
		const { items, hints } = await create(COLUMNS, { ...AS_88202, ...parameters }, CONTINUE);

		expect(resultsOf(items).map(({ message }) => message)).toEqual(WORDS);
		expect(resultsOf(items).map(({ code }) => code)).toEqual([200, 400, 200, 400, 200]);
		expect(hints[0]).toMatchObject({ message: '3 created, 2 not created.', type: 'warning' });
	});

	it('stops the node by default, which says which items and what to do', async () => {
		const error = await errorOf(create(COLUMNS, AS_88202));

		expect(error.message).toBe('2 of 5 items were not created: 3 created, 2 not created');
		expect(error.description).toContain('[item 2 of 5]. Leave "Destination URL" empty');
		expect(error.description).toContain('In order: items 1, 3, 5.');
		expect(error.description).toContain('set On Error to Continue');
	});

	it('goes to the error output with nothing but what n8n allows there', async () => {
		const { items } = await create(COLUMNS, AS_88202, { onError: 'continueErrorOutput' });

		expect(items[1].json).toEqual({
			error: WORDS[1],
			details: expect.objectContaining({ outcome: 'failed', code: 400 }) as object,
		});
		expect(items[1].pairedItem).toEqual({ item: 1 });
		expect(items[0].json).toHaveProperty('awin.url');
	});

	it.each([{}, SHORT])(
		'is not taken for a success with status 200, with %j',
		async (parameters) => {
			sandbox.awin.switches.linkRefusal = 'generic200';

			const { items } = await create(COLUMNS, { ...AS_88202, ...parameters }, CONTINUE);

			expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual([
				'created',
				'failed',
				'created',
				'failed',
				'created',
			]);
			expect(resultsOf(items)[1].message).toBe('Awin gave no link. It says: "Unknown error"');
		},
	);
});

describe('short links', () => {
	it('go one by one, after one look at the quota', async () => {
		const { items } = await create(pages(3), SHORT);

		expect(callsOf(sandbox)).toEqual(['quota', 'generate', 'generate', 'generate']);
		expect(resultsOf(items).map(({ shortUrl }) => shortUrl)).toEqual(
			shortLinksOf(sandbox).map(({ shortUrl }) => shortUrl),
		);
		expect(resultsOf(items).map(({ url }) => destinationOf(url))).toEqual(
			pages(3).map(({ page }) => page),
		);
	});

	it('may stand beside long and local ones', async () => {
		const columns = pages(3).map((column, index) => ({
			...column,
			mode: index === 0 ? 'local' : 'awin',
			short: index === 2,
		}));
		const parameters = { buildMode: '={{ $json.mode }}', shorten: '={{ $json.short }}' };

		const { items } = await create(columns, parameters);

		expect(callsOf(sandbox)).toEqual(['quota', 'generate-batch', 'generate']);
		expect(resultsOf(items).map(({ shortUrl }) => shortUrl !== null)).toEqual([false, false, true]);
	});

	it('that are more than the quota allows are refused before any is created', async () => {
		sandbox.awin.switches.shortLinkLimit = 4;
		await create(pages(2), SHORT);

		const error = await errorOf(create(pages(5).slice(2), SHORT));

		expect(error.message).toBe(
			'Publisher account 88201 has 2 short links left (2 of 4 were created in the last 24 hours), and these items want 3 [item 3 of 3]',
		);
		expect(error.description).toMatch(/^Nothing was sent\. Run fewer items, wait/);
		expect(shortLinksOf(sandbox)).toHaveLength(2);
	});

	it('that are more than the quota allows are left out where the node continues', async () => {
		sandbox.awin.switches.shortLinkLimit = 2;

		const { items } = await create(pages(5), SHORT, CONTINUE);

		expect(countsOf(items)).toEqual({ created: 2, failed: 3 });
		expect(shortLinksOf(sandbox)).toHaveLength(2);
	});

	it('that several items share are refused for all of them', async () => {
		sandbox.awin.switches.shortLinkLimit = 1;
		const [first, second] = pages(2);

		const { items } = await create([first, second, first, second], SHORT, CONTINUE);

		expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual([
			'created',
			'failed',
			'created',
			'failed',
		]);
		expect(resultsOf(items)[3].message).toContain('has 1 short links left');
		expect(shortLinksOf(sandbox)).toHaveLength(1);
	});

	it('count for a day', async () => {
		sandbox.awin.switches.shortLinkLimit = 2;
		await create(pages(2), SHORT);
		sandbox.awin.clockShiftMs = 24 * 3_600_000 + 1;

		const { items } = await create(pages(2), SHORT);

		expect(countsOf(items)).toEqual({ created: 2 });
	});

	it.each<[string, () => void]>([
		['is told without figures', () => (sandbox.awin.switches.quotaFigures = 'missing')],
		['is told in numbers', () => (sandbox.awin.switches.quotaFigures = 'numbers')],
		[
			'cannot be read',
			() =>
				sandbox.awin.faults.add({
					kind: 'status',
					status: 500,
					times: 4,
					match: { path: '/quota' },
				}),
		],
		['is no answer', () => sandbox.awin.faults.add({ kind: 'body', body: '[]' })],
	])('go on where the quota %s', async (_what, prepare) => {
		prepare();

		const { items } = await create(pages(2), SHORT);

		expect(countsOf(items)).toEqual({ created: 2 });
	});

	it('that somebody else used up meanwhile are told as that, and cost no more calls', async () => {
		sandbox.awin.switches.quotaFigures = 'missing';
		sandbox.awin.switches.shortLinkLimit = 1;

		const { items } = await create(pages(4), SHORT, CONTINUE);

		expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual([
			'created',
			'failed',
			'failed',
			'failed',
		]);
		for (const { message } of resultsOf(items).slice(1)) {
			expect(message).toBe('The short links that your account may create in 24 hours are used up');
		}
		expect(callsOf(sandbox)).toEqual(['quota', 'generate', 'generate']);
	});

	it('that were created are named in the error of a run that stops', async () => {
		sandbox.awin.faults.add({ kind: 'dropAfter', match: { path: '/generate' }, afterCalls: 1 });

		const error = await errorOf(create(pages(3), SHORT));

		const [first, , third] = shortLinksOf(sandbox);
		expect(error.message).toBe('1 of 3 items were not created: 2 created, 1 unknown');
		expect(error.description).toContain(
			`Short links that were created: item 1: ${first.shortUrl}, item 3: ${third.shortUrl}.`,
		);
	});
});

describe('local links', () => {
	it('are built without a single call', async () => {
		const columns = pages(300);

		const { items } = await create(columns, { buildMode: 'local' });

		expect(sandbox.awin.calls).toEqual([]);
		resultsOf(items).forEach(({ url, message }, index) => {
			expect(destinationOf(url)).toBe(columns[index].page);
			expect(message).toBe('Built here, and not checked by Awin');
		});
	});

	it('lead to the same as those of Awin', async () => {
		const local = await create(pages(4), { buildMode: 'local' });
		const checked = await create(pages(4));
		const partsOf = (url: unknown) => Object.fromEntries(new URL(String(url)).searchParams);

		expect(resultsOf(local.items).map(({ url }) => partsOf(url))).toEqual(
			resultsOf(checked.items).map(({ url }) => partsOf(url)),
		);
	});
});

describe('what cannot be used', () => {
	it('is found for all items before anything is sent', async () => {
		const columns = [...pages(2), { advertiser: ADVERTISER, page: 'shop.example' }];

		const error = await errorOf(create(columns));

		expect(error.message).toBe(
			'"Destination URL" is "shop.example", which is not the whole address of a web page [item 3 of 3]',
		);
		expect(error.description).toContain('Copy it from the address bar');
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('is a choice that an expression leaves empty: which of the two was meant nobody knows', async () => {
		const error = await errorOf(create(pages(2), { buildMode: '={{ $json.nothing }}' }));

		expect(error.message).toContain('"Build Mode" is set, but has no value');
		expect(sandbox.awin.calls).toEqual([]);
	});

	it('does not keep the good items back where the node continues', async () => {
		const columns = [...pages(2), { advertiser: 'Shop', page: 'https://shop.example' }];

		const { items } = await create(columns, {}, CONTINUE);

		expect(countsOf(items)).toEqual({ created: 2, failed: 1 });
		expect(resultsOf(items)[2].message).toContain('"Advertiser" is "Shop"');
	});

	it("is named: an advertiser's account", async () => {
		const { items } = await create(pages(2), { accountId: String(ADVERTISER) }, CONTINUE);

		expect(resultsOf(items)[0].message).toBe(
			`"Account" is "${ADVERTISER}", which is an advertiser account`,
		);
	});
});

/** A fault of the second call, what it makes of its items, and whether the calls after it still go. */
const FAULTS: Array<[string, NewFault, long: string, short: string, after: string]> = [
	['400', { kind: 'status', status: 400 }, 'failed', 'failed', 'created'],
	['401', { kind: 'status', status: 401 }, 'failed', 'failed', 'failed'],
	['403', { kind: 'status', status: 403 }, 'failed', 'failed', 'failed'],
	[
		'429 for half an hour',
		{ kind: 'status', status: 429, times: 30 },
		'failed',
		'failed',
		'failed',
	],
	['500 four times', { kind: 'status', status: 500, times: 4 }, 'unknown', 'unknown', 'unknown'],
	['500 once', { kind: 'status', status: 500 }, 'created', 'unknown', 'created'],
	['a page', { kind: 'html', status: 200 }, 'created', 'unknown', 'created'],
	['a drop before', { kind: 'dropBefore' }, 'created', 'unknown', 'created'],
	['a drop after', { kind: 'dropAfter' }, 'created', 'unknown', 'created'],
	['half an answer', { kind: 'truncatedJson' }, 'created', 'unknown', 'created'],
	[
		'a redirect',
		{ kind: 'redirect', location: 'https://example.com/' },
		'failed',
		'failed',
		'failed',
	],
	['wrong types', { kind: 'wrongTypes' }, 'unknown', 'unknown', 'created'],
	[
		'200 with a complaint',
		{ kind: 'body', body: '{"error":"maintenance","description":"Try later"}' },
		'failed',
		'failed',
		'created',
	],
];

describe('a fault in the second of three calls', () => {
	it.each(FAULTS)('%s: long links', async (_what, fault, outcome, _short, after) => {
		sandbox.awin.faults.add({ ...fault, match: { path: '/generate-batch' }, afterCalls: 1 });

		const { items } = await create(pages(201), {}, CONTINUE);

		const outcomes = resultsOf(items).map((result) => result.outcome);
		expect(new Set(outcomes.slice(0, 100))).toEqual(new Set(['created']));
		expect(new Set(outcomes.slice(100, 200))).toEqual(new Set([outcome]));
		// What fails several times in a row is used up by one call that is repeated.
		expect(outcomes[200]).toBe(after === 'unknown' ? 'created' : after);
		for (const { outcome: own, nextStep } of resultsOf(items)) {
			if (own !== 'created') expect(nextStep?.length).toBeGreaterThan(20);
		}
	});

	it.each(FAULTS)('%s: short links', async (_what, fault, _long, outcome, after) => {
		sandbox.awin.faults.add({ ...fault, match: { path: /generate$/ }, afterCalls: 1 });

		const { items } = await create(pages(3), SHORT, CONTINUE);

		const results = resultsOf(items);
		expect(results.map((result) => result.outcome)).toEqual(['created', outcome, after]);
		const calls = callsOf(sandbox).filter((name) => name === 'generate').length;
		expect(calls).toBeLessThanOrEqual(Math.max(6, fault.times ?? 0));
		const named = results.map(({ shortUrl }) => shortUrl).filter(Boolean);
		const made = shortLinksOf(sandbox).map(({ shortUrl }) => shortUrl);
		expect(made).toEqual(expect.arrayContaining(named));
	});

	it('a person who stops the run keeps what was created', async () => {
		const controller = new AbortController();
		sandbox.awin.onEntry = () => {
			if (shortLinksOf(sandbox).length === 2) controller.abort();
		};
		sandbox.awin.faults.add({
			kind: 'slow',
			delayMs: 200,
			match: { path: /generate$/ },
			afterCalls: 1,
		});

		const { items } = await create(pages(3), SHORT, { ...CONTINUE, signal: controller.signal });

		expect(resultsOf(items).map(({ outcome }) => outcome)).toEqual([
			'created',
			'unknown',
			'failed',
		]);
		expect(shortLinksOf(sandbox)).toHaveLength(2);
	});
});

describe('Link: Get Quota', () => {
	const parameters = {
		resource: 'link',
		operation: 'getQuota',
		accountId: { __rl: true, mode: 'id', value: String(PUBLISHER) },
	};
	const getQuota = async (settings: Partial<ExecutionSettings> = {}) =>
		(
			await executeAwin({ credentials: credentialsFor(sandbox), ...settings, parameters })
		).items.map(({ json }) => json);

	it('counts the short links of the last 24 hours', async () => {
		await create(pages(3), SHORT);

		expect(await getQuota()).toEqual([
			{ publisherId: PUBLISHER, limit: 200, usage: 3, remaining: 197 },
		]);
	});

	it('says nothing of figures that Awin leaves out', async () => {
		sandbox.awin.switches.quotaFigures = 'missing';

		expect(await getQuota()).toEqual([
			{ publisherId: PUBLISHER, limit: null, usage: null, remaining: null },
		]);
	});

	it.each<[string, NewFault, string]>([
		['a page', { kind: 'html', status: 200, times: 4 }, 'Awin sent a web page instead of data'],
		['403', { kind: 'status', status: 403 }, 'is not allowed to use publisher account 88201'],
	])('says what is wrong with %s', async (_what, fault, words) => {
		sandbox.awin.faults.add(fault);
		await expect(getQuota()).rejects.toThrow(words);

		sandbox.awin.faults.add(fault);
		const [json] = await getQuota(CONTINUE);
		expect(json.error).toContain(words);
	});
});
