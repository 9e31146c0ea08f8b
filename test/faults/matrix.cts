/**
 * The matrix: some operations, each with every fault under every setting of On Error, and the table of what was seen.
 */
import { tmpdir } from 'node:os';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { judgeHistory } from '../history/judge.cts';
import { History } from '../history/lines.cts';
import { listenAt } from '../history/wire.cts';
import { emptyStore } from '../support/deduplication.cts';
import { installFakeClock, type FakeClock } from '../support/fakeClock.cts';
import { useFileStore } from '../support/feeds.cts';
import { NOW_MS, startTestSandbox } from '../support/sandbox.cts';
import { startSelfSigned, type SelfSignedServer } from '../support/selfSigned.cts';
import { AS_USUAL, ON_ERROR, runCell, type Recorder } from './cell.cts';
import { FAULTS, type FaultCase, type Servers } from './faults.cts';
import type { Subject } from './subject.cts';
import { tableInPage, tableOf, writeTable, type Seen, type TableName } from './table.cts';

interface Surroundings extends Servers {
	clock: FakeClock;
	recorder: Recorder;
}

/** @returns what a person sees */
type Cell = (surroundings: Surroundings, faultCase: FaultCase) => Promise<string>;

export function cellOf(subject: Subject): [name: string, cell: Cell] {
	return [
		subject.name,
		async ({ recorder, ...servers }, faultCase) => {
			let shown = '';
			for (const onError of ON_ERROR) {
				shown = await runCell(servers, subject, faultCase, onError, recorder);
			}
			return shown;
		},
	];
}

/** @param rows by name: what is put through all faults. Each test file has its own, so that they run side by side. */
export function describeMatrix(tableName: TableName, rows: ReadonlyArray<[string, Cell]>): void {
	let sandbox: SandboxServer;
	let stranger: SelfSignedServer;
	let clock: FakeClock;
	let recorder: Recorder;
	let stopListening: () => void;
	const seen: Seen = new Map(FAULTS.map(({ name }) => [name, new Map()]));

	beforeAll(async () => {
		stranger = await startSelfSigned();
		await useFileStore(tmpdir(), 'default');
	});

	afterAll(async () => {
		await stranger.close();
		expect(stranger.heard).toEqual([]);
	});

	beforeEach(async () => {
		clock = installFakeClock();
		jest.spyOn(Date, 'now').mockReturnValue(NOW_MS);
		await emptyStore();
		const nowMs = () => NOW_MS + clock.passedMs;
		sandbox = await startTestSandbox({ clock: nowMs });
		recorder = { history: new History(), nowMs };
		stopListening = listenAt({ ...recorder, port: sandbox.port });
	});

	afterEach(async () => {
		stopListening();
		jest.restoreAllMocks();
		await sandbox.close();
	});

	describe.each(rows)('%s', (name, cell) => {
		it.each(FAULTS.map((fault) => [fault.name, fault] as const))('%s', async (fault, faultCase) => {
			const surroundings = { sandbox, selfSignedUrl: stranger.url, clock, recorder };
			// It throws where the node told something untrue.
			const shown = await cell(surroundings, faultCase);
			expect(shown).not.toBe('');
			// So does a judge who knows Awin's rules and the wire alone.
			expect(judgeHistory(recorder.history.lines).wrong).toEqual([]);
			seen.get(fault)?.set(name, shown);
		});
	});

	describe('the table in docs/reliability.md', () => {
		it('begins with everything working', () => {
			const words = [...(seen.get('Nothing goes wrong')?.values() ?? [])];
			expect(words).toEqual(rows.map(() => AS_USUAL));
		});

		it('is what was seen (UPDATE_TABLE=1 writes it anew)', () => {
			const table = tableOf(seen);
			if (process.env.UPDATE_TABLE) writeTable(tableName, table);
			expect(tableInPage(tableName)).toBe(table);
		});
	});
}
