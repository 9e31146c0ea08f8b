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
import { NodeSettings } from './nodeSettings';

/** A parameter's value as it stands for one item, expressions resolved. */
export interface ParameterSource {
	/** @param name the parameter's name, with dots into collections */
	get(name: string): unknown;
	/**
	 * Whether somebody has set it, which its value cannot tell: an expression on a column that is not there gives nothing, and
	 * still somebody wanted something. A member of a collection is set by being in it; any other parameter by an expression, or
	 * by a value that is not blank.
	 *
	 * @param name as for {@link get}
	 */
	has(name: string): boolean;
	/** Builds the error that names the parameter, the value, the item and the next step. */
	refuse(parameter: string, value: unknown, reason: string, nextStep: string): Error;
	readonly item?: ItemPlace;
	/** The zone that the workflow is set to, as an IANA name. */
	readonly workflowTimezone: string;
}

/**
 * The parameters of an action node for the item at `index` of `count`.
 *
 * @param settings what the node is set to, which is the same for all items
 */
export function itemParameters(
	context: IExecuteFunctions,
	settings: NodeSettings,
	index: number,
	count: number,
): ParameterSource {
	return new ItemParameters(context, settings, { index, count });
}

/** A class, because there may be 40,000 of them, and what a class does is made once. */
class ItemParameters implements ParameterSource {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly settings: NodeSettings,
		readonly item: ItemPlace,
	) {}

	get workflowTimezone(): string {
		return this.context.getTimezone();
	}

	get(name: string): unknown {
		return this.settings.valueOf(name, this.resolve);
	}

	has(name: string): boolean {
		return this.settings.isSetFor(name, this.resolve);
	}

	refuse(parameter: string, value: unknown, reason: string, nextStep: string): Error {
		const { item } = this;
		return parameterError(this.context.getNode(), { parameter, value, reason, nextStep, item });
	}

	private readonly resolve = (name: string): unknown =>
		this.context.getNodeParameter(name, this.item.index, null);
}

/** The parameters of a trigger or of a picker, which have no items. */
export function ownParameters(
	context: IPollFunctions | ILoadOptionsFunctions | IHookFunctions | IWebhookFunctions,
): ParameterSource {
	const settings = new NodeSettings(context);
	return {
		item: undefined,
		workflowTimezone: context.getTimezone(),
		...settings.readBy((name) => context.getNodeParameter(name, null) as unknown),
		refuse: (parameter, value, reason, nextStep) =>
			parameterError(context.getNode(), { parameter, value, reason, nextStep }),
	};
}
