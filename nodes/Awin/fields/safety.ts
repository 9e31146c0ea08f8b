/**
 * What keeps a batch from doing more than was meant: a trial run, and limits that refuse it before anything is sent.
 */
import { number } from './number';
import type { Declaration, SingleParameter } from './parameter';
import { yesNo } from './text';

/** What the description of an operation ends with that has the option: it is what an AI agent reads first. */
export const DRY_RUN_AS_TOOL =
	'as a tool it is a dry run unless the option Dry Run is added and switched off';

/** An AI agent has to be told explicitly to send something. */
export const dryRun = yesNo(
	{
		displayName: 'Dry Run',
		name: 'options.dryRun',
		default: true,
		description:
			'Whether to only check the items and show what would be sent. Nothing is sent. When an AI agent uses this node as a tool, every run is a dry run unless this option is added and switched off.',
	},
	(source) => source.isTool,
);

const FROM_ZERO = 'is not a number from 0 on';

/** n8n runs a node once for each round of a loop; a limit that counted one round would be none. */
const WHOLE_EXECUTION =
	'In a loop, or in a sub-workflow that runs once for each item, what this node has sent before in the same execution counts too.';

/** `undefined` where there is no limit. */
export const maxRows = rowsLimit({
	displayName: 'Max Rows',
	name: 'options.maxRows',
	default: 1000,
	description: `Refuse all items, before anything is sent, when there are more than this. ${WHOLE_EXECUTION} Without this option there is no limit.`,
});

/** `undefined` where there is no limit. */
export const minRows = rowsLimit({
	displayName: 'Min Rows',
	name: 'options.minRows',
	default: 100,
	description:
		'Refuse all items, before anything is sent, when a feed would have fewer products than this. It keeps a list that came in half from replacing a whole feed. Without this option there is no limit.',
});

function rowsLimit(
	declared: Declaration & { default: number },
): SingleParameter<number | undefined> {
	return number(
		{ typeOptions: { minValue: 1 }, ...declared },
		{
			isUsable: (rows) => Number.isInteger(rows) && rows >= 0,
			reason: FROM_ZERO,
			example: 1000,
		},
	);
}

/** In major units, for each currency on its own; `undefined` where there is no limit. */
export const maxTotalAmount = number(
	{
		displayName: 'Max Total Amount',
		name: 'options.maxTotalAmount',
		typeOptions: { minValue: 0 },
		default: 1000,
		description: WHOLE_EXECUTION,
	},
	{ isUsable: (amount) => amount >= 0, reason: FROM_ZERO },
);

/** @param what the amount counts, which differs between operations */
export function maxTotalOf(what: string): SingleParameter<number | undefined> {
	return maxTotalAmount.with({ description: `${what} ${WHOLE_EXECUTION}` });
}
