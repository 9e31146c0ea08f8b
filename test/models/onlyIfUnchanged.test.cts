/**
 * Only if Unchanged over whole kinds of worlds: whatever happened to transactions since they were compared, however they are
 * named, and in whatever form Awin answers, exactly those are sent that are what they were. What that is, is worked out from
 * what was done to the sandbox.
 */
import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import { CONTINUE } from '../support/contexts.cts';
import { useSandbox } from '../support/useSandbox.cts';
import {
	addPending,
	batchesOf,
	comparedColumns,
	happened,
	outcomesOf,
	validate,
} from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true });

const AMOUNTS: Record<string, [was: number, other: number]> = {
	EUR: [50, 45],
	GBP: [1083.29, 1083.3],
	JPY: [5000, 4999],
	KWD: [10.125, 10.126],
};

const NAMES: INodeParameters[] = [
	{},
	{ identifyBy: 'orderReference', orderReference: '={{ $json.ref }}' },
	{
		identifyBy: 'orderReferenceAndDate',
		orderReference: '={{ $json.ref }}',
		transactionDate: '={{ $json.date }}',
	},
	{
		identifyBy: 'whichever',
		transactionId: '={{ $itemIndex % 2 ? $json.id : "" }}',
		orderReference: '={{ $itemIndex % 2 ? "" : $json.ref }}',
		transactionDate: '={{ $itemIndex % 4 ? $json.date : "" }}',
	},
];

const AS_DOCUMENTED = {
	idsAsStrings: false,
	nullsMissing: false,
	transactionsWrapper: 'none',
	rowOrder: 'date',
	unknownIds: 'leftOut',
	deletedWithoutStatus: 'listed',
	datePrecision: 'minute',
	endInclusive: true,
};

const story = fc.record({
	fates: fc.array(
		fc.constantFrom('nothing', 'amended', 'amended back', 'declined', 'approved', 'deleted'),
		{ minLength: 1, maxLength: 5 },
	),
	currency: fc.constantFrom(...Object.keys(AMOUNTS)),
	isToAmend: fc.boolean(),
	naming: fc.constantFrom(...NAMES),
	switches: fc.constantFrom<Record<string, unknown>>(
		{},
		{ idsAsStrings: true },
		{ nullsMissing: true },
		{ transactionsWrapper: 'body' },
		{ rowOrder: 'scattered' },
		{ unknownIds: 'notFound' },
		{ deletedWithoutStatus: 'hidden' },
		{ datePrecision: 'second' },
		{ endInclusive: false },
	),
	options: fc.constantFrom<INodeParameters>(
		{ onlyIfUnchanged: true },
		{ onlyIfUnchanged: true, maxTotalAmount: 1_000_000 },
		{ onlyIfUnchanged: 'yes' },
		{ onlyIfUnchanged: true, dryRun: true },
		{ onlyIfUnchanged: false },
		{},
	),
});

it('exactly those are sent that are what they were', async () => {
	const seen = new Set<string>();
	let world = 0;
	await fc.assert(
		fc.asyncProperty(story, async ({ fates, currency, isToAmend, naming, switches, options }) => {
			Object.assign(sandbox.awin.switches, AS_DOCUMENTED);
			world++;
			const [saleAmount, other] = AMOUNTS[currency];
			const rows = fates.map(
				(_, place) =>
					addPending(sandbox, 1, { saleAmount, currency, orderRef: `W${world}-${place}` })[0],
			);
			const columns = rows.map((row) =>
				comparedColumns(row, { proposedAction: isToAmend ? 'amend' : 'approve' }),
			);
			const change: INodeParameters = isToAmend
				? { action: 'amend', saleAmount: other, currency, amendReason: 'divided anew' }
				: {};
			fates.forEach((fate, place) => {
				const { id } = rows[place];
				if (fate === 'nothing') return;
				if (fate.startsWith('amended')) happened(sandbox, id, 'amended', other);
				if (fate === 'amended back') happened(sandbox, id, 'amended', saleAmount);
				if (!fate.startsWith('amended')) happened(sandbox, id, fate as 'declined');
			});
			Object.assign(sandbox.awin.switches, switches);
			sandbox.awin.calls.length = 0;

			const { items } = await validate(
				sandbox,
				columns,
				{ ...change, ...naming, options },
				CONTINUE,
			);

			if (!options.onlyIfUnchanged) {
				expect(outcomesOf(items)).not.toContain('skipped');
				return;
			}
			const isSame = (fate: string) =>
				fate === 'nothing' || (fate === 'amended back' && !isToAmend);
			const good = options.dryRun ? 'dryRun' : 'done';
			expect(outcomesOf(items)).toEqual(fates.map((fate) => (isSame(fate) ? good : 'skipped')));
			const sent = options.dryRun ? 0 : fates.filter(isSame).length;
			expect(batchesOf(sandbox).flat()).toHaveLength(sent);
			for (const fate of fates) seen.add(fate);
		}),
		{ numRuns: 150 },
	);
	expect(seen.size).toBe(6);
});
