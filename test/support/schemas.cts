/**
 * The output previews that n8n's editor shows, and whether what a node gives is what they say.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** @param names resource and operation; none for a trigger */
export function schemaFor(node: string, ...names: string[]): Schema {
	const file = `${join(__dirname, '../../nodes', node, '__schema__', 'v1.0.0', ...names)}.json`;
	return JSON.parse(readFileSync(file, 'utf8')) as Schema;
}

/**
 * Everything in which a value is not what a schema says, each with the way to it. Null is a value of any kind: Awin leaves out
 * what it does not know. Of an object without members in the schema nobody has said what is in it.
 */
export function differences(value: unknown, schema: Schema, path = ''): string[] {
	if (value === null) return [];
	const type = Array.isArray(value) ? 'array' : typeof value;
	if (type !== schema.type) return [`${path} is of type ${type}, and previewed as ${schema.type}`];
	if (type === 'array') {
		const { items } = schema;
		return (value as unknown[]).flatMap((entry, place) =>
			items ? differences(entry, items, `${path}[${place}]`) : [],
		);
	}
	const { properties = {} } = schema;
	if (type !== 'object' || Object.keys(properties).length === 0) return [];
	const members = value as Record<string, unknown>;
	const missing = Object.keys(properties).filter((name) => !Object.hasOwn(members, name));
	return [
		...missing.map((name) => `${path}.${name} is previewed, and not there`),
		...Object.entries(members).flatMap(([name, member]) =>
			Object.hasOwn(properties, name)
				? differences(member, properties[name], `${path}.${name}`)
				: [`${path}.${name} is there, and not previewed`],
		),
	];
}
