import { readParts, workThroughParts } from '../../nodes/Awin/resources/listParts';

const turns = async () => await new Promise((resolve) => setImmediate(resolve));

describe('A list of several parts', () => {
	it('ends with an error where a part fails while an earlier one is still being used', async () => {
		const parts = readParts(
			['good', 'bad', 'never'],
			async (part) => {
				if (part === 'good') return [part];
				await turns();
				throw new Error(`${part} cannot be read`);
			},
			Infinity,
		);

		expect(await parts.next()).toEqual({ done: false, value: ['good'] });
		await turns();
		await turns();

		// Without the rest, what was given would look like all of it.
		await expect(parts.next()).rejects.toThrow('bad cannot be read');
	});

	it('comes in the order of its parts, however the calls end', async () => {
		const waits = new Map([
			['slow', 3],
			['fast', 0],
		]);
		const read: string[][] = [];
		const fetch = async (part: string) => {
			for (let left = waits.get(part) ?? 0; left > 0; left--) await turns();
			return [part];
		};
		for await (const rows of readParts([...waits.keys()], fetch, Infinity)) read.push(rows);

		expect(read).toEqual([['slow'], ['fast']]);
	});

	it('is asked for no further once a part has failed, and who is asking hears of it', async () => {
		const asked: number[] = [];
		const ended: number[] = [];
		const work = workThroughParts([1, 2, 3, 4, 5, 6, 7, 8], async (part, signal) => {
			asked.push(part);
			signal?.addEventListener('abort', () => ended.push(part));
			await turns();
			if (part === 1) throw new Error('refused');
			await turns();
		});

		await expect(work).rejects.toThrow('refused');
		for (let left = 5; left > 0; left--) await turns();

		expect(asked).toEqual([1, 2, 3, 4]);
		expect(ended).toEqual([1, 2, 3, 4]);
	});

	it('with a limit is read one after the other, as far as it is wanted', async () => {
		const asked: string[] = [];
		const fetch = async (part: string) => {
			asked.push(part);
			return await Promise.resolve([part]);
		};
		const parts = readParts(['a', 'b', 'c'], fetch, 1);
		await parts.next();
		await turns();

		expect(asked).toEqual(['a']);
	});
});
