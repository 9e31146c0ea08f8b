/**
 * The trigger's parameters.
 */
import { DAY_MS } from '../api/periods';
import { clockOf } from '../api/timezones';
import type { OutputView } from '../api/transactionOutput';
import { showBasketProducts } from '../fields/basket';
import { filters, options } from '../fields/collection';
import { partnerIds } from '../fields/filters';
import type { ParameterSource } from '../fields/item';
import { numberUpTo } from '../fields/number';
import { outputForm } from '../fields/output';
import { fieldsOf, parameter, readParameters } from '../fields/parameter';
import { timezone } from '../fields/timezone';
import { TRIGGER_EVENTS, type TriggerEvent } from './events';
import { evenIntervalMs, longestIntervalMs } from './pollInterval';
import type { Subscription } from './state';
import { watched, type Watched } from './watched';

const DEFAULT_LOOKBACK_DAYS = 7;
const MOST_LOOKBACK_DAYS = 30;

const events = parameter<TriggerEvent[]>(
	{
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
	},
	(value, source, named) => {
		const given = Array.isArray(value) ? (value as unknown[]) : [value].filter(Boolean);
		const unknown = given.find((event) => !(TRIGGER_EVENTS as readonly unknown[]).includes(event));
		if (given.length > 0 && unknown === undefined) return [...new Set(given as TriggerEvent[])];
		throw named.refuse(
			source,
			unknown,
			unknown === undefined ? 'is empty' : 'is not an event',
			'Choose at least one of New Transaction, Transaction Amended, Transaction Approved and Transaction Declined.',
		);
	},
);

const lookbackDays = numberUpTo(
	MOST_LOOKBACK_DAYS,
	{
		displayName: 'Late Arrivals (Days)',
		name: 'options.lookbackDays',
		typeOptions: { minValue: 1, maxValue: MOST_LOOKBACK_DAYS },
		default: DEFAULT_LOOKBACK_DAYS,
		description:
			'How many days after its own date a transaction may turn up at Awin and still be reported. Once a day the trigger reads back this far.',
	},
	{ isWhole: true },
);

const parameters = {
	events,
	watched,
	timezone: timezone.with({ description: 'The timezone in which dates are shown' }),
	form: outputForm,
	filters: filters({ partnerIds }),
	options: options({ lookbackDays, showBasketProducts }),
};

export const triggerFields = fieldsOf(parameters);

/** What the trigger is set to, for one account. */
export interface Settings extends Subscription {
	view: OutputView;
	lookbackMs: number;
	pollIntervalMs: number;
	showBasketProducts: boolean;
}

/** The same for all accounts that it watches. */
export interface WatchSettings extends Omit<Settings, 'accountId'> {
	watched: Watched;
	/** How far apart polls are, where that is always about the same. */
	evenIntervalMs?: number;
}

export function readSettings(source: ParameterSource): WatchSettings {
	const given = readParameters(parameters, source);
	const { accountType } = given.watched;
	return {
		watched: given.watched,
		accountType,
		events: given.events,
		partnerIds: given.filters.partnerIds,
		view: { form: given.form, accountType, clock: clockOf(given.timezone) },
		lookbackMs: given.options.lookbackDays * DAY_MS,
		pollIntervalMs: longestIntervalMs(source.get('pollTimes')),
		evenIntervalMs: evenIntervalMs(source.get('pollTimes')),
		showBasketProducts: given.options.showBasketProducts,
	};
}

/** What holds for one of the accounts. */
export function settingsFor(settings: WatchSettings, accountId: string): Settings {
	const { accountType, events, partnerIds, view } = settings;
	const { lookbackMs, pollIntervalMs, showBasketProducts } = settings;
	const what = { accountType, accountId, events, partnerIds, view };
	return { ...what, lookbackMs, pollIntervalMs, showBasketProducts };
}
