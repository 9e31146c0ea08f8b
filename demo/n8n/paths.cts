import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Takes one line that a person reads while something slow is going on. */
export type Progress = (line: string) => void;

export const PACKAGE_NAME = 'n8n-nodes-awin';

/** The folder of this project, found from the source as well as from the compiled files. */
export function projectDirectory(): string {
	let directory = __dirname;
	while (!isProject(directory)) {
		const parent = dirname(directory);
		if (parent === directory) throw new Error(`${PACKAGE_NAME} was not found above ${__dirname}.`);
		directory = parent;
	}
	return directory;
}

/**
 * Everything that the demo writes. The name begins with a dot because the package's build copies
 * every picture that it finds in other folders, and n8n comes with thousands.
 */
export function demoDirectory(): string {
	return join(projectDirectory(), '.demo');
}

function isProject(directory: string): boolean {
	const manifest = join(directory, 'package.json');
	if (!existsSync(manifest)) return false;
	const content = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string };
	return content.name === PACKAGE_NAME;
}
