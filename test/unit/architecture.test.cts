import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, dirname } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const NODE_FOLDER = join(ROOT, 'nodes/Awin');

/** Which folder may use which: the arrows point one way. `.` is the node files themselves. */
const MAY_USE: Record<string, string[]> = {
	api: [],
	transport: ['api'],
	fields: ['api', 'transport'],
	methods: ['api', 'transport', 'fields'],
	resources: ['api', 'transport', 'fields'],
	trigger: ['api', 'transport', 'fields'],
	'.': ['api', 'transport', 'fields', 'methods', 'resources', 'trigger'],
};

/** What n8n brings along, and the one Node module that n8n's rules allow. */
const AT_RUN_TIME = ['n8n-workflow', 'luxon', 'zod', 'lodash', 'p-limit', 'crypto'];

function sourcesBelow(folder: string): string[] {
	return readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		if (statSync(path).isDirectory()) return sourcesBelow(path);
		return name.endsWith('.ts') ? [path] : [];
	});
}

function folderOf(file: string): string {
	const [first, ...rest] = relative(NODE_FOLDER, file).split('/');
	// Each trigger's node file stands in a folder of its own, where n8n looks for its preview.
	return rest.length === 0 || first === '..' ? '.' : first;
}

const imports = sourcesBelow(dirname(NODE_FOLDER)).flatMap((file) => {
	const text = readFileSync(file, 'utf8');
	return [...text.matchAll(/\bfrom '([^']+)'/g)].map(([, target]) => ({ file, target }));
});

describe('the house', () => {
	it('is looked at as a whole', () => {
		expect(imports.length).toBeGreaterThan(50);
	});

	it('has arrows that point one way', () => {
		const wrong = imports
			.filter(({ target }) => target.startsWith('.'))
			.map(({ file, target }) => ({ file, to: resolve(dirname(file), target) }))
			.filter(({ to }) => to.startsWith(NODE_FOLDER))
			.filter(({ file, to }) => {
				const [from, into] = [folderOf(file), folderOf(`${to}.ts`)];
				return from !== into && !MAY_USE[from].includes(into);
			})
			.map(({ file, to }) => `${relative(ROOT, file)} uses ${relative(ROOT, to)}`);

		expect(wrong).toEqual([]);
	});

	it('has resources that share through what is made for sharing, and not through each other', () => {
		const SHARED = ['batch', 'orders'];
		const isShared = (into: string[]) =>
			SHARED.some((shared) => `${into.join('/')}/`.startsWith(`${shared}/`));
		const resourceOf = (path: string) => relative(join(NODE_FOLDER, 'resources'), path).split('/');
		const wrong = imports
			.filter(({ file, target }) => target.startsWith('.') && folderOf(file) === 'resources')
			.map(({ file, target }) => ({ file, to: resolve(dirname(file), target) }))
			.filter(({ file, to }) => {
				const [from, into] = [resourceOf(file), resourceOf(to)];
				const isInFolder = from.length > 1 && into.length > 1 && into[0] !== '..';
				return isInFolder && from[0] !== into[0] && !isShared(into);
			})
			.map(({ file, to }) => `${relative(ROOT, file)} uses ${relative(ROOT, to)}`);

		expect(wrong).toEqual([]);
	});

	it('brings nothing along at run time that n8n does not have', () => {
		const strangers = imports
			.filter(({ target }) => !target.startsWith('.') && !AT_RUN_TIME.includes(target))
			.map(({ file, target }) => `${relative(ROOT, file)} imports ${target}`);

		expect(strangers).toEqual([]);
	});

	it('knows no clock and no n8n under api', () => {
		const offenders = sourcesBelow(join(NODE_FOLDER, 'api')).filter((file) =>
			/\bDate\.now\(|new Date\(\)|DateTime\.(now|local|utc)\(\)|Math\.random\(|'n8n-workflow'/.test(
				readFileSync(file, 'utf8'),
			),
		);

		expect(offenders).toEqual([]);
	});

	it('has one way out', () => {
		const ways = sourcesBelow(NODE_FOLDER)
			.filter((file) =>
				/\b(httpRequest\w*|requestWithAuthentication\w*|requestOAuth\d)\b|helpers\s*\.\s*request\b|\bfetch\(|XMLHttpRequest|\baxios\b/.test(
					readFileSync(file, 'utf8'),
				),
			)
			.map((file) => relative(NODE_FOLDER, file));

		// The credential's test is the second: n8n gives it a context of its own, without a node.
		expect(ways.sort()).toEqual(['transport/ask.ts', 'transport/connectionTest.ts']);
	});

	it('has files that can be read in one sitting', () => {
		const long = sourcesBelow(NODE_FOLDER)
			.map((file) => ({
				file: relative(ROOT, file),
				lines: readFileSync(file, 'utf8').split('\n').length,
			}))
			.filter(({ lines }) => lines > 350);

		expect(long).toEqual([]);
	});
});

describe('the judge of histories', () => {
	const HISTORY_FOLDER = join(ROOT, 'test/history');
	const files = readdirSync(HISTORY_FOLDER).filter((name) => name.endsWith('.cts'));
	const importsOf = (name: string) => {
		const text = readFileSync(join(HISTORY_FOLDER, name), 'utf8');
		return [...text.matchAll(/\b(?:from|import|require\()\s*'([^']+)'/g)].map(([, to]) => to);
	};

	it('knows neither the nodes nor what plays Awin', () => {
		const strangers = files.flatMap((name) =>
			importsOf(name)
				.filter((to) => !/^(?:\.\/[^/]+\.cts|node:.+)$/.test(to))
				.map((to) => `${name} imports ${to}`),
		);

		expect(files).toContain('judge.cts');
		expect(strangers).toEqual([]);
	});

	it("has Awin's rules on a page of their own, which uses nothing at all", () => {
		expect(importsOf('awin.cts')).toEqual([]);
	});
});
