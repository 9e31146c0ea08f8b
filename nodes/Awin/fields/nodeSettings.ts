/**
 * What a node is set to, as it is saved: with expressions as they were written. Values come from n8n, for one item at a time;
 * here stands what they cannot tell, above all whether something was set.
 */
import type { INode } from 'n8n-workflow';

import { isJsonObject } from '../api/answers';
import { isBlank } from './text';

/** Reads a value as it stands for one item, `null` where there is none. */
export interface Resolver {
	resolve(name: string): unknown;
}

export class NodeSettings {
	private saved: unknown;
	/** What is the same for all items is found out once: there may be 40,000 of them, and each asks for the same names. */
	private readonly wholes = new Map<string, string | undefined>();
	private readonly sets = new Map<string, boolean>();
	private readonly varying = new Map<string, boolean>();
	private readonly constants = new Map<string, unknown>();

	private isToolRun?: boolean;

	constructor(private readonly context: { getNode(): INode; isToolExecution?(): boolean }) {}

	/** Whether an AI agent calls the node as a tool: n8n then runs it under a name of its own, or says so in the context. */
	get isTool(): boolean {
		this.isToolRun ??=
			/Tool$/.test(this.context.getNode().type) || (this.context.isToolExecution?.() ?? false);
		return this.isToolRun;
	}

	/** The two questions that a source of parameters answers, for the item that `resolve` is about. */
	readBy(resolve: Resolver['resolve']) {
		const resolver = { resolve };
		return {
			get: (name: string) => this.valueOf(name, resolver),
			has: (name: string) => this.isSetFor(name, resolver),
		};
	}

	/**
	 * Like {@link valueOf}, for one of many items: n8n is asked once for what has no expression, and so is the same for all of
	 * them. Whoever reads it leaves it as it is.
	 */
	valueForItem(name: string, resolver: Resolver): unknown {
		let isVarying = this.varying.get(name);
		if (isVarying === undefined) {
			isVarying = this.isExpression(name);
			if (!isVarying) this.constants.set(name, this.valueOf(name, resolver));
			this.varying.set(name, isVarying);
		}
		return isVarying ? this.valueOf(name, resolver) : this.constants.get(name);
	}

	/** The value of a parameter, or of a member of a collection. */
	valueOf(name: string, resolver: Resolver): unknown {
		const whole = this.wholeCollection(name);
		return whole === undefined
			? resolver.resolve(name)
			: (memberAt(resolver.resolve(whole), name.slice(whole.length + 1)) ?? null);
	}

	/** Whether somebody has set it. */
	isSetFor(name: string, resolver: Resolver): boolean {
		const whole = this.wholeCollection(name);
		if (whole === undefined) return this.isSet(name);
		const collection = resolver.resolve(whole);
		// An expression that gives no collection says nothing of what it should have had in it.
		if (!isJsonObject(collection)) return true;
		return memberAt(collection, name.slice(whole.length + 1)) !== undefined;
	}

	/** Whether its value may be another one for each item. */
	isExpression(name: string): boolean {
		return (
			this.wholeCollection(name) !== undefined || holdsExpression(memberAt(this.parameters, name))
		);
	}

	private isSet(name: string): boolean {
		let isSet = this.sets.get(name);
		if (isSet === undefined) {
			const value = memberAt(this.parameters, name);
			isSet = name.includes('.') ? value !== undefined : !isBlank(value);
			this.sets.set(name, isSet);
		}
		return isSet;
	}

	/** The name of the collection around a member, where one expression gives all of it. */
	private wholeCollection(name: string): string | undefined {
		if (!name.includes('.')) return undefined;
		let whole = this.wholes.get(name);
		if (whole === undefined && !this.wholes.has(name)) {
			whole = this.findWhole(name);
			this.wholes.set(name, whole);
		}
		return whole;
	}

	private findWhole(name: string): string | undefined {
		for (let end = name.indexOf('.'); end >= 0; end = name.indexOf('.', end + 1)) {
			const outer = name.slice(0, end);
			if (isExpressionText(memberAt(this.parameters, outer))) return outer;
		}
		return undefined;
	}

	/** n8n copies the whole node for each question, so it is asked once. */
	private get parameters(): unknown {
		this.saved ??= this.context.getNode().parameters;
		return this.saved;
	}
}

function memberAt(value: unknown, path: string): unknown {
	let member = value;
	for (const name of path.split('.')) {
		if (!isJsonObject(member) || !Object.hasOwn(member, name)) return undefined;
		member = member[name];
	}
	return member;
}

function isExpressionText(value: unknown): boolean {
	return typeof value === 'string' && value.startsWith('=');
}

function holdsExpression(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return isExpressionText(value);
	return Object.values(value).some(holdsExpression);
}
