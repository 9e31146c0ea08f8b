import { text } from '../../nodes/Awin/fields/text';
import { parametersOf } from '../support/parameters.cts';

const note = text({ displayName: 'Note', name: 'note' });
const read = (value: unknown) => note.read(parametersOf({ note: value }));

it.each([
	['  café 🥾 ', 'café 🥾'],
	[12, '12'],
	[' ', undefined],
])('%j is the text %j', (value, text) => {
	expect(read(value)).toBe(text);
});

// Half of an emoji can be put into no address, and Awin would get another text than the person has.
it.each(['boots \ud83d', '\udd7e', 'a\ud800b'])('%j is refused', (value) => {
	expect(() => read(value)).toThrow(/^"Note" is ".*", which holds half a character.*item 2 of 5/);
});
