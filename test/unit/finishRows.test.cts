import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { finishRows } from '../../nodes/Awin/resources/batch/finish';
import type { Run } from '../../nodes/Awin/resources/operation';

const words = { done: 'sent', outcomes: [], bad: [], again: '' };

function finished(
	columns: IDataObject,
	rest: Partial<INodeExecutionData> = {},
): INodeExecutionData {
	const context = {
		addExecutionHints: () => undefined,
		continueOnFail: () => true,
		getNode: () => ({}),
	};
	const run = { context, items: [{ json: columns, ...rest }] } as unknown as Run;
	const [item] = finishRows(run, [{ outcome: 'done', message: 'Sent', nextStep: null }], words);
	return item;
}

describe('what comes out for an item', () => {
	it.each([
		['columns as they came', '{"id":1,"name":"x"}'],
		['a column named "awin" replaced', '{"awin":"old","id":1}'],
		['a column named "__proto__", which is one like any other', '{"__proto__":{"id":1},"b":2}'],
	])('has %s', (_, text) => {
		const columns = JSON.parse(text) as IDataObject;
		const { json } = finished(columns);

		expect(Object.keys(json)).toEqual([...new Set([...Object.keys(columns), 'awin'])]);
		for (const name of Object.keys(columns).filter((own) => own !== 'awin')) {
			expect(Object.getOwnPropertyDescriptor(json, name)?.value).toEqual(
				Object.getOwnPropertyDescriptor(columns, name)?.value,
			);
		}
		expect(json.awin).toMatchObject({ outcome: 'done' });
		expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
		expect(JSON.parse(text)).toEqual(columns);
	});

	it('has the files of its input', () => {
		const binary = { data: { data: 'eA==', mimeType: 'text/plain' } };

		expect(finished({}, { binary }).binary).toBe(binary);
		expect(finished({})).not.toHaveProperty('binary');
	});
});
