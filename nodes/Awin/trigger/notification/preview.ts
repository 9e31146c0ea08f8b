import type { IDataObject } from 'n8n-workflow';

import { sampleNotification } from '../../api/samples';
import { readNotification } from '../../api/notifications';
import { clockOf } from '../../api/timezones';
import { itemOf } from './receive';

/** An item in the form that is chosen by default. */
export function notificationPreview(): IDataObject {
	const reading = readNotification({ body: sampleNotification(), query: {} });
	if (!reading.ok) return {};
	return itemOf(reading.row, {
		form: 'simplified',
		accountType: 'publisher',
		clock: clockOf('UTC'),
	});
}
