/**
 * Items of the two triggers in the form that is chosen by default, for n8n's editor.
 */
import type { IDataObject } from 'n8n-workflow';

import { readNotification } from '../api/notifications';
import { sampleNotification, sampleTransaction } from '../api/samples';
import { clockOf } from '../api/timezones';
import { readChange } from './events';
import { itemOf } from './notification/receive';
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

export function notificationPreview(): IDataObject {
	const reading = readNotification({ body: sampleNotification(), query: {} });
	return reading.ok ? itemOf(reading.row, { ...FORM, accountType: 'publisher' }) : {};
}
