import fc from 'fast-check';

import { shapeOf } from '../../nodes/Awin/api/shapes';
import { explain, unknownForm } from '../../nodes/Awin/transport/failures';
import { deep, HOSTILE_TEXTS, hostileJson } from '../support/hostile.cts';

/** What nobody may find in a report: of people, of orders, of accounts, and what opens them. */
const secret = fc.oneof(
	fc.emailAddress(),
	fc.uuid(),
	fc.stringMatching(/^[A-Z]{1,4}-?\d{4,9}$/),
	fc.stringMatching(/^[0-9a-f]{16,40}$/),
	fc.stringMatching(/^[A-Z][a-z]{2,9} [A-Z][a-z]{2,9}$/),
	fc.stringMatching(/^[1-9]\d{7,11}$/),
	fc.stringMatching(/^[1-9]\d{2,6}\.\d{2}$/),
	fc.stringMatching(/^[A-Za-z0-9+/]{24,60}={1,2}$/),
	fc.webUrl(),
	fc.ipV4(),
	fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);

/** A name by which Awin calls a member; no secret is in it. */
const NAMES = ['id', 'orderRef', 'saleAmount', 'data', 'items', 'clickRefs', 'error', 'status'];

interface Planted {
	value: unknown;
	secrets: string[];
}

const hide = (text: string): Planted => ({ value: text, secrets: [text] });

/** Answers of any form with secrets in them: as values, as numbers, in names of members, and in JSON within a text. */
const planted: fc.Arbitrary<Planted> = fc.letrec<{ planted: Planted }>((tie) => ({
	planted: fc.oneof(
		{ maxDepth: 5, depthSize: 'small' },
		secret.map(hide),
		fc.integer({ min: 10_000, max: 2 ** 40 }).map((number) => ({
			value: number,
			secrets: [String(number)],
		})),
		fc.array(tie('planted'), { maxLength: 4 }).map((all) => ({
			value: all.map(({ value }) => value),
			secrets: all.flatMap(({ secrets }) => secrets),
		})),
		fc
			.array(fc.tuple(fc.oneof(secret.map(hide), fc.constantFrom(...NAMES)), tie('planted')), {
				maxLength: 6,
			})
			.map((members) => ({
				value: Object.fromEntries(
					members.map(([name, { value }]) => [
						typeof name === 'string' ? name : (name.value as string),
						value,
					]),
				),
				secrets: members.flatMap(([name, { secrets }]) =>
					typeof name === 'string' ? secrets : [...name.secrets, ...secrets],
				),
			})),
		tie('planted').map(({ value, secrets }) => ({ value: JSON.stringify(value), secrets })),
	),
})).planted;

const LONGEST_SHAPE = 600;

it('no value of an answer is in its shape, nor in the words for it', () => {
	fc.assert(
		fc.property(planted, ({ value, secrets }) => {
			const shape = shapeOf(value);
			const { message, description } = explain(unknownForm(200, value));
			expect(description).toContain(shape);
			expect(secrets.filter((text) => `${message} ${description}`.includes(text))).toEqual([]);
		}),
		{ numRuns: 3000 },
	);
});

/** Every text and number of an answer, that in JSON within texts as well. */
function valuesIn(value: unknown): string[] {
	if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(valuesIn);
	return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

/** Whatever is shorter could stand in any word by chance. */
const LONGEST_BY_CHANCE = 5;

it('of any answer there is a shape, of a bounded length, and the same twice', () => {
	fc.assert(
		fc.property(hostileJson, (value) => {
			const shape = shapeOf(value);
			expect(shape.length).toBeLessThanOrEqual(LONGEST_SHAPE);
			expect(shapeOf(JSON.parse(JSON.stringify(value)))).toBe(
				shapeOf(JSON.parse(JSON.stringify(value))),
			);
			const told = valuesIn(value).filter(
				(text) => text.trim().length > LONGEST_BY_CHANCE && shape.includes(text),
			);
			expect(told).toEqual([]);
		}),
		{ numRuns: 3000 },
	);
});

it.each(HOSTILE_TEXTS.map((text) => [JSON.stringify(text).slice(0, 60), text]))(
	'has no line break, no markup and no invisible character: %s',
	(_shown, text) => {
		const shape = shapeOf({ [text]: text, text: [text, { [text]: 1 }] });
		expect(shape).not.toMatch(/[\p{Cc}\p{Cf}<>\\]/u);
	},
);

it.each(['list', 'object'] as const)('does not fall into a hole: %ss in one another', (kind) => {
	expect(shapeOf(deep(5000, kind)).length).toBeLessThan(100);
});

it('takes no longer for a large answer than for a small one', () => {
	const rows = Array.from({ length: 200_000 }, (_, id) => ({ id, reference: `A-${id}` }));
	const reads = new Set<string>();
	const watched = new Proxy(rows, {
		get(list, name, receiver): unknown {
			if (/^\d+$/.test(String(name))) reads.add(String(name));
			return Reflect.get(list, name, receiver);
		},
	});

	expect(shapeOf(watched)).toBe('[200000 × {id: #, reference: text(3)}]');
	expect(reads.size).toBeLessThanOrEqual(20);
});
