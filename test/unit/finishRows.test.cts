import type { IDataObject } from 'n8n-workflow';

import { finishRows } from '../../nodes/Awin/resources/batch/finish';
import type { Run } from '../../nodes/Awin/resources/operation';

const words = { done: 'sent', outcomes: [], bad: [], again: '' };

function finished(columns: IDataObject): IDataObject {
	const context = {
		addExecutionHints: () => undefined,
		continueOnFail: () => true,
		getNode: () => ({}),
	};
	const run = { context, items: [{ json: columns }] } as unknown as Run;
	const [item] = finishRows(run, [{ outcome: 'done', message: 'Sent', nextStep: null }], words);
	return item.json;
}

describe('what comes out for an item', () => {
	it.each([
		['columns as they came', '{"id":1,"name":"x"}'],
		['a column named "awin" replaced', '{"awin":"old","id":1}'],
		['a column named "__proto__", which is one like any other', '{"__proto__":{"id":1},"b":2}'],
	])('has %s', (_, text) => {
		const columns = JSON.parse(text) as IDataObject;
		const json = finished(columns);

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
});
