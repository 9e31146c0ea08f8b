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
import { NodeSettings, type Resolver } from './nodeSettings';

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
	/** Notes what is odd about a value that can be used, as a sentence without a full stop. */
	warn(remark: string): void;
	/** What was noted so far. */
	readonly warnings: string[];
	readonly item?: ItemPlace;
	/** What the item has, which may be anything; for what it says of itself. */
	readonly columns?: unknown;
	/** When the execution began, epoch milliseconds. */
	readonly nowMs: number;
	/** An AI agent calls the node as a tool. */
	readonly isTool: boolean;
	/** The zone that the workflow is set to, as an IANA name. */
	readonly workflowTimezone: string;
}

/** One execution of the node. */
interface Execution {
	context: IExecuteFunctions;
	/** What the node is set to, which is the same for all items. */
	settings: NodeSettings;
	items: unknown[];
	nowMs: number;
}

/** The parameters of an action node for the item at `index`. */
export function itemParameters(execution: Execution, index: number): ParameterSource {
	return new ItemParameters(execution, index);
}

/** A class, because there may be 40,000 of them, and what a class does is made once. */
class ItemParameters implements ParameterSource, Resolver {
	private remarks?: string[];

	constructor(
		private readonly execution: Execution,
		private readonly index: number,
	) {}

	get item(): ItemPlace {
		return { index: this.index, count: this.execution.items.length };
	}

	get columns(): unknown {
		const item = this.execution.items[this.index] as { json?: unknown } | undefined;
		return item?.json;
	}

	get nowMs(): number {
		return this.execution.nowMs;
	}

	get isTool(): boolean {
		return this.execution.settings.isTool;
	}

	get workflowTimezone(): string {
		return this.execution.context.getTimezone();
	}

	get(name: string): unknown {
		return this.execution.settings.valueForItem(name, this);
	}

	has(name: string): boolean {
		return this.execution.settings.isSetFor(name, this);
	}

	refuse(parameter: string, value: unknown, reason: string, nextStep: string): Error {
		const { item } = this;
		const node = this.execution.context.getNode();
		return parameterError(node, { parameter, value, reason, nextStep, item });
	}

	warn(remark: string): void {
		this.warnings.push(remark);
	}

	get warnings(): string[] {
		this.remarks ??= [];
		return this.remarks;
	}

	resolve(name: string): unknown {
		return this.execution.context.getNodeParameter(name, this.index, null);
	}
}

/** The parameters of a trigger or of a picker, which have no items. */
export function ownParameters(
	context: IPollFunctions | ILoadOptionsFunctions | IHookFunctions | IWebhookFunctions,
): ParameterSource {
	const settings = new NodeSettings(context);
	const warnings: string[] = [];
	return {
		item: undefined,
		nowMs: Date.now(),
		isTool: false,
		warnings,
		warn: (remark) => warnings.push(remark),
		workflowTimezone: context.getTimezone(),
		...settings.readBy((name) => context.getNodeParameter(name, null) as unknown),
		refuse: (parameter, value, reason, nextStep) =>
			parameterError(context.getNode(), { parameter, value, reason, nextStep }),
	};
}
