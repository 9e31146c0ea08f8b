import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

import packageJson from '../../package.json';

const ROOT = resolve(__dirname, '../..');
const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');

/** Where a path may begin that is not written from the top. */
const FOLDERS = ['', 'nodes/Awin', 'nodes/Awin/resources', 'demo/sandbox', 'docs'];

/** Of somebody else: n8n's, npm's and GitHub's. */
const ELSEWHERE = [/^[A-Z]+_TOKEN$/, /^n8n-nodes?\b/, /^npx? /, /^\.demo\b/];

const quoted = [
	...new Set([...text.replace(/```.*?```/gs, '').matchAll(/`([^`]+)`/g)].map(([, one]) => one)),
];
const own = quoted.filter((one) => !ELSEWHERE.some((pattern) => pattern.test(one)));
const paths = own.filter((one) =>
	/^[\w.-]+(\/[\w.-]*)+$|^\S+\.(c?ts|c?js|mjs|json|md|yml)$/.test(one),
);
const words = own.filter((one) => /^[A-Za-z_]\w+$/.test(one) && !paths.includes(one));
const scripts = [...text.matchAll(/npm (?:run )?([\w:]+)/g)].map(([, name]) => name);

const files = ['nodes', 'credentials', 'test', 'demo', 'scripts', '.github']
	.flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true }).map((name) => join(folder, String(name))),
	)
	.filter((name) => !name.startsWith('demo/dist') && !name.endsWith('contributing.test.cts'));
const sources = files
	.filter((name) => /\.(c?ts|c?js|mjs)$/.test(name))
	.map((name) => readFileSync(join(ROOT, name), 'utf8'))
	.join('\n');
const known = new Set(sources.match(/\w+/g));

describe('CONTRIBUTING.md', () => {
	it('is read as a whole', () => {
		expect(paths.length).toBeGreaterThan(20);
		expect(words.length).toBeGreaterThan(10);
		expect(scripts.length).toBeGreaterThan(10);
	});

	it.each(paths)('names a file or folder that is there: %s', (path) => {
		const isThere = FOLDERS.some((folder) => existsSync(join(ROOT, folder, path)));
		// A name alone stands beside the folder that it is in.
		const isInSomeFolder = !path.includes('/') && files.some((file) => basename(file) === path);

		expect(isThere || isInSomeFolder).toBe(true);
	});

	it.each(words)('names something that is in the code: %s', (word) => {
		expect(known.has(word)).toBe(true);
	});

	it.each(scripts)('names a command that there is: npm run %s', (name) => {
		const OF_NPM = ['ci', 'test', 'pack', 'package'];

		expect([...Object.keys(packageJson.scripts), ...OF_NPM]).toContain(name);
	});
});
