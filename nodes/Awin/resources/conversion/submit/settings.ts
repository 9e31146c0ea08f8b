/**
 * What holds for the whole run. It is read for the first item; where it differs for another, nothing is sent.
 */
import type { ParameterSource } from '../../../fields/item';
import { readOrderSettings, type OrderSettings } from '../../orders/settings';
import { parameters } from './fields';

export interface Settings extends OrderSettings {
	webhookUrl?: string;
}

export function readSettings(source: ParameterSource): Settings {
	const { webhookUrl } = parameters.options.members;
	return { ...readOrderSettings(source), webhookUrl: webhookUrl.read(source) };
}
