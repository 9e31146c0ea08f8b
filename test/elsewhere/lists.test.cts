import type { IDataObject } from 'n8n-workflow';

import { executeAwin } from '../support/contexts.cts';
import { LIST_CASES } from '../support/listCases.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { leavesIn, missingFrom } from './judge.cts';
import { published, type Published } from './published.cts';

const { sandbox } = useSandbox({ clock: true });

async function read({ list, text }: Published, parameters: IDataObject = {}) {
	const own = LIST_CASES.find(({ name }) => name === list)!;
	sandbox.awin.faults.add({ kind: 'body', body: text, times: Infinity });
	const [resource, operation] = own.name.split(' ');
	const { items } = await executeAwin({
		parameters: { resource, operation, ...own.parameters, ...parameters } as never,
		credentials: credentialsFor(sandbox),
	});
	return items.map(({ json }) => json);
}

/** What stands around the rows and is about the answer, not about one of them. */
const AROUND = /^(userId|advertiser|publisher|pagination\..*|page\w*|total\w*): /;

const LISTS = published('lists').map((answer) => [answer.name, answer] as const);

describe.each(LISTS)('A list as in %s', (_name, answer) => {
	it('keeps every value', async () => {
		const hasForms = ['offer', 'programme'].some((name) => answer.list?.startsWith(name));
		const rows = await read(answer, hasForms ? { output: 'raw' } : {});

		const missing = missingFrom(leavesIn(answer.text), rows);
		expect(missing.filter((value) => !AROUND.test(value))).toEqual([]);
	});
});
