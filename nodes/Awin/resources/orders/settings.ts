/**
 * What holds for a whole run that sends orders. It is read for the first item; where it differs for another,
 * nothing is sent.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { ParameterSource } from '../../fields/item';
import { readMaxRows, readMaxTotalAmount } from '../../fields/safety';
import { readYesNo } from '../../fields/text';

export const skipAlreadyAcceptedOption: INodeProperties = {
	displayName: 'Skip Already Accepted',
	name: 'skipAlreadyAccepted',
	type: 'boolean',
	default: true,
	description:
		'Whether to leave out orders that this workflow has sent before and that Awin has accepted, is still working on, or may have. On without this option. A workflow remembers about 300,000 orders; what it could not remember is not sent. Switched off, all orders are sent, and one that Awin has already may be booked a second time.',
};

export interface OrderSettings {
	skipAlreadyAccepted: boolean;
	maxRows?: number;
	maxTotalAmount?: number;
}

export function readOrderSettings(source: ParameterSource): OrderSettings {
	return {
		skipAlreadyAccepted: readYesNo(
			source,
			'Skip Already Accepted',
			'options.skipAlreadyAccepted',
			true,
		),
		maxRows: readMaxRows(source),
		maxTotalAmount: readMaxTotalAmount(source),
	};
}
