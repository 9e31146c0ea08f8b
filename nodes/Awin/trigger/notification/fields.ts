/**
 * The parameters of the Awin Notification Trigger.
 */
import { clockOf } from '../../api/timezones';
import type { OutputView } from '../../api/transactionOutput';
import { filters, options } from '../../fields/collection';
import { partnerIds } from '../../fields/filters';
import type { ParameterSource } from '../../fields/item';
import { outputForm } from '../../fields/output';
import { fieldsOf, notice, parameter, readParameters } from '../../fields/parameter';
import { yesNoOf } from '../../fields/text';
import { timezone } from '../../fields/timezone';

/**
 * The part of the address that follows n8n's random id. With a secret in it, n8n itself turns away everybody who does not
 * know it, before anything of the workflow is loaded: it looks addresses up whole, and knows no other. Characters with a
 * meaning in addresses become hyphens, so that the address that n8n shows is the one that it answers to.
 */
export const WEBHOOK_PATH =
	'={{ ["awin", String($parameter["secret"] ?? "").trim().replace(/[^A-Za-z0-9_-]/g, "-")].filter((part) => part !== "").join("/") }}';

const parameters = {
	setup: notice(
		'setupNotice',
		'Copy the Production URL above, and paste it at Awin under Toolbox → Transaction Notifications. If you do not find that page, ask Awin support to set it up for your publisher account. Awin reaches addresses on the internet only, on ports 80 and 443: use one that begins with https.',
	),
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
	timezone: timezone.with({ description: 'The timezone in which dates are shown' }),
	form: outputForm,
	filters: filters({
		partnerIds: partnerIds.with({
			description:
				'Only transactions with these advertisers. Separate several IDs with commas; leave empty for all.',
		}),
	}),
	options: options({
		isSkippingRepeats: parameter(
			{
				displayName: 'Skip Repeats',
				name: 'options.skipRepeats',
				type: 'boolean',
				default: true,
				description:
					'Whether to start nothing when Awin tells of a transaction again. The last 5,000 are remembered.',
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

export function readNotificationSettings(source: ParameterSource): NotificationSettings {
	const given = readParameters(parameters, source);
	return {
		view: { form: given.form, accountType: 'publisher', clock: clockOf(given.timezone) },
		...given.filters,
		...given.options,
	};
}
