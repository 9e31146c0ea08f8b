import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { resources } from '../../nodes/Awin/resources';
import { ON_ERROR } from './cell.cts';
import { FAULTS } from './faults.cts';
import { SUBJECTS } from './subjects.cts';

const operations = resources.flatMap(({ option, operations: own }) =>
	own.map((operation) => `${String(option.value)} ${String(operation.option.value)}`),
);

it('every operation of the node is put to the test', () => {
	const tested = SUBJECTS.map(
		({ parameters }) => `${String(parameters.resource)} ${String(parameters.operation)}`,
	);

	expect([...new Set(tested)].sort()).toEqual([...operations].sort());
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
