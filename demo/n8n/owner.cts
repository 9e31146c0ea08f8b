/** The account that the demo makes for whoever sits in front of it, with a password of its own in each demo's folder. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Owner } from './client.cts';

/** A folder of its own for each demo, and everybody who can read it is its owner. */
const FOR_OWNER_ONLY = 0o600;

/** Demos of version 0.1.0 all had this one; they get another at their next start. */
export const FIRST_PASSWORD = 'AwinDemo1';

export function demoOwner(password: string): Owner {
	return { email: 'demo@example.com', firstName: 'Demo', lastName: 'User', password };
}

/** As n8n wants them: 8 to 64 characters, with a digit and a capital letter. */
export function newPassword(): string {
	return `A1-${randomBytes(12).toString('base64url')}`;
}

/** The password that is kept in a file; makes both where there are none. */
export async function keptPassword(file: string): Promise<string> {
	if (existsSync(file)) {
		await chmod(file, FOR_OWNER_ONLY);
		const password = (await readFile(file, 'utf8')).trim();
		if (password !== '') return password;
	}
	const password = newPassword();
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, `${password}\n`, { mode: FOR_OWNER_ONLY });
	return password;
}
