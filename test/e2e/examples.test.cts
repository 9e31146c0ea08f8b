/**
 * The examples that only tell: 1, 2, 3, 7, 8 and 13.
 */
import type { OutputItem } from '../../demo/n8n/client.cts';
import { freshFetch } from '../../demo/n8n/fresh-fetch.cts';
import {
	addSale,
	both,
	CASHBACK_COVE,
	columns,
	DAY_MS,
	happened,
	HOUR_MS,
	imported,
	inNode,
	inUtc,
	n8n,
	nextRun,
	posted,
	publish,
	published,
	run,
	sandbox,
	standIn,
	useExamples,
} from '../support/exampleBench.cts';
import { fieldsOf } from '../support/examples.cts';
import { inALine, outputOf } from '../support/realN8n.cts';
import { credentialsFor } from '../support/sandbox.cts';

useExamples();

describe('1: new sale to Slack', () => {
	it('posts each sale in words', async () => {
		const id = addSale({ orderRef: 'A-1001', saleAmount: 1083.2 });

		await run(await imported('01'));

		expect(posted()).toEqual([
			[
				'*New sale: 1,083.20 EUR* from Deal Lantern',
				'Commission 86.66 EUR, pending, order A-1001',
				`Awin transaction ${id}`,
			].join('\n'),
		]);
	});

	it.each([
		['JPY', 1083, '1,083 JPY'],
		['KWD', 12.345, '12.345 KWD'],
	])('writes %s with as many decimals as it has', async (currency, saleAmount, written) => {
		addSale({ orderRef: 'A-1001', saleAmount, currency });

		await run(await imported('01'));

		expect(posted()[0]).toContain(`*New sale: ${written}* from Deal Lantern`);
	});

	it('leaves no gap where a bonus has neither amount nor order reference', async () => {
		addSale({ saleAmount: null });

		await run(await imported('01'));

		expect(posted()[0]).toMatch(
			/^\*New sale: – EUR\* from Deal Lantern\n.*order without reference/,
		);
	});
});

describe('2: approved and declined to a sheet and Slack', () => {
	const HEADINGS =
		'id status saleAmount currency commissionAmount partner orderReference transactionDate validationDate declineReason';

	it('updates the row of a sale that is there, adds the others, and posts one message', async () => {
		const approved = addSale({ orderRef: 'A-1' });
		const declined = addSale({ orderRef: 'A-2', saleAmount: 20.5, publisherId: CASHBACK_COVE });
		happened(approved, 'approved', { ageMs: 2 * HOUR_MS });
		happened(declined, 'declined', { reason: 'Returned' });
		standIn.sheets.setTab('Sales', [HEADINGS.split(' '), [approved, 'pending', 100, 'EUR']]);

		const id = await imported('02');
		await run(id);
		await run(id);

		const rows = standIn.sheets.rows('Sales');
		expect(columns(rows, 'id', 'status', 'saleAmount', 'partner', 'declineReason')).toEqual([
			[approved, 'approved', 100, 'Deal Lantern', ''],
			[declined, 'declined', 20.5, 'Cashback Cove', 'Returned'],
		]);
		expect(Object.keys(rows[0])).toEqual(HEADINGS.split(' '));
		const message = [
			'*2 sales were approved or declined at Awin*',
			'• approved: 100.00 EUR from Deal Lantern, order A-1',
			'• declined: 20.50 EUR from Cashback Cove, order A-2 (Returned)',
		].join('\n');
		expect(posted()).toEqual([message, message]);
	});
});

describe('3: daily approved sales to a sheet', () => {
	it('gives each sale one row, however often it runs', async () => {
		const first = addSale({ orderRef: 'A-1', ageMs: 20 * DAY_MS });
		happened(first, 'approved', { ageMs: 3 * DAY_MS });
		const long = addSale({ orderRef: 'A-2', ageMs: 40 * DAY_MS });
		happened(long, 'approved', { ageMs: 20 * DAY_MS });
		addSale({ orderRef: 'A-3' });
		standIn.sheets.setTab('Approved', [['id', 'validationDate', 'transactionDate', 'partner']]);

		const id = await imported('03');
		await run(id);
		const second = addSale({ orderRef: 'A-4', ageMs: DAY_MS });
		happened(second, 'approved');
		await run(id);

		const rows = standIn.sheets.rows('Approved');
		expect(columns(rows, 'id', 'orderReference', 'saleAmount', 'currency')).toEqual([
			[first, 'A-1', 100, 'EUR'],
			[second, 'A-4', 100, 'EUR'],
		]);
	});

	it('writes nothing after a day without any', async () => {
		standIn.sheets.setTab('Approved', [['id']]);

		await run(await imported('03'));

		expect(standIn.sheets.rows('Approved')).toEqual([]);
	});
});

describe('7: what is pending before the deadline', () => {
	const DEADLINE = 'before the deadline on \\d+ [A-Z][a-z]+\\.';

	it('posts the totals of each currency and the partners, largest first', async () => {
		addSale({ orderRef: 'A-1', saleAmount: 50 });
		addSale({ orderRef: 'A-2', saleAmount: 1000.4, publisherId: CASHBACK_COVE });
		addSale({ orderRef: 'A-3', saleAmount: 30.25, ageMs: 80 * DAY_MS });
		addSale({ orderRef: 'A-4', saleAmount: 70, currency: 'CHF' });
		happened(addSale({ orderRef: 'A-5' }), 'approved');

		await run(await imported('07'));

		const [heading, ...lines] = posted()[0].split('\n');
		expect(posted()).toHaveLength(1);
		expect(heading).toMatch(
			/^\*Still pending at Awin\. Please validate by 12:00 CET on (15|28|29|30|31) [A-Z][a-z]+\.\*$/,
		);
		expect(lines).toEqual([
			'Total: 1,080.65 EUR in 3 sales, commission 86.45 EUR',
			'Total: 70.00 CHF in 1 sale, commission 5.60 CHF',
			'',
			'• Cashback Cove: 1,000.40 EUR in 1 sale, commission 80.03 EUR',
			'• Deal Lantern: 80.25 EUR in 2 sales, commission 6.42 EUR',
			'• Deal Lantern: 70.00 CHF in 1 sale, commission 5.60 CHF',
		]);
	});

	it('lists when Awin approves each by itself, the closest first, where the validation period is known', async () => {
		const day = (ageDays: number) =>
			new Date(Date.now() + (30 - ageDays) * DAY_MS).toISOString().slice(8, 10).replace(/^0/, '');
		addSale({ orderRef: 'A-1', saleAmount: 50, ageMs: 10 * DAY_MS });
		addSale({ orderRef: 'A-2', saleAmount: 60, ageMs: 27 * DAY_MS });
		addSale({ orderRef: 'A-3', saleAmount: 70, ageMs: 31 * DAY_MS, publisherId: CASHBACK_COVE });

		const period = inNode('Settings', (parameters) => {
			fieldsOf({ parameters })[0].value = 30;
		});
		await run(await imported('07', both(period, inUtc)));

		const lines = posted()[0].split('\n');
		const line = (ageDays: number, rest: string) =>
			expect.stringMatching(new RegExp(`^• ${day(ageDays)} [A-Z][a-z]+: ${rest}$`)) as string;
		expect(lines.slice(lines.indexOf('*Awin approves by itself, the next 7 days:*'))).toEqual([
			'*Awin approves by itself, the next 7 days:*',
			'• any moment: 70.00 EUR, order A-3, Cashback Cove',
			line(27, '60\\.00 EUR, order A-2, Deal Lantern'),
			'*Later:*',
			line(10, '50\\.00 EUR, order A-1, Deal Lantern'),
		]);
	});

	it('says so when nothing is pending', async () => {
		happened(addSale({ orderRef: 'A-1' }), 'approved');

		await run(await imported('07'));

		expect(posted()).toEqual([
			expect.stringMatching(new RegExp(`^\\*Nothing is pending at Awin\\* ${DEADLINE}$`)),
		]);
	});
});

describe('8: tell me when a workflow stops', () => {
	/** A workflow that asks Awin with a token that it does not take, whenever its address is called. */
	async function brokenWorkflow(errorWorkflow: string): Promise<string> {
		const { id, name } = await n8n.client.createCredential({
			name: 'Revoked',
			type: 'awinOAuth2Api',
			data: credentialsFor(sandbox, { accessToken: 'revoked' }),
		});
		const nodes = [
			{
				id: 'hook',
				name: 'Called',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0] as [number, number],
				parameters: { path: 'broken' },
				webhookId: 'broken',
			},
			{
				id: 'awin',
				name: 'Get my accounts',
				type: 'n8n-nodes-awin.awin',
				typeVersion: 1,
				position: [200, 0] as [number, number],
				parameters: { resource: 'account', operation: 'getMany' },
				credentials: { awinOAuth2Api: { id, name } },
			},
		];
		const workflow = await n8n.client.createWorkflow({
			name: 'Accounts every night',
			nodes,
			connections: inALine(nodes),
			settings: { executionOrder: 'v1', errorWorkflow },
		});
		return await publish(workflow.id);
	}

	it('posts which one, where, why, what to do, and the link', async () => {
		const id = await published('08');
		const brokenId = await brokenWorkflow(id);

		const execution = await nextRun(id, async () => {
			const { ok } = await freshFetch(`${n8n.process.url}/webhook/broken`);
			if (!ok) throw new Error('n8n does not listen yet');
		});

		const [{ json }] = outputOf(execution, 'In plain words') as [OutputItem];
		const [failed] = await n8n.client.listExecutions({ workflowId: brokenId });
		expect(posted()).toEqual([
			[
				'*Accounts every night* stopped at _Get my accounts_',
				json.message,
				json.nextStep,
				`Look at it: ${n8n.process.url}/workflow/${brokenId}/executions/${failed.id}`,
			].join('\n'),
		]);
		expect(json.message).toContain('token');
		expect(json.nextStep).toMatch(/./);
	});

	it("shows n8n's own example when it is run by hand", async () => {
		await run(await imported('08'));

		expect(posted()[0]).toMatch(
			/^\*Example Workflow\* stopped at _Node With Error_\nExample Error Message\nLook at it: http/,
		);
	});
});

describe('13: all programs to one sheet and one channel', () => {
	const HEADINGS =
		'eventId event program programId id status saleAmount currency commissionAmount partner orderReference transactionDate declineReason';
	const THISTLE = 77102;
	const MINUTE_MS = 60_000;
	const setChannels = inNode('Settings', (parameters) => {
		for (const field of fieldsOf({ parameters })) {
			if (field.name === 'channels') field.value = `1 = #nowhere, ${THISTLE} = #awin-uk`;
		}
	});

	it('gives every event of every program one row, and each program one message', async () => {
		// The first poll tells of the last minutes only.
		const [ageMs, laterMs] = [3 * MINUTE_MS, MINUTE_MS];
		const approved = addSale({ orderRef: 'A-1', ageMs });
		happened(approved, 'approved', { ageMs: laterMs });
		const publisherId = CASHBACK_COVE;
		const declined = addSale({ orderRef: 'A-2', saleAmount: 20.5, publisherId, ageMs });
		happened(declined, 'declined', { reason: 'Returned', ageMs: laterMs });
		const british = addSale({ orderRef: 'B-1', advertiserId: THISTLE, currency: 'GBP', ageMs });
		standIn.sheets.setTab('All programs', [HEADINGS.split(' '), [`${british}-created`]]);

		const id = await imported('13', setChannels);
		await nextRun(id, async () => await publish(id));

		const rows = standIn.sheets.rows('All programs');
		const shown = columns(rows, 'id', 'event', 'program', 'programId', 'orderReference');
		expect(shown.map((row) => row.join(', ')).sort()).toEqual([
			`${approved}, approved, Nordlicht Outdoor DE, 77101, A-1`,
			`${approved}, created, Nordlicht Outdoor DE, 77101, A-1`,
			`${declined}, created, Nordlicht Outdoor DE, 77101, A-2`,
			`${declined}, declined, Nordlicht Outdoor DE, 77101, A-2`,
			`${british}, created, Thistle & Co. UK, ${THISTLE}, B-1`,
		]);
		expect(Object.keys(rows[0])).toEqual(HEADINGS.split(' '));
		const told = new Map(standIn.messages.map(({ channel, text }) => [channel, text]));
		expect([...told.keys()].sort()).toEqual(['#awin', '#awin-uk']);
		expect(told.get('#awin')).toMatch(/^\*Nordlicht Outdoor DE: 4 events\*\n/);
		expect(told.get('#awin')).toContain('• approved: 100.00 EUR from Deal Lantern, order A-1');
		expect(told.get('#awin')).toContain(
			'• declined: 20.50 EUR from Cashback Cove, order A-2 (Returned)',
		);
		expect(told.get('#awin-uk')).toBe(
			'*Thistle &amp; Co. UK: one event*\n• new: 100.00 GBP from Deal Lantern, order B-1',
		);
	});
});
