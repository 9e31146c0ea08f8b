import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** All texts that can be reached from a value, own and hidden properties alike: for looking whether a secret is in it. */
export function everythingOf(value: unknown, seen = new Set<unknown>()): string {
	if (typeof value !== 'object' || value === null || seen.has(value)) return String(value);
	seen.add(value);
	return Reflect.ownKeys(value)
		.map(
			(key) =>
				`${String(key)}: ${everythingOf((value as Record<PropertyKey, unknown>)[key], seen)}`,
		)
		.join('\n');
}

/** Shorter ones may stand in any text by chance. */
const LEAST_SECRET = 8;

/** Throws where one of the secrets can be read in a value. */
export function refuseSecrets(value: unknown, secrets: unknown[]): void {
	const text = everythingOf(value);
	for (const secret of secrets) {
		if (typeof secret !== 'string' || secret.length < LEAST_SECRET) continue;
		if (text.includes(secret)) throw new Error('A secret of the credential can be read here');
	}
}

/** The files below a folder in which one of the secrets can be read; those of installed packages are left out. */
export async function filesWithSecrets(folder: string, secrets: string[]): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((file) => !file.includes('node_modules'));
	const found: string[] = [];
	for (const file of files) {
		const content = await readFile(file);
		if (secrets.some((secret) => content.includes(secret))) found.push(file);
	}
	return found;
}
