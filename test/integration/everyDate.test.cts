import type { INodeParameters } from 'n8n-workflow';

import { SUBJECTS } from '../faults/subjects.cts';
import { executeAwin } from '../support/contexts.cts';
import { declaredFields, type DeclaredField } from '../support/declared.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { stopOf } from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true, isShared: true });

/** The one operation that takes a date that it cannot read for an answer, and says of that order why (compareOrders.test.cts). */
const ANSWERS_IT = 'Transaction: Compare With Orders';

const DATES = SUBJECTS.filter(({ name }) => name !== ANSWERS_IT).flatMap((subject) =>
	declaredFields(subject, 'dateTime'),
);

/** What has to be chosen for a date to be shown and read. */
const BESIDE: Record<string, INodeParameters> = {
	clickTime: { attribution: ['publisherClick'], publisherId: '88201' },
	transactionDate: { identifyBy: 'orderReferenceAndDate', orderReference: 'A-1' },
};

function parametersWith({ subject, collection, declared }: DeclaredField, value: unknown) {
	const given = { [declared.name]: value } as INodeParameters;
	return {
		...subject.parameters,
		...(collection === undefined ? BESIDE[declared.name] : {}),
		...(collection === undefined ? given : { [collection]: given }),
	} as INodeParameters;
}

it('finds the dates', () => {
	expect(new Set(DATES.map(({ declared }) => declared.displayName))).toEqual(
		new Set([
			'Start Date',
			'End Date',
			'Transaction Date',
			'Transaction Time',
			'Click Time',
			'Updated Since',
			'Effective Date',
			'Order Date',
		]),
	);
});

const SHEETS = /which is a spreadsheet's own number for 2026-01-01/;
const EARLY = /which lies before Awin began/;
const SLASHES = /which some people read as day\/month and others as month\/day/;

describe.each(DATES.map((field) => [field.name, field] as const))('%s', (_name, field) => {
	it.each<[unknown, RegExp]>([
		[46023, SHEETS],
		[46023.604166, SHEETS],
		['46023', SHEETS],
		['46023,604166', SHEETS],
		[1, EARLY],
		[915_148_800, EARLY],
		['1999-12-31T23:59:59Z', EARLY],
		['0206-01-31T12:00:00Z', EARLY],
		['11/14/2026 14:39', SLASHES],
		['01/02/2026', SLASHES],
	])('%j is refused before anything is sent', async (value, words) => {
		sandbox.awin.calls.length = 0;
		const rows = field.subject.columns?.(sandbox) ?? [{}];
		const given = `={{ ${JSON.stringify(value)} }}`;

		const stop = await stopOf(
			executeAwin({
				credentials: credentialsFor(sandbox),
				parameters: parametersWith(field, given),
				items: rows.map((json) => ({ json })),
			}),
		);

		expect(stop.message).toContain(`"${field.declared.displayName}" is `);
		expect(stop.message).toMatch(words);
		expect(stop.description).toMatch(/such as 2026-01-31|pick one|exactly as Awin shows/);
		expect(sandbox.awin.calls).toEqual([]);
	});
});
