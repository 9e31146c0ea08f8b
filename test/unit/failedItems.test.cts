import type { failedJson as FailedJson } from '../../nodes/Awin/resources/operation';

/** The keys that n8n looks at to tell a failed item from a good one, before and from 2.34. */
function goesToErrorOutput(json: Record<string, unknown>, allowed: string[]): boolean {
	return Boolean(json.error) && Object.keys(json).every((key) => allowed.includes(key));
}

/** The function as it is in an n8n that has, or has not, what was given up in 2.34. */
function failedJsonIn(workflowExports: object): typeof FailedJson {
	let failedJson: typeof FailedJson | undefined;
	jest.isolateModules(() => {
		jest.doMock('n8n-workflow', () => ({
			...jest.requireActual<object>('n8n-workflow'),
			...workflowExports,
		}));
		({ failedJson } = require('../../nodes/Awin/resources/operation') as {
			failedJson: typeof FailedJson;
		});
	});
	return failedJson as typeof FailedJson;
}

afterEach(() => jest.dontMock('n8n-workflow'));

describe.each([
	['from 2.34', {}, ['error', 'message', 'details']],
	['before 2.34', { sleepWithAbort: async () => undefined }, ['error', 'message']],
])('n8n %s sends a failed item to the error output', (_version, workflowExports, allowed) => {
	it.each([
		['with what to do next', 'Give a date'],
		['with a whole result', { outcome: 'failed' }],
		['with nothing more', null],
	])('%s', (_what, details) => {
		const json = failedJsonIn(workflowExports)('"Start Date" is empty', details);

		expect(goesToErrorOutput(json, allowed)).toBe(true);
		expect(Object.values(json)).toEqual(['"Start Date" is empty', ...(details ? [details] : [])]);
	});
});
