/** What another process has used, as Linux keeps it. */
const { execFileSync } = require('node:child_process');
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** The fields of a process's line from its state on; its name may hold spaces. */
function fieldsOf(pid) {
	const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
	return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** What a process has started itself: n8n's Code nodes run in one of their own. */
function childrenOf(pid) {
	return readdirSync('/proc').filter((name) => {
		if (!/^\d+$/.test(name)) return false;
		try {
			return fieldsOf(name)[1] === String(pid);
		} catch {
			// It is over.
			return false;
		}
	});
}

/** @returns {number} CPU time since its start, in ms, of all its threads and of the processes that it has started */
function cpuMs(pid) {
	return childrenOf(pid).reduce((sum, child) => sum + cpuMs(child), ownCpuMs(pid));
}

function ownCpuMs(pid) {
	// User and system time.
	const [user, system] = fieldsOf(pid).slice(11, 13).map(Number);
	return ((user + system) / TICKS_PER_SECOND) * 1000;
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
