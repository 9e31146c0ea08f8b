/**
 * zod is n8n's own copy, and n8n does not pin its major version: what uses it has to mean the same with both.
 */
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/**
 * Loads a module of the package with zod 3 and with zod 4 at its root.
 *
 * @param path below the root of the project, without an ending
 */
export function withBothZods<Module extends object>(path: string): Array<[string, Module]> {
	return ['zod', 'zod4'].map((name) => {
		let loaded: Module | undefined;
		jest.isolateModules(() => {
			jest.doMock('zod', () => jest.requireActual<object>(name));
			loaded = jest.requireActual<Module>(join(ROOT, path));
			jest.dontMock('zod');
		});
		return [name === 'zod' ? 'zod 3' : 'zod 4', loaded as Module];
	});
}
