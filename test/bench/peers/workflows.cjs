/**
 * The workflows of both sides. The rows are made by the same two nodes for both, so that what differs is the node that
 * talks to Awin.
 */
const { monthByHand, monthByPackage } = require('./month.cjs');

const ADVERTISER = 77101;
/** New orders go to another account, so that they do not stand in the lists that are read. */
const ORDERS_ADVERTISER = 77102;

/** Awin's minute, shrunk to a second: twenty calls, then a pause. The sandbox counts 1,200 calls a minute accordingly. */
const BATCHING = { batch: { batchSize: 20, batchInterval: 1000 } };

function node(name, type, x, parameters, rest = {}) {
	return { name, type, typeVersion: 1, position: [x, 0], parameters, ...rest };
}

const base = (type) => `n8n-nodes-base.${type}`;

function inALine(nodes) {
	return Object.fromEntries(
		nodes
			.slice(0, -1)
			.map(({ name }, index) => [
				name,
				{ main: [[{ node: nodes[index + 1].name, type: 'main', index: 0 }]] },
			]),
	);
}

/** Rows, and then what is done with them. */
function withRows(name, rows, nodes) {
	const jsonOutput = JSON.stringify({ rows });
	const all = [
		node('Start', base('manualTrigger'), 0, {}),
		node('Rows', base('set'), 200, { mode: 'raw', jsonOutput }, { typeVersion: 3.4 }),
		node('Split', base('splitOut'), 400, { fieldToSplitOut: 'rows', options: {} }),
		...nodes,
	];
	return { name, nodes: all, connections: inALine(all) };
}

function httpRequest(name, x, headers, parameters) {
	const all = {
		sendHeaders: true,
		headerParameters: {
			parameters: Object.entries(headers).map(([key, value]) => ({ name: key, value })),
		},
		options: { batching: BATCHING },
		...parameters,
	};
	return node(name, base('httpRequest'), x, all, { typeVersion: 4.2 });
}

function awin(credential, parameters) {
	const credentials = { awinOAuth2Api: { id: credential.id, name: credential.name } };
	const accountId = { __rl: true, mode: 'id', value: String(ADVERTISER) };
	return node('Awin', 'n8n-nodes-awin.awin', 600, { accountId, ...parameters }, { credentials });
}

const nothing = () => node('Nothing', base('noOp'), 1000, {});

const PIECES = { node, base, httpRequest, withRows, nothing };

/** The rows, and nothing done with them: what n8n needs by itself. */
const idle = (rows) => withRows('Rows alone', rows, [nothing()]);

function byHttpRequest({ url, token }) {
	const bearer = { Authorization: `Bearer ${token}` };
	const account = `${url}/advertisers/${ADVERTISER}`;
	const post = { method: 'POST', sendBody: true, specifyBody: 'json' };
	return {
		validations: (rows) =>
			withRows('Validate by HTTP Request', rows, [
				httpRequest('Send', 600, bearer, {
					...post,
					url: `${account}/transactions/batch`,
					jsonBody:
						'={{ JSON.stringify([{ action: "approve", transaction: { transactionId: $json.id } }]) }}',
				}),
				// Awin's answer is the number of a job; whether the row was done is read from there.
				httpRequest('Result', 800, bearer, {
					url: `=${account}/transactions/jobs/{{ $json.jobId }}?output=all`,
				}),
				nothing(),
			]),
		orders: (rows) =>
			withRows('Submit by HTTP Request', rows, [
				httpRequest(
					'Send',
					600,
					{ 'x-api-key': token },
					{
						...post,
						url: `${url}/s2s/advertiser/${ORDERS_ADVERTISER}/orders`,
						jsonBody:
							'={{ JSON.stringify({ orders: [{ orderReference: $json.order, amount: $json.total, currency: "EUR", channel: "aw", awc: $json.awc, commissionGroups: [{ code: "DEFAULT", amount: $json.total }] }] }) }}',
					},
				),
				nothing(),
			]),
		months: (windows) =>
			withRows('Read by HTTP Request', windows, [
				httpRequest('Read', 600, bearer, {
					url: `=${account}/transactions/?startDate={{ $json.start }}&endDate={{ $json.end }}&timezone=UTC`,
				}),
				nothing(),
			]),
		monthEnd: (rows, month) => monthByHand(rows, month, { account, bearer, post, ...PIECES }),
		/** Each three seconds, so that many polls can be measured. */
		poll: () => {
			const nodes = [
				node(
					'Every 3 Seconds',
					base('scheduleTrigger'),
					0,
					{ rule: { interval: [{ field: 'seconds', secondsInterval: 3 }] } },
					{ typeVersion: 1.2 },
				),
				httpRequest('Read', 200, bearer, {
					url: `=${account}/transactions/?startDate={{ $now.toUTC().minus({ hours: 1 }).toFormat("yyyy-MM-dd'T'HH:mm:ss") }}&endDate={{ $now.toUTC().plus({ minutes: 15 }).toFormat("yyyy-MM-dd'T'HH:mm:ss") }}&timezone=UTC`,
				}),
				node(
					'New Ones',
					base('removeDuplicates'),
					400,
					{
						operation: 'removeItemsSeenInPreviousExecutions',
						dedupeValue: '={{ $json.id }}',
						options: {},
					},
					{ typeVersion: 2 },
				),
				nothing(),
			];
			return { name: 'Poll by HTTP Request', nodes, connections: inALine(nodes) };
		},
	};
}

function byPackage(credential) {
	return {
		validations: (rows) =>
			withRows('Validate', rows, [
				awin(credential, {
					resource: 'transaction',
					operation: 'validate',
					action: 'approve',
					identifyBy: 'transactionId',
					transactionId: '={{ $json.id }}',
				}),
				nothing(),
			]),
		orders: (rows) =>
			withRows('Submit', rows, [
				awin(credential, {
					resource: 'conversion',
					operation: 'submit',
					accountId: { __rl: true, mode: 'id', value: String(ORDERS_ADVERTISER) },
					orderReference: '={{ $json.order }}',
					amount: '={{ $json.total }}',
					currency: 'EUR',
					attribution: ['awc'],
					awc: '={{ $json.awc }}',
				}),
				nothing(),
			]),
		months: ([first], last) =>
			withRows(
				'Read',
				[{}],
				[
					awin(credential, {
						resource: 'transaction',
						operation: 'getMany',
						accountType: 'advertiser',
						startDate: first.start,
						endDate: last.end,
						returnAll: true,
						timezone: 'UTC',
					}),
					nothing(),
				],
			),
		monthEnd: (rows) =>
			monthByPackage(rows, { awin: (parameters) => awin(credential, parameters), ...PIECES }),
		poll: () => {
			const seconds = Array.from({ length: 20 }, (_, index) => index * 3);
			const trigger = awin(credential, {
				// n8n wants a minute at least between two polls of one rule, and takes any number of rules.
				pollTimes: {
					item: seconds.map((second) => ({
						mode: 'custom',
						cronExpression: `${second} * * * * *`,
					})),
				},
				accountType: 'advertiser',
				events: ['created'],
			});
			const nodes = [
				{ ...trigger, name: 'Awin Trigger', type: 'n8n-nodes-awin.awinTrigger' },
				nothing(),
			];
			return { name: 'Poll', nodes, connections: inALine(nodes) };
		},
	};
}

module.exports = { ADVERTISER, ORDERS_ADVERTISER, byHttpRequest, byPackage, idle };
