import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SUBJECTS } from '../faults/subjects.cts';
import type { Subject } from '../faults/subject.cts';
import { executeAwin } from '../support/contexts.cts';
import { editorHeadline, itemsNamedIn } from '../support/editorHeadline.cts';
import { holdWatches } from '../support/fakeClock.cts';
import { credentialsFor } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox({ clock: true, store: true, files: true });

const COUNT = 4;

function fourItems({ columns }: Subject): Array<{ json: IDataObject }> {
	const rows: IDataObject[] = [];
	while (rows.length < COUNT) rows.push(...(columns?.(sandbox) ?? [{}]));
	return rows.slice(0, COUNT).map((json) => ({ json }));
}

/** What the editor shows over the error of a run with four items; undefined where there is none. */
async function headlineOf(
	subject: Subject,
	parameters: INodeParameters,
): Promise<string | undefined> {
	const { signal } = new AbortController();
	if (subject.effect === 'read' && subject.isWatched) holdWatches(signal);
	try {
		await executeAwin({
			signal,
			parameters,
			credentials: credentialsFor(sandbox),
			items: fourItems(subject),
		});
		return undefined;
	} catch (error) {
		return editorHeadline(error as Error, COUNT);
	}
}

/** The parameters with one of them, or one within it, in words that n8n works out anew for each item. */
function* withOneElse(
	parameters: INodeParameters,
	forSecondItem: string,
): Generator<INodeParameters> {
	const elseFor = (value: unknown) => {
		const usual =
			typeof value === 'string' && value.startsWith('={{')
				? value.slice(3, -2)
				: JSON.stringify(value);
		return `={{ $itemIndex === 1 ? ${forSecondItem} : ${usual} }}`;
	};
	for (const [name, value] of Object.entries(parameters)) {
		if (['resource', 'operation'].includes(name)) continue;
		if (typeof value === 'object' && value !== null && 'value' in value) {
			yield { ...parameters, [name]: { ...value, value: elseFor(value.value) } as never };
		} else if (typeof value !== 'object') {
			yield { ...parameters, [name]: elseFor(value) };
		}
	}
}

describe.each(SUBJECTS.map((subject) => [subject.name, subject] as const))(
	'%s',
	(name, subject) => {
		it.each([
			['a value that cannot be used', '"\u2602 ☂"'],
			['an expression that n8n cannot work out', '$("Nowhere").item.json.x'],
		])('names the second of four items once, as people count, for %s', async (_what, value) => {
			const headlines: string[] = [];
			const parameters = { accountType: 'advertiser', ...subject.parameters };
			for (const changed of withOneElse(parameters, value)) {
				const headline = await headlineOf(subject, changed);
				if (headline !== undefined) headlines.push(headline);
			}

			for (const headline of headlines) {
				expect([headline, itemsNamedIn(headline)]).toEqual([headline, ['[item 2 of 4]']]);
			}
			expect([name, headlines.length > 0]).toEqual([name, true]);
		});

		it('names no item in two ways where Awin refuses it', async () => {
			sandbox.awin.faults.add({ kind: 'status', status: 400, times: Infinity });
			const headline = (await headlineOf(subject, subject.parameters)) ?? '';

			expect(headline).not.toBe('');
			expect(itemsNamedIn(headline).length).toBeLessThanOrEqual(1);
			expect(headline).not.toMatch(/item 0|\[item \d+\]/);
		});
	},
);

it('names a file that is missing in one way', async () => {
	const [, parameters] = [
		'',
		SUBJECTS.find(({ name }) => name === 'Product Feed: Upload')?.parameters,
	];
	const files = { ...parameters, content: 'file', fileField: 'data' } as INodeParameters;
	const failure = executeAwin({
		parameters: files,
		credentials: credentialsFor(sandbox),
		items: Array.from({ length: COUNT }, () => ({ json: {} })),
	});
	const error = await failure.then(
		() => new Error('It was accepted'),
		(thrown: Error) => thrown,
	);

	expect(editorHeadline(error, COUNT)).not.toMatch(/\[item \d+\]/);
});
