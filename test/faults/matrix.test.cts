import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { deduplicationStore } from '../support/deduplication.cts';
import { installFakeClock, type FakeClock } from '../support/fakeClock.cts';
import { NOW_MS, startTestSandbox } from '../support/sandbox.cts';
import { AS_USUAL, ON_ERROR, runCell } from './cell.cts';
import { FAULTS } from './faults.cts';
import { SUBJECTS } from './subjects.cts';
import { tableInPage, tableOf, writeTable, type Seen } from './table.cts';
import { runTriggerCell } from './triggerCell.cts';

jest.setTimeout(60_000);

let sandbox: SandboxServer;
let clock: FakeClock;
const seen: Seen = new Map(FAULTS.map(({ name }) => [name, new Map()]));

beforeEach(async () => {
	clock = installFakeClock();
	jest.spyOn(Date, 'now').mockReturnValue(NOW_MS);
	(await deduplicationStore()).clear();
	sandbox = await startTestSandbox({ clock: () => NOW_MS + clock.passedMs });
});

afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

const faults = FAULTS.map((fault) => [fault.name, fault] as const);

describe.each(SUBJECTS.map((subject) => [subject.name, subject] as const))(
	'%s',
	(name, subject) => {
		it.each(faults)('%s', async (fault, faultCase) => {
			for (const onError of ON_ERROR) {
				const shown = await runCell(sandbox, subject, faultCase, onError);
				if (onError !== 'stopWorkflow') seen.get(fault)?.set(name, shown);
			}
		});
	},
);

describe('Awin Trigger', () => {
	it.each(faults)('%s', async (fault, faultCase) => {
		seen.get(fault)?.set('Awin Trigger', await runTriggerCell(sandbox, clock, faultCase));
	});
});

describe('the table in docs/reliability.md', () => {
	it('begins with everything working', () => {
		expect([...(seen.get('Nothing goes wrong')?.values() ?? [])]).toEqual(
			Array(SUBJECTS.length + 1).fill(AS_USUAL),
		);
	});

	it('is what was seen (UPDATE_TABLE=1 writes it anew)', () => {
		const reading = SUBJECTS.filter(({ effect }) => effect === 'read').map(({ name }) => name);
		const table = tableOf(seen, reading);
		if (process.env.UPDATE_TABLE) writeTable(table);
		expect(tableInPage()).toBe(table);
	});
});
