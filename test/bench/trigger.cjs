/**
 * The trigger with as much remembered as it can hold: the size of its state, and the CPU time of a poll that finds nothing.
 */
require('./register.cjs');
const { OVERLAP_MS, AHEAD_MS } = require('../../nodes/Awin/trigger/readPlan.ts');
const { hourOf, MOST_ENTRIES } = require('../../nodes/Awin/trigger/seenTransactions.ts');
const { Poller } = require('../../nodes/Awin/trigger/poll.ts');
const { selectionText } = require('../../nodes/Awin/trigger/selection.ts');
const { emptyState, listsFor, packState } = require('../../nodes/Awin/trigger/state.ts');
const { sampleTransaction } = require('../../nodes/Awin/api/samples.ts');
const { median, report } = require('./measure.cjs');

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = Date.parse('2026-06-15T10:00:00Z');
const ROUNDS = 15;
const IDENTITY = {
	accountType: 'advertiser',
	accountId: '12345',
	events: ['created', 'approved', 'declined', 'amended'],
	partnerIds: [],
};
const LISTS = ['transaction', 'validation', 'amendment'];
/** What a poll sees again in its overlap, in each list. */
const KNOWN_ROWS = 100;

function utc(epochMs) {
	return new Date(epochMs).toISOString().slice(0, 19);
}

/** A row that was approved and amended within the overlap. */
function row(index) {
	const at = utc(NOW_MS - OVERLAP_MS / 2);
	return {
		...sampleTransaction(),
		id: 1_612_345_678 + index,
		transactionDate: at,
		validationDate: at,
	};
}

function fullState() {
	const known = emptyState();
	known.lists = listsFor(known, IDENTITY).map((list) => ({
		...list,
		progress: {
			scope: selectionText(list.selection),
			boundMs: NOW_MS - 60_000,
			reachedBackMs: NOW_MS - 60_000,
			coveredFromMs: NOW_MS - 8 * DAY_MS,
			heldSinceMs: null,
			newestMs: NOW_MS - 60_000,
		},
	}));
	for (let index = 1_000_000; known.seen.size < MOST_ENTRIES - 3 * KNOWN_ROWS; index++) {
		const subject = LISTS[index % 3];
		// A week of a busy account: what is validated in an hour was sold at any time in a month.
		const id = 1_600_000_000 + ((index * 2_654_435_761) % 30_000_000);
		const sight = { subject, id, version: `v${index}`, status: 'pending' };
		known.seen.see(sight, hourOf(NOW_MS - (index % (8 * 24)) * HOUR_MS));
	}
	return packState(known, IDENTITY);
}

function contextWith(staticData) {
	const answer = JSON.stringify(Array.from({ length: KNOWN_ROWS }, (_, index) => row(index)));
	const parameters = {
		...IDENTITY,
		timezone: 'UTC',
		pollTimes: { item: [{ mode: 'everyMinute' }] },
	};
	return {
		getMode: () => 'trigger',
		getNode: () => ({ id: 'n', name: 'Awin Trigger' }),
		getWorkflow: () => ({ id: 'w' }),
		getTimezone: () => 'UTC',
		getNodeParameter: (name, fallback) => parameters[name] ?? fallback,
		getWorkflowStaticData: () => staticData,
		getCredentials: async () => ({ accessToken: 'bench', requestsPerMinute: 1000 }),
		logger: { info() {}, warn() {}, error() {} },
		helpers: {
			httpRequestWithAuthentication: async () => ({ statusCode: 200, headers: {}, body: answer }),
		},
	};
}

async function quietPollMs(poller, staticData) {
	global.gc?.();
	// As n8n hands it over: read from the database.
	const own = JSON.parse(staticData);
	const before = process.cpuUsage();
	const output = await poller.poll(contextWith(own));
	const { user, system } = process.cpuUsage(before);
	if (output !== null) throw new Error(`A quiet poll gave ${output[0].length} items`);
	return (user + system) / 1000;
}

async function measure() {
	console.log(`\nThe trigger with ${MOST_ENTRIES} events remembered`);
	const poller = new Poller({ nowMs: () => NOW_MS - AHEAD_MS / 2 });
	const staticData = { awinTrigger: fullState() };
	// The rows of the overlap are seen for the first time here, which fills the memory up.
	await poller.poll(contextWith(staticData));
	const stored = JSON.stringify(staticData);

	report('bytes of state for each', stored.length / MOST_ENTRIES, 16, 'bytes');
	const times = [];
	for (let round = 0; round < ROUNDS; round++) times.push(await quietPollMs(poller, stored));
	report('CPU of a quiet poll', median(times), 125, 'ms');
}

module.exports = { measure };
if (require.main === module) void measure();
