import { resources } from '../../nodes/Awin/resources';
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
