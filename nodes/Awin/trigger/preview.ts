import type { IDataObject } from 'n8n-workflow';

import { sampleTransaction } from '../api/samples';
import { clockOf } from '../api/timezones';
import { readChange } from './events';
import { toItem } from './output';

/** An item in the form that is chosen by default, with a value in every field. */
export function triggerPreview(): IDataObject {
	const reading = readChange(sampleTransaction(), 'amendment');
	if (reading.kind !== 'change') return {};
	const view = { form: 'simplified', accountType: 'advertiser', clock: clockOf('UTC') } as const;
	return toItem({ change: reading.change, previousStatus: 'pending' }, view) as IDataObject;
}
