/**
 * What holds for the whole run. It is read for the first item; where it differs for another, nothing is sent.
 */
import type { ParameterSource } from '../../../fields/item';
import { readMaxRows, readMinRows } from '../../../fields/safety';
import { readYesNo } from '../../../fields/text';

export interface Settings {
	maxRows?: number;
	minRows?: number;
	leaveOutBad: boolean;
}

export function readSettings(source: ParameterSource): Settings {
	return {
		maxRows: readMaxRows(source),
		minRows: readMinRows(source),
		leaveOutBad: readYesNo(source, 'Leave Out Bad Products', 'options.leaveOutBadProducts'),
	};
}
