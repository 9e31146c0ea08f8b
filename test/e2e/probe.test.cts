/** The probe and the stand-in as programs of their own. What they do in detail is in test/unit/probe. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startSandbox } from '../../demo/sandbox/server.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';

const BUILT = resolve(__dirname, '../../demo/dist');
const SECRET = '0f3c9a7e-5d21-4b8e-9c66-a1b2c3d4e5f6';

let folder = '';
let sandbox: SandboxServer;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'awin-probe-'));
	sandbox = await startSandbox();
});

afterEach(async () => {
	await sandbox.close();
	rmSync(folder, { recursive: true, force: true });
});

interface Ended {
	code: number | null;
	shown: string;
}

function start(program: string, args: string[]): ChildProcessWithoutNullStreams {
	return spawn(process.execPath, [join(BUILT, program), ...args], { cwd: folder });
}

/** @param onShown called with everything that was shown until then */
async function ended(
	child: ChildProcessWithoutNullStreams,
	onShown: (shown: string) => void = () => undefined,
): Promise<Ended> {
	let shown = '';
	const take = (chunk: Buffer) => {
		shown += chunk.toString();
		onShown(shown);
	};
	child.stdout.on('data', take);
	child.stderr.on('data', take);
	const code = await new Promise<number | null>((done) => child.on('close', done));
	return { code, shown };
}

function probe(token: string, onShown?: (shown: string, pid: number) => void): Promise<Ended> {
	const child = start('probe/main.cjs', ['--yes', '--url', sandbox.url]);
	child.stdin.end(`${token}\n`);
	return ended(child, (shown) => onShown?.(shown, child.pid ?? 0));
}

it('a wrong token is refused, and stands in no file, no list of processes and nothing that is shown', async () => {
	const seen: string[] = [];
	const { code, shown } = await probe(SECRET, (_shown, pid) => {
		// Linux shows the command and the environment of every process as files.
		for (const name of ['cmdline', 'environ']) {
			const file = `/proc/${pid}/${name}`;
			if (existsSync(file)) seen.push(readFileSync(file, 'utf8'));
		}
	});

	expect(shown).toContain('Awin does not know this token.');
	expect(code).toBe(1);
	expect([shown, ...seen].filter((text) => text.includes(SECRET))).toEqual([]);
	expect(readdirSync(folder)).toEqual([]);
	expect(sandbox.awin.calls.map(({ token }) => token)).toEqual([SECRET]);
});

it('Ctrl-C in the middle writes what was found, without the token', async () => {
	let isPressed = false;
	const { code, shown } = await probe(TOKENS.owner, (text, pid) => {
		if (isPressed || !text.includes('\n   6  ')) return;
		isPressed = true;
		process.kill(pid, 'SIGINT');
	});

	const file = readFileSync(join(folder, 'awin-shapes.json'), 'utf8');
	expect(code).toBe(130);
	expect(shown).toContain('You stopped the probe.');
	expect(JSON.parse(file)).toMatchObject({ endedEarly: 'interrupted' });
	expect([shown, file].filter((text) => text.includes(TOKENS.owner))).toEqual([]);
});

it('nobody at the other end: says that Awin could not be reached', async () => {
	await sandbox.close();

	const { code, shown } = await probe(SECRET);

	expect(shown).toContain('Awin could not be reached.');
	expect(shown).not.toContain(SECRET);
	expect(code).toBe(1);
});

describe('the stand-in that behaves like a file', () => {
	async function startLike(text: string): Promise<Ended & { switches: unknown }> {
		writeFileSync(join(folder, 'file.json'), text);
		const child = start('sandbox/main.cjs', ['--port', '0', '--quiet', '--like', 'file.json']);
		let switches: unknown = null;
		let isAsked = false;
		const result = await ended(child, (shown) => {
			const [, address] = /^Control:\s+(\S+)$/m.exec(shown) ?? [];
			if (!address || isAsked) return;
			isAsked = true;
			void fetch(address)
				.then(async (answer) => await (answer.json() as Promise<{ switches: unknown }>))
				.then((state) => {
					switches = state.switches;
				})
				.finally(() => child.kill('SIGTERM'));
		});
		return { ...result, switches };
	}

	it('has its switches in the positions that the file names', async () => {
		const told = { endInclusive: false, offersWrapper: 'promotions' };

		const { switches } = await startLike(JSON.stringify({ version: 1, switches: told }));

		expect(switches).toMatchObject({ ...told, zones: 16 });
	});

	it.each([
		['no JSON', 'hello', 'This is not a file that'],
		['another file', '{"version":7}', 'This is not a file that'],
		['a switch that does not exist', '{"version":1,"switches":{"a":1}}', "no switch 'a'"],
		['a position that does not exist', '{"version":1,"switches":{"zones":7}}', 'takes one of'],
	])('does not start with %s', async (_what, text, words) => {
		const { code, shown, switches } = await startLike(text);

		expect(shown).toContain(words);
		expect({ code, switches }).toEqual({ code: 1, switches: null });
	});
});
