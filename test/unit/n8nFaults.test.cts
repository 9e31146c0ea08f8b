import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/n8n-faults.md'), 'utf8');
const [, TABLE = ''] = PAGE.split(/<!-- faults of n8n: (?:begin|end) -->/);

const ROWS = TABLE.trim()
	.split('\n')
	.slice(2)
	.map((line) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);

it('the page has the faults that are known to touch our promises', () => {
	for (const number of [37407, 30050, 12558, 35251, 28157, 37263]) {
		expect(TABLE).toMatch(new RegExp(`https://github.com/n8n-io/n8n/(issues|pull)/${number}\\)`));
	}
	expect(readFileSync(join(ROOT, 'docs/reliability.md'), 'utf8')).toContain('(n8n-faults.md)');
});

it.each(ROWS)('%s', (fault, source, answer, tests) => {
	expect(fault).not.toBe('');
	expect(source).toMatch(/https:\/\/github\.com\/n8n-io\/n8n\/|^Seen in n8n \d/);
	expect(answer).not.toBe('');
	const files = [...tests.matchAll(/`([^`]+)`/g)].map(([, file]) => file);
	expect(files.length).toBeGreaterThan(0);
	expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});
