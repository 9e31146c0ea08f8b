import { DRY_RUN_AS_TOOL } from '../../../fields/safety';
import { overMaxRows } from '../../batch/limits';
import { keepProposal } from '../../batch/proposals';
import type { Refusal } from '../../batch/refusals';
import { withoutResult } from '../../batch/rows';
import { batchOperation } from '../../batch/runBatch';
import { deliverValidations, type TakenBatch } from './delivery';
import { dryRunOf } from './dryRun';
import { Earlier } from './earlier';
import { parameters, readSettings, type Settings } from './fields';
import { tellOfCutOff } from './hints';
import { lookUp, tellOfOthers } from './lookUp';
import { readCurrentAmounts } from './moves';
import { readRow } from './readRow';
import { refuseRepeats, tellApart } from './repeats';
import { judgedResult, refusedResult, resultWords, type ValidateResult } from './results';
import type { Row } from './rows';
import { leaveOut, leaveOutChanged, readSeen } from './unchanged';
import { waitOrLeave } from './wait';

export const validateTransactions = batchOperation<Settings, Row, ValidateResult>({
	option: {
		name: 'Validate',
		value: 'validate',
		action: 'Validate transactions',
		description: `Approve, decline or amend transactions of an advertiser in bulk, which decides what publishers are paid; needs the transaction ID or order reference of each; ${DRY_RUN_AS_TOOL}`,
	},
	parameters,
	preview: () =>
		judgedResult(
			{ action: 'approve', transaction: { transactionId: 1612345678 } },
			{ accountId: '12345', jobId: '5f0c7ad1c2b4e60d8a9b3c21' },
			{ outcome: 'done', code: 200, description: null },
		),
	readSettings,
	readRow,
	checkRows: ({ run, rows, refusals, settings }) => {
		if (settings.onlyIfUnchanged) readSeen(run, rows, refusals);
		refuseRepeats(rows, refusals);
	},
	rememberIn: (batch) => new Earlier(batch),
	// Before the first call: there is no need to look transactions up that are too many anyway.
	limitRows: ({ rows, settings }) => overMaxRows(rows.length, settings.maxRows),
	checkLeft: async ({ run, refusals, settings, results }, rows) => {
		const left = () => withoutResult(refusals.left(rows), results);
		const setAside = settings.onlyIfUnchanged
			? (row: Row, why: Refusal) => leaveOut(row, why, results)
			: ({ index }: Row, why: Refusal) => refusals.add(index, why);
		await lookUp(run, rows, settings.searchBackDays, refusals, setAside);
		if (settings.onlyIfUnchanged) await leaveOutChanged(run, rows, refusals, results);
		if (settings.maxTotalAmount !== undefined) await readCurrentAmounts(run, left(), refusals);
		await tellApart(run, left(), refusals);
		// Where more has become known of transactions, two names may turn out to be one transaction's.
		if (left().some(({ known }) => known)) refuseRepeats(left(), refusals);
	},
	dryRun: dryRunOf,
	deliveries: ({ run, settings, results }, rows) => {
		const taken: TakenBatch[] = [];
		const collect = async () => await waitOrLeave(run, taken, settings, results);
		return [{ ...deliverValidations(run, rows, taken), collect }];
	},
	notSent: refusedResult,
	remarkOn: tellOfOthers,
	keep: keepProposal,
	tell: tellOfCutOff,
	words: () => resultWords,
});
