import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import { executeAwin } from '../support/contexts.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { CHANGING, type Changing } from '../support/settings.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { stopOf } from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true, store: true, isShared: true });

interface List {
	name: string;
	changing: Changing;
	/** The collection around it, where there is one. */
	collection?: string;
	declared: INodeProperties;
}

const listsOf = (changing: Changing): List[] =>
	changing.fields.flatMap((field) => {
		const members = field.type === 'collection' ? (field.options as INodeProperties[]) : [field];
		const collection = field.type === 'collection' ? field.name : undefined;
		return members
			.filter(({ type }) => type === 'fixedCollection')
			.map((declared) => ({
				name: `${changing.name}: ${declared.displayName}`,
				changing,
				collection,
				declared,
			}));
	});

const LISTS = CHANGING.flatMap(listsOf);

/** What has to be chosen beside a list, so that it is shown and read, also where the item proposes something else. */
const BESIDE: Record<string, INodeParameters> = {
	transactionParts: {
		action: 'eachItem',
		itemAction: 'amend',
		amendReason: 'r',
		saleAmount: '10',
		currency: 'EUR',
	},
	customParameters: { action: 'amendTrackingParameters' },
};

/** A row that can be sent, for each list. */
const GOOD_ROW: Record<string, IDataObject> = {
	transactionParts: { commissionGroupCode: 'NEW', amount: '10' },
	commissionGroups: { code: 'NEW', amount: '10' },
	customParameters: { key: '7', value: 'B2B' },
	basket: { id: '4711', name: 'Rain jacket', price: '10', quantity: '1' },
};

const kindOf = ({ declared }: List) => (declared.options as Array<{ name: string }>)[0].name;
const columnsOf = ({ declared }: List) =>
	(declared.options as Array<{ values: INodeProperties[] }>)[0].values.map(({ name }) => name);

function parametersWith(list: List, value: unknown): INodeParameters {
	const { collection, declared, changing } = list;
	const given = { [declared.name]: value } as INodeParameters;
	const isValidation = changing.name === 'Transaction: Validate';
	return {
		...changing.parameters,
		...(isValidation ? BESIDE[declared.name] : {}),
		...(collection === undefined ? given : { [collection]: given }),
	};
}

async function run(list: List, value: unknown, onError?: 'continueRegularOutput') {
	sandbox.awin.calls.length = 0;
	const rows = list.changing.columns(sandbox);
	return await executeAwin({
		credentials: credentialsFor(sandbox),
		parameters: parametersWith(list, value),
		items: rows.map((json) => ({ json: { ...json, blank: ' ' } })),
		onError,
	});
}

const changes = () => sandbox.awin.calls.filter(({ method }) => method !== 'GET');

it('every list is put to the test', () => {
	expect(LISTS.map(({ name }) => name)).toEqual([
		'Transaction: Validate: Transaction Parts',
		'Transaction: Validate: Custom Parameters',
		'Conversion: Submit: Commission Groups',
		'Conversion: Submit: Basket',
		'Conversion: Submit: Custom Parameters',
		'Proof of Purchase: Submit: Commission Groups',
	]);
});

describe.each(LISTS.map((list) => [list.name, list] as const))('%s', (_name, list) => {
	const good = GOOD_ROW[list.declared.name];
	const kind = kindOf(list);
	const blank = Object.fromEntries(columnsOf(list).map((name) => [name, '']));
	const missing = Object.fromEntries(columnsOf(list).map((name) => [name, '={{ $json.none }}']));
	const blankCells = Object.fromEntries(
		columnsOf(list).map((name) => [name, '={{ $json.blank }}']),
	);
	const misnamed = Object.fromEntries(
		Object.entries(good).map(([name, value]) => [`${name.toUpperCase()}_`, value]),
	);

	it.each<[string, unknown]>([
		['one row left empty', { [kind]: [{}] }],
		['one row with blanks', { [kind]: [blank] }],
		['rows left empty', { [kind]: [{}, blank, {}] }],
		['columns that are not there', { [kind]: [missing] }],
		['blank cells', { [kind]: [blankCells] }],
		['fields by other names', { [kind]: [misnamed] }],
		['all rows by one expression', { [kind]: '={{ $json.rows }}' }],
		['all rows by one expression that gives some', { [kind]: `={{ [${JSON.stringify(good)}] }}` }],
	])('%s: nothing is sent, and what to do is said', async (_what, value) => {
		const stop = await stopOf(run(list, value));

		expect(changes()).toEqual([]);
		expect(stop.message).toContain(`"${list.declared.displayName}" has`);
		expect(stop.description).toContain('Nothing was sent.');
		for (const name of columnsOf(list)) expect(stop.description).toContain(`"${name}"`);

		const { items } = await run(list, value, 'continueRegularOutput');

		expect(changes()).toEqual([]);
		expect(items).toHaveLength(3);
	});

	it('a row left empty among others is passed over', async () => {
		await run(list, { [kind]: [{}, good, blank] });
		const [withBlanks] = changes();
		await run(list, { [kind]: [good] });
		const [without] = changes();

		const shapeOf = ({ bodyText }: { bodyText: string }) =>
			bodyText.replace(/\d+(?:_\d+)+|\d{3,}|[AFPT]-\d+/g, '#');
		expect(shapeOf(withBlanks)).toBe(shapeOf(without));
		expect(without.bodyText).toContain(JSON.stringify(Object.values(good)[0]).slice(1, -1));
	});

	it('one that was never opened is none', async () => {
		if (list.declared.name === 'customParameters' && list.collection === undefined) {
			const stop = await stopOf(run(list, {}));
			expect(stop.message).toContain('"Custom Parameters" is empty');
			return;
		}
		await run(list, {});

		expect(changes()).toHaveLength(1);
	});
});
