/**
 * A hundred throttled calls on a fake clock against the sandbox's own limiter: how much longer than the least possible
 * time they take, and whether Awin would have refused one.
 */
require('./register.cjs');
const { AwinSandbox } = require('../../demo/sandbox/awin.cts');
const { TOKENS } = require('../../demo/sandbox/tokens.cts');
const { passGate } = require('../../nodes/Awin/transport/gate.ts');
const { Throttle } = require('../../nodes/Awin/transport/throttle.ts');
const { report } = require('./measure.cjs');

const CALLS = 100;
const LIMIT = 20;
/** Twenty at once, and twenty more each time that a minute has passed. */
const LEAST_MS = (CALLS / LIMIT - 1) * 60_000;

async function measure() {
	let nowMs = 0;
	const clock = {
		nowMs: () => nowMs,
		sleep: async (ms) => {
			nowMs += ms;
		},
	};
	const awin = new AwinSandbox({
		clock: () => Date.parse('2026-06-15') + nowMs,
		requestsPerMinute: LIMIT,
	});
	const throttle = new Throttle({ limit: LIMIT });
	const statuses = [];
	for (let call = 0; call < CALLS; call++) {
		await passGate(throttle, clock, {});
		const headers = { authorization: `Bearer ${TOKENS.owner}` };
		statuses.push(awin.handle({ method: 'GET', url: '/accounts', headers, body: '' }).status);
	}
	console.log(`\n${CALLS} calls at ${LIMIT} a minute (fake clock, ${(nowMs / 1000).toFixed(1)} s)`);
	report('time against the least possible', nowMs / LEAST_MS, 1.01);
	report('calls refused with 429', statuses.filter((status) => status !== 200).length, 0, 'calls');
}

module.exports = { measure };
if (require.main === module) void measure();
