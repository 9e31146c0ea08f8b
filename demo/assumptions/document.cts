/** Makes `docs/awin.md`. */
import { FACTS } from './facts.cts';
import { ASSUMPTIONS, believed, shownByWriting } from './index.cts';
import { LIMITS } from './limits.cts';
import { ORDERS } from './orders.cts';
import { PUBLISHING } from './publishing.cts';
import { READING } from './reading.cts';
import { MOST_CALLS } from '../probe/caller.cts';
import { STEPS } from '../probe/steps.cts';
import type { Switches } from '../sandbox/switches.cts';
import type { Assumption, Sureness } from './shapes.cts';

const HEAD = `# What we believe of Awin

Awin has no test system, so everything here was built and tried against a stand-in (\`npm run sandbox\`). This page has what the package takes for true of Awin. It is made from the code (\`npm run generate:awin\`): the rows from \`demo/assumptions/\`, the switches from \`demo/sandbox/switches.cts\`.

Where nobody outside Awin knows, the package is ready for every form in the table, and a switch of the stand-in plays each of them. If you have a token of Awin's, you can find out which form is the real one.

## Look for yourself

\`\`\`bash
npm run probe
\`\`\`

It lists the calls that it will make, asks whether to go on, and asks for your token, which is not shown while you paste it. Then it reads: at most ${MOST_CALLS} calls for an advertiser and a publisher together, in about four minutes. It changes nothing at Awin. To see how the limit of calls is kept, it makes up to three calls over the limit at the end, on purpose; other tools that use your token may then have to wait for a minute. \`--keep-limit\` leaves these calls out.

You get a table in plain words, and a file, \`awin-shapes.json\`. The file has the form of Awin's answers: names of members, kinds of values, lengths, how dates and IDs are written. It has no amounts, no names, no references, no IDs and no token. Read it, and add it to an issue on GitHub: that is how a guess in this table becomes something known.

| option | what it does |
| --- | --- |
| \`--advertiser ID\`, \`--publisher ID\` | asks about this account, where your token reaches several |
| \`--keep-limit\` | makes no call over the limit |
| \`--file PATH\` | writes the file there |
| \`--url ADDRESS\` | asks another address, such as a stand-in's on this machine |
| \`--yes\` | goes on without asking |

The token can come through a pipe as well: \`pass awin | npm run probe -- --yes\`. It is never written to a file, and is not in the list of processes.

\`npm run sandbox -- --like awin-shapes.json\` starts the stand-in with the switches in the positions that the file names. What could not be told stays as it is.

`;

const SURE: Readonly<Record<Sureness, string>> = {
	page: 'Awin’s page',
	measured: 'measured by others',
	clients: 'seen in other clients',
	guess: 'our guess',
};

const PARTS: ReadonlyArray<readonly [heading: string, rows: object]> = [
	['Accounts and transactions', READING],
	['Limits, reports and validation jobs', LIMITS],
	['Orders and proofs of purchase', ORDERS],
	['Links, offers, programmes and product feeds', PUBLISHING],
];

export function awinDocument(): string {
	const parts = PARTS.map(([heading, rows]) => {
		const names = Object.keys(rows) as Array<keyof Switches>;
		return `## ${heading}\n\n${table(
			['What', 'We take for likely', 'Or', 'How sure', 'Rule', 'Switch', 'What settles it'],
			names.map(rowOf),
		)}`;
	});
	const facts = FACTS.map(({ about, says, sure, rule }) => [about, says, SURE[sure], ruleOf(rule)]);
	const written = shownByWriting().map(
		([operation, names]) => `- _${operation}_: ${names.map((name) => `\`${name}\``).join(', ')}`,
	);
	return [
		HEAD.trimEnd(),
		...parts,
		`## What only a change can show\n\nThe probe never tries these. Whoever uses the operation sees them: the details of a result have the form of Awin's answer.\n\n${written.join('\n')}`,
		`## What is sure\n\n${table(['What', 'What Awin does', 'How sure', 'Rule'], facts)}`,
		`## The calls of the probe\n\n${table(['Step', 'Call', 'To find out'], stepRows())}\n`,
	].join('\n\n');
}

function rowOf(name: keyof Switches): string[] {
	const { about, sure, rule, settle } = ASSUMPTIONS[name] as Assumption;
	const { usual, otherwise } = believed(name);
	const settled =
		'read' in settle
			? `probe: ${settle.read.map((step) => `\`${step}\``).join(', ')}`
			: 'write' in settle
				? 'a change'
				: settle.never;
	return [about, usual, otherwise, SURE[sure], ruleOf(rule), `\`${name}\``, settled];
}

function ruleOf([file, name]: readonly [string, string]): string {
	return `\`${file}\` · \`${name}\``;
}

function stepRows(): string[][] {
	return Object.entries(STEPS).map(([name, { call, why }]) => [`\`${name}\``, call, why]);
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
