import { emptyStore } from '../support/deduplication.cts';
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import { SUBJECTS } from '../faults/subjects.cts';
import { executeAwin } from '../support/contexts.cts';
import { declaredFields, type DeclaredField } from '../support/declared.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { stopOf } from '../support/validation.cts';

const { sandbox, renew } = useSandbox({ clock: true, store: true });

/** What shows a field: the first of the values that do. */
function besideOf({ displayOptions }: INodeProperties): INodeParameters {
	const show = Object.entries(displayOptions?.show ?? {});
	return Object.fromEntries(show.map(([name, values]) => [name, values?.[0]])) as INodeParameters;
}

const SWITCHES = SUBJECTS.flatMap((subject) => declaredFields(subject, 'boolean'));

/** What an amendment needs to be one, also where the item proposes something else. */
const AMENDMENT = {
	action: 'eachItem',
	itemAction: 'amend',
	amendReason: 'r',
	saleAmount: '10',
	currency: 'EUR',
};

function parametersWith({ subject, collection, declared, outer }: DeclaredField, value: unknown) {
	const beside = besideOf(outer);
	const given = { [declared.name]: value } as INodeParameters;
	const placed = collection === undefined ? given : { [collection]: given };
	return {
		...subject.parameters,
		...beside,
		...(beside.action === 'amend' ? AMENDMENT : {}),
		...placed,
	} as INodeParameters;
}

/** The same rows for every run of a test, so that runs can be compared. */
let rows: IDataObject[];

/** As if none of the rows had been sent yet: Awin has again what they are about. */
async function beginAnew({ subject }: DeclaredField): Promise<void> {
	await renew();
	subject.columns?.(sandbox);
}

async function run(known: DeclaredField, value: unknown): Promise<void> {
	sandbox.awin.calls.length = 0;
	await emptyStore();
	await executeAwin({
		credentials: credentialsFor(sandbox),
		parameters: parametersWith(known, expressionOf(value)),
		items: rows.map((json) => ({ json })),
		onError: 'stopWorkflow',
	});
}

/** Numbers of jobs, and what parts a file from the rest of a call: new ones each time. */
const MADE_UP = /[0-9a-f]{24}|-{6,}[\w-]+/g;

/** The value comes from an expression, as from a column; a column of its own would be part of what some operations send. */
const expressionOf = (value: unknown) => `={{ (${JSON.stringify(value)}) }}`;

it('finds the switches', () => {
	const names = new Set(SWITCHES.map(({ declared }) => declared.displayName));

	expect([...names]).toEqual(
		expect.arrayContaining([
			'Return All',
			'Approve After Amending',
			'Show Basket Products',
			'Include Hidden Programs',
			'Shorten',
			'Dry Run',
		]),
	);
});

describe.each(SWITCHES.map((known) => [known.name, known] as const))('%s', (_name, known) => {
	beforeEach(() => {
		rows = known.subject.columns?.(sandbox) ?? [{}];
	});

	it.each([['maybe'], [2], [[]], [[true]], [{}], [null], ['']])(
		'given as %j is refused, whichever item has it',
		async (value) => {
			const stop = await stopOf(run(known, value));

			expect(stop.message).toContain(`"${known.declared.displayName}" is `);
			expect(sandbox.awin.calls).toEqual([]);
		},
	);

	it.each([
		[true, ['TRUE', 'true', 'Yes', ' yes ', '1', 1]],
		[false, ['FALSE', 'false', 'No', '0', 0]],
	])('%j may be written in other ways', async (plain, ways) => {
		const journalOf = async (value: unknown): Promise<string | undefined> => {
			await beginAnew(known);
			// What the run is about is tested elsewhere; here, whether both do the same.
			const failed = await run(known, value).then(
				() => '',
				(error: unknown) => (error as Error).message,
			);
			const calls = sandbox.awin.calls.map(({ method, path, query, bodyText }) =>
				JSON.stringify([method, path, query, bodyText]),
			);
			return `${failed}\n${calls.sort().join('\n')}`.replace(MADE_UP, '#');
		};
		const expected = await journalOf(plain);
		for (const way of ways) expect(await journalOf(way)).toBe(expected);
	});
});
