/**
 * What holds for the whole run. It is read for the first item.
 */
import type { ParameterSource } from '../../../fields/item';
import { readMaxRows, readMaxTotalAmount } from '../../../fields/safety';
import { isBlank, readText, readYesNo } from '../../../fields/text';

export interface Settings {
	skipAlreadyAccepted: boolean;
	webhookUrl?: string;
	maxRows?: number;
	maxTotalAmount?: number;
}

export function readSettings(source: ParameterSource): Settings {
	const name = 'options.skipAlreadyAccepted';
	return {
		skipAlreadyAccepted:
			isBlank(source.get(name)) || readYesNo(source, 'Skip Already Accepted', name),
		webhookUrl: readWebhookUrl(source),
		maxRows: readMaxRows(source),
		maxTotalAmount: readMaxTotalAmount(source),
	};
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
