/**
 * Which item a parameter is read for, and the errors about it.
 */
import type {
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { parameterError, type ItemPlace } from '../transport/errors';

/** A parameter's value as it stands for one item, expressions resolved. */
export interface ParameterSource {
	/** @param name the parameter's name, with dots into collections */
	get(name: string): unknown;
	/** Builds the error that names the parameter, the value, the item and the next step. */
	refuse(parameter: string, value: unknown, reason: string, nextStep: string): Error;
	readonly item?: ItemPlace;
	/** The zone that the workflow is set to, as an IANA name. */
	readonly workflowTimezone: string;
}

/** The parameters of an action node for the item at `index` of `count`. */
export function itemParameters(
	context: IExecuteFunctions,
	index: number,
	count: number,
): ParameterSource {
	return {
		item: { index, count },
		workflowTimezone: context.getTimezone(),
		get: (name) => context.getNodeParameter(name, index, null),
		refuse: (parameter, value, reason, nextStep) =>
			parameterError(context.getNode(), {
				parameter,
				value,
				reason,
				nextStep,
				item: { index, count },
			}),
	};
}

/** The parameters of a trigger or of a picker, which have no items. */
export function ownParameters(
	context: IPollFunctions | ILoadOptionsFunctions | IHookFunctions | IWebhookFunctions,
): ParameterSource {
	return {
		item: undefined,
		workflowTimezone: context.getTimezone(),
		get: (name) => context.getNodeParameter(name, null) as unknown,
		refuse: (parameter, value, reason, nextStep) =>
			parameterError(context.getNode(), { parameter, value, reason, nextStep }),
	};
}
