import { searchList } from '../support/contexts.cts';
import { installFakeClock } from '../support/fakeClock.cts';
import { credentialsFor, startTestSandbox } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox();

/** Every sandbox has an address of its own, so no test meets the lists of another. */
function searchFor(credentials = credentialsFor(sandbox)) {
	const parameters = { resource: 'programme', operation: 'getMany' };
	return async (filter?: string, token?: string) =>
		await searchList('searchPublishers', { parameters, credentials }, filter, token);
}

function answerWith(names: string[]): void {
	const accounts = names.map((accountName, index) => ({
		accountId: index + 1,
		accountName,
		accountType: 'publisher',
	}));
	sandbox.awin.faults.add({ kind: 'body', body: JSON.stringify({ accounts }) });
}

const namesOf = ({ results }: { results: Array<{ name: string }> }) =>
	results.map(({ name }) => name);

describe('a list is asked for once', () => {
	it('while it is coming, however many want it', async () => {
		sandbox.awin.faults.add({ kind: 'slow', delayMs: 200 });
		const search = searchFor();

		const letters = 'dealantern'.split('');
		const lists = await Promise.all(letters.map(async (letter) => await search(letter)));

		expect(sandbox.awin.calls).toHaveLength(1);
		expect(lists.every(({ results }) => results.length > 0)).toBe(true);
	});

	it('for each token', async () => {
		await Promise.all([
			searchFor()(),
			searchFor(credentialsFor(sandbox, { accessToken: 'another' }))().catch(() => undefined),
		]);

		expect(sandbox.awin.calls).toHaveLength(2);
	});

	it('and again a minute after it came', async () => {
		const clock = installFakeClock();
		const search = searchFor();
		await search();

		clock.passedMs += 59_000;
		await search();
		expect(sandbox.awin.calls).toHaveLength(1);

		clock.passedMs += 1000;
		await search();
		expect(sandbox.awin.calls).toHaveLength(2);
	});

	it('and again after it could not be had: all who waited are told why', async () => {
		sandbox.awin.faults.add({ kind: 'status', status: 403 });
		const search = searchFor();

		const first = await Promise.allSettled([search('a'), search('b'), search('c')]);

		expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
		expect(sandbox.awin.calls).toHaveLength(1);
		expect(namesOf(await search())).not.toEqual([]);
	});

	it('of twenty-one lists the one that was asked for first is forgotten, and no other', async () => {
		const servers = [sandbox];
		try {
			for (let more = 0; more < 20; more++) servers.push(await startTestSandbox());
			for (const server of servers) await searchFor(credentialsFor(server))();
			for (const server of servers.slice(1)) await searchFor(credentialsFor(server))();
			expect(servers.map(({ awin }) => awin.calls.length)).toEqual(Array(21).fill(1));

			await searchFor(credentialsFor(sandbox))();
			expect(sandbox.awin.calls).toHaveLength(2);
		} finally {
			for (const server of servers.slice(1)) await server.close();
		}
	});
});

describe('an entry is found', () => {
	const COMPOSED = 'M\u00fcller Stra\u00dfe';
	const DECOMPOSED = 'Mu\u0308ller Markt';

	it.each([
		['M\u00fcller', [DECOMPOSED, COMPOSED]],
		['Mu\u0308ller', [DECOMPOSED, COMPOSED]],
		['muller', [DECOMPOSED, COMPOSED]],
		['MULLER S', [COMPOSED]],
		['strasse', [COMPOSED]],
		['Stra\u00dfe', [COMPOSED]],
		['Caf\u00e9', ['Cafe']],
		['x', []],
	])('by what is typed: %s', async (typed, names) => {
		answerWith([COMPOSED, DECOMPOSED, 'Cafe']);

		const found = namesOf(await searchFor()(typed));

		expect(found.map((name) => name.replace(/ \(\d+\)$/, '')).sort()).toEqual([...names].sort());
	});
});

describe('a long list comes in pages', () => {
	const names = Array.from({ length: 250 }, (_, index) => `Shop ${String(index).padStart(3, '0')}`);

	it('of a hundred, each entry once, in order', async () => {
		answerWith(names);
		const search = searchFor();
		const all: string[] = [];
		let token: string | undefined;
		do {
			const page = await search('shop', token);
			expect(page.results.length).toBeLessThanOrEqual(100);
			all.push(...namesOf(page));
			token = page.paginationToken as string | undefined;
		} while (token !== undefined);

		expect(all.map((name) => name.slice(0, 8))).toEqual(names);
		expect(sandbox.awin.calls).toHaveLength(1);
	});

	it.each([100, 5])('of %d in all it is one page', async (length) => {
		answerWith(names.slice(0, length));

		expect(await searchFor()()).not.toHaveProperty('paginationToken');
	});

	it.each(['nonsense', '-5', '1.5', ''])('an unknown page (%j) is the first', async (token) => {
		answerWith(names);

		expect(namesOf(await searchFor()('', token))[0]).toContain('Shop 000');
	});
});
