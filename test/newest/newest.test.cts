import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const MANIFEST = resolve(__dirname, '../../demo/n8n-newest/package.json');

it.each(['n8n-core', 'n8n-workflow'])('the tests run on the newest %s', (name) => {
	const { dependencies } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as {
		dependencies: Record<string, string>;
	};
	const folder = require.resolve(name).split(join('node_modules', name))[0];
	const manifest = join(folder, 'node_modules', name, 'package.json');
	const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

	expect(version).toBe(dependencies[name]);
});
