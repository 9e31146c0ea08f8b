/**
 * The change log is written by people, for people; a release only puts its version and date in.
 *
 *   node scripts/changelog.mjs release 1.2.0 [file]   "## Next (not yet released)" becomes "## 1.2.0 (2026-06-30)"
 *   node scripts/changelog.mjs notes 1.2.0 [file]     prints what stands under 1.2.0
 */
import { readFileSync, writeFileSync } from 'node:fs';

const HEADING = /^## (\S+) \((.+)\)$/;
const OPEN = 'not yet released';

const [command, version, file = 'CHANGELOG.md'] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8').split('\n');
const headings = lines.flatMap((line, index) => {
	const [, name, date] = HEADING.exec(line) ?? [];
	return name === undefined ? [] : [{ name, date, index }];
});

/** What stands between a heading and the next one. */
function textUnder({ index }) {
	const next = headings.find((heading) => heading.index > index);
	return lines
		.slice(index + 1, next?.index)
		.join('\n')
		.trim();
}

function found(heading, what) {
	if (heading && textUnder(heading) !== '') return heading;
	console.error(`${file} has no text under ${what}.`);
	process.exit(1);
}

switch (command) {
	case 'release': {
		const { index } = found(
			headings.find(({ date }) => date === OPEN),
			`"## Next (${OPEN})": what is new for the people who use the package?`,
		);
		lines[index] = `## ${version} (${new Date().toISOString().slice(0, 10)})`;
		writeFileSync(file, lines.join('\n'));
		break;
	}
	case 'notes': {
		const heading = found(
			headings.find(({ name }) => name === version),
			`"## ${version}"`,
		);
		console.log(textUnder(heading));
		break;
	}
	default:
		console.error('Use: node scripts/changelog.mjs release|notes VERSION [file]');
		process.exit(1);
}
