import type { INodeParameters } from 'n8n-workflow';

import { NodeSettings } from '../../nodes/Awin/fields/nodeSettings';
import { NODE } from '../support/parameters.cts';

/** A node with these parameters, whose expressions give `results` by the names of what they stand at. */
function settingsOf(parameters: INodeParameters, results: Record<string, unknown> = {}) {
	let asked = 0;
	const context = {
		getNode: () => {
			asked++;
			return { ...NODE, parameters };
		},
	};
	const settings = new NodeSettings(context);
	return { settings, asked: () => asked, ...settings.readBy((name) => results[name] ?? null) };
}

describe('whether something is set', () => {
	it.each<[string, INodeParameters, string, boolean]>([
		['an option that was not added', { options: {} }, 'options.dryRun', false],
		['no options at all', {}, 'options.dryRun', false],
		['an option', { options: { dryRun: true } }, 'options.dryRun', true],
		['one that is switched off', { options: { dryRun: false } }, 'options.dryRun', true],
		['one without a value', { options: { dryRun: null } } as never, 'options.dryRun', true],
		['one that is blank', { options: { dryRun: '' } }, 'options.dryRun', true],
		['one with an expression', { options: { dryRun: '={{ $json.x }}' } }, 'options.dryRun', true],
		['a member of a member', { a: { b: { c: 1 } } }, 'a.b.c', true],
		['a name of every object', { options: {} }, 'options.toString', false],
		['a parameter', { shorten: true }, 'shorten', true],
		['a parameter that is off', { shorten: false }, 'shorten', true],
		['a parameter left blank', { shorten: '' }, 'shorten', false],
		['a parameter with an expression', { shorten: '={{ $json.x }}' }, 'shorten', true],
		['another parameter', { shorten: true }, 'returnAll', false],
	])('%s', (_what, parameters, name, isSet) => {
		expect(settingsOf(parameters).has(name)).toBe(isSet);
	});
});

describe('a value for one of many items', () => {
	const itemsOf = (parameters: INodeParameters) => {
		const { settings } = settingsOf(parameters);
		const values: unknown[] = [];
		for (const value of ['first', 'second']) {
			values.push(settings.valueForItem('reference', { resolve: () => value }));
		}
		return values;
	};

	it('is asked for once where there is no expression', () => {
		expect(itemsOf({ reference: 'first' })).toEqual(['first', 'first']);
	});

	it('is asked for each time where there is one', () => {
		expect(itemsOf({ reference: '={{ $json.order }}' })).toEqual(['first', 'second']);
	});
});

describe('a collection that is one expression', () => {
	const parameters: INodeParameters = { options: '={{ $json.options }}' };

	it('has the members of what the expression gives', () => {
		const { get, has } = settingsOf(parameters, { options: { dryRun: 'no', list: { row: [1] } } });

		expect([has('options.dryRun'), get('options.dryRun')]).toEqual([true, 'no']);
		expect([has('options.maxRows'), get('options.maxRows')]).toEqual([false, null]);
		expect(get('options.list.row')).toEqual([1]);
		expect(has('options.toString')).toBe(false);
	});

	it.each([[null], ['dryRun'], [[]], [5]])(
		'and gives %j: whatever it should have had is set, and has no value',
		(result) => {
			const { get, has } = settingsOf(parameters, { options: result });

			expect([has('options.dryRun'), get('options.dryRun')]).toEqual([true, null]);
		},
	);
});

describe('what may differ between items', () => {
	it.each<[INodeParameters, string, boolean]>([
		[{ options: { maxRows: 5 } }, 'options.maxRows', false],
		[{ options: { maxRows: '5' } }, 'options.maxRows', false],
		[{ options: { maxRows: '={{ 5 }}' } }, 'options.maxRows', true],
		[{ options: { maxRows: 5, dryRun: '={{ 1 }}' } }, 'options.maxRows', false],
		[{ options: '={{ $json }}' }, 'options.maxRows', true],
		[{ list: { row: [{ a: '={{ 1 }}' }] } }, 'list', true],
		[{}, 'options.maxRows', false],
	])('%j: %s', (parameters, name, differs) => {
		expect(settingsOf(parameters).settings.isExpression(name)).toBe(differs);
	});
});

it('asks n8n for the node once, however many items there are', () => {
	const { has, asked } = settingsOf({ options: { dryRun: true } });

	for (let index = 0; index < 1000; index++) has('options.dryRun');

	expect(asked()).toBe(1);
});

describe('whether an AI agent calls the node as a tool', () => {
	it.each<[string, string, object, boolean]>([
		['n8n runs it under a name of its own', 'n8n-nodes-awin.awinTool', {}, true],
		['n8n says so in the context', 'n8n-nodes-awin.awin', { isToolExecution: () => true }, true],
		['n8n says so in both ways', 'n8n-nodes-awin.awinTool', { isToolExecution: () => false }, true],
		['a person runs it', 'n8n-nodes-awin.awin', { isToolExecution: () => false }, false],
		['an older n8n says nothing', 'n8n-nodes-awin.awin', {}, false],
		['only a part of its name says so', 'n8n-nodes-awin.awinToolbox', {}, false],
	])('%s', (_what, type, context, isTool) => {
		const settings = new NodeSettings({ getNode: () => ({ ...NODE, type }), ...context });

		expect(settings.isTool).toBe(isTool);
	});
});
