import type { WorkflowNode } from '../../demo/n8n/client.cts';
import { LINE_BYTES } from '../../demo/sandbox/feeds.cts';
import { ledgerOf, proofParameters } from '../support/conversion.cts';
import { downloadParameters, feedHash, uploadParameters } from '../support/feeds.cts';
import { awinInN8n } from '../support/awinInN8n.cts';
import { inALine, manualTrigger, outputOf } from '../support/realN8n.cts';
import { ADVERTISER, PUBLISHER } from '../support/sandbox.cts';

const bench = awinInN8n();

beforeEach(() => {
	bench.sandbox.awin.calls.length = 0;
	bench.sandbox.awin.faults.clear();
	bench.sandbox.awin.switches.feedProducts = 500;
});

function codeNode(jsCode: string): WorkflowNode {
	return {
		name: 'Code',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		position: [150, 0],
		parameters: { jsCode },
	};
}

/** n8n's own node reads the file that the Awin node left, and so says what is really in it. */
const hashNode: WorkflowNode = {
	name: 'Hash',
	type: 'n8n-nodes-base.crypto',
	typeVersion: 1,
	position: [450, 0],
	parameters: {
		action: 'hash',
		type: 'SHA256',
		binaryData: true,
		binaryPropertyName: 'data',
		dataPropertyName: 'hash',
	},
};

async function run(nodes: WorkflowNode[]) {
	return await bench.run([manualTrigger(), ...nodes]);
}

it.each([500, 100_000])('downloads a feed of %i products, byte by byte', async (products) => {
	bench.sandbox.awin.switches.feedProducts = products;

	const execution = await run([bench.node(downloadParameters), hashNode]);

	expect(execution.status).toBe('success');
	const [item] = outputOf(execution, 'Awin');
	expect(item.json).toEqual({
		advertiserId: ADVERTISER,
		vertical: 'retail',
		locale: 'de_DE',
		fileName: `${ADVERTISER}-retail-de_DE.jsonl`,
		bytes: products * LINE_BYTES,
		products,
	});
	expect(outputOf(execution, 'Hash')[0].json.hash).toBe(feedHash(products));
});

it('a feed that is cut is an error, not a short file', async () => {
	bench.sandbox.awin.faults.add({
		kind: 'truncatedJson',
		match: { path: '/awinfeeds/' },
		times: Infinity,
	});

	const execution = await run([bench.node(downloadParameters), hashNode]);

	expect(execution.status).toBe('error');
	expect(execution.error?.message).toContain('an answer that ends in the middle');
	expect(outputOf(execution, 'Hash')).toEqual([]);
});

it('uploads what it has downloaded', async () => {
	const execution = await run([
		bench.node(downloadParameters, { name: 'Download' }),
		bench.node({ ...uploadParameters, mode: 'file', binaryPropertyName: 'data' }),
	]);

	expect(execution.status).toBe('success');
	expect(outputOf(execution, 'Awin')[0].json.awin).toMatchObject({
		outcome: 'accepted',
		products: 500,
	});
	expect(bench.sandbox.awin.uploadedFeeds.get(`${ADVERTISER}-retail-de_DE`)).toHaveLength(500);
});

it('uploads items, and says which of them Awin rejects', async () => {
	const products = `return [1, 2, 3].map((id) => ({ json: { id, title: id === 2 ? '' : 'Mug', description: 'A mug', link: 'https://example.com/' + id, image_link: 'https://example.com/' + id + '.jpg' } }));`;

	const execution = await run([
		codeNode(products),
		{ ...bench.node({ ...uploadParameters, locale: 'de_AT' }), onError: 'continueRegularOutput' },
	]);

	expect(
		outputOf(execution, 'Awin').map(({ json }) => (json.awin as { outcome: string }).outcome),
	).toEqual(['accepted', 'rejected', 'accepted']);
});

it('submits proofs of purchase once, also when it is run again', async () => {
	const purchases = `return [1, 2].map((id) => ({ json: { order: 'CARD-' + id, total: '10,50' } }));`;
	const nodes = [manualTrigger(), codeNode(purchases), bench.node(proofParameters)];
	const { id } = await bench.n8n.client.createWorkflow({
		name: 'Proofs',
		nodes,
		connections: inALine(nodes),
	});
	const outcomes = async () =>
		outputOf(await bench.n8n.client.runWorkflow(id), 'Awin').map(
			({ json }) => (json.awin as { outcome: string }).outcome,
		);

	expect(await outcomes()).toEqual(['accepted', 'accepted']);
	expect(await outcomes()).toEqual(['skipped', 'skipped']);
	expect(
		ledgerOf(bench.sandbox).map(({ reference, reportedBy }) => [reference, reportedBy]),
	).toEqual([
		['CARD-1', PUBLISHER],
		['CARD-2', PUBLISHER],
	]);
});
