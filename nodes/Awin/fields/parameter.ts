/**
 * A parameter is one object: how n8n shows it, and how what somebody gave for it is read. Its label, default, words and rules
 * stand in one place.
 *
 * Parameters are made once, when the node is loaded, and read for each item; there may be 40,000 of them, so a reader makes
 * nothing that it does not give back.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { ParameterSource } from './item';

export interface Parameter<Value> {
	/** How n8n shows it. Most have one field; a few are a pair that is read together, such as *Return All* and *Limit*. */
	readonly fields: INodeProperties[];
	/** @throws for a value that cannot be used: the error names the parameter, the value, the item and what to do */
	read(source: ParameterSource): Value;
}

/** What a parameter is called, and the errors about it. */
export interface Named {
	/** As the person sees it. */
	readonly label: string;
	/** Where n8n has its value: its name, with the collection around it, such as `options.dryRun`. */
	readonly path: string;
	/** What n8n has for it, whatever that is. */
	given(source: ParameterSource): unknown;
	/** Builds the error about a value: the end of a sentence about it, and what to do. */
	refuse(source: ParameterSource, value: unknown, reason: string, nextStep: string): Error;
}

/** Makes something of what was given. */
export type Reader<Value, Given = unknown> = (
	given: Given,
	source: ParameterSource,
	parameter: Named,
) => Value;

/**
 * How n8n shows a parameter, without what its kind says already. A member of a collection has the collection in its name:
 * `options.dryRun`.
 */
export type Declaration = Omit<INodeProperties, 'type' | 'default'> &
	Partial<Pick<INodeProperties, 'type' | 'default'>>;

/** Parameters in the order in which n8n shows them, under the names that the code has for their values. */
export type ParameterList = Record<string, Parameter<unknown>>;

export type ValuesOf<List extends ParameterList> = {
	[Name in keyof List]: List[Name] extends Parameter<infer Value> ? Value : never;
};

/** Ties a field to its reader. */
export function parameter<Value>(
	declared: INodeProperties,
	read: Reader<Value>,
): SingleParameter<Value> {
	const name = declared.name.slice(declared.name.lastIndexOf('.') + 1);
	return new SingleParameter({ ...declared, name }, declared.name, declared.displayName, read);
}

/** A parameter with one field. */
export class SingleParameter<Value> implements Parameter<Value>, Named {
	readonly fields: INodeProperties[];

	constructor(
		readonly field: INodeProperties,
		readonly path: string,
		readonly label: string,
		private readonly reader: Reader<Value>,
	) {
		this.fields = [field];
	}

	read(source: ParameterSource): Value {
		return this.reader(source.get(this.path), source, this);
	}

	/** Like `read`, for a value that was fetched already: n8n works it out anew each time it is asked. */
	take(source: ParameterSource, value: unknown): Value {
		return this.reader(value, source, this);
	}

	/** What n8n has for it, whatever that is. */
	given(source: ParameterSource): unknown {
		return source.get(this.path);
	}

	refuse(source: ParameterSource, value: unknown, reason: string, nextStep: string): Error {
		return source.refuse(this.label, value, reason, nextStep);
	}

	/** The same parameter, shown with other words or under other conditions. */
	with(words: Partial<INodeProperties>): SingleParameter<Value> {
		return new SingleParameter({ ...this.field, ...words }, this.path, this.label, this.reader);
	}

	/** The same parameter as a member of a collection. */
	within(collection: string): SingleParameter<Value> {
		const path = `${collection}.${this.field.name}`;
		return new SingleParameter(this.field, path, this.label, this.reader);
	}

	/** The same parameter under another name in errors, such as `Basket: Price` for a field of a list. */
	calledInErrors(label: string): SingleParameter<Value> {
		return new SingleParameter(this.field, this.path, label, this.reader);
	}

	/** The same parameter, whose value is read further. */
	map<Next>(next: Reader<Next, Value>): SingleParameter<Next> {
		const { reader } = this;
		return new SingleParameter(this.field, this.path, this.label, (given, source, named) =>
			next(reader(given, source, named), source, named),
		);
	}

	/** The same parameter, in another form; what has none is refused. Where nothing was given, nothing comes out. */
	parsed<Next>(
		parse: (value: Exclude<Value, undefined>) => Next | undefined,
		reason: string,
		nextStep: string,
	): SingleParameter<Next | Extract<Value, undefined>> {
		return this.map((value, source, named) => {
			if (value === undefined) return value as Extract<Value, undefined>;
			const next = parse(value as Exclude<Value, undefined>);
			if (next !== undefined) return next;
			throw named.refuse(source, value, reason, nextStep);
		});
	}
}

/** What has fields to show, in their order. */
export type FieldList = Record<string, Pick<Parameter<unknown>, 'fields'>>;

export function fieldsOf(parameters: FieldList): INodeProperties[] {
	return Object.values(parameters).flatMap(({ fields }) => fields);
}

/** Words among the parameters, with nothing to give. */
export function notice(
	name: string,
	words: string,
	shown: Pick<INodeProperties, 'displayOptions'> = {},
): Parameter<void> {
	const field: INodeProperties = {
		displayName: words,
		name,
		type: 'notice',
		default: '',
		...shown,
	};
	return { fields: [field], read: () => undefined };
}

/** Reads all of them for one item; the first that cannot be used throws. */
export function readParameters<List extends ParameterList>(
	parameters: List,
	source: ParameterSource,
): ValuesOf<List> {
	const values: Record<string, unknown> = {};
	for (const name in parameters) values[name] = parameters[name].read(source);
	return values as ValuesOf<List>;
}
