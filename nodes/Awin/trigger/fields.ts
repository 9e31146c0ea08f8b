/**
 * The trigger's parameters, and their reading.
 */
import type { INodeProperties } from 'n8n-workflow';

import { clockOf } from '../api/timezones';
import type { OutputView } from '../api/transactionOutput';
import { accountField, accountTypeField, readAccount } from '../fields/account';
import { basketOption, readShowBasketProducts } from '../fields/basket';
import { partnerFilter, readPartnerIds } from '../fields/filters';
import type { ParameterSource } from '../fields/item';
import { readNumberOption } from '../fields/number';
import { outputField, readOutputForm } from '../fields/output';
import { readTimezone, timezoneField } from '../fields/timezone';
import { TRIGGER_EVENTS, type TriggerEvent } from './events';
import { DAY_MS } from './readPlan';
import { longestIntervalMs } from './pollInterval';
import type { Subscription } from './state';

const DEFAULT_LOOKBACK_DAYS = 7;
const MOST_LOOKBACK_DAYS = 30;

const eventsField: INodeProperties = {
	displayName: 'Trigger On',
	name: 'events',
	type: 'multiOptions',
	options: [
		{
			name: 'New Transaction',
			value: 'created',
			description: 'A sale or lead was tracked, in whatever status it begins',
		},
		{
			name: 'Transaction Amended',
			value: 'amended',
			description:
				'The sale amount or commission was changed. Comes with the old and the new amounts. Of several amendments between two polls Awin shows the last one only.',
		},
		{
			name: 'Transaction Approved',
			value: 'approved',
			description:
				'A transaction was approved, by hand or because its validation period ended: the commission will be paid',
		},
		{
			name: 'Transaction Declined',
			value: 'declined',
			description: 'A transaction was declined: no commission will be paid for it',
		},
	],
	default: ['created', 'approved', 'declined', 'amended'],
	required: true,
};

export const triggerFields: INodeProperties[] = [
	eventsField,
	accountTypeField,
	accountField,
	{
		...timezoneField,
		description: 'The timezone in which dates are shown',
	},
	outputField,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [partnerFilter],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Late Arrivals (Days)',
				name: 'lookbackDays',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: MOST_LOOKBACK_DAYS },
				default: DEFAULT_LOOKBACK_DAYS,
				description:
					'How many days after its own date a transaction may turn up at Awin and still be reported. Once a day the trigger reads back this far.',
			},
			basketOption,
		],
	},
];

/** What the trigger is set to. */
export interface Settings extends Subscription {
	view: OutputView;
	lookbackMs: number;
	pollIntervalMs: number;
	showBasketProducts: boolean;
}

export function readSettings(source: ParameterSource): Settings {
	const account = readAccount(source);
	return {
		...account,
		events: readEvents(source),
		partnerIds: readPartnerIds(source),
		view: {
			form: readOutputForm(source),
			accountType: account.accountType,
			clock: clockOf(readTimezone(source)),
		},
		lookbackMs: readLookbackDays(source) * DAY_MS,
		pollIntervalMs: longestIntervalMs(source.get('pollTimes')),
		showBasketProducts: readShowBasketProducts(source),
	};
}

function readEvents(source: ParameterSource): TriggerEvent[] {
	const value = source.get('events');
	const events = Array.isArray(value) ? (value as unknown[]) : [value].filter(Boolean);
	const unknown = events.find((event) => !(TRIGGER_EVENTS as readonly unknown[]).includes(event));
	if (events.length > 0 && unknown === undefined) return [...new Set(events as TriggerEvent[])];
	throw source.refuse(
		'Trigger On',
		unknown,
		unknown === undefined ? 'is empty' : 'is not an event',
		'Choose at least one of New Transaction, Transaction Amended, Transaction Approved and Transaction Declined.',
	);
}

function readLookbackDays(source: ParameterSource): number {
	const days = readNumberOption(source, {
		label: 'Late Arrivals (Days)',
		name: 'options.lookbackDays',
		isUsable: (given) => Number.isInteger(given) && given >= 1 && given <= MOST_LOOKBACK_DAYS,
		reason: `is not a whole number from 1 to ${MOST_LOOKBACK_DAYS}`,
		example: DEFAULT_LOOKBACK_DAYS,
	});
	return days ?? DEFAULT_LOOKBACK_DAYS;
}
