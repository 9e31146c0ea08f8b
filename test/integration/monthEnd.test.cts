/**
 * A month's end as the guide goes through it, with the demo's orders, its workflow, and what its Awin has of them.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import closeTheMonth from '../../demo/workflows/close-the-month.json';
import { enterMonth, MONTH_ORDERS, monthSheet } from '../../demo/sandbox/month.cts';
import { executeAwin } from '../support/contexts.cts';
import { ADVERTISER, credentialsFor, startTestSandbox } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox({ clock: true });

const ROOT = join(__dirname, '../..');

const orders = closeTheMonth.pinData['Orders of the shop'].map(({ json }) => json);
const proposals = MONTH_ORDERS.map(({ proposal }) => proposal);

/** Runs a step of the demo's workflow. */
async function step(name: string, items: IDataObject[], change: IDataObject = {}) {
	const node = closeTheMonth.nodes.find((one) => one.name === name);
	const run = await executeAwin({
		credentials: credentialsFor(sandbox),
		parameters: { ...node?.parameters, ...change } as INodeParameters,
		items: items.map((json) => ({ json })),
	});
	return run.items.map(({ json }) => json as IDataObject & { awin: IDataObject });
}

const compared = async () => await step('Compare with Awin', orders);

it('is the same in the sheet, in the workflow and in the guide', () => {
	expect(readFileSync(join(ROOT, 'examples/month-end-orders.csv'), 'utf8')).toBe(monthSheet());
	expect(orders).toEqual(MONTH_ORDERS.map(({ row }) => row));
	const guide = readFileSync(join(ROOT, 'docs/month-end.md'), 'utf8');
	const counts = [...guide.matchAll(/^\| `(\w+)` +\| +(\d+) \|/gm)].map(([, word, count]) => [
		word,
		Number(count),
	]);
	expect(Object.fromEntries(counts)).toEqual(
		Object.fromEntries(
			[...new Set(proposals)].map((word) => [
				word,
				proposals.filter((other) => other === word).length,
			]),
		),
	);
});

it('proposes for each of the forty orders what the guide says', async () => {
	enterMonth(sandbox.awin);

	const items = await compared();

	expect(items.map(({ orderReference, awin }) => [orderReference, awin.proposedAction])).toEqual(
		MONTH_ORDERS.map(({ row, proposal }) => [row.orderReference, proposal]),
	);
});

it('sends nothing as it is, then what was proposed, and finds nothing more to do', async () => {
	enterMonth(sandbox.awin);
	const before = sandbox.awin.ledger.length;
	const items = await compared();

	const dry = await step('Validate', items);
	expect(sandbox.awin.ledger).toHaveLength(before);

	const sent = await step('Validate', items, { options: { onlyIfUnchanged: true } });
	const isSent = (word: string) => ['approve', 'amend', 'decline'].includes(word);
	const outcomes = (done: string) => proposals.map((word) => (isSent(word) ? done : 'skipped'));
	expect(dry.map(({ awin }) => awin.outcome)).toEqual(outcomes('dryRun'));
	expect(sent.map(({ awin }) => awin.outcome)).toEqual(outcomes('done'));

	expect((await compared()).map(({ awin }) => awin.proposedAction)).toEqual(
		proposals.map((word) => (isSent(word) ? 'none' : word)),
	);
});

it('is put into the stand-in once, and is still there after a restart', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'month-'));
	const journalFile = join(folder, 'journal.jsonl');
	const start = async () => {
		const { awin, close } = await startTestSandbox({ journalFile });
		enterMonth(awin);
		enterMonth(awin);
		await close();
		return awin.ledger.map(({ atMs, kind, accountId }) => [atMs, kind, accountId]);
	};
	try {
		const first = await start();
		const atAwin = MONTH_ORDERS.flatMap((order) => order.atAwin);
		expect(first).toHaveLength(atAwin.length + atAwin.filter((one) => one.isApproved).length);
		expect(first.every(([, , accountId]) => accountId === ADVERTISER)).toBe(true);
		expect(await start()).toEqual(first);
	} finally {
		rmSync(folder, { recursive: true });
	}
});
