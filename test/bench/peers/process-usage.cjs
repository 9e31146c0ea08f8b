/** What another process has used, as Linux keeps it. */
const { execFileSync } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** @returns {number} CPU time since its start, in ms, of all its threads */
function cpuMs(pid) {
	const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The name may hold spaces; after it, user and system time are the 12th and 13th.
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
	return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1000;
}

function memoryMb(pid, name) {
	const text = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)[1]) / 1000;
}

/** From now on the peak counts from the present use. */
function forgetPeak(pid) {
	writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

module.exports = {
	cpuMs,
	forgetPeak,
	peakMb: (pid) => memoryMb(pid, 'VmHWM'),
	usedMb: (pid) => memoryMb(pid, 'VmRSS'),
};
