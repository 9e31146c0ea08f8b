import { freshFetch } from '../../demo/n8n/fresh-fetch.cts';
import { sampleNotification } from '../../nodes/Awin/api/samples';
import { notificationOf, send } from '../../demo/sandbox/notify.cts';
import { credentialsFor, PUBLISHER, startTestSandbox, truth } from '../support/sandbox.cts';
import { TriggerInN8n } from '../support/poll.cts';
import { NotifiedN8n } from '../support/webhook.cts';

let n8n: NotifiedN8n;

beforeEach(async () => {
	n8n = new NotifiedN8n();
	await n8n.start();
});

afterEach(async () => await n8n.close());

function sale(id: number, changes: Record<string, unknown> = {}): Record<string, unknown> {
	return { ...sampleNotification(), transactionId: String(id), ...changes };
}

function startedIds(): unknown[] {
	return n8n.started.map(({ id }) => id);
}

describe('a push', () => {
	it('starts the workflow with one item, dates in its timezone', async () => {
		expect(await n8n.push(sale(1))).toMatchObject({ status: 200 });
		expect(n8n.started).toEqual([
			expect.objectContaining({
				event: 'created',
				eventId: '1-created',
				occurredAt: '2026-02-20T23:04:00+01:00',
				saleAmount: 55.96,
				partnerId: 12345,
			}),
		]);
	});

	it('may come as a GET with a parameter for each field', async () => {
		const answer = await n8n.get('transactionId=5&commission=1.50&merchantId=!!!merchantId!!!');

		expect(answer.status).toBe(200);
		expect(n8n.started).toEqual([expect.objectContaining({ id: 5, commissionAmount: 1.5 })]);
	});

	it('comes out flat and raw', async () => {
		n8n.parameters = { output: 'flat', timezone: 'UTC' };
		await n8n.push(sale(1));
		n8n.parameters = { output: 'raw', timezone: 'UTC' };
		await n8n.push(sale(2));

		expect(n8n.started[0]).toMatchObject({
			clickReference: 'newsletter',
			basketProducts: '1 × Walking boots',
			networkFee: null,
		});
		expect(n8n.started[1]).toMatchObject({
			eventId: '2-created',
			transaction: { id: 2, ip: '203.0.113.7', transactionDate: '2026-02-20T22:04:00Z' },
		});
	});
});

describe('the address, as n8n works it out', () => {
	it.each([
		[undefined, 'awin'],
		['', 'awin'],
		['  ', 'awin'],
		['Xy_12-z', 'awin/Xy_12-z'],
		// A colon would make a placeholder of it that anything fits, a slash another part.
		[':any', 'awin/-any'],
		['a/:b?c#d%2F', 'awin/a--b-c-d-2F'],
		['grün', 'awin/gr-n'],
		['{{ 1 + 1 }}', 'awin/---1---1---'],
	])('ends for the secret %j in %s, for both methods', (secret, path) => {
		n8n.parameters = secret === undefined ? {} : { secret };

		expect(n8n.paths()).toEqual({ POST: path, GET: path });
	});
});

describe('what n8n keeps of it', () => {
	it.each([
		['starts the workflow and then answers', false],
		['answers and then starts the workflow', true],
	])('is every push, where it %s', async (_what, isAnsweringFirst) => {
		n8n.isAnsweringFirst = isAnsweringFirst;
		for (const id of [1, 2, 3, 4]) {
			expect(await n8n.push(sale(id))).toEqual({
				status: 200,
				text: 'Thank you, the workflow was started.',
			});
			// Each is read back as a process that has just been started would.
			n8n.restart();
			expect((await n8n.push(sale(id))).text).toBe('Thank you, this transaction is known already.');
		}

		expect(startedIds()).toEqual([1, 2, 3, 4]);
	});

	it('may be an old copy that an execution writes over it: while n8n runs, all are known', async () => {
		const ids = Array.from({ length: 600 }, (_, index) => index + 1);
		for (const id of ids) await n8n.push(sale(id));
		n8n.stored = {};
		for (const id of ids) await n8n.push(sale(id));

		expect(startedIds()).toEqual(ids);
	});
});

describe('a repeat', () => {
	it('is answered like a first, and starts nothing', async () => {
		await n8n.push(sale(1));

		expect(await n8n.push(sale(1))).toMatchObject({ status: 200 });
		expect(startedIds()).toEqual([1]);
	});

	it('is known after a restart', async () => {
		await n8n.push(sale(1));
		n8n.restart();
		await n8n.push(sale(1));

		expect(startedIds()).toEqual([1]);
	});

	it('starts nothing either where it comes at the same time', async () => {
		const answers = await Promise.all(Array.from({ length: 20 }, () => n8n.push(sale(1))));

		expect(answers.every(({ status }) => status === 200)).toBe(true);
		expect(startedIds()).toEqual([1]);
	});

	it('is known of every one of many that come at the same time, though n8n writes them over each other', async () => {
		const ids = Array.from({ length: 50 }, (_, index) => index + 1);
		await Promise.all(ids.map(async (id) => await n8n.push(sale(id))));
		await n8n.push(sale(51));
		n8n.restart();
		for (const id of [...ids, 51]) await n8n.push(sale(id));

		expect(startedIds()).toHaveLength(51);
	});

	it('starts the workflow where the first could not', async () => {
		let release: () => void = () => undefined;
		let isFirst = true;
		n8n.beforeStart = async () => {
			if (!isFirst) return;
			isFirst = false;
			await new Promise<void>((resolve) => (release = resolve));
			throw new Error('the database is gone');
		};
		const first = n8n.push(sale(1));
		while (isFirst) await new Promise(setImmediate);
		const second = n8n.push(sale(1));
		release();

		expect((await first).status).toBe(500);
		expect((await second).status).toBe(200);
		expect(startedIds()).toEqual([1]);
	});

	it('starts the workflow again where the person wants it so', async () => {
		n8n.parameters = { options: { skipRepeats: false } };
		await n8n.push(sale(1));
		await n8n.push(sale(1));

		expect(startedIds()).toEqual([1, 1]);
		expect(n8n.stored).toEqual({});
	});

	it('is not what a test makes of a sale', async () => {
		n8n.mode = 'manual';
		await n8n.push(sale(1));
		n8n.mode = 'webhook';
		await n8n.push(sale(1));

		expect(startedIds()).toEqual([1, 1]);
	});
});

describe('the filter', () => {
	beforeEach(() => {
		n8n.parameters = { filters: { partnerIds: '12345, 7' } };
	});

	it('lets the chosen advertisers through, and remembers nothing of the others', async () => {
		expect((await n8n.push(sale(1, { merchantId: '8' }))).status).toBe(200);
		await n8n.push(sale(1, { merchantId: '7' }));

		expect(n8n.started).toEqual([expect.objectContaining({ id: 1, partnerId: 7 })]);
	});

	it('says so where it cannot tell', async () => {
		expect(await n8n.get('transactionId=1')).toEqual({
			status: 400,
			text: expect.stringContaining('merchantId is missing') as string,
		});
	});
});

describe('a notification of which something cannot be read', () => {
	it.each<{ name: string; body: string | Buffer; told: string }>([
		{
			name: 'latin1',
			body: Buffer.from('AwinTransactionPush={"transactionId":"1","clickRef":"caf\xe9"}', 'latin1'),
			told: 'clickRef is "caf\uFFFD", which has characters that were broken on the way',
		},
		{
			name: 'latin1 in percents',
			body: 'AwinTransactionPush={"transactionId":"1","clickRef":"caf%E9"}',
			told: 'clickRef is "caf\uFFFD", which has characters that were broken on the way',
		},
		{
			name: 'half a surrogate pair',
			body: 'AwinTransactionPush={"transactionId":"1","phrase":"\\ud83d"}',
			told: 'phrase is "\uFFFD", which has characters that were broken on the way',
		},
		{
			name: 'an amount in two readings',
			body: 'AwinTransactionPush={"transactionId":"1","commission":"1,083"}',
			told: 'commission is "1,083", which can be read in two ways',
		},
	])('is taken all the same, and says so in every form: $name', async ({ body, told }) => {
		for (const output of ['simplified', 'flat', 'raw']) {
			n8n.parameters = { output, options: { skipRepeats: false } };
			expect((await n8n.post(body)).status).toBe(200);
		}

		expect(n8n.started).toHaveLength(3);
		for (const item of n8n.started) {
			expect(item).toMatchObject({ eventId: '1-created', warnings: [told] });
		}
		expect(n8n.refusals).toEqual([]);
	});

	it('has no such column where all was read', async () => {
		await n8n.push(sale(1));

		expect(n8n.started[0]).not.toHaveProperty('warnings');
	});

	it('passes the filter where nobody can tell whose it is', async () => {
		n8n.parameters = { filters: { partnerIds: '7' } };
		await n8n.push(sale(1, { merchantId: '7x' }));

		expect(n8n.started).toEqual([
			expect.objectContaining({ id: 1, warnings: ['merchantId is "7x", which is not an ID'] }),
		]);
	});
});

describe('what is no notification', () => {
	it.each<{ name: string; body: string | Buffer; type?: string }>([
		{ name: 'nothing', body: '' },
		{ name: 'another form', body: 'a=1' },
		{ name: 'cut JSON', body: 'AwinTransactionPush={"transactionId":"1"' },
		{ name: 'percent signs that mean nothing', body: 'AwinTransactionPush=%E9%zz%' },
		{ name: 'deep brackets', body: `AwinTransactionPush=${'['.repeat(200_000)}` },
		{
			name: 'deep brackets that close',
			body: `{"commissionGroups":${'['.repeat(5000)}${']'.repeat(5000)}}`,
			type: 'application/json',
		},
		{ name: 'bytes', body: Buffer.from([0xff, 0xfe, 0, 1]), type: 'application/octet-stream' },
		{
			name: 'a script',
			body: 'AwinTransactionPush=<script>alert(1)</script>',
			type: 'text/plain',
		},
	])('$name is answered with 400, and starts nothing', async ({ body, type }) => {
		const { status, text } = await n8n.post(body, type);

		expect(status).toBe(400);
		expect(text).toMatch(/^This is not a transaction notification of Awin's\. /);
		expect(text).not.toMatch(/script/);
		expect(n8n.started).toEqual([]);
		expect(n8n.stored).toEqual({});
		// Awin reads no answers: the log is where somebody can find out.
		expect(n8n.refusals).toEqual([
			expect.stringMatching(
				/^A request to the Awin Notification Trigger was refused\. [A-Z].*\. The form of what came, .*: \S/,
			),
		]);
		expect(n8n.refusals[0]).not.toMatch(/script|transactionId":/);
	});
});

describe('the sandbox, in the part of Awin', () => {
	const [from, to] = ['2026-06-14T00:00:00Z', '2026-06-15T10:00:00Z'];

	it('tells of the same sales as its list, by POST and by GET, down to amounts and click references', async () => {
		const sandbox = await startTestSandbox();
		try {
			const rows = truth(sandbox, 'publisher', PUBLISHER, from, to, { showBasketProducts: 'true' });
			expect(rows.length).toBeGreaterThan(3);
			n8n.parameters = { timezone: 'UTC' };
			const macros = ['transactionId', 'commission', 'transactionCurrency', 'merchantId', 'phrase'];
			const query = macros.map((name) => `${name}=!!!${name}!!!`).join('&');
			for (const [index, row] of rows.entries()) {
				const method = index % 2 === 0 ? 'POST' : 'GET';
				const address = method === 'GET' ? `${n8n.url}?${query}&clickRef=!!!unknown!!!` : n8n.url;
				expect(await send(address, method, notificationOf(row))).toBe(200);
			}

			expect(n8n.started).toEqual(
				rows.map((row, index) => {
					const isWhole = index % 2 === 0;
					const sale = row.saleAmount as { amount: number } | null;
					const commission = row.commissionAmount as { amount: number; currency: string };
					const expected = {
						eventId: `${row.id}-created`,
						id: row.id,
						partnerId: row.advertiserId,
						commissionAmount: commission.amount,
						currency: commission.currency,
						saleAmount: isWhole ? (sale?.amount ?? null) : null,
						transactionDate: isWhole ? `${String(row.transactionDate)}Z` : null,
					};
					return expect.objectContaining(expected) as unknown;
				}),
			);
		} finally {
			await sandbox.close();
		}
	});

	it('tells by GET how much of a sale belongs to which commission group', async () => {
		const sandbox = await startTestSandbox();
		try {
			const rows = truth(sandbox, 'publisher', PUBLISHER, from, to);
			n8n.parameters = { output: 'raw' };
			const query = 'transactionId=!!!transactionId!!!&commissionGroups=!!!commissionGroups!!!';
			for (const row of rows) {
				expect(await send(`${n8n.url}?${query}`, 'GET', notificationOf(row, 'GET'))).toBe(200);
			}
			const shares = (parts: unknown) =>
				(parts as Array<Record<string, unknown>>).map((part) => [
					part.commissionGroupCode,
					part.amount,
					part.commissionAmount,
				]);

			expect(rows.some(({ transactionParts }) => shares(transactionParts).length > 0)).toBe(true);
			expect(
				n8n.started.map(({ transaction }) =>
					shares((transaction as Record<string, unknown>).transactionParts),
				),
			).toEqual(rows.map(({ transactionParts }) => shares(transactionParts)));
		} finally {
			await sandbox.close();
		}
	});

	it('pushes when it is told to, what the Awin Trigger finds under the same eventId', async () => {
		const sandbox = await startTestSandbox();
		try {
			const toMs = sandbox.awin.now();
			const response = await freshFetch(`${sandbox.url}/_sandbox/notify`, {
				method: 'POST',
				body: JSON.stringify({
					url: n8n.url,
					publisherId: PUBLISHER,
					fromMs: toMs - 3_600_000 * 48,
				}),
			});
			const { notifications } = (await response.json()) as { notifications: unknown[] };
			expect(response.status).toBe(202);
			while (n8n.started.length < notifications.length) await new Promise(setImmediate);
			const polled = await new TriggerInN8n({
				parameters: {
					accountType: 'publisher',
					accountId: { __rl: true, mode: 'id', value: String(PUBLISHER) },
					events: ['created'],
				},
				credentials: credentialsFor(sandbox),
				nowMs: () => toMs,
			}).test();

			const pushedIds = n8n.started.map(({ eventId }) => eventId);
			const shown = (polled ?? []).map(({ eventId }) => eventId);
			expect(shown.length).toBeGreaterThan(0);
			expect(pushedIds).toEqual(expect.arrayContaining(shown));
		} finally {
			await sandbox.close();
		}
	});

	it.each([
		[{}, 'url takes an address'],
		[{ url: 'http://x', method: 'PUT' }, 'method takes POST or GET'],
		[{ url: 'http://x' }, 'publisherId takes a number'],
		[{ url: 'http://x', publisherId: 1, toMs: 'x' }, 'fromMs and toMs take times'],
	])('refuses %j', async (body, words) => {
		const sandbox = await startTestSandbox();
		try {
			const init = { method: 'POST', body: JSON.stringify(body) };
			const response = await freshFetch(`${sandbox.url}/_sandbox/notify`, init);
			expect(response.status).toBe(400);
			expect(await response.text()).toContain(words);
		} finally {
			await sandbox.close();
		}
	});
});
