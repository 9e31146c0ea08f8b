/**
 * What holds for the whole run. It is read for the first item; where it differs for another, nothing is sent.
 */
import type { ParameterSource } from '../../../fields/item';
import { IS_SET_BUT_EMPTY, readText } from '../../../fields/text';
import { readOrderSettings, type OrderSettings } from '../../orders/settings';

export interface Settings extends OrderSettings {
	webhookUrl?: string;
}

export function readSettings(source: ParameterSource): Settings {
	return { ...readOrderSettings(source), webhookUrl: readWebhookUrl(source) };
}

/** Orders travel to that address: only an encrypted connection will do. */
function readWebhookUrl(source: ParameterSource): string | undefined {
	const name = 'options.webhookUrl';
	const text = readText(source, 'Webhook URL', name);
	if (text === undefined && !source.has(name)) return undefined;
	if (text !== undefined && /^https:\/\/[^\s/]/i.test(text) && URL.canParse(text)) return text;
	throw source.refuse(
		'Webhook URL',
		text,
		text === undefined ? IS_SET_BUT_EMPTY : 'is not an address that begins with https://',
		'Give the address that Awin should report to, such as https://example.com/webhook/awin, or remove the option.',
	);
}
