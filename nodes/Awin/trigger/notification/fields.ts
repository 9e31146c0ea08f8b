/**
 * The parameters of the Awin Notification Trigger.
 */
import { clockOf } from '../../api/timezones';
import type { OutputView } from '../../api/transactionOutput';
import { choice } from '../../fields/choice';
import { filters, options } from '../../fields/collection';
import { partnerIds } from '../../fields/filters';
import { requiredId } from '../../fields/ids';
import type { ParameterSource } from '../../fields/item';
import { outputForm } from '../../fields/output';
import { fieldsOf, notice, parameter } from '../../fields/parameter';
import { yesNoOf } from '../../fields/text';
import { timezone } from '../../fields/timezone';

/**
 * The part of the address that follows n8n's random id. With a secret in it, n8n itself turns away everybody who does not
 * know it, before anything of the workflow is loaded: it looks addresses up whole, and knows no other. Characters with a
 * meaning in addresses become hyphens, so that the address that n8n shows is the one that it answers to.
 */
export const WEBHOOK_PATH =
	'={{ ["awin", String($parameter["secret"] ?? "").trim().replace(/[^A-Za-z0-9_-]/g, "-")].filter((part) => part !== "").join("/") }}';

const EVENTS = ['transaction', 'conversionResult'] as const;
type NotificationEvent = (typeof EVENTS)[number];

function onlyFor(event: NotificationEvent) {
	return { displayOptions: { show: { event: [event] } } };
}

const event = choice(
	{
		displayName: 'Event',
		name: 'event',
		noDataExpression: true,
		options: [
			{
				name: 'New Transaction',
				value: 'transaction',
				description: 'Awin tells a publisher of a new transaction',
			},
			{
				name: 'Conversion Result',
				value: 'conversionResult',
				description: 'Awin tells an advertiser what became of orders that were submitted',
			},
		],
		description: 'What Awin tells of',
	},
	{ choices: EVENTS, what: 'an event' },
);

const notices = {
	transaction: notice(
		'setupNotice',
		'Copy the Production URL above, and paste it at Awin under Toolbox → Transaction Notifications. If you do not find that page, ask Awin support to set it up for your publisher account. Awin reaches addresses on the internet only, on ports 80 and 443: use one that begins with https.',
		onlyFor('transaction'),
	),
	conversionResult: notice(
		'resultNotice',
		'Copy the Production URL above, and paste it into the option Webhook URL of the Awin node that submits your conversions. Awin then posts here what became of the orders. With both nodes in one workflow, Submit learns of it, too. Awin reaches addresses on the internet only: the URL has to begin with https.',
		onlyFor('conversionResult'),
	),
};

const parameters = {
	event,
	setup: notices.transaction,
	resultSetup: notices.conversionResult,
	// n8n reads it itself, for the address.
	secret: parameter(
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			// The address is set when the workflow is activated, so it must not depend on anything.
			noDataExpression: true,
			default: '',
			placeholder: 'e.g. 20 random letters and digits',
			description:
				'Becomes the end of the address, so that only those who know it can start this workflow. Awin signs nothing, so the address is all that protects it. Use letters, digits, hyphens and underscores; anything else becomes a hyphen. After a change, paste the new address at Awin.',
		},
		() => undefined,
	),
	accountId: requiredId(
		{
			displayName: 'Advertiser Account ID',
			name: 'accountId',
			required: true,
			placeholder: 'e.g. 12345',
			description:
				'The advertiser account that the orders are submitted for. Submit adds its account to the Webhook URL. A result of another account, or of one that nobody can be sure of, starts the workflow too, and Submit is not told of it.',
			...onlyFor('conversionResult'),
		},
		'Give the ID of the advertiser account that your orders are submitted for, such as 12345.',
	),
	timezone: timezone.with({
		description: 'The timezone in which dates are shown',
		...onlyFor('transaction'),
	}),
	form: outputForm.with(onlyFor('transaction')),
	filters: filters(
		{
			partnerIds: partnerIds.with({
				description:
					'Only transactions with these advertisers. Separate several IDs with commas; leave empty for all.',
			}),
		},
		onlyFor('transaction'),
	),
	options: options({
		isSkippingRepeats: parameter(
			{
				displayName: 'Skip Repeats',
				name: 'options.skipRepeats',
				type: 'boolean',
				default: true,
				description:
					'Whether to start nothing when Awin tells the same again. The last 5,000 transactions are remembered, or the last 10,000 results of orders.',
			},
			// Awin does not repeat what was refused, so a setting that says nothing must not cost a notification.
			(value) => yesNoOf(value) ?? true,
		),
	}),
};

export const notificationFields = fieldsOf(parameters);

/** What the trigger is set to. */
export interface NotificationSettings {
	view: OutputView;
	partnerIds: string[];
	isSkippingRepeats: boolean;
}

export function readEvent(source: ParameterSource): NotificationEvent {
	return event.read(source);
}

export function readNotificationSettings(source: ParameterSource): NotificationSettings {
	const { timezone: zone, form, filters: chosen, options: added } = parameters;
	return {
		view: {
			form: form.read(source),
			accountType: 'publisher',
			clock: clockOf(zone.read(source)),
		},
		...chosen.read(source),
		...added.read(source),
	};
}

/** What the trigger is set to where it takes in results of orders. */
interface ResultSettings {
	/** The advertiser. */
	accountId: string;
	isSkippingRepeats: boolean;
}

export function readResultSettings(source: ParameterSource): ResultSettings {
	const { accountId, options: added } = parameters;
	return { accountId: accountId.read(source), ...added.read(source) };
}

/** Throws for the first value that cannot be used. */
export function checkSettings(source: ParameterSource): void {
	if (readEvent(source) === 'conversionResult') readResultSettings(source);
	else readNotificationSettings(source);
}
