/**
 * Loading n8n-core makes n8n look for its folder and write a key into it. Tests and benches get a folder of their own,
 * which is gone afterwards; nothing is ever written below the home directory.
 */
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

function useOwnUserFolder() {
	process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'n8n-nodes-awin-'));
	return process.env.N8N_USER_FOLDER;
}

function removeOwnUserFolder() {
	rmSync(process.env.N8N_USER_FOLDER, { recursive: true, force: true });
}

module.exports = { useOwnUserFolder, removeOwnUserFolder };
