import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { installFakeClock } from '../support/fakeClock.cts';
import { NOW_MS, startTestSandbox } from '../support/sandbox.cts';
import { awinNodesOf, callsOf, open, parametersOf, type SavedWorkflow } from './saved.cts';

/** Each version that was released has a folder, made with its own code by record.cjs. */
const VERSIONS = readdirSync(__dirname).filter((name) => /^\d+\.\d+\.\d+$/.test(name));

function read<T>(...path: string[]): T {
	return JSON.parse(readFileSync(join(__dirname, ...path), 'utf8')) as T;
}

/** The parameters of that version; a later one may have more. */
function those(now: IDataObject, before: IDataObject): IDataObject {
	return Object.fromEntries(Object.keys(before).map((name) => [name, now[name]]));
}

/**
 * What is sent in addition since then, because it was wrong without. An offer that named days alone began and ended on those of
 * UTC, not on the user's own.
 */
const ADDED: Record<string, string[]> = {
	'offer.create.json: Offer: Create': ['startTime', 'endTime', 'timeZone'],
};

function withoutAdded(key: string, call: unknown): unknown {
	const [method, address, body] = call as [string, string, object?];
	if (!ADDED[key]) return call;
	const kept = Object.entries(body ?? {}).filter(([name]) => !ADDED[key].includes(name));
	expect(kept.length).toBe(Object.keys(body ?? {}).length - ADDED[key].length);
	return [method, address, Object.fromEntries(kept)];
}

describe.each(VERSIONS)('a workflow that version %s saved', (version) => {
	const files = readdirSync(join(__dirname, version, 'workflows'));
	const workflows = new Map(
		files.map((file) => [file, read<SavedWorkflow>(version, 'workflows', file)]),
	);
	const parameters = read<Record<string, IDataObject>>(version, 'parameters.json');
	const calls = read<Record<string, unknown[]>>(version, 'calls.json');

	function opened(key: string) {
		const [file, name] = key.split(/: (.*)/s);
		const saved = workflows.get(file);
		if (!saved) throw new Error(`${file} is gone`);
		const workflow = open(saved);
		const items = (saved.pinData?.[name] ?? []).map(({ json }) => json);
		return { workflow, node: workflow.nodes[name], items };
	}

	it('was recorded with all of its Awin nodes', () => {
		const nodes = [...workflows].flatMap(([file, saved]) =>
			awinNodesOf(open(saved)).map(({ name }) => `${file}: ${name}`),
		);

		expect(nodes.sort()).toEqual(Object.keys(parameters).sort());
		expect(nodes.length).toBeGreaterThan(100);
	});

	it.each(Object.keys(parameters))('has the same parameters: %s', (key) => {
		const { workflow, node } = opened(key);

		const now = parametersOf(workflow, node);

		expect(those(now, parameters[key])).toEqual(parameters[key]);
	});

	it.each(Object.keys(calls))('asks the same of Awin: %s', async (key) => {
		// Waiting for a job takes minutes; only a download is watched by the clock, and waits for nothing.
		if (!key.includes('download')) installFakeClock();
		jest.spyOn(Date, 'now').mockReturnValue(NOW_MS);
		const sandbox = await startTestSandbox();
		const { node, items } = opened(key);

		const now = await callsOf(sandbox, node, items);
		await sandbox.close();

		expect(now.map((call) => withoutAdded(key, call))).toEqual(calls[key]);
	});
});

afterEach(() => jest.restoreAllMocks());
