/**
 * What holds for the whole run. It is read for the first item.
 */
import type { ParameterSource } from '../../../fields/item';
import { readText } from '../../../fields/text';
import { readOrderSettings, type OrderSettings } from '../../orders/settings';

export interface Settings extends OrderSettings {
	webhookUrl?: string;
}

export function readSettings(source: ParameterSource): Settings {
	return { ...readOrderSettings(source), webhookUrl: readWebhookUrl(source) };
}

/** Orders travel to that address: only an encrypted connection will do. */
function readWebhookUrl(source: ParameterSource): string | undefined {
	const text = readText(source, 'Webhook URL', 'options.webhookUrl');
	if (text === undefined) return undefined;
	if (/^https:\/\/[^\s/]/i.test(text) && URL.canParse(text)) return text;
	throw source.refuse(
		'Webhook URL',
		text,
		'is not an address that begins with https://',
		'Give the address that Awin should report to, such as https://example.com/webhook/awin, or remove the option.',
	);
}
