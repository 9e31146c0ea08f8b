import type { INode, INodeParameters } from 'n8n-workflow';

import { createdOffersOf, offerParameters, resultsOf } from '../support/links.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { looped, runWorkflow, straight } from '../support/workflows.cts';

const { sandbox } = useSandbox({ clock: true });

beforeEach(() => {
	sandbox.awin.switches.offerCreated = 'id';
});

type Rest = Partial<Pick<INode, 'onError' | 'retryOnFail' | 'maxTries'>>;

const settingsOf = (rest: Rest = {}, parameters: INodeParameters = {}) => ({
	parameters: { ...offerParameters, ...parameters },
	credentials: credentialsFor(sandbox),
	...rest,
});

const columnsOf = (...titles: string[]) => titles.map((title) => ({ title }));
const titles = () => createdOffersOf(sandbox).map(({ offer }) => offer.title);

describe('an offer in several runs of one execution', () => {
	it('that comes twice in a loop is created once', async () => {
		const settings = settingsOf({ onError: 'continueRegularOutput' });

		const columns = columnsOf('A', 'B', 'A');
		const { runs } = await runWorkflow(looped(settings, 1), columns, settings);

		expect(titles()).toEqual(['A', 'B']);
		expect(runs.flatMap(resultsOf).map(({ outcome, message }) => [outcome, message])).toEqual([
			['created', 'Created'],
			['created', 'Created'],
			[
				'failed',
				'The same offer was sent before in this execution, by an earlier run of this node',
			],
		]);
	});

	it('that differs from another in the last letter of a long title is another one', async () => {
		const settings = settingsOf();
		const long = 'Ten percent off everything '.repeat(8);

		const columns = columnsOf(`${long}A`, `${long}B`);
		const { error } = await runWorkflow(looped(settings, 1), columns, settings);

		expect(error).toBeUndefined();
		expect(titles()).toEqual([`${long}A`, `${long}B`]);
	});

	it('that was created is not sent again by Retry On Fail, nor is one in doubt', async () => {
		const settings = settingsOf({ retryOnFail: true, maxTries: 3 });
		const match = { path: '/promotion/' };
		sandbox.awin.faults.add({ kind: 'dropAfter', match, afterCalls: 1 });

		const columns = columnsOf('A', 'B', 'C');
		const { error } = await runWorkflow(straight(settings), columns, settings);

		expect(titles()).toEqual(['A', 'B', 'C']);
		expect(error?.message).toBe('1 of 3 items were not created: 2 created, 1 unknown');
		expect(error?.description).toContain('An earlier try of this run sent this offer');
	});

	it('that was refused is sent again by Retry On Fail, and those before it are told with their numbers', async () => {
		const settings = settingsOf({ retryOnFail: true, maxTries: 2 });
		const match = { path: '/promotion/' };
		sandbox.awin.faults.add({ kind: 'status', status: 422, match, afterCalls: 1 });

		const { runs, error } = await runWorkflow(straight(settings), columnsOf('A', 'B'), settings);

		expect(error).toBeUndefined();
		expect(titles()).toEqual(['A', 'B']);
		expect(runs.flatMap(resultsOf)).toMatchObject([
			{
				outcome: 'created',
				message: 'Created by an earlier try of this run',
				promotionId: createdOffersOf(sandbox)[0].promotionId,
			},
			{ outcome: 'created', message: 'Created' },
		]);
	});

	it('may be created again in another execution', async () => {
		const settings = settingsOf();

		await runWorkflow(straight(settings), columnsOf('A'), settings);
		await runWorkflow(straight(settings), columnsOf('A'), settings);

		expect(titles()).toEqual(['A', 'A']);
	});
});
