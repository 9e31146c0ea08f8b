/**
 * A certificate authority of a test's own, and a certificate that it signs. Node cannot make either, so openssl does.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Certificates {
	/** For `NODE_EXTRA_CA_CERTS`. */
	caFile: string;
	key: Buffer;
	cert: Buffer;
}

const NEW_KEY = ['-newkey', 'rsa:2048', '-nodes'];

/** @param directory where the files go; whoever made it removes it */
export async function makeCertificates(
	directory: string,
	hosts: readonly string[],
): Promise<Certificates> {
	const file = (name: string) => join(directory, name);
	const openssl = async (...args: string[]) => await run('openssl', args, { cwd: directory });
	const days = ['-days', '2'];

	await openssl(
		...['req', '-x509', ...NEW_KEY, '-keyout', 'ca.key', '-out', 'ca.pem', ...days],
		...['-subj', '/CN=Stand-in for tests'],
	);
	await openssl(
		...['req', ...NEW_KEY, '-keyout', 'server.key', '-out', 'server.csr'],
		...['-subj', `/CN=${hosts[0]}`],
	);
	const names = hosts.map((host) => `DNS:${host}`).join(',');
	await writeFile(file('names.cnf'), `subjectAltName=${names}\n`);
	await openssl(
		...['x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...days],
		...['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names.cnf'],
	);
	return {
		caFile: file('ca.pem'),
		key: await readFile(file('server.key')),
		cert: await readFile(file('server.pem')),
	};
}
