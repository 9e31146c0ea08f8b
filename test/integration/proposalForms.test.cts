/**
 * Between a comparison and what follows, people look at a sheet. It may keep an object as text, or as columns of their own; what
 * was proposed is read from these as well, and what cannot be read is never taken for nothing.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { ownProposal } from '../../nodes/Awin/fields/proposal';
import { CONTINUE } from '../support/contexts.cts';
import { bookedReferences, columnsOf as ordersOf, submit } from '../support/conversion.cts';
import { useSandbox } from '../support/useSandbox.cts';
import {
	addPending,
	comparedColumns,
	happened,
	outcomesOf,
	resultsOf,
	stopOf,
	validate,
} from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true, store: true });

/** As *Convert to File* writes objects. */
function flat(object: IDataObject, path = ''): IDataObject {
	return Object.entries(object).reduce<IDataObject>((columns, [name, value]) => {
		const whole = path + name;
		const isObject = typeof value === 'object' && value !== null;
		return Object.assign(
			columns,
			isObject ? flat(value as IDataObject, `${whole}.`) : { [whole]: String(value ?? '') },
		);
	}, {});
}

/** How a sheet may give a proposal back. */
const FORMS: Record<string, (awin: IDataObject) => IDataObject> = {
	'an object': (awin) => ({ awin }),
	'JSON text': (awin) => ({ awin: JSON.stringify(awin) }),
	'JSON text over several lines': (awin) => ({ awin: `\n ${JSON.stringify(awin, null, 2)} ` }),
	'columns of their own': (awin) =>
		Object.fromEntries(Object.entries(awin).map(([name, value]) => [`awin.${name}`, value])),
	'a column for each value': (awin) => flat({ awin }),
	'columns beside a blank one': (awin) => ({
		awin: ' ',
		'awin.proposedAction': awin.proposedAction,
		'awin.reason': awin.reason,
	}),
	"columns beside a column of somebody's own": (awin) => ({
		awin: 'yes',
		'awin.proposedAction': awin.proposedAction,
		'awin.reason': awin.reason,
	}),
	'columns beside the result of another node': (awin) => ({
		awin: { outcome: 'found', proposedAction: null },
		'awin.proposedAction': awin.proposedAction,
		'awin.reason': awin.reason,
	}),
};

const WORDS = ['submit', 'approve', 'amend', 'decline', 'wait', 'none', 'review'];

describe.each(Object.entries(FORMS))('a proposal as %s', (_form, written) => {
	it('is what Submit goes by, and stays with the item', async () => {
		const columns = ordersOf(WORDS.length).map((order, place) => ({
			...order,
			...written({ proposedAction: WORDS[place], reason: `Reason ${place + 1}.` }),
		}));

		const { items } = await submit(sandbox, columns);

		expect(outcomesOf(items)).toEqual(['accepted', ...Array(6).fill('skipped')]);
		expect(resultsOf(items)[6]).toMatchObject({
			message: 'Not sent, because the proposed action is "review". Reason 7',
			proposedAction: 'review',
			reason: 'Reason 7.',
		});
		expect(bookedReferences(sandbox)).toEqual(['A-1']);
	});

	it('is what Validate holds its one action against', async () => {
		const columns = addPending(sandbox, 2).map(({ id }, place) => ({
			id,
			...written({ proposedAction: ['approve', 'review'][place], reason: 'So it is.' }),
		}));

		const { items } = await validate(sandbox, columns);

		expect(outcomesOf(items)).toEqual(['done', 'skipped']);
		expect(resultsOf(items)[0]).toMatchObject({ proposedAction: 'approve', reason: 'So it is.' });
	});
});

it.each([
	'an object',
	'JSON text',
	'JSON text over several lines',
	'columns of their own',
	'a column for each value',
])('Only if Unchanged finds the transaction in %s', async (form) => {
	const options = { onlyIfUnchanged: true };
	const rows = addPending(sandbox, 2);
	const columns = rows.map((row) => {
		const { awin, ...others } = comparedColumns(row);
		return { ...others, ...FORMS[form](awin as IDataObject) };
	});
	happened(sandbox, rows[1].id, 'declined');

	const { items } = await validate(sandbox, columns, { options }, CONTINUE);

	expect(outcomesOf(items)).toEqual(['done', 'skipped']);
});

it('is nothing that stands in the prototype of the columns, where nobody has said it', () => {
	const columns = Object.create({ 'awin.proposedAction': 'submit', awin: '7' }) as object;

	expect(ownProposal(columns)).toEqual({});
});

describe('a column awin that is there and cannot be read', () => {
	it.each<[unknown]>([
		['[object Object]'],
		['text'],
		['{"proposedAction":"rev'],
		['"{}"'],
		['[{"proposedAction":"submit"}]'],
		['null'],
		[[]],
		[[{ proposedAction: 'submit' }]],
		[7],
		[false],
	])('refuses its item in Submit: %j', async (awin) => {
		const [first, odd] = ordersOf(2);
		const columns = [first, { ...odd, awin }] as IDataObject[];

		const stop = await stopOf(submit(sandbox, columns));
		const { items } = await submit(sandbox, columns, {}, CONTINUE);

		expect(stop.message).toMatch(
			/^"awin" is ".+", which says nothing that can be read, so nobody can tell what is proposed for the item \[item 2 of 2\]$/,
		);
		expect(stop.description).toContain('as an object or as its JSON text');
		expect(outcomesOf(items)).toEqual(['accepted', 'failed']);
		expect(bookedReferences(sandbox)).toEqual(['A-1']);
	});

	it('does so whatever else says what is proposed', async () => {
		const [order] = ordersOf(1);
		const sayings: Array<[IDataObject, INodeParameters]> = [
			[{ 'awin.proposedAction': 'submit' }, {}],
			[{ todo: 'submit' }, { additionalFields: { proposedAction: '={{ $json.todo }}' } }],
		];

		for (const [said, parameters] of sayings) {
			const columns = [{ ...order, awin: '[object Object]', ...said }];
			const { items } = await submit(sandbox, columns, parameters, CONTINUE);
			expect(outcomesOf(items)).toEqual(['failed']);
		}
		expect(bookedReferences(sandbox)).toEqual([]);
	});

	it('refuses all items of Only if Unchanged', async () => {
		const [a, b] = addPending(sandbox, 2);
		const columns = [comparedColumns(a), { ...comparedColumns(b), awin: String(b.id) }];
		const options = { onlyIfUnchanged: true };

		const stop = await stopOf(validate(sandbox, columns, { options }));

		expect(stop.message).toMatch(/^"awin" is "\d+", which says nothing .+ \[item 2 of 2\]$/);
	});
});

it.each([
	['review', 'submit'],
	['submit', 'review'],
	['submit', 'send'],
])('an item that says %s in its column awin and %s beside it is refused', async (own, beside) => {
	const columns = ordersOf(1).map((order) => ({
		...order,
		awin: { proposedAction: own },
		'awin.proposedAction': beside,
	}));

	const { items } = await submit(sandbox, columns, {}, CONTINUE);

	expect(outcomesOf(items)).toEqual(['failed']);
	expect(resultsOf(items)[0]).toMatchObject({
		message: `"awin.proposedAction" is "${beside}", which differs from what the column "awin" says of the item: "${own}"`,
		nextStep: 'Take the column out that is out of date: "awin.proposedAction" or "awin".',
	});
	expect(bookedReferences(sandbox)).toEqual([]);
});
