import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';

import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { TOKENS } from '../../demo/sandbox/tokens.cts';
import type { Subject } from '../faults/subject.cts';
import { SUBJECTS } from '../faults/subjects.cts';
import { executeAwin } from '../support/contexts.cts';
import { everythingOf } from '../support/everything.cts';
import { holdWatches } from '../support/fakeClock.cts';
import { useFileStore } from '../support/feeds.cts';
import { deep, HOSTILE_TEXTS, prototypeMembers } from '../support/hostile.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox({ clock: true, store: true, files: true });
const before = prototypeMembers();

beforeAll(async () => {
	await useFileStore(tmpdir(), 'default');
});

afterEach(() => {
	expect(prototypeMembers()).toBe(before);
});

const LONGEST_MESSAGE = 4000;

/** Runs over these columns; gives the items, or the error, which has to be one that a person can read. */
async function run(
	subject: Subject,
	columns: IDataObject[],
	onError: 'stopWorkflow' | 'continueRegularOutput',
): Promise<INodeExecutionData[] | undefined> {
	const { signal } = new AbortController();
	if (subject.effect === 'read' && subject.isWatched) holdWatches(signal);
	try {
		const { items } = await executeAwin({
			parameters: subject.parameters,
			credentials: credentialsFor(sandbox),
			onError,
			signal,
			items: columns.map((json) => ({ json })),
		});
		return items;
	} catch (error) {
		const { name, message, description } = error as Error & { description?: string };
		expect(name).toMatch(/^Node(Operation|Api)Error$|^ExpressionError$/);
		// eslint-disable-next-line no-control-regex
		expect(message).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
		expect(message.length + (description ?? '').length).toBeLessThan(LONGEST_MESSAGE);
		return undefined;
	}
}

const HOSTILE_VALUES: unknown[] = [
	...HOSTILE_TEXTS,
	2 ** 53 + 2,
	-1,
	0.1 + 0.2,
	1e308,
	null,
	true,
	[],
	{},
	deep(300),
	deep(300, 'object'),
	{ ['__proto__']: { polluted: true } },
];

/** Columns with names that mean something to JavaScript, made as a sheet or a web hook would make them. */
function withPrototypeNames(columns: IDataObject): IDataObject {
	const names =
		'"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1';
	return { ...columns, ...(JSON.parse(`{${names}}`) as IDataObject) };
}

const withColumns = SUBJECTS.filter((subject) => subject.columns);

describe.each(withColumns.map((subject) => [subject.name, subject] as const))(
	'%s',
	(_name, subject) => {
		it.each(HOSTILE_VALUES.map((value) => [JSON.stringify(value).slice(0, 50), value]))(
			'takes or refuses %s in any column, in words',
			async (_shown, value) => {
				const [good] = subject.columns?.(sandbox) ?? [];
				const [first = 'a column that nobody reads', ...others] = Object.keys(good);
				for (const column of [first, ...others]) {
					const items = [{ ...good, [column]: value } as IDataObject];
					await run(subject, items, 'stopWorkflow');
					const continued = await run(subject, items, 'continueRegularOutput');
					expect(continued).toBeDefined();
					if (subject.effect !== 'read') expect(continued).toHaveLength(1);
				}
			},
		);

		it('keeps columns that are named like parts of JavaScript', async () => {
			const columns = (subject.columns?.(sandbox) ?? []).map(withPrototypeNames);

			const items = await run(subject, columns, 'stopWorkflow');

			expect(items).toBeDefined();
			expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
			if (subject.effect === 'read') return;
			expect(items).toHaveLength(columns.length);
			for (const { json } of items ?? []) {
				expect(Object.keys(json)).toEqual(expect.arrayContaining(['constructor', 'toString']));
			}
		});
	},
);

describe('a redirect', () => {
	let stranger: Server;
	let strangersUrl: string;
	const caught: string[] = [];

	beforeEach(async () => {
		caught.length = 0;
		stranger = createServer((request, response) => {
			caught.push(JSON.stringify(request.headers));
			response.end('[]');
		});
		await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
		strangersUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`;
	});

	afterEach(() => stranger.close());

	it.each(SUBJECTS.map((subject) => [subject.name, subject] as const))(
		'of %s is followed by nobody, so that no stranger gets the token',
		async (_name, subject) => {
			for (const status of [301, 302, 303, 307, 308]) {
				sandbox.awin.faults.add({ kind: 'redirect', location: strangersUrl, status, times: 9 });
				await run(subject, subject.columns?.(sandbox) ?? [{}], 'continueRegularOutput');
				sandbox.awin.faults.clear();
			}

			expect(caught).toEqual([]);
		},
	);
});

describe('a credential whose address was changed to another server', () => {
	it.each(SUBJECTS.map((subject) => [subject.name, subject] as const))(
		'%s: plain http is refused before the token goes out',
		async (_name, subject) => {
			const credentials = credentialsFor(sandbox, { baseUrl: 'http://example.com' });
			const items = (subject.columns?.(sandbox) ?? [{}]).map((json) => ({ json }));

			const error: unknown = await executeAwin({
				parameters: subject.parameters,
				credentials,
				items,
			}).catch((caughtError: unknown) => caughtError);

			expect(
				String((error as Error).message) + String((error as { description?: string }).description),
			).toMatch(/https:\/\//);
			expect(everythingOf(error)).not.toContain(TOKENS.owner);
		},
	);
});
