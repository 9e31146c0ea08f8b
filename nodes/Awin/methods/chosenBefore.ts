/**
 * What has to be chosen before a picker has a list to show.
 */
import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { ownParameters, type ParameterSource } from '../fields/item';
import { chosenIn, isNothing } from '../fields/locator';
import { operationError } from '../transport/errors';

const BEFORE = { accountId: 'an account', advertiserId: 'an advertiser' };

/**
 * The parameters of the node whose picker is open. Where one of these is still empty, it is asked for. n8n shows the message
 * of a picker without its description, so the message says what to do.
 */
export function parametersWith(
	context: ILoadOptionsFunctions,
	...names: Array<keyof typeof BEFORE>
): ParameterSource {
	const source = ownParameters(context);
	const missing = names.find((name) => isNothing(chosenIn(source, name)));
	if (missing === undefined) return source;
	throw operationError(
		context.getNode(),
		`Choose ${BEFORE[missing]} first`,
		'The list is made for what is chosen above it.',
	);
}
