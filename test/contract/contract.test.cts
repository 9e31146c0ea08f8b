import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import { AwinOAuth2Api } from '../../credentials/AwinOAuth2Api.credentials';
import { Awin } from '../../nodes/Awin/Awin.node';
import { AwinNotificationTrigger } from '../../nodes/AwinNotificationTrigger/AwinNotificationTrigger.node';
import { AwinTrigger } from '../../nodes/AwinTrigger/AwinTrigger.node';
import { resources } from '../../nodes/Awin/resources';
import type { Operation } from '../../nodes/Awin/resources/operation';
import { propertiesOf } from '../../nodes/Awin/resources/properties';
import { notificationTriggerPreview, triggerPreview } from '../../nodes/Awin/trigger/preview';

type Contract = Record<string, Record<string, unknown>>;

const { contractOf, losses } = require('../../scripts/contract.js') as {
	contractOf(built: object): Contract;
	losses(before: Contract, now: Contract): string[];
};

function read(...path: string[]): Contract {
	return JSON.parse(readFileSync(join(__dirname, ...path), 'utf8')) as Contract;
}

const versions = readdirSync(__dirname).filter((name) => /^\d+\.\d+\.\d+$/.test(name));
const kept = read('contract.json');
const now = contractOf({
	nodes: [new Awin(), new AwinTrigger(), new AwinNotificationTrigger()],
	credentials: [new AwinOAuth2Api()],
	operations: resources,
	triggerPreviews: [triggerPreview(), notificationTriggerPreview()],
});

describe('the public contract', () => {
	it('stands in contract.json as it is', () => {
		expect(now).toEqual(kept);
	});

	it.each(versions)('has everything that version %s had, with the same defaults', (version) => {
		const before = read(version, 'contract.json');

		expect(Object.keys(before).length).toBeGreaterThan(200);
		expect(losses(before, now)).toEqual([]);
	});
});

describe('what may not happen to it', () => {
	const limit = 'awin transaction.getMany: limit';
	const action = 'awin transaction.validate: action';
	const output = 'awin transaction.getMany gives';

	it.each<[string, string, Contract[string] | undefined, RegExp]>([
		['a parameter goes', limit, undefined, /"awin transaction.getMany: limit" is gone: .*lose it/],
		[
			'a default changes',
			limit,
			{ default: 100 },
			/default was 50 and is 100: .*leaves defaults out/,
		],
		['a type changes', limit, { type: 'string' }, /type was "number" and is "string"/],
		['a value goes', action, { values: ['approve'] }, /has no "decline" any more \(values\): /],
		['a column goes', output, { columns: ['id'] }, /has no "saleAmount" any more .*would be empty/],
		['one that was optional is required', limit, { required: true }, /is new as required: .*stops/],
		['one takes no expressions', limit, { takesNoExpression: true }, /is new as takesNoExpression/],
		['a list becomes one value', limit, { isList: true }, /isList was undefined and is true/],
		[
			'one is shown for less',
			limit,
			{ shownFor: { returnAll: [false], output: ['flat'] } },
			/is not shown for output all others: n8n forgets/,
		],
		['one is hidden', limit, { hiddenFor: { output: ['raw'] } }, /is hidden for output raw/],
	])('%s', (_what, name, change, message) => {
		const { [name]: was, ...rest } = kept;
		expect(was).toBeDefined();

		const found = losses(kept, change ? { ...rest, [name]: { ...was, ...change } } : rest);

		expect(found.length).toBeGreaterThan(0);
		expect(found.join('\n')).toMatch(message);
	});

	it.each<[string, string, Contract[string]]>([
		['a new parameter', 'awin transaction.getMany: newOne', { type: 'string', default: '' }],
		[
			'a new value',
			action,
			{ ...kept[action], values: [...(kept[action].values as string[]), 'newOne'] },
		],
		['one is shown for more', limit, { ...kept[limit], shownFor: { returnAll: [false, true] } }],
		['one is always shown', limit, { ...kept[limit], shownFor: undefined }],
	])('but there may be more: %s', (_what, name, entry) => {
		expect(losses(kept, { ...kept, [name]: entry })).toEqual([]);
	});
});

describe('a parameter that another one decides on', () => {
	const limit = 'awin transaction.getMany: limit';
	const decider = 'awin transaction.getMany: kind';
	const shown = { ...kept[limit], shownFor: { returnAll: [false], kind: ['usual', 'other'] } };
	const kindOf = (value: string) => ({ type: 'options', default: value, values: [value] });

	it('keeps what is saved in it where the other one is new, and shows it by default', () => {
		const next = { ...kept, [limit]: shown, [decider]: kindOf('usual') };

		expect(losses(kept, next)).toEqual([]);
	});

	it.each<[string, Contract, Contract]>([
		['hides it by default', kept, { ...kept, [limit]: shown, [decider]: kindOf('none') }],
		['is not there', kept, { ...kept, [limit]: shown }],
		[
			'is saved already',
			{ ...kept, [decider]: kindOf('usual') },
			{ ...kept, [limit]: shown, [decider]: kindOf('usual') },
		],
		[
			'is one of another operation',
			kept,
			{ ...kept, [limit]: shown, 'awin transaction.get: kind': kindOf('usual') },
		],
	])('loses it where the other one %s', (_what, before, next) => {
		expect(losses(before, next)).toEqual([expect.stringContaining('is not shown for kind')]);
	});
});

describe('the default operation', () => {
	const newOne = (value: string): Operation => ({
		option: { name: value, value },
		fields: [],
		preview: {},
		execute: async () => await Promise.resolve([]),
	});
	const defaultOf = (properties: INodeProperties[], resource: unknown) =>
		properties.find(
			({ name, displayOptions }) =>
				name === 'operation' && displayOptions?.show?.resource?.[0] === resource,
		)?.default;

	it.each(resources.map((resource) => [resource.option.name, resource] as const))(
		'of %s stays what it is, whatever operations come',
		(_name, resource) => {
			const { value } = resource.option;
			const operations = [newOne('aaa'), newOne('getMany'), ...resource.operations];

			const before = defaultOf(propertiesOf([resource]), value);
			const after = defaultOf(propertiesOf([{ ...resource, operations }]), value);

			expect(before).toBe(kept[`awin ${String(value)}: operation`].default);
			expect(after).toBe(before);
		},
	);
});
