/**
 * What holds for the whole run. It is read for the first item; where it differs for another, nothing is sent.
 */
import type { ParameterSource } from '../../../fields/item';
import { parameters } from './fields';

export interface Settings {
	maxRows?: number;
	minRows?: number;
	leaveOutBad: boolean;
}

export function readSettings(source: ParameterSource): Settings {
	return parameters.options.read(source);
}
