/**
 * Measuring for the benches: ratios of CPU time within one run, never a time against a fixed number.
 */

function cpuMs(work) {
	global.gc?.();
	const before = process.cpuUsage();
	work();
	const used = process.cpuUsage(before);
	return (used.user + used.system) / 1000;
}

function median(values) {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/**
 * Runs two pieces of work by turns and compares them.
 * @returns {{ratio: number, baseMs: number, workMs: number}} medians over the rounds
 */
function compare(base, work, rounds = 5) {
	const times = { base: [], work: [] };
	base();
	work();
	for (let round = 0; round < rounds; round++) {
		times.base.push(cpuMs(base));
		times.work.push(cpuMs(work));
	}
	const baseMs = median(times.base);
	const workMs = median(times.work);
	return { ratio: workMs / baseMs, baseMs, workMs };
}

/** One line of the report: what, how much, and what it must reach. */
function report(what, figure, limit, unit = '×') {
	const verdict = figure <= limit ? 'ok' : 'OVER';
	console.log(
		`${verdict.padEnd(5)}${what.padEnd(64)}${figure.toFixed(3)} ${unit} (at most ${limit} ${unit})`,
	);
	if (verdict === 'OVER') process.exitCode = 1;
}

module.exports = { compare, cpuMs, median, report };
