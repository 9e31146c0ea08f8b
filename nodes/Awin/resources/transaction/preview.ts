import type { IDataObject } from 'n8n-workflow';

import { sampleTransaction } from '../../api/samples';
import { clockOf } from '../../api/timezones';
import { toOutput } from '../../api/transactionOutput';

/** A transaction in the form that is chosen by default. */
export const transactionPreview = toOutput(sampleTransaction(), {
	form: 'simplified',
	accountType: 'advertiser',
	clock: clockOf('UTC'),
}) as IDataObject;
