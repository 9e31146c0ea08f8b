/**
 * What holds for the whole batch. It is read for the first item; where it differs for another, nothing is sent.
 */
import type { ParameterSource } from '../../../fields/item';
import { parameters } from './fields';

export interface Settings {
	waitForCompletion: boolean;
	timeoutMs: number;
	maxRows?: number;
	maxTotalAmount?: number;
	searchBackDays: number;
}

export function readSettings(source: ParameterSource): Settings {
	const { timeoutSeconds, ...settings } = parameters.options.read(source);
	return { ...settings, timeoutMs: 1000 * timeoutSeconds };
}
