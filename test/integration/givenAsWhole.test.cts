/**
 * n8n drops a collection that is given as a whole, by one expression or as a list, when it loads the workflow. Played by n8n
 * itself: the parameters stand in the node as somebody has pasted them.
 */
import type { INodeParameters } from 'n8n-workflow';

import { properties } from '../../nodes/Awin/resources';
import { executeAwin, loadedParameters } from '../support/contexts.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { CHANGING, type Changing } from '../support/settings.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox({ clock: true, store: true, isShared: true });

/** Runs an operation with one of its collections given like this. @returns how often something was sent, and what is said */
async function run({ parameters, columns }: Changing, collection: string, given: unknown) {
	const rows = columns(sandbox);
	sandbox.awin.calls.length = 0;
	const said = await executeAwin({
		credentials: credentialsFor(sandbox),
		parameters: { ...parameters, [collection]: given } as INodeParameters,
		items: rows.map((json) => ({ json })),
	}).then(
		() => '',
		(error: Error) => error.message,
	);
	return { sent: sandbox.awin.calls.filter(({ method }) => method !== 'GET').length, said };
}

const COLLECTIONS = CHANGING.flatMap((changing) =>
	changing.fields
		.filter(({ type }) => type === 'collection')
		.map(({ name, displayName }) => ({ changing, name, displayName, what: changing.name })),
);

describe.each(COLLECTIONS)('$what: $displayName', ({ changing, name, displayName }) => {
	it.each([
		'={{ { dryRun: true } }}',
		'={{ $json.settings }}',
		'={{ $json.nothing }}',
		[{ dryRun: true }],
	])('given as %j: nothing is sent', async (given) => {
		const { sent, said } = await run(changing, name, given);

		expect(sent).toBe(0);
		expect(said).toContain(`"${displayName}" was given as a whole`);
	});

	it.each([{}, []])('given as %j, it says nothing, and everything is sent', async (given) => {
		const { sent, said } = await run(changing, name, given);

		expect(said).toBe('');
		expect(sent).toBeGreaterThan(0);
	});
});

it('covers every operation that changes something', () => {
	expect(new Set(COLLECTIONS.map(({ what }) => what)).size).toBe(CHANGING.length);
});

describe('what nobody can see', () => {
	const submit = CHANGING.find(({ name }) => name === 'Conversion: Submit') as Changing;

	it.each([
		['a list of rows', 'commissionGroups', '={{ $json.groups }}'],
		['the rows alone', 'commissionGroups', [{ code: 'NEW', amount: '10' }]],
		['a setting under another name', 'options', { dry_run: true }],
	])('%s: n8n leaves an empty collection, as if it had not been given', (_what, name, given) => {
		const parameters = { ...submit.parameters, [name]: given } as INodeParameters;

		expect(loadedParameters(parameters)[name]).toEqual({});
	});
});

it('shows nothing of it in the editor', () => {
	const collections = properties.filter(({ type }) => type === 'collection');
	for (const { options = [] } of collections) {
		expect(options.at(-1)).toMatchObject({ name: 'length', type: 'hidden' });
	}
});
