/**
 * The parameters of Validate Transactions.
 */
import { advertiserAccount } from '../../../fields/account';
import { options } from '../../../fields/collection';
import type { ParameterSource } from '../../../fields/item';
import { numberUpTo } from '../../../fields/number';
import { readParameters, type ValuesOf } from '../../../fields/parameter';
import { dryRun, maxRows, maxTotalOf } from '../../../fields/safety';
import { searchBackDays } from '../../../fields/searchBackDays';
import { yesNo } from '../../../fields/text';
import { actionParameters, changeParameters } from './change';
import { identityParameters } from './identity';
import { onlyIfUnchanged } from './unchanged';

/** Longer than anybody keeps an execution open. */
const LONGEST_TIMEOUT_SECONDS = 86_400;

const timeoutMs = numberUpTo(LONGEST_TIMEOUT_SECONDS, {
	displayName: 'Timeout Seconds',
	name: 'options.timeoutSeconds',
	typeOptions: { minValue: 1 },
	default: 300,
	description:
		'How long to wait for Awin to work through the batch. After that the items come out as submitted, with the job to ask for later.',
}).map((seconds) => seconds * 1000);

const waitForCompletion = yesNo(
	{
		displayName: 'Wait for Completion',
		name: 'options.waitForCompletion',
		default: true,
		description:
			'Whether to wait until Awin has worked through the batch, and give each item its result',
	},
	true,
);

/** What holds for the whole run. It is read for the first item; where it differs for another, nothing is sent. */
const settings = {
	maxRows,
	maxTotalAmount: maxTotalOf(
		'Refuse all items, before anything is sent, when amendments and declines would change sales by more than this in any one currency: the present sale amounts of transactions to decline, plus what amendments take off or add. The present amounts are read from Awin first, at 200 transactions a call. Where one of them cannot be counted, all items are refused.',
	),
	onlyIfUnchanged,
	searchBackDays,
	timeoutMs,
	waitForCompletion,
};

export type Settings = ValuesOf<typeof settings>;

export const readSettings = (source: ParameterSource): Settings => readParameters(settings, source);

export const parameters = {
	accountId: advertiserAccount,
	...actionParameters,
	...identityParameters,
	...changeParameters,
	options: options({ dryRun, ...settings }),
};
