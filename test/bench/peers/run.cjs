/**
 * The package against what people would use instead, n8n's own HTTP Request node row by row: in one real n8n, against one
 * sandbox with the limit on. `npm run bench:peers`; docs/performance.md says how to read it.
 *
 * One of Awin's minutes takes a second here: the sandbox lets 1,200 calls a minute through, and the HTTP Request node sends
 * 20 calls a second. Times are measured on the real clock; the time at Awin's own limit of 20 is worked out from the calls.
 */
const { fork } = require('node:child_process');
const { once } = require('node:events');
const { rm } = require('node:fs/promises');
const { cpus, totalmem } = require('node:os');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

require('../register.cjs');
const { TOKENS } = require('../../../demo/sandbox/tokens.cts');
const { startSandbox } = require('../../../demo/sandbox/server.cts');
const { startRealN8n } = require('../../support/realN8n.cts');
const { report } = require('../measure.cjs');
const { monthRows } = require('./month.cjs');
const usage = require('./process-usage.cjs');
const {
	ADVERTISER,
	ORDERS_ADVERTISER,
	byHttpRequest,
	byPackage,
	idle,
} = require('./workflows.cjs');

const ROWS = 1000;
const DAY_MS = 86_400_000;
const SCALED_LIMIT = 1200;
const AWIN_LIMIT = 20;
const PARTNER = 88201;
const PER_DAY = 55;
const POLLED_MS = 30_000;

/**
 * The fewest calls that can do it: a batch and its result, a batch, a call for each 31 days, a list; and for the month's end the list, the
 * batches under way, a batch and its result.
 */
const LEAST_CALLS = { validations: 2, orders: 1, months: 12, monthEnd: 4, poll: 1 };
const CALLS_LIMIT = 1.5;
const CPU_LIMIT = 4;

const WHAT = {
	validations: '1,000 validations',
	orders: '1,000 orders',
	months: '12 months of transactions',
	monthEnd: "month's end of 1,000 orders",
	poll: 'one poll',
};

/** Jobs of one row follow each other within the shrunk minute, and are shrunk like it; a batch takes as long as at Awin. */
function jobDurationMs(items) {
	const realMs = 800 + items / 2;
	return items === 1 ? realMs / 60 : realMs;
}

const utc = (epochMs) => new Date(epochMs).toISOString().slice(0, 19);

/** Windows of 31 days at most that make up the last twelve months. */
function windowsOf(nowMs) {
	const endMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
	const startMs = endMs - 365 * DAY_MS;
	const windows = [];
	for (let fromMs = startMs; fromMs < endMs; fromMs += 31 * DAY_MS) {
		const toMs = Math.min(fromMs + 31 * DAY_MS, endMs) - 1000;
		windows.push({ start: utc(fromMs), end: utc(toMs) });
	}
	return windows;
}

function pendingRows({ awin }) {
	return Array.from({ length: ROWS }, () => ({
		id: awin.world.addTransaction({
			advertiserId: ADVERTISER,
			publisherId: PARTNER,
			saleAmount: 100,
			currency: 'EUR',
			// Old enough not to be among the twelve months.
			transactionAtMs: Date.now() - 400 * DAY_MS,
		}).id,
	}));
}

function orderRows(prefix) {
	return Array.from({ length: ROWS }, (_, index) => ({
		order: `${prefix}-${index}`,
		total: 10 + (index % 900) / 100,
		awc: `${ORDERS_ADVERTISER}_1769871600_${index}`,
	}));
}

class Course {
	constructor(sandbox, n8n) {
		this.sandbox = sandbox;
		this.n8n = n8n;
	}

	/** Starts a workflow by hand and measures until n8n says that it is over. */
	async run(workflow) {
		const { client } = this.n8n;
		const { id } = await client.createWorkflow(workflow);
		const start = this.begin();
		const { executionId } = await client.call('POST', `/rest/workflows/${id}/run`, {
			triggerToStartFrom: { name: 'Start' },
		});
		let execution;
		do {
			await sleep(1000);
			// Not the execution itself: n8n would send all of its data each time.
			[execution] = await client.listExecutions({ workflowId: id, limit: 1 });
		} while (!execution || ['new', 'running', 'waiting'].includes(execution.status));
		if (execution.id !== executionId || execution.status !== 'success') {
			throw new Error(`${workflow.name} ended as ${execution.status}`);
		}
		const timeMs = Date.parse(execution.stoppedAt) - Date.parse(execution.startedAt);
		return { ...this.end(start), timeMs };
	}

	/** Has a workflow poll by itself for a while, and measures one poll of it. */
	async poll(workflow, idleMsPerSecond) {
		const { client } = this.n8n;
		const { id } = await client.createWorkflow(workflow);
		await client.activate(id);
		// The activation is something of its own.
		await sleep(5000);
		const start = this.begin();
		const startedAtMs = Date.now();
		await sleep(POLLED_MS);
		const seconds = (Date.now() - startedAtMs) / 1000;
		const { calls, cpuMs, peakMb } = this.end(start);
		await client.deactivate(id);
		const polls = Math.round(seconds / 3);
		return {
			calls: Math.round(calls / polls),
			cpuMs: (cpuMs - idleMsPerSecond * seconds) / polls,
			peakMb,
			timeMs: undefined,
		};
	}

	async idleMsPerSecond() {
		await sleep(5000);
		const start = this.begin();
		await sleep(15_000);
		return this.end(start).cpuMs / 15;
	}

	begin() {
		const { pid } = this.n8n.process;
		this.sandbox.awin.calls.length = 0;
		usage.forgetPeak(pid);
		return { cpuMs: usage.cpuMs(pid), usedMb: usage.usedMb(pid) };
	}

	end(start) {
		const { pid } = this.n8n.process;
		const { calls } = this.sandbox.awin;
		const refused = calls.filter(({ status }) => status === 429).length;
		if (refused > 0) throw new Error(`The sandbox refused ${refused} calls`);
		return {
			calls: calls.length,
			cpuMs: usage.cpuMs(pid) - start.cpuMs,
			peakMb: usage.peakMb(pid) - start.usedMb,
		};
	}
}

/** As measured, but that each twenty calls are a minute apart instead of a second. */
function atAwinsLimitSeconds(calls, timeMs) {
	const pauses = Math.ceil(calls / AWIN_LIMIT) - 1;
	return timeMs / 1000 + pauses * 59;
}

async function inRealN8n(sandbox, n8n, windows) {
	const course = new Course(sandbox, n8n);
	const { client } = n8n;
	const credential = await client.createCredential({
		name: 'Awin',
		type: 'awinOAuth2Api',
		data: {
			accessToken: TOKENS.owner,
			conversionApiKey: '',
			requestsPerMinute: SCALED_LIMIT,
			environment: 'custom',
			baseUrl: sandbox.url,
		},
	});
	const sides = {
		http: byHttpRequest({ url: sandbox.url, token: TOKENS.owner }),
		package: byPackage(credential),
	};
	const figures = { validations: {}, orders: {}, months: {}, monthEnd: {}, poll: {} };
	const month = () => ({ start: utc(Date.now() - 30 * DAY_MS), end: utc(Date.now()) });
	const booked = () => sandbox.awin.ledger.length;

	// Everything is loaded, and n8n's first executions are over.
	for (const side of Object.values(sides)) {
		await course.run(side.orders(orderRows('warm').slice(0, 20)));
		await course.run(side.validations(pendingRows(sandbox).slice(0, 20)));
	}
	const bare = {
		validations: await course.run(idle(pendingRows(sandbox))),
		orders: await course.run(idle(orderRows('idle'))),
		months: await course.run(idle(windows)),
		monthEnd: await course.run(idle(monthRows(sandbox, ADVERTISER, 'idle'))),
	};
	for (const [name, side] of Object.entries(sides)) {
		await sleep(3000);
		let before = booked();
		figures.validations[name] = await course.run(side.validations(pendingRows(sandbox)));
		if (booked() - before !== ROWS) throw new Error(`${name}: ${booked() - before} validated`);
		before = booked();
		figures.orders[name] = await course.run(side.orders(orderRows(name)));
		if (booked() - before !== ROWS) throw new Error(`${name}: ${booked() - before} orders`);
		figures.months[name] = await course.run(side.months(windows, windows.at(-1)));
		before = booked();
		const rows = monthRows(sandbox, ADVERTISER, name);
		figures.monthEnd[name] = await course.run(side.monthEnd(rows, month()));
		if (booked() - before !== ROWS) throw new Error(`${name}: ${booked() - before} of the month`);
		for (const task of Object.keys(bare)) figures[task][name].cpuMs -= bare[task].cpuMs;
	}
	const idleMs = await course.idleMsPerSecond();
	for (const [name, side] of Object.entries(sides)) {
		figures.poll[name] = await course.poll(side.poll(), idleMs);
	}
	return figures;
}

async function byThemselves(sandbox, windows) {
	sandbox.awin.requestsPerMinute = null;
	sandbox.awin.world.jobDurationMs = () => 0;
	const question = {
		url: sandbox.url,
		token: TOKENS.owner,
		account: ADVERTISER,
		ordersAccount: ORDERS_ADVERTISER,
		rows: pendingRows(sandbox),
		orders: orderRows('own'),
		windows,
	};
	const child = fork(join(__dirname, 'own-child.cjs'), [JSON.stringify(question)], {
		execArgv: ['--expose-gc'],
	});
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`The measuring process ended with code ${code} before it had a result`);
	});
	const [figures] = await Promise.race([once(child, 'message'), ended]);
	return figures;
}

function show(figures) {
	const number = (value, digits = 0) =>
		value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
	const span = (seconds) =>
		seconds >= 90 ? `${number(seconds / 60)} min` : `${number(seconds, 1)} s`;
	console.log(`\n${cpus().length} × ${cpus()[0].model}, ${number(totalmem() / 1e9)} GB\n`);
	console.log(
		"| task | by | calls | time here | time at Awin's limit | CPU in n8n | memory, peak |",
	);
	console.log('| --- | --- | ---: | ---: | ---: | ---: | ---: |');
	for (const [task, sides] of Object.entries(figures)) {
		for (const [side, { calls, timeMs, cpuMs, peakMb }] of Object.entries(sides)) {
			const cells = [
				WHAT[task],
				side === 'http' ? 'HTTP Request' : 'this package',
				number(calls),
				timeMs === undefined ? '–' : span(timeMs / 1000),
				timeMs === undefined ? '–' : span(atAwinsLimitSeconds(calls, timeMs)),
				`${number(cpuMs)} ms`,
				`${number(Math.max(peakMb, 0))} MB`,
			];
			console.log(`| ${cells.join(' | ')} |`);
		}
	}
	console.log('\nAgainst the least that can do it');
	for (const [task, { package: own }] of Object.entries(figures)) {
		const least = LEAST_CALLS[task];
		report(`${WHAT[task]}: ${own.calls} calls against ${least}`, own.calls / least, CALLS_LIMIT);
	}
}

function showOwn(own) {
	console.log('\nThe nodes by themselves, against a bare script');
	for (const [task, { bareMs, nodeMs }] of Object.entries(own)) {
		const what = `${WHAT[task]}: ${nodeMs.toFixed(1)} ms of CPU against ${bareMs.toFixed(1)} ms bare`;
		report(what, nodeMs / bareMs, CPU_LIMIT);
	}
}

async function main() {
	const sandbox = await startSandbox({
		seed: 7,
		clock: Date.now,
		requestsPerMinute: SCALED_LIMIT,
		world: {
			startDate: utc(Date.now() - 420 * DAY_MS).slice(0, 10),
			transactionsPerDay: PER_DAY,
		},
	});
	let n8n;
	try {
		const windows = windowsOf(Date.now());
		const own = await byThemselves(sandbox, windows);
		showOwn(own);
		if (process.argv.includes('--own')) return;
		sandbox.awin.requestsPerMinute = SCALED_LIMIT;
		sandbox.awin.world.jobDurationMs = jobDurationMs;
		n8n = await startRealN8n();
		show(await inRealN8n(sandbox, n8n, windows));
	} finally {
		await n8n?.process.stop();
		// The HTTP Request nodes have the token in them, as people write it, so that the folder is not looked through for it.
		if (n8n) await rm(n8n.userFolder, { recursive: true, force: true });
		await sandbox.close();
	}
}

void main();
