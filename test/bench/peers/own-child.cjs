/**
 * What the package's nodes cost by themselves, against a bare script that makes the same calls with `fetch` and nothing
 * else: by turns in one process, without n8n's engine, its expressions and its database. Tells the CPU time of each.
 */
require('../register.cjs');
const { ExecuteContext } = require('n8n-core');
const { executeAwin } = require('../../support/contexts.cts');
const { TriggerInN8n } = require('../../support/poll.cts');
const { systemClock } = require('../../../nodes/Awin/transport/gate.ts');
const { median } = require('../measure.cjs');

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const POLLS = 20;

const { url, token, account, ordersAccount, rows, orders, windows } = JSON.parse(process.argv[2]);
const bearer = { authorization: `Bearer ${token}` };
const json = { 'content-type': 'application/json' };
const accountId = { __rl: true, mode: 'id', value: String(account) };
const credentials = {
	accessToken: token,
	environment: 'custom',
	baseUrl: url,
	conversionApiKey: '',
	requestsPerMinute: 100_000,
};

systemClock.sleep = async () => undefined;

async function ask(path, init) {
	const response = await fetch(`${url}${path}`, init);
	if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	return await response.json();
}

/** Runs the node over items whose parameters are worked out already: that is n8n's part. */
async function runNode(columns, values) {
	ExecuteContext.prototype._getNodeParameter = function (name, index, fallback) {
		// What is not given has n8n's default, which stands in the node.
		const usual = name.split('.').reduce((value, member) => value?.[member], this.node.parameters);
		return values(columns[index])[name] ?? usual ?? fallback;
	};
	const { items } = await executeAwin({
		credentials,
		parameters: values({}),
		items: columns.map((one) => ({ json: one })),
	});
	return items;
}

function expect(count, wanted) {
	if (count !== wanted) throw new Error(`Expected ${wanted} and got ${count}`);
}

const TASKS = {
	validations: {
		bare: async () => {
			const batch = rows.map(({ id }) => ({
				action: 'approve',
				transaction: { transactionId: id },
			}));
			const path = `/advertisers/${account}/transactions`;
			const body = JSON.stringify(batch);
			const { jobId } = await ask(`${path}/batch`, {
				method: 'POST',
				headers: { ...bearer, ...json },
				body,
			});
			const job = await ask(`${path}/jobs/${jobId}?output=all`, { headers: bearer });
			const results = new Map(job.allTransactions.map((one) => [one.transactionId, one]));
			expect(rows.map((row) => ({ ...row, awin: results.get(row.id) })).length, rows.length);
		},
		node: async () => {
			const items = await runNode(rows, ({ id }) => ({
				resource: 'transaction',
				operation: 'validate',
				accountId,
				action: 'approve',
				identifyBy: 'transactionId',
				transactionId: id,
				timezone: 'UTC',
			}));
			const done = items.filter(({ json: { awin } }) => /^(done|alreadyDone)$/.test(awin.outcome));
			expect(done.length, rows.length);
		},
	},
	orders: {
		bare: async () => {
			const body = JSON.stringify({
				orders: orders.map(({ order, total, awc }) => ({
					orderReference: order,
					amount: total,
					currency: 'EUR',
					channel: 'aw',
					awc,
					commissionGroups: [{ code: 'DEFAULT', amount: total }],
				})),
			});
			const answer = await ask(`/s2s/advertiser/${ordersAccount}/orders`, {
				method: 'POST',
				headers: { 'x-api-key': token, ...json },
				body,
			});
			const results = new Map(answer.successfulOrders.map((one) => [one.orderReference, one]));
			expect(orders.map((row) => ({ ...row, awin: results.get(row.order) })).length, orders.length);
		},
		node: async () => {
			const items = await runNode(orders, ({ order, total, awc }) => ({
				resource: 'conversion',
				operation: 'submit',
				accountId: { ...accountId, value: String(ordersAccount) },
				orderReference: order,
				amount: total,
				currency: 'EUR',
				attribution: ['awc'],
				awc,
				// The memory is n8n's own store, in its database.
				'options.skipAlreadyAccepted': false,
			}));
			const accepted = items.filter(({ json: { awin } }) => awin.outcome === 'accepted');
			expect(accepted.length, orders.length);
		},
	},
	months: {
		bare: async () => {
			let count = 0;
			for (const { start, end } of windows) {
				const query = new URLSearchParams({ startDate: start, endDate: end, timezone: 'UTC' });
				const path = `/advertisers/${account}/transactions/?${query}`;
				count += (await ask(path, { headers: bearer })).map((one) => ({ json: one })).length;
			}
			if (count === 0) throw new Error('There are no transactions');
		},
		node: async () => {
			const items = await runNode([{}], () => ({
				resource: 'transaction',
				operation: 'getMany',
				accountType: 'advertiser',
				accountId,
				startDate: windows[0].start,
				endDate: windows.at(-1).end,
				returnAll: true,
				timezone: 'UTC',
				output: 'simplified',
			}));
			if (items.length === 0) throw new Error('There are no transactions');
		},
	},
	poll: pollTask(),
};

function pollTask() {
	const known = new Set();
	const utc = (epochMs) => new Date(epochMs).toISOString().slice(0, 19);
	const trigger = new TriggerInN8n({
		credentials,
		parameters: {
			accountType: 'advertiser',
			accountId,
			events: ['created'],
			timezone: 'UTC',
			pollTimes: { item: [{ mode: 'everyMinute' }] },
		},
	});
	return {
		bare: async () => {
			for (let poll = 0; poll < POLLS; poll++) {
				const query = new URLSearchParams({
					startDate: utc(Date.now() - 3_600_000),
					endDate: utc(Date.now() + 900_000),
					timezone: 'UTC',
				});
				const list = await ask(`/advertisers/${account}/transactions/?${query}`, {
					headers: bearer,
				});
				for (const { id } of list.filter((one) => !known.has(one.id))) known.add(id);
			}
		},
		node: async () => {
			for (let poll = 0; poll < POLLS; poll++) await trigger.poll();
		},
	};
}

async function cpuMs(work) {
	global.gc?.();
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

async function main() {
	const figures = {};
	for (const [name, { bare, node }] of Object.entries(TASKS)) {
		const times = { bare: [], node: [] };
		// The first rounds warm both up.
		for (let round = -2; round < ROUNDS; round++) {
			const [bareMs, nodeMs] = [await cpuMs(bare), await cpuMs(node)];
			if (round < 0) continue;
			times.bare.push(bareMs);
			times.node.push(nodeMs);
		}
		console.error(`  measured ${name}`);
		const share = name === 'poll' ? POLLS : 1;
		figures[name] = { bareMs: median(times.bare) / share, nodeMs: median(times.node) / share };
	}
	process.send(figures);
}

void main();
