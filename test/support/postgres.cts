import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { anyFreePort } from '../../demo/n8n/ports.cts';
import { accountOf, programPath, serviceFolder, startService, type Service } from './service.cts';

/** Where Debian and Ubuntu keep PostgreSQL's servers, one folder for each version; none of them is in the PATH. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';
/** Of the database, and of the one who may use it. Whoever reaches the port of this machine is let in. */
const NAME = 'n8n';

/** A PostgreSQL with an empty database for n8n. */
export async function startPostgres(): Promise<Service> {
	const folders = debianFolders();
	const initdb = programPath('initdb', 'postgresql', folders);
	const program = programPath('postgres', 'postgresql', folders);
	// PostgreSQL does not run as root.
	const account = accountOf('postgres');
	const port = await anyFreePort();
	const folder = await serviceFolder('postgres', account);
	const data = join(folder, 'data');
	try {
		await promisify(execFile)(
			initdb,
			['--pgdata', data, '--username', NAME, '--auth', 'trust', '--encoding', 'UTF8', '--no-sync'],
			{ cwd: folder, ...account },
		);
	} catch (error) {
		await rm(folder, { recursive: true, force: true });
		throw error;
	}
	const settings = {
		listen_addresses: '127.0.0.1',
		unix_socket_directories: folder,
		// It is thrown away afterwards.
		fsync: 'off',
	};
	const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const args = ['-D', data, '-p', String(port), ...flags];
	return await startService({ program, args, port, folder, account });
}

/** How n8n reaches it. `initdb` makes no database but its own, and that will do. */
export function postgresEnvironment({ port }: Service): NodeJS.ProcessEnv {
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: NAME,
		DB_POSTGRESDB_PASSWORD: '',
	};
}

function debianFolders(): string[] {
	if (!existsSync(DEBIAN_FOLDER)) return [];
	return readdirSync(DEBIAN_FOLDER).map((version) => join(DEBIAN_FOLDER, version, 'bin'));
}
