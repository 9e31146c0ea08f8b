import { Workflow, type INodeParameters, type INodeTypes } from 'n8n-workflow';

import { Awin } from '../../../nodes/Awin/Awin.node';
import { loadedParameters } from '../../support/contexts.cts';
import { NODE } from '../../support/parameters.cts';

const { description } = new Awin();

/** The parameters that are left for a run, as n8n picks them by what is shown. */
function kept(parameters: INodeParameters): string[] {
	const operation = { resource: 'transaction', operation: 'validate' };
	return Object.keys(loadedParameters({ ...operation, ...parameters }));
}

const IDENTITY = ['transactionId', 'orderReference', 'transactionDate', 'timezone'];
const CHANGE = [
	'declineReason',
	'amendReason',
	'saleAmount',
	'currency',
	'transactionParts',
	'approveAfterAmend',
	'customParameters',
];

function among(names: string[], parameters: INodeParameters): string[] {
	const shown = kept(parameters);
	return names.filter((name) => shown.includes(name));
}

describe('the fields that are shown', () => {
	it.each([
		['approve', []],
		['decline', ['declineReason']],
		['amend', CHANGE.filter((name) => !['declineReason', 'customParameters'].includes(name))],
		['amendTrackingParameters', ['amendReason', 'customParameters']],
		['eachItem', CHANGE],
	])('for the action %s', (action, names) => {
		expect(among(CHANGE, { action })).toEqual(names);
	});

	it('for a different action with each item come with an expression for it', () => {
		expect(kept({ action: 'eachItem' })).toContain('itemAction');
		expect(kept({ action: 'approve' })).not.toContain('itemAction');
	});

	it.each([
		['transactionId', ['transactionId']],
		['orderReference', ['orderReference']],
		['orderReferenceAndDate', ['orderReference', 'transactionDate', 'timezone']],
		['whichever', IDENTITY],
	])('for transactions named by %s', (identifyBy, names) => {
		expect(among(IDENTITY, { identifyBy })).toEqual(names);
	});

	it('are all there in a run where the action or the identity is an expression', () => {
		const parameters = { action: '={{ $json.a }}', identifyBy: '={{ $json.b }}' };

		expect(among([...IDENTITY, ...CHANGE], parameters)).toEqual([...IDENTITY, ...CHANGE]);
	});

	it('do not show up in other operations, whatever is left of an expression', () => {
		const parameters = { action: '={{ $json.a }}', identifyBy: '={{ $json.b }}' };

		expect(among(CHANGE, { ...parameters, operation: 'getMany' })).toEqual([]);
	});
});

describe('the hint before a run', () => {
	const [hint] = description.hints ?? [];

	function isShown(operation: string, nowMs: number): boolean {
		jest.useFakeTimers({ now: nowMs, doNotFake: ['nextTick', 'performance'] });
		try {
			const node = { ...NODE, parameters: { resource: 'transaction', operation } };
			const nodeTypes = { getByNameAndVersion: () => new Awin() } as unknown as INodeTypes;
			const workflow = new Workflow({
				nodes: [node],
				connections: {},
				active: false,
				nodeTypes,
				settings: { timezone: 'Asia/Tokyo' },
			});
			const condition = hint.displayCondition as string;
			return workflow.expression.getSimpleParameterValue(node, condition, 'manual', {}) === true;
		} finally {
			jest.useRealTimers();
		}
	}

	it.each([
		['2026-03-13T12:00:00Z', false],
		['2026-03-14T12:00:00Z', true],
		['2026-03-15T12:00:00Z', true],
		['2026-03-16T12:00:00Z', false],
		['2026-03-29T12:00:00Z', false],
		['2026-03-29T22:30:00Z', true],
		['2026-03-31T12:00:00Z', true],
		['2026-02-27T12:00:00Z', true],
		['2026-04-01T12:00:00Z', false],
	])('is shown on %s: %j', (now, expected) => {
		expect(isShown('validate', Date.parse(now))).toBe(expected);
		expect(isShown('getMany', Date.parse(now))).toBe(false);
	});

	it('is plain information', () => {
		expect(hint).toMatchObject({ type: 'info', whenToDisplay: 'beforeExecution' });
	});
});
