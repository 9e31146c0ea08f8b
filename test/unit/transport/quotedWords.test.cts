import { explain } from '../../../nodes/Awin/transport/failures';
import { wordsIn } from '../../../nodes/Awin/transport/quote';

describe("only words are quoted as Awin's", () => {
	it.each([
		['[404 NOT_FOUND]'],
		['404 NOT_FOUND'],
		['NOT_FOUND'],
		['"NOT_FOUND"'],
		['invalid_grant'],
		['E-4711'],
		['FORBIDDEN'],
		['500'],
		['[]'],
		['---'],
		[' '],
		[''],
	])('%j has none', (text) => {
		expect(wordsIn(text)).toBe('');
	});

	it.each([
		['unauthorized', 'unauthorized'],
		['Forbidden', 'Forbidden'],
		['ACCESS DENIED', 'ACCESS DENIED'],
		['Not Found (404 NOT_FOUND)', 'Not Found (404 NOT_FOUND)'],
		['No group E-4711', 'No group E-4711'],
		['无效的请求', '无效的请求'],
		['Größe', 'Größe'],
		['is <b>not</b> valid', 'is not valid'],
	])('%j is quoted', (text, quoted) => {
		expect(wordsIn(text)).toBe(quoted);
	});

	it('a refusal with nothing but a code is told without a quotation', () => {
		const complaint = { description: '[404 NOT_FOUND]' };

		expect(explain({ kind: 'refused', status: 404, complaint }).message).toBe(
			'Awin has nothing at this address (status 404).',
		);
	});

	it('words beside a code are found', () => {
		const complaint = { error: 'No such page', description: '[404 NOT_FOUND]' };

		expect(explain({ kind: 'refused', status: 404, complaint }).message).toContain(
			'Awin says: "No such page"',
		);
	});

	it('a text of any length is looked at once', () => {
		expect(wordsIn('_'.repeat(1_000_000))).toBe('');
		expect(wordsIn('A '.repeat(500_000))).not.toBe('');
	});
});
