import type { IDataObject } from 'n8n-workflow';

import { executeAwin } from '../support/contexts.cts';
import { TriggerInN8n } from '../support/poll.cts';
import { ADVERTISER, credentialsFor, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { leavesIn, missingFrom, type Leaf } from './judge.cts';
import { published, type Published } from './published.cts';

const { sandbox } = useSandbox({ clock: true });

const ANSWERS = published('transactions').map((answer) => [answer.name, answer] as const);
const FORMS = ['simplified', 'flat', 'raw'] as const;
const ZONES = ['UTC', 'Australia/Sydney', 'US/Pacific'] as const;
const DAY_MS = 86_400_000;

type Row = IDataObject & { id: number; transactionDate: string };

const rowsOf = ({ answer }: Published) => answer as Row[];

/** The values of each row on its own. */
function leavesOfRows({ text }: Published): Leaf[][] {
	const rows: Leaf[][] = [];
	for (const { path, ...leaf } of leavesIn(text)) {
		const [row, ...rest] = path;
		(rows[Number(row)] ??= []).push({ path: rest, ...leaf });
	}
	return rows;
}

function answerWith({ text }: Published): void {
	sandbox.awin.faults.add({ kind: 'body', body: text, times: Infinity });
}

const accountOf = ({ accountType }: Published) => ({
	accountType,
	accountId: {
		__rl: true,
		mode: 'id',
		value: String(accountType === 'publisher' ? PUBLISHER : ADVERTISER),
	},
});

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const instantsOf = (answer: Published) =>
	rowsOf(answer).map(({ transactionDate }) => Date.parse(`${transactionDate}Z`));

/** Around the days of the answer, as somebody asks for them. */
function spanOf(answer: Published) {
	const instants = instantsOf(answer);
	return {
		startDate: dayOf(Math.min(...instants) - DAY_MS),
		endDate: dayOf(Math.max(...instants) + DAY_MS),
	};
}

async function read(answer: Published, parameters: IDataObject): Promise<IDataObject[]> {
	answerWith(answer);
	const { items } = await executeAwin({
		parameters: {
			resource: 'transaction',
			operation: 'getMany',
			...accountOf(answer),
			...spanOf(answer),
			returnAll: true,
			...parameters,
		} as IDataObject as never,
		credentials: credentialsFor(sandbox),
	});
	return items.map(({ json }) => json);
}

const byId = (rows: IDataObject[], { id }: Row) => rows.find((row) => row.id === id) ?? {};

/** What the ten fields have to say, worked out from Awin's row by hand. */
function tenFields(row: Row, accountType: string | undefined): IDataObject {
	const money = (value: unknown) => (value ?? {}) as { amount?: number; currency?: string };
	const partner = accountType === 'advertiser' ? row.publisherId : row.advertiserId;
	return {
		id: row.id,
		status: row.commissionStatus,
		saleAmount: money(row.saleAmount).amount ?? null,
		commissionAmount: money(row.commissionAmount).amount ?? null,
		currency: money(row.saleAmount).currency ?? money(row.commissionAmount).currency ?? null,
		partnerId: partner,
		siteName: row.siteName ?? null,
		orderReference: row.orderRef ?? null,
		clickReference: ((row.clickRefs ?? {}) as IDataObject).clickRef ?? null,
	};
}

describe.each(ANSWERS)('Transactions as in %s', (_name, answer) => {
	it.each(ZONES)('keep every value in the raw and in the flat form: %s', async (timezone) => {
		for (const output of ['raw', 'flat']) {
			const rows = await read(answer, { output, timezone });

			expect(rows).toHaveLength(rowsOf(answer).length);
			for (const [place, leaves] of leavesOfRows(answer).entries()) {
				const row = byId(rows, rowsOf(answer)[place]);
				expect([output, missingFrom(leaves, row)]).toEqual([output, []]);
			}
		}
	});

	it.each(ZONES)('say in ten fields what they say: %s', async (timezone) => {
		const rows = await read(answer, { output: 'simplified', timezone });

		for (const row of rowsOf(answer)) {
			const shown = byId(rows, row);
			expect(shown).toMatchObject(tenFields(row, answer.accountType));
			expect(Date.parse(String(shown.transactionDate))).toBe(Date.parse(`${row.transactionDate}Z`));
		}
	});

	it('are read by their IDs as well', async () => {
		const transactionIds = rowsOf(answer)
			.map(({ id }) => id)
			.join();
		const rows = await read(answer, { operation: 'get', transactionIds, output: 'raw' });

		for (const [place, leaves] of leavesOfRows(answer).entries()) {
			expect(missingFrom(leaves, byId(rows, rowsOf(answer)[place]))).toEqual([]);
		}
	});

	it.each(FORMS)('start Awin Trigger once each, without a lost value: %s', async (output) => {
		const instants = instantsOf(answer);
		let nowMs = Math.min(...instants) - DAY_MS;
		const trigger = new TriggerInN8n({
			parameters: { ...accountOf(answer), events: ['created'], output } as never,
			credentials: credentialsFor(sandbox),
			nowMs: () => nowMs,
		});
		const none = sandbox.awin.faults.add({ kind: 'body', body: '[]' });
		await trigger.poll();
		expect(none.timesLeft).toBe(0);
		nowMs = Math.max(...instants) + DAY_MS / 24;
		answerWith(answer);

		const events = (await trigger.poll()) ?? [];
		const again = await trigger.poll();

		expect(again).toBeNull();
		expect(events).toHaveLength(rowsOf(answer).length);
		for (const [place, leaves] of leavesOfRows(answer).entries()) {
			const row = rowsOf(answer)[place];
			const event = events.find(({ id, transaction }) =>
				[id, (transaction as IDataObject | undefined)?.id].includes(row.id),
			);
			expect(Date.parse(String(event?.occurredAt))).toBe(Date.parse(`${row.transactionDate}Z`));
			if (output === 'simplified') expect(event).toMatchObject(tenFields(row, answer.accountType));
			else expect(missingFrom(leaves, event)).toEqual([]);
		}
	});
});
