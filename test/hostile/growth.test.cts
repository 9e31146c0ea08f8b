/**
 * Whatever is read from outside is read in a time that grows as its length does. A pattern that begins anew at every letter stops
 * all of n8n for minutes at a text that anybody can write into a public form. Growth is a ratio of two sizes in one process, by
 * the time of the processor, so that a busy machine does not matter.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import ts from 'typescript';

import { accountFromAddress } from '../../nodes/Awin/api/accounts';
import { judgeFeed } from '../../nodes/Awin/api/feedVerdict';
import { Awin } from '../../nodes/Awin/Awin.node';
import { AwinTrigger } from '../../nodes/AwinTrigger/AwinTrigger.node';
import { quote } from '../../nodes/Awin/transport/quote';
import { readResponse } from '../../nodes/Awin/transport/response';
import { Secrets } from '../../nodes/Awin/transport/secrets';
import { readers } from '../support/readers.cts';

const ROOT = join(__dirname, '../..');
const FOLDERS = ['nodes', 'credentials'];

const TINY = 1000;
const LONGEST_TINY_MS = 100;
const SMALL = 3000;
const TIMES = 4;
/** What is done in less than this is not worth a second look. */
const SHORT_MS = 4;
/** Four times as long a text takes four times as long, sixteen times where each letter begins anew. */
const MOST_GROWTH = 8;
const LOOKS = 3;

function cpuMs(work: () => unknown): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

const least = (work: () => unknown) =>
	Math.min(...Array.from({ length: LOOKS }, () => cpuMs(work)));

/** Throws where reading takes a time that grows faster than the text. */
function refuseGrowth(read: (text: string) => unknown, textOf: (length: number) => string): void {
	// What is slow here already would take days below.
	if (cpuMs(() => read(textOf(TINY))) > LONGEST_TINY_MS) {
		throw new Error(`${TINY} characters take far too long: ${JSON.stringify(textOf(60))}`);
	}
	let growth = 0;
	// What begins anew at each letter does so at every length; what only looks like it, such as a first collection of
	// garbage, does not.
	for (const length of [SMALL, SMALL * TIMES]) {
		const [small, large] = [textOf(length), textOf(length * TIMES)];
		if (cpuMs(() => read(large)) < SHORT_MS) return;
		const [smallMs, largeMs] = [least(() => read(small)), least(() => read(large))];
		growth = largeMs / Math.max(smallMs, SHORT_MS / TIMES / 2);
		if (largeMs < SHORT_MS || growth < MOST_GROWTH) return;
	}
	const shown = JSON.stringify(textOf(60));
	throw new Error(`${TIMES} times as long takes ${growth.toFixed(1)} times as long: ${shown}`);
}

/** A text of about that length, with one part of it again and again. */
function pumped(before: string, part: string, after: string): (length: number) => string {
	return (length) => before + part.repeat(Math.ceil(length / part.length)) + after;
}

const ENDS = ['', '!', '\n!', '\u2028 x', ' <'];

const PARTS = [
	...[' ', '\n', '\t', '0', '1', 'a', 'Z', '/', '<', '<a', '>', '[', '.', ',', '-', '\\', '"', "'"],
	...[
		':00',
		'+00',
		'!!!',
		'1,',
		'1.',
		'000 ',
		'a.',
		' #',
		'id ',
		'line ',
		'row no. ',
		'\ud83d\ude00',
	],
	...[
		'advertiser/1/',
		'a/',
		'//',
		'[0]',
		'orders[0].',
		'%61',
		'\\u0061',
		'&#x61;',
		'2026-01-01T10:00 ',
	],
];

/** What the patterns look for at the beginning. */
const STARTS = [
	'',
	'https://app.awin.com/',
	'https://app.awin.com/advertiser/1/',
	'2026-01-01T10:00',
	'line',
	'product id',
	'0.0',
	'orders[0].a',
	'<a ',
];

function filesIn(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && /\.ts$/.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name));
}

/** Every pattern that is written down in the package. */
function patternsIn(file: string): RegExp[] {
	const source = ts.createSourceFile(
		file,
		readFileSync(file, 'utf8'),
		ts.ScriptTarget.Latest,
		true,
	);
	const found: RegExp[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isRegularExpressionLiteral(node)) {
			const end = node.text.lastIndexOf('/');
			found.push(new RegExp(node.text.slice(1, end), node.text.slice(end + 1)));
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** Those that n8n itself uses, on what people paste into a field. */
function patternsInFields(value: unknown): RegExp[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, member]) =>
		name === 'regex' ? [new RegExp(String(member))] : patternsInFields(member),
	);
}

const written = FOLDERS.flatMap((folder) => filesIn(join(ROOT, folder))).flatMap(patternsIn);
const declared = [new Awin(), new AwinTrigger()].flatMap(({ description }) =>
	patternsInFields(description.properties),
);
const patterns = [...new Map([...written, ...declared].map((one) => [String(one), one])).values()];

const SAMPLES = 4;

/** Texts that a pattern takes, or nearly: the worst are those that it takes up to their end. */
function samplesOf(pattern: RegExp): string[] {
	try {
		return fc.sample(
			fc.stringMatching(new RegExp(pattern.source, pattern.flags.replace('g', ''))),
			{
				numRuns: SAMPLES,
				seed: 7,
			},
		);
	} catch {
		// What it cannot make up, such as borders of words.
		return [];
	}
}

/** Each sample with a piece of it pumped up, and the same piece for pieces of all patterns. */
function attacksOn(pattern: RegExp): Array<(length: number) => string> {
	const own = samplesOf(pattern).flatMap((sample, place) => {
		const texts = [];
		for (let start = 0; start < Math.min(sample.length, 24); start++) {
			const length = 1 + ((start + place) % 3);
			const part = sample.slice(start, start + length);
			const before = sample.slice(0, start);
			texts.push(pumped(before, part, ENDS[(start + place) % ENDS.length]));
		}
		return texts;
	});
	return [...own, ...PARTS.map((part, place) => pumped('', part, ENDS[place % ENDS.length]))];
}

describe('Every pattern of the package is linear', () => {
	it('finds them', () => {
		expect(patterns.length).toBeGreaterThan(80);
	});

	it.each(patterns.map((pattern) => [String(pattern), pattern] as const))('%s', (_, pattern) => {
		const attacks = attacksOn(pattern);
		expect(attacks.length).toBeGreaterThan(PARTS.length - 1);
		for (const attack of attacks) refuseGrowth((text) => text.replace(pattern, ''), attack);
	});
});

const SECRETS = new Secrets(['aaaaaaaa-aaaa', '5f3c9b1e-4f6a'], { inData: true });

const READERS: Array<[string, (text: string) => unknown]> = [
	...readers.map(({ name, read }): [string, (text: string) => unknown] => [name, read]),
	['accountFromAddress', accountFromAddress],
	['quote', quote],
	['judgeFeed', (text) => judgeFeed(['1'], { status: 200, answer: { errors: [text] } })],
	[
		'judgeFeed, of many complaints',
		(text) =>
			judgeFeed(['1'], {
				status: 200,
				answer: { errors: [...text].map(() => ({ id: '1', message: 'x' })) },
			}),
	],
	[
		'readResponse',
		(text) => readResponse({ statusCode: 200, headers: {}, body: text }, ['5f3c9b1e']),
	],
	[
		'readResponse, within JSON',
		(text) =>
			readResponse({ statusCode: 400, headers: {}, body: JSON.stringify([text]) }, ['aaaaaaaa']),
	],
	[
		'Retry-After',
		(text) => readResponse({ statusCode: 429, headers: { 'retry-after': text }, body: '' }),
	],
	['secrets', (text) => SECRETS.hideIn(text)],
];

describe('Every reader takes a time that grows as its text does', () => {
	it.each(READERS)('%s', (_, read) => {
		PARTS.forEach((part, place) => {
			// Every part on its own, and behind one of the starts, with one of the ends.
			const start = STARTS[place % STARTS.length];
			expect(() => {
				refuseGrowth(read, pumped('', part, ENDS[place % ENDS.length]));
				refuseGrowth(read, pumped(start, part, ENDS[(place + 1) % ENDS.length]));
			}).not.toThrow();
		});
	});
});
