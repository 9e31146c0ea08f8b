/**
 * Saves workflows as the present version saves them, and writes down what they mean: the value of every parameter, and what
 * is asked of Awin. Every later version is held to it. Run once for each release, with the version's own code:
 *
 *   node test/contract/record.cjs VERSION
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
	NodeHelpers,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type NodeParameterValueType,
} from 'n8n-workflow';

import { resources } from '../../nodes/Awin/resources';
import { SUBJECTS } from '../faults/subjects.cts';
import { ADVERTISER, NOW_MS, startTestSandbox } from '../support/sandbox.cts';
import { awinNodesOf, callsOf, open, parametersOf, TYPES, type SavedWorkflow } from './saved.cts';

const ROOT = resolve(__dirname, '../..');
const LOCATOR = { __rl: true, mode: 'id', value: String(ADVERTISER) };

/** A value that is not the default: those are what n8n saves. */
function otherValue(field: INodeProperties): NodeParameterValueType | undefined {
	const values = (field.options ?? []).map((option) => (option as INodePropertyOptions).value);
	switch (field.type) {
		case 'options':
			return values.filter((value) => value !== field.default).at(-1) ?? values[0];
		case 'multiOptions':
			// A list that Awin fills has no options here.
			return values.length > 0 ? (values as string[]) : [String(ADVERTISER)];
		case 'boolean':
			return !field.default;
		case 'number':
			return Number(field.default) + 1;
		case 'dateTime':
			return '2026-06-01T09:30:00';
		case 'resourceLocator':
			return { ...LOCATOR, mode: field.modes?.find(({ name }) => name !== 'list')?.name ?? 'list' };
		case 'collection':
			return valuesOf(field.options as INodeProperties[]);
		case 'fixedCollection':
			return Object.fromEntries(
				(field.options as INodePropertyCollection[]).map(({ name, values: members }) => {
					const row = valuesOf(members);
					return [name, field.typeOptions?.multipleValues ? [row] : row];
				}),
			) as INodeParameters;
		case 'string':
			return `some ${field.name}`;
		default:
			return undefined;
	}
}

function valuesOf(fields: INodeProperties[]): INodeParameters {
	const entries = fields.map((field) => [field.name, otherValue(field)] as const);
	return Object.fromEntries(
		entries.filter(([, value]) => value !== undefined),
	) as unknown as INodeParameters;
}

/** The choices on which it depends which parameters are shown, each way of choosing. */
function choicesOf(fields: INodeProperties[]): INodeParameters[] {
	const deciding = fields.filter(({ name, type }) => {
		const decides = fields.some(({ displayOptions }) => displayOptions?.show?.[name]);
		return decides && ['options', 'multiOptions', 'boolean'].includes(type);
	});
	return deciding.reduce<INodeParameters[]>(
		(ways, field) => {
			const values =
				field.type === 'boolean'
					? [true, false]
					: (field.options as INodePropertyOptions[]).map(({ value }) => value);
			return ways.flatMap((way) =>
				values.map((value) => ({
					...way,
					[field.name]: field.type === 'multiOptions' ? [value as string] : value,
				})),
			);
		},
		[{}],
	);
}

function nodeOf(type: string, name: string, parameters: INodeParameters): INode {
	const { description } = TYPES[type];
	// What n8n's editor saves: without what is not shown, and without what is the default.
	const saved = NodeHelpers.getNodeParameters(
		description.properties,
		parameters,
		false,
		false,
		{ typeVersion: 1 },
		description,
	);
	return {
		id: name.toLowerCase().replace(/\W+/g, '-'),
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: saved ?? {},
	};
}

function allSet(type: string, fields: INodeProperties[], fixed: INodeParameters): INode[] {
	return choicesOf(fields).map((choice) => {
		const chosen = Object.values(choice).flat().map(String).join(', ');
		const parameters = { ...valuesOf(fields), ...choice, ...fixed };
		return nodeOf(type, chosen ? `All set: ${chosen}` : 'All set', parameters);
	});
}

/** One workflow for each operation: dropped and filled in as far as it has to be, and with everything set. */
export async function savedWorkflows(): Promise<Record<string, SavedWorkflow>> {
	const workflows: Record<string, SavedWorkflow> = {};
	for (const { option, operations } of resources) {
		for (const operation of operations) {
			const fixed = { resource: option.value, operation: operation.option.value };
			const type = 'n8n-nodes-awin.awin';
			const nodes = [nodeOf(type, 'As it comes', fixed)];
			const pinData: NonNullable<SavedWorkflow['pinData']> = {};
			for (const { name, parameters, ...subject } of SUBJECTS) {
				const isOther =
					parameters.resource !== fixed.resource || parameters.operation !== fixed.operation;
				if (isOther) continue;
				const { returnAll, ...rest } = parameters;
				nodes.push(nodeOf(type, name, rest));
				const sandbox = await startTestSandbox();
				pinData[name] = (subject.columns?.(sandbox) ?? [{}]).map((json) => ({ json }));
				await sandbox.close();
			}
			if (nodes.length === 1) throw new Error(`test/faults has no ${Object.values(fixed).join()}`);
			nodes.push(...allSet(type, operation.fields, fixed as INodeParameters));
			workflows[`${String(option.value)}.${String(operation.option.value)}.json`] = {
				name: `${option.name}: ${operation.option.name}`,
				nodes,
				connections: {},
				pinData,
			};
		}
	}
	for (const [type, file, required] of [
		['n8n-nodes-awin.awinTrigger', 'awinTrigger.json', { accountId: LOCATOR }],
		['n8n-nodes-awin.awinNotificationTrigger', 'awinNotificationTrigger.json', {}],
	] as const) {
		const { displayName, properties } = TYPES[type].description;
		const own = properties.filter(({ name }) => name !== 'pollTimes');
		workflows[file] = {
			name: displayName,
			nodes: [nodeOf(type, 'As it comes', required), ...allSet(type, own, {})],
			connections: {},
		};
	}
	return workflows;
}

const text = (value: unknown) => `${JSON.stringify(value, null, '\t')}\n`;

/** One line for each node. */
function lines(entries: Array<[string, unknown]>): string {
	const all = entries.map(([key, value]) => `\t${JSON.stringify(key)}: ${JSON.stringify(value)}`);
	return `{\n${all.join(',\n')}\n}\n`;
}

export async function record(version: string): Promise<void> {
	Date.now = () => NOW_MS;
	const folder = join(ROOT, 'test/contract', version);
	mkdirSync(join(folder, 'workflows'), { recursive: true });
	const examples = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.json'));
	const workflows: Record<string, SavedWorkflow> = {
		...Object.fromEntries(
			examples.map((name) => [
				`example-${name}`,
				JSON.parse(readFileSync(join(ROOT, 'examples', name), 'utf8')) as SavedWorkflow,
			]),
		),
		...(await savedWorkflows()),
	};
	const parameters: Array<[string, IDataObject]> = [];
	const calls: Array<[string, unknown]> = [];
	for (const [file, saved] of Object.entries(workflows)) {
		writeFileSync(join(folder, 'workflows', file), text(saved));
		const workflow = open(saved);
		for (const node of awinNodesOf(workflow)) {
			const key = `${file}: ${node.name}`;
			parameters.push([key, parametersOf(workflow, node)]);
			const items = saved.pinData?.[node.name];
			const isRun = items ?? (node.type.endsWith('awinTrigger') && node.name === 'As it comes');
			if (!isRun) continue;
			const sandbox = await startTestSandbox();
			const input = (items ?? []).map((item) => (item as { json: IDataObject }).json);
			const asked = await callsOf(sandbox, node, input);
			if (asked.length === 0) throw new Error(`${key} asks nothing of Awin`);
			calls.push([key, asked]);
			await sandbox.close();
		}
	}
	writeFileSync(join(folder, 'parameters.json'), lines(parameters));
	writeFileSync(join(folder, 'calls.json'), lines(calls));
}
