/**
 * How processes that know nothing of each other share Awin's limit: what each learns by itself, against a fixed division of the
 * limit and against everybody at 20. The simulation is that of test/models/sharedLimit.test.cts.
 *
 * It also draws docs/images/shares.svg: the calls of each process by the minute, while one joins and one ends.
 */
require('./register.cjs');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const {
	A_THIRD,
	measureLimit,
	outcomeOf,
	processes,
	runLimit,
} = require('../support/limitWorld.cts');
const { report } = require('./measure.cjs');

const SEEDS = 8;
const PICTURE = join(__dirname, '../../docs/images/shares.svg');

const COUNTS = [
	{ counts: 'do not count', switches: {} },
	{ counts: 'count', switches: { refusedCallsCount: true } },
];
const OF_EIGHT = [
	{ who: '8 processes', processes: processes(8) },
	{ who: '8 processes and a tool that takes a third', processes: processes(8), foreign: A_THIRD },
];
const CHANGING = [
	{ who: '2 processes', processes: processes(2), span: [10, 70] },
	{ who: '3 processes', processes: processes(3), span: [10, 70] },
	{
		who: 'one, joined by another 10 minutes before',
		processes: [{}, { from: 20 }],
		span: [30, 90],
	},
	{
		who: '4 of 8 have ended 10 minutes before',
		processes: [...processes(4), ...processes(4, { to: 30 })],
		span: [40, 100],
	},
];
/** What comes before they have settled. */
const EARLY = [
	{ who: '2 processes, minutes 10 to 20', processes: processes(2), span: [10, 20] },
	{ who: '3 processes, minutes 10 to 20', processes: processes(3), span: [10, 20] },
	{ who: '8 processes, minutes 10 to 20', processes: processes(8), span: [10, 20] },
	{
		who: '8 and the tool, minutes 10 to 20',
		processes: processes(8),
		foreign: A_THIRD,
		span: [10, 20],
	},
];
const FIXED_MINUTE = OF_EIGHT.map((plan) => ({
	...plan,
	counts: "do not count, clock's minute",
	switches: { rateWindow: 'fixed-minute' },
}));

const COLUMNS = [41, 15, 28, 10, 5, 16, 7, 14];

function line(cells) {
	const padded = cells.map((cell, i) =>
		i < 3 ? cell.padEnd(COLUMNS[i]) : cell.padStart(COLUMNS[i]),
	);
	console.log(`| ${padded.join(' | ')} |`);
}

/** Prints a row. @returns its figures */
function measureRow({ who, span = [10, 70], counts = 'do not count', rule = 'learning', ...plan }) {
	const outcome = outcomeOf({ ...plan, rule }, span, SEEDS);
	const { used, taken, refusals, slowest, failed } = outcome;
	const percent = (part) => `${(Math.min(1, part) * 100).toFixed(0)} %`;
	const hours = (SEEDS * span[1]) / 60;
	line([
		who,
		rule,
		counts,
		percent(used),
		percent(taken),
		refusals.toFixed(1),
		taken > 0.001 ? slowest.toFixed(2) : '-',
		(failed / hours).toFixed(0),
	]);
	return outcome;
}

async function measure() {
	console.log(`\n20 calls a minute, shared (made-up clock, an hour, means of ${SEEDS} seeds)`);
	line([
		'who',
		'rule',
		'refused calls',
		'limit used',
		'taken',
		'refused a minute',
		'slowest',
		'failed an hour',
	]);
	const learnt = [];
	for (const eight of OF_EIGHT) {
		for (const awin of COUNTS) {
			for (const rule of ['learning', 'divided', 'everybody at 20']) {
				const outcome = measureRow({ ...eight, ...awin, rule });
				if (rule === 'learning') learnt.push(outcome);
			}
		}
	}
	for (const plan of CHANGING) learnt.push(measureRow(plan));
	for (const plan of [...EARLY, ...FIXED_MINUTE]) measureRow(plan);

	const worst = (figure) => Math.max(...learnt.map(figure));
	report(
		'most of the limit that is not used',
		worst(({ used }) => 1 - used),
		0.11,
		'of it',
	);
	report(
		'most calls refused',
		worst(({ refusals }) => refusals),
		3,
		'a minute',
	);
	report(
		'slowest, behind the mean',
		worst(({ slowest }) => 1 - slowest),
		0.5,
		'of it',
	);
	report(
		'calls given up',
		worst(({ failed }) => failed),
		0,
		'calls',
	);
	writeFileSync(PICTURE, pictureOf(middleOf(JOIN_AND_DEATH)));
}

const JOIN_AND_DEATH = {
	minutes: 60,
	processes: [{}, {}, { to: 40 }, { from: 20 }],
};
const COLOURS = ['#2a6f97', '#61a5c2', '#e09f3e', '#6a994e'];
const REFUSED = '#c1121f';
/** Pixels. */
const [LEFT, TOP, A_MINUTE, A_CALL] = [34, 34, 10, 8];
const MOST_SHOWN = 30;

/** Of eleven runs, the one in which those that are there all the time share neither best nor worst. */
function middleOf(plan) {
	const span = [10, plan.minutes];
	const runs = Array.from({ length: 11 }, (_, seed) => {
		const seeded = { ...plan, seed };
		return { seeded, ...measureLimit(seeded, runLimit(seeded), span) };
	});
	return runs.sort((one, other) => one.slowest - other.slowest)[5].seeded;
}

/** Stacked columns: the calls that Awin took of each process, and on top those that it refused. */
function pictureOf(plan) {
	const { calls } = runLimit(plan);
	const { minutes } = plan;
	const bottom = TOP + MOST_SHOWN * A_CALL;
	const width = LEFT + minutes * A_MINUTE + 10;
	const yOf = (count) => bottom - count * A_CALL;
	const xOf = (minute) => LEFT + minute * A_MINUTE;
	const perMinute = (isIn) => {
		const counts = Array(minutes).fill(0);
		for (const call of calls) if (isIn(call)) counts[Math.floor(call.atMs / 60_000)]++;
		return counts;
	};
	const layers = plan.processes.map((_, by) => ({
		name: ['first', 'second', 'third', 'fourth'][by],
		colour: COLOURS[by],
		counts: perMinute((call) => call.by === by && call.isTaken),
	}));
	layers.push({
		name: 'refused',
		colour: REFUSED,
		counts: perMinute(({ isTaken }) => !isTaken),
	});
	const heights = Array(minutes).fill(0);
	const columns = layers.map(({ colour, counts }) => {
		const path = counts.map((count, minute) => {
			const shown = Math.min(count, MOST_SHOWN - heights[minute]);
			heights[minute] += shown;
			const [x, y] = [xOf(minute), yOf(heights[minute])];
			return shown === 0 ? '' : `M${x} ${y}h${A_MINUTE - 1}v${shown * A_CALL}h${1 - A_MINUTE}z`;
		});
		return `<path fill="${colour}" d="${path.join('')}"/>`;
	});
	const legend = layers.map(({ name, colour }, i) => {
		const x = LEFT + i * 90;
		return `<rect x="${x}" y="6" width="10" height="10" fill="${colour}"/><text x="${x + 15}" y="15">${name}</text>`;
	});
	const scale = [0, 10, 20].map(
		(count) =>
			`<path class="line" d="M${LEFT - 4} ${yOf(count)}H${width - 10}"/><text x="${LEFT - 8}" y="${yOf(count) + 4}" text-anchor="end">${count}</text>`,
	);
	const times = [0, 10, 20, 30, 40, 50, 60].map(
		(minute) => `<text x="${xOf(minute)}" y="${bottom + 16}" text-anchor="middle">${minute}</text>`,
	);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 38}" role="img" font-family="sans-serif" font-size="12">`,
		'<title>Calls of each process by the minute, over an hour</title>',
		'<style>text{fill:#444}.line{stroke:#8888;fill:none}@media(prefers-color-scheme:dark){text{fill:#ccc}}</style>',
		...columns,
		...scale,
		...legend,
		...times,
		`<text x="${xOf(minutes / 2)}" y="${bottom + 33}" text-anchor="middle">minutes</text>`,
		'</svg>\n',
	].join('\n');
}

module.exports = { measure };
if (require.main === module) void measure();
