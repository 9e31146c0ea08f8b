/**
 * A server that anybody could put up in Awin's place: it speaks TLS, and its certificate is signed by nobody but itself.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SelfSignedServer {
	url: string;
	/** What it was asked, should anybody talk to it. */
	heard: string[];
	close(): Promise<void>;
}

export async function startSelfSigned(): Promise<SelfSignedServer> {
	const heard: string[] = [];
	const server = createServer(newCertificate(), (request, response) => {
		heard.push(JSON.stringify([request.url, request.headers]));
		response.end('[]');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
		heard,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function newCertificate(): { key: Buffer; cert: Buffer } {
	const folder = mkdtempSync(join(tmpdir(), 'awin-certificate-'));
	try {
		const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
		const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
		const files = ['-keyout', key, '-out', cert, '-days', '2'];
		const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
		execFileSync('openssl', ['req', ...kind, ...files, ...names], { stdio: 'pipe' });
		return { key: readFileSync(key), cert: readFileSync(cert) };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
