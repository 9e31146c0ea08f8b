/**
 * Whether everything goes through the fault matrix (test/faults), which runs for itself. Here, so that a new operation
 * without a place in it fails at once.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { resources } from '../../nodes/Awin/resources';
import { ON_ERROR } from '../faults/cell.cts';
import { FAULTS } from '../faults/faults.cts';
import { SUBJECTS } from '../faults/subjects.cts';

const operations = resources.flatMap(({ option, operations: own }) =>
	own.map((operation) => `${String(option.value)} ${String(operation.option.value)}`),
);
const tested = new Set(
	SUBJECTS.map(({ parameters: { resource, operation } }) => `${resource} ${operation}`),
);

it.each(operations)('%s goes through the fault matrix', (operation) => {
	expect(tested.has(operation) || howToAdd(operation)).toBe(true);
});

function howToAdd(operation: string): string {
	return `Add a subject for "${operation}": to test/faults/listSubjects.cts or test/faults/programmeSubjects.cts where it reads, to test/faults/changeSubjects.cts where it changes something at Awin, to test/faults/askingSubjects.cts where it looks something up for each row. Then UPDATE_TABLE=1 npm run test:faults writes the table.`;
}

it('nothing else does', () => {
	expect([...tested].filter((operation) => !operations.includes(operation))).toEqual([]);
});

it('each subject has a name of its own', () => {
	expect(new Set(SUBJECTS.map(({ name }) => name)).size).toBe(SUBJECTS.length);
});

it('docs/reliability.md says how much that is', () => {
	const page = readFileSync(join(__dirname, '../../docs/reliability.md'), 'utf8');
	const { length: faults } = FAULTS;

	expect(page).toContain(`all ${operations.length} operations of the Awin node`);
	expect(page).toContain(
		`${SUBJECTS.length} × ${faults} × ${ON_ERROR.length} runs, and ${faults} `,
	);
});
