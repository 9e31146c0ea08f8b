/** What the package takes for true of Awin: complete, and where it is said to stand. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { awinDocument } from '../../../demo/assumptions/document.cts';
import { FACTS } from '../../../demo/assumptions/facts.cts';
import {
	ASSUMPTIONS,
	SWITCH_NAMES,
	believed,
	isReadable,
	wordsFor,
} from '../../../demo/assumptions/index.cts';
import { WRITING_OPERATIONS } from '../../../demo/assumptions/shapes.cts';
import { STEPS } from '../../../demo/probe/steps.cts';
import { DEFAULT_SWITCHES } from '../../../demo/sandbox/switches.cts';
import { findOperation, resources } from '../../../nodes/Awin/resources';
import { positionsOf } from '../../support/probeWorlds.cts';

const ROOT = resolve(__dirname, '../../..');

describe('docs/awin.md', () => {
	it('is what the code says; run "npm run generate:awin" and commit what it writes', () => {
		expect(readFileSync(join(ROOT, 'docs/awin.md'), 'utf8')).toBe(awinDocument());
	});

	it('has a row for each switch of the stand-in', () => {
		const page = readFileSync(join(ROOT, 'docs/awin.md'), 'utf8');

		expect([...SWITCH_NAMES].sort()).toEqual(Object.keys(DEFAULT_SWITCHES).sort());
		expect(SWITCH_NAMES.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
	});

	it('every rule that it names stands where it says', () => {
		const rules = [...Object.values(ASSUMPTIONS), ...FACTS].map(({ rule }) => rule);
		const missing = rules.filter(([file, name]) => {
			const text = readFileSync(join(ROOT, 'nodes/Awin', file), 'utf8');
			return !new RegExp(`^(export )?(async )?(function|const|class) ${name}\\b`, 'm').test(text);
		});

		expect(rules.length).toBeGreaterThan(90);
		expect(missing).toEqual([]);
	});

	it('most rules stand under api/, where Awin’s rules belong; the others are about the way there', () => {
		const elsewhere = Object.values(ASSUMPTIONS).filter(({ rule }) => !rule[0].startsWith('api/'));

		expect(elsewhere.filter(({ rule }) => !rule[0].startsWith('transport/'))).toEqual([]);
	});

	it('has words of its own for every position of a switch', () => {
		for (const name of SWITCH_NAMES) {
			const words = positionsOf(name).map((position) => wordsFor(name, position as never));
			expect(words).not.toContain('undefined');
			expect(words.every((text) => /^[A-Z8].*\.$/.test(text))).toBe(true);
			const { usual, otherwise } = believed(name);
			expect([usual, otherwise]).not.toContain('');
		}
	});

	it('names only operations that change something, as n8n shows them', () => {
		for (const [value, label] of Object.entries(WRITING_OPERATIONS)) {
			const [resource, operation] = value.split('.');
			const name = resources.find(({ option }) => option.value === resource)?.option.name;
			expect(`${name}: ${findOperation(resource, operation)?.option.name}`).toBe(label);
		}
	});

	it('uses every call of the probe for something', () => {
		const used = SWITCH_NAMES.flatMap((name) => {
			const { settle } = ASSUMPTIONS[name];
			return 'read' in settle ? settle.read : [];
		});
		const unused = Object.keys(STEPS).filter((step) => !(used as string[]).includes(step));

		// It fills up the minute of the limit, and says nothing by itself.
		expect(unused).toEqual(['fillUp']);
		expect(SWITCH_NAMES.filter(isReadable).length).toBeGreaterThan(50);
	});
});
