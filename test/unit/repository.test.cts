import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Comes with n8n's node CLI. */
const { load } = require('js-yaml') as { load(text: string): unknown };

const ROOT = resolve(__dirname, '../..');

type Yaml = { [key: string]: Yaml } & Yaml[] & string;

function yaml(path: string): Yaml {
	return load(readFileSync(join(ROOT, path), 'utf8')) as Yaml;
}

function stepsOf(job: Yaml): string[] {
	return (job.steps as Yaml[]).map(({ uses, run }) => uses ?? run);
}

describe('the workflows on GitHub', () => {
	it('every change runs the same script as on anybody’s machine', () => {
		const { jobs } = yaml('.github/workflows/ci.yml');

		expect(stepsOf(jobs.check)).toContain('.ci/run');
	});

	it('a tag publishes its version, once everything has passed, with provenance and by n8n’s tool', () => {
		const workflow = yaml('.github/workflows/publish.yml');
		const { check, publish } = workflow.jobs;

		expect(workflow.on).toEqual({ push: { tags: ['*.*.*'] } });
		expect(check.uses).toBe('./.github/workflows/ci.yml');
		expect(publish.needs).toBe('check');
		expect(publish.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
		expect(stepsOf(publish).at(-1)).toContain('npm run release');
	});

	it('every action of others is one commit, whose version stands beside it: a tag can be moved', () => {
		const folder = join(ROOT, '.github/workflows');
		const uses = readdirSync(folder).flatMap((name) =>
			[...readFileSync(join(folder, name), 'utf8').matchAll(/uses:\s*(.+)/g)].map(([, use]) => use),
		);
		const foreign = uses.filter((use) => !use.startsWith('./'));

		expect(foreign.length).toBeGreaterThan(3);
		expect(
			foreign.filter((use) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(use)),
		).toEqual([]);
	});

	it('no workflow may write to the repository', () => {
		const folder = '.github/workflows';
		const permissions = readdirSync(join(ROOT, folder)).map(
			(name) => yaml(join(folder, name)).permissions,
		);

		expect(permissions).toEqual(permissions.map(() => ({ contents: 'read' })));
	});
});

describe('the forms for issues', () => {
	const forms = ['bug.yml', 'feature.yml'].map((name) => yaml(`.github/ISSUE_TEMPLATE/${name}`));

	it('have what GitHub asks for: a name, a description, and fields with a label and an id of their own', () => {
		for (const form of forms) {
			expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
			const fields = (form.body as Yaml[]).filter(({ type }) => type !== 'markdown');
			expect(fields.every(({ id, attributes }) => id && attributes.label)).toBe(true);
			expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
		}
	});

	it('the one for bugs asks for both versions, and warns of tokens before anything is typed', () => {
		const body = forms[0].body as Yaml[];

		expect(body[0].attributes.value).toContain('never paste your Awin token');
		const required = body
			.filter(({ validations }) => String(validations?.required) === 'true')
			.map(({ id }) => id);
		expect(required).toEqual(
			expect.arrayContaining(['happened', 'package-version', 'n8n-version']),
		);
	});
});

describe('the compose file for several workers', () => {
	const { services } = yaml('docs/compose.queue.yml');

	it('main process and workers share version, queue, database and key', () => {
		expect(services.worker.image).toBe(services.main.image);
		expect(services.worker.environment).toEqual(services.main.environment);
		expect(services.main.environment).toMatchObject({
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: 'redis',
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: 'postgres',
			N8N_REINSTALL_MISSING_PACKAGES: 'true',
		});
		expect(Object.keys(services)).toEqual(['main', 'worker', 'postgres', 'redis']);
	});

	it('it is for the n8n that the package is tested with', () => {
		const runtime = JSON.parse(readFileSync(join(ROOT, 'demo/n8n/package.json'), 'utf8')) as {
			dependencies: { n8n: string };
		};

		expect(services.main.image).toBe(`docker.n8n.io/n8nio/n8n:${runtime.dependencies.n8n}`);
	});
});

describe('the change log at a release', () => {
	const SCRIPT = join(ROOT, 'scripts/changelog.mjs');
	let folder: string;
	let file: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-awin-changelog-'));
		file = join(folder, 'CHANGELOG.md');
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	function written(...sections: string[]): void {
		writeFileSync(file, ['# Changes', ...sections].join('\n\n'));
	}

	const OLD = '## 1.0.0 (2026-01-02)\n\n- The first';

	it('what is new gets the version and the date, and nothing else changes', () => {
		written('## Next (not yet released)\n\n- Links', OLD);

		execFileSync('node', [SCRIPT, 'release', '1.1.0', file]);

		const text = readFileSync(file, 'utf8');
		expect(text.replace(/\d{4}-\d\d-\d\d/, 'DATE')).toBe(
			`# Changes\n\n## 1.1.0 (DATE)\n\n- Links\n\n${OLD}`,
		);
	});

	it('the notes of a release are what stands under its version', () => {
		written('## 1.1.0 (2026-03-04)\n\n- Links\n- Offers', OLD);

		const notes = execFileSync('node', [SCRIPT, 'notes', '1.1.0', file], { encoding: 'utf8' });

		expect(notes).toBe('- Links\n- Offers\n');
	});

	it.each([
		['nothing is written for the next version', [OLD]],
		['its heading has nothing under it', ['## Next (not yet released)', OLD]],
	])('there is no release when %s', (_what, sections) => {
		written(...sections);
		const before = readFileSync(file, 'utf8');

		const { status, stderr } = spawnSync('node', [SCRIPT, 'release', '1.1.0', file], {
			encoding: 'utf8',
		});

		expect(status).toBe(1);
		expect(stderr).toContain('what is new for the people who use the package?');
		expect(readFileSync(file, 'utf8')).toBe(before);
	});

	it('the project’s own change log is one that a release can be made from', () => {
		const own = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');

		expect(own).toMatch(/^# Changes\n/);
		expect(own).toMatch(/^## \S+ \((not yet released|\d{4}-\d\d-\d\d)\)$/m);
	});
});
