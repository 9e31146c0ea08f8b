import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { resources } from '../../nodes/Awin/resources';
import { savedWorkflows } from '../contract/record.cts';
import { TYPES, type SavedWorkflow } from '../contract/saved.cts';
import { readExamples } from '../support/examples.cts';

const ROOT = resolve(__dirname, '../..');
const AWIN = 'n8n-nodes-awin.awin';
const SCHEMAS = ['Awin', 'AwinTrigger', 'AwinNotificationTrigger'].map(
	(node) => `nodes/${node}/__schema__`,
);

interface Issue {
	code: string;
	nodeName?: string;
	message: string;
}

interface Found {
	validated: Array<{ name: string; valid: boolean; issues: Issue[] }>;
	rebuilt: Array<{ name: string; workflow: SavedWorkflow }>;
	outputs: Array<{ resource: string; operation: string; schema: object }>;
	events: Array<{ trigger: string; schema: object }>;
}

const examples = readExamples().map(
	(example) => [example.file, example as unknown as SavedWorkflow] as const,
);
const operations = resources.flatMap(({ option, operations: own }) =>
	own.map((operation) => [String(option.value), String(operation.option.value)] as const),
);
const triggers = ['awinTrigger.json', 'awinNotificationTrigger.json'];

/** The workflows of the tests say nothing about where they start, and connect nothing. */
const ABOUT_THE_WHOLE = ['MISSING_TRIGGER', 'DISCONNECTED_NODE'];

let saved: Record<string, SavedWorkflow>;
let found: Found;

function issuesOf(name: string): Issue[] {
	const result = found.validated.find((one) => one.name === name);
	if (!result) throw new Error(`${name} was not looked at`);
	return result.issues.filter(({ code }) => !ABOUT_THE_WHOLE.includes(code));
}

/** Each operation once with a value that it does not have: a check that lets it pass would let everything pass. */
function wrongWorkflow(resource: string): SavedWorkflow {
	const parameters = { resource, operation: 'noSuchOperation' };
	const nodes: SavedWorkflow['nodes'] = [
		{ id: 'n', name: 'Wrong', type: AWIN, typeVersion: 1, position: [0, 0], parameters },
	];
	return { name: 'Wrong', nodes, connections: {} };
}

beforeAll(async () => {
	saved = await savedWorkflows();
	const wrong = resources.map(
		({ option }) => [`wrong ${option.value}`, wrongWorkflow(String(option.value))] as const,
	);
	const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-awin-sdk-'));
	for (const schemas of SCHEMAS) {
		cpSync(join(ROOT, schemas), join(folder, 'dist', schemas), { recursive: true });
	}
	const descriptions = Object.values(TYPES).map(({ description }) => description);
	writeFileSync(join(folder, 'nodes.json'), JSON.stringify(descriptions));
	const workflows = [...examples, ...Object.entries(saved), ...wrong];
	writeFileSync(join(folder, 'workflows.json'), JSON.stringify(workflows));
	const printed = execFileSync(process.execPath, [join(__dirname, 'sdk.cjs'), folder], {
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
	});
	found = JSON.parse(printed) as Found;
	rmSync(folder, { recursive: true });
});

describe('n8n’s workflow SDK', () => {
	it.each(examples.map(([file]) => file))('finds nothing wrong with the example %s', (file) => {
		expect(issuesOf(file)).toEqual([]);
		expect(found.validated.find(({ name }) => name === file)?.valid).toBe(true);
	});

	it.each([...operations.map((names) => `${names.join('.')}.json`), ...triggers])(
		'takes every way of setting parameters: %s',
		(file) => {
			// In the first node, required parameters are still empty.
			const issues = issuesOf(file).filter(({ nodeName }) => nodeName !== 'As it comes');

			expect(saved[file].nodes.length).toBeGreaterThan(1);
			expect(issues).toEqual([]);
		},
	);

	it.each(resources.map(({ option }) => String(option.value)))(
		'refuses an operation that %s does not have',
		(resource) => {
			expect(issuesOf(`wrong ${resource}`)).toMatchObject([
				{ message: expect.stringContaining('noSuchOperation') },
			]);
		},
	);

	it.each(operations)('knows what %s: %s gives', (resource, operation) => {
		const file = join(ROOT, SCHEMAS[0], 'v1.0.0', resource, `${operation}.json`);
		const known = found.outputs.find(
			(one) => one.resource === resource && one.operation === operation,
		);

		expect(known?.schema).toEqual(JSON.parse(readFileSync(file, 'utf8')));
		expect(known?.schema).toHaveProperty('properties');
	});

	it.each(['AwinTrigger', 'AwinNotificationTrigger'])('knows what %s gives', (name) => {
		const file = join(ROOT, `nodes/${name}/__schema__/v1.0.0.json`);
		const known = found.events.find(({ trigger }) => trigger.toLowerCase() === name.toLowerCase());

		expect(known?.schema).toEqual(JSON.parse(readFileSync(file, 'utf8')));
		expect(known?.schema).toHaveProperty('properties.event');
	});

	it.each(examples)('writes %s as code and reads it back', (file, { nodes }) => {
		const again = found.rebuilt.find(({ name }) => name === file)?.workflow.nodes ?? [];
		const parametersOf = (list: SavedWorkflow['nodes']) =>
			Object.fromEntries(list.map(({ name, parameters }) => [name, parameters]));

		expect(parametersOf(again)).toEqual(parametersOf(nodes));
	});
});
