/**
 * Runs n8n's own community-package scanner offline, as it runs when a package asks to be verified: once on the source,
 * once on what `npm pack` would publish. (Left out: the provenance check, which needs a published package.)
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const unpacked = mkdtempSync(join(tmpdir(), 'n8n-nodes-awin-scan-'));

async function scan(leg, directory, patterns) {
	const result = await analyzePackage(directory, patterns);
	console.log(`Scanner, ${leg}: ${result.passed ? 'passed' : `not passed. ${result.message}`}`);
	if (result.details) console.log(result.details);
	return result.passed;
}

function unpackTarball() {
	const [{ filename }] = JSON.parse(
		execFileSync('npm', ['pack', '--json', '--pack-destination', unpacked], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'inherit'],
		}),
	);
	execFileSync('tar', ['-xzf', join(unpacked, filename), '-C', unpacked]);
	return join(unpacked, 'package');
}

try {
	const passed = [
		await scan('source', process.cwd(), SOURCE_FILE_PATTERNS),
		await scan('published files', unpackTarball(), ['**/*.js', 'package.json']),
	];
	process.exitCode = passed.every(Boolean) ? 0 : 1;
} finally {
	rmSync(unpacked, { recursive: true, force: true });
}
