/** What has to be named in a table is named there; where it is not, the message says in which file to write it. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

import { ROUTES } from '../../demo/sandbox/routes/index.cts';
import { resources } from '../../nodes/Awin/resources';
import type { Operation } from '../../nodes/Awin/resources/operation';

const ROOT = resolve(__dirname, '../..');

function exportsOf(path: string): unknown[] {
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	return Object.values(require(path) as Record<string, unknown>);
}

/** Where an operation may stand: `<resource>/<operation>.ts`, or a folder of that name with an `index.ts`. */
function operationFiles(): string[] {
	const folder = join(ROOT, 'nodes/Awin/resources');
	const resourceFolders = readdirSync(folder)
		.map((name) => join(folder, name))
		.filter((path) => statSync(path).isDirectory());
	return resourceFolders.flatMap((resource) =>
		readdirSync(resource)
			.map((name) => join(resource, name))
			.map((path) => (path.endsWith('.ts') ? path : join(path, 'index.ts')))
			.filter((path) => existsSync(path)),
	);
}

function isOperation(value: unknown): value is Operation {
	return typeof value === 'object' && value !== null && 'execute' in value && 'option' in value;
}

it('every operation is in the table of resources', () => {
	const named = new Set(resources.flatMap(({ operations }) => operations));
	const found = operationFiles().flatMap((file) =>
		exportsOf(file)
			.filter(isOperation)
			.map((operation) => ({ file: relative(ROOT, file), operation })),
	);
	const missing = found.filter(({ operation }) => !named.has(operation));

	expect(found).toHaveLength(named.size + missing.length);
	expect(
		missing.map(({ file }) => `${file}: name its operation in nodes/Awin/resources/index.ts`),
	).toEqual([]);
});

it('every route of the stand-in is in its table', () => {
	const folder = join(ROOT, 'demo/sandbox/routes');
	const files = readdirSync(folder).filter((name) => name !== 'index.cts');
	const missing = files.filter((name) => {
		const routes = exportsOf(join(folder, name)).filter(Array.isArray).flat() as unknown[];
		return routes.length === 0 || routes.some((route) => !ROUTES.includes(route as never));
	});

	expect(
		missing.map((name) => `${name}: name its routes in demo/sandbox/routes/index.cts`),
	).toEqual([]);
});
