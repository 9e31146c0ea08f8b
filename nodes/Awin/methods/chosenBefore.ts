/**
 * What has to be chosen before a picker has a list to show.
 */
import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { ownParameters, type ParameterSource } from '../fields/item';
import { isNothing, toChosen } from '../fields/locator';
import type { SingleParameter } from '../fields/parameter';
import { operationError } from '../transport/errors';

/**
 * The parameters of the node whose picker is open. Where one of these is still empty, it is asked for. n8n shows the message
 * of a picker without its description, so the message says what to do.
 */
export function parametersWith(
	context: ILoadOptionsFunctions,
	...needed: Array<SingleParameter<string>>
): ParameterSource {
	const source = ownParameters(context);
	const missing = needed.find((picker) => isNothing(toChosen(picker.given(source))));
	if (missing === undefined) return source;
	throw operationError(
		context.getNode(),
		`Choose an ${missing.label.toLowerCase()} first`,
		'The list is made for what is chosen above it.',
	);
}
