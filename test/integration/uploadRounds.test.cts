import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { feedLine } from '../../demo/sandbox/feeds.cts';
import type { FeedEntry } from '../../demo/sandbox/ledger.cts';
import { CONTINUE } from '../support/contexts.cts';
import { uploadParameters } from '../support/feeds.cts';
import { resultsOf } from '../support/links.cts';
import { ADVERTISER, credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { looped, runWorkflow, straight } from '../support/workflows.cts';

const { sandbox } = useSandbox({ clock: true });

const columnsOf = (count: number, locales = ['de_DE']) =>
	Array.from({ length: count }, (_, index) => ({
		...(JSON.parse(feedLine(ADVERTISER, 'de_DE', index)) as IDataObject),
		to: locales[index % locales.length],
	}));

const uploads = () =>
	sandbox.awin.ledger.filter((entry): entry is FeedEntry => entry.kind === 'feed');

type Rest = Partial<Pick<INode, 'onError' | 'retryOnFail' | 'maxTries'>>;

const settingsOf = (parameters: INodeParameters = {}, rest: Rest = {}) => ({
	parameters: { ...uploadParameters, ...parameters },
	credentials: credentialsFor(sandbox),
	...rest,
});

/** n8n's own *Loop Over Items*, as far as the node can tell. */
function inLoop(settings: ReturnType<typeof settingsOf>, batchSize: number) {
	const shape = looped(settings, batchSize);
	for (const node of shape.nodes) {
		if (node.type === 'test.loop') node.type = 'n8n-nodes-base.splitInBatches';
	}
	return shape;
}

const EACH = { locale: '={{ $json.to }}' };

describe('an upload in a loop', () => {
	it.each<Rest>([{}, CONTINUE])(
		'over the products of one feed sends nothing at all, with %j',
		async (rest) => {
			const settings = settingsOf({}, rest);

			const { runs, error } = await runWorkflow(inLoop(settings, 2), columnsOf(6), settings);

			expect(uploads()).toEqual([]);
			if (rest.onError) {
				const results = runs.flatMap(resultsOf);
				expect(results.map(({ outcome }) => outcome)).toEqual(Array(6).fill('failed'));
				expect(results.at(-1)?.message).toContain(
					'This node is in a loop that uploads the same feed',
				);
			} else {
				expect(error?.message).toContain('This node is in a loop that uploads the same feed');
				expect(error?.description).toContain('connect this node to the output "done"');
			}
		},
	);

	it('over the products of one feed is told in a dry run, too', async () => {
		const settings = settingsOf({ options: { dryRun: true } });

		const { error } = await runWorkflow(inLoop(settings, 2), columnsOf(6), settings);

		expect(error?.message).toContain('This node is in a loop that uploads the same feed');
	});

	it('that has one round is an upload like any other', async () => {
		const settings = settingsOf();

		const { error } = await runWorkflow(inLoop(settings, 10), columnsOf(6), settings);

		expect([error, uploads().map(({ products }) => products)]).toEqual([undefined, [6]]);
	});

	it('over feeds sends each of them', async () => {
		const settings = settingsOf(EACH);

		const columns = columnsOf(3, ['de_DE', 'de_AT', 'en_DE']);
		const { error } = await runWorkflow(inLoop(settings, 1), columns, settings);

		expect(error).toBeUndefined();
		expect(uploads().map(({ locale, products }) => [locale, products])).toEqual([
			['de_DE', 1],
			['de_AT', 1],
			['en_DE', 1],
		]);
	});

	it('over feeds, of which one comes twice with other products, keeps the first', async () => {
		const settings = settingsOf(EACH, CONTINUE);

		const columns = columnsOf(3, ['de_DE', 'de_AT']);
		const { runs } = await runWorkflow(inLoop(settings, 1), columns, settings);

		expect(runs.flatMap(resultsOf).map(({ outcome }) => outcome)).toEqual([
			'accepted',
			'accepted',
			'failed',
		]);
		expect(runs.flatMap(resultsOf)[2].message).toContain(
			'This execution has uploaded other products of the same feed before',
		);
		expect(uploads().map(({ locale }) => locale)).toEqual(['de_DE', 'de_AT']);
	});

	it('that brings the same products again sends them again: nothing gets lost', async () => {
		const settings = settingsOf(EACH);
		const [product] = columnsOf(1);

		const { error } = await runWorkflow(inLoop(settings, 1), [product, product], settings);

		expect([error, uploads()]).toEqual([undefined, [expect.anything(), expect.anything()]]);
	});

	it('goes on where the first try was refused: nothing was replaced', async () => {
		const settings = settingsOf(EACH, CONTINUE);
		sandbox.awin.faults.add({ kind: 'status', status: 422, match: { path: '/awinfeeds/' } });

		const { runs } = await runWorkflow(inLoop(settings, 1), columnsOf(2), settings);

		expect(runs.flatMap(resultsOf).map(({ outcome }) => outcome)).toEqual(['rejected', 'accepted']);
	});
});

it('a sub-workflow for each product replaces the feed no second time', async () => {
	const settings = settingsOf({}, CONTINUE);

	const { runs } = await runWorkflow(straight(settings), columnsOf(4), settings, 1);

	expect(uploads()).toHaveLength(1);
	expect(runs.flatMap(resultsOf).map(({ outcome }) => outcome)).toEqual([
		'accepted',
		'failed',
		'failed',
		'failed',
	]);
});

it('Execute Once, which leaves one product of all, sends nothing', async () => {
	const settings = settingsOf();
	const shape = straight(settings);
	for (const node of shape.nodes) if (node.name === 'Awin') node.executeOnce = true;

	const { error } = await runWorkflow(shape, columnsOf(4), settings);

	expect(error?.message).toContain('"Execute Once" is on in the settings of this node');
	expect(uploads()).toEqual([]);
});

it('Retry On Fail sends a feed again whose answer was lost', async () => {
	const settings = settingsOf({}, { retryOnFail: true, maxTries: 2 });
	sandbox.awin.faults.add({ kind: 'dropAfter', match: { path: '/awinfeeds/' } });

	const { error, runs } = await runWorkflow(straight(settings), columnsOf(3), settings);

	expect(error).toBeUndefined();
	expect(runs.flatMap(resultsOf).map(({ outcome }) => outcome)).toEqual(Array(3).fill('accepted'));
	expect(uploads()).toHaveLength(2);
});
