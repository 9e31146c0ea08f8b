import { sampleTransaction } from '../../api/samples';
import { clockOf } from '../../api/timezones';
import { toOutput } from '../../api/transactionOutput';

/** A transaction in the form that is chosen by default. */
export function transactionPreview(): object {
	const view = { form: 'simplified', accountType: 'advertiser', clock: clockOf('UTC') } as const;
	return toOutput(sampleTransaction(), view);
}
