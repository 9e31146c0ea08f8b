/**
 * Items of the two triggers in the form that is chosen by default, for n8n's editor.
 */
import type { IDataObject } from 'n8n-workflow';

import { readConversionResults } from '../api/conversionResults';
import { readNotification } from '../api/notifications';
import { sampleConversionResult, sampleNotification, sampleTransaction } from '../api/samples';
import { clockOf } from '../api/timezones';
import { readChange } from './events';
import { itemOf } from './notification/receive';
import { resultItem } from './notification/resultItem';
import { toItem } from './output';

const FORM = { form: 'simplified', clock: clockOf('UTC') } as const;

/** With a value in every field. */
export function triggerPreview(): IDataObject {
	const reading = readChange(sampleTransaction(), 'amendment');
	if (reading.kind !== 'change') return {};
	const account = { accountId: '12345', accountName: 'Example Shop' };
	const event = { change: reading.change, previousStatus: 'pending', account } as const;
	return toItem(event, { ...FORM, accountType: 'advertiser' }) as IDataObject;
}

/** The columns of both events: n8n knows one preview of a node without operations. */
export function notificationTriggerPreview(): IDataObject {
	return { ...notificationPreview(), ...conversionResultPreview() };
}

function conversionResultPreview(): IDataObject {
	const sample = sampleConversionResult();
	const reading = readConversionResults({ body: sample, query: {} });
	if (!reading.ok) return {};
	const [result] = reading.results;
	// What Awin sent of the order is its own affair: no member of it is promised.
	return { ...resultItem(result, String(sample.advertiserId)), received: {} };
}

export function notificationPreview(): IDataObject {
	const reading = readNotification({ body: sampleNotification(), query: {} });
	return reading.ok ? itemOf(reading.row, { ...FORM, accountType: 'publisher' }) : {};
}
