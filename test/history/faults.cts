/**
 * Known faults, each planted into a history in which everything went well. The judge has to find every one of them.
 */
import type { Line } from './lines.cts';
import { edit, type Tale } from './tale.cts';

type Json = Record<string, unknown>;
type Orders = { orders: Json[] };
type Items = Array<{ action: string; transaction: Json }>;

/** With which word the judge's sentence begins. */
type Word = 'lost' | 'twice' | 'claimed' | 'made up' | 'told wrong' | 'unasked' | 'old' | 'limit';

export type PlantedFault = [what: string, word: Word, plant: (tale: Tale) => void];

function call(item: Json, outcome: string): void {
	item.awin = { ...(item.awin as Json), outcome };
}

const claim = (id: string, outcome: string) => (tale: Tale) =>
	call(tale.orders(id).items[0], outcome);

const claimValidation = (id: string, outcome: string) => (tale: Tale) =>
	call(tale.validations(id).items[0], outcome);

export const ORDER_FAULTS: readonly PlantedFault[] = [
	[
		'an order is sent and taken in twice',
		'twice',
		(tale) => tale.repeat(tale.call(tale.orders('accepted')), 1),
	],
	[
		'an order is taken in again hours later',
		'twice',
		(tale) => tale.repeat(tale.call(tale.orders('accepted')), 5 * 3_600_000),
	],
	[
		'an order stands twice in one call',
		'twice',
		(tale) =>
			edit(tale.call(tale.orders('accepted')).call, ({ orders }: Orders) => orders.push(orders[0])),
	],
	[
		'an order whose answer was lost is sent again at once',
		'twice',
		(tale) => tale.repeat(tale.call(tale.orders('unknown')), 1),
	],
	[
		'an order is sent again without a look at Awin',
		'twice',
		(tale) => {
			for (const line of [...tale.lines]) {
				if (line.kind === 'call' && line.method === 'GET' && line.path.endsWith('/transactions/'))
					tale.remove(line);
			}
		},
	],
	[
		'an order is sent again although Awin listed it',
		'twice',
		(tale) => {
			const { reference } = tale.orders('missing').rows[0];
			const { fromMs, toMs } = tale.orders('sent again');
			for (const line of tale.lines) {
				if (
					line.kind !== 'call' ||
					line.method !== 'GET' ||
					line.atMs < fromMs ||
					line.atMs > Number(toMs)
				)
					continue;
				edit(tale.answerTo(line), (rows: Json[]) => rows.push({ id: 1, orderRef: reference }));
			}
		},
	],
	[
		'an order is sent again although nobody allowed it',
		'twice',
		(tale) => (tale.orders('sent again').maySendAgain = false),
	],
	['accepted is called failed', 'claimed', claim('accepted', 'failed')],
	['accepted is called rejected', 'claimed', claim('accepted', 'rejected')],
	['accepted is called unknown', 'claimed', claim('accepted', 'unknown')],
	['accepted is called pending', 'claimed', claim('accepted', 'pending')],
	['accepted is called skipped', 'claimed', claim('accepted', 'skipped')],
	['accepted is called a dry run', 'claimed', claim('accepted', 'dryRun')],
	['accepted is called by a word that nobody knows', 'claimed', claim('accepted', 'sent')],
	['rejected is called accepted', 'claimed', claim('rejected', 'accepted')],
	['rejected is called unknown', 'claimed', claim('rejected', 'unknown')],
	['rejected is called skipped', 'claimed', claim('rejected', 'skipped')],
	['an order in doubt is called accepted', 'claimed', claim('unknown', 'accepted')],
	['an order in doubt is called failed', 'claimed', claim('unknown', 'failed')],
	['an order in doubt is called rejected', 'claimed', claim('unknown', 'rejected')],
	['pending is called accepted', 'claimed', claim('pending', 'accepted')],
	['pending is called rejected', 'claimed', claim('pending', 'rejected')],
	['skipped is called accepted', 'claimed', claim('skipped', 'accepted')],
	['a dry run is called accepted', 'claimed', claim('dry run', 'accepted')],
	['a dry run is called unknown', 'claimed', claim('dry run', 'unknown')],
	[
		'what was found at Awin is called failed and was never listed',
		'claimed',
		(tale) => {
			for (const line of [...tale.lines]) {
				if (line.kind === 'call' && line.method === 'GET' && line.path.endsWith('/transactions/'))
					tale.remove(line);
			}
		},
	],
	[
		'the answer never left, and the order is called accepted',
		'claimed',
		(tale) =>
			Object.assign(tale.call(tale.orders('accepted')).answer, {
				status: 0,
				body: '',
				isWhole: false,
			}),
	],
	[
		'half of the answer left, and the order is called accepted',
		'claimed',
		(tale) => (tale.call(tale.orders('accepted')).answer.isWhole = false),
	],
	[
		'Awin failed with 500, and the order is called accepted',
		'claimed',
		(tale) =>
			Object.assign(tale.call(tale.orders('accepted')).answer, { status: 500, body: '<html>' }),
	],
	[
		'the answer names other orders',
		'claimed',
		(tale) =>
			edit(tale.call(tale.orders('accepted')).answer, (body: { successfulOrders: Json[] }) => {
				body.successfulOrders[0].orderReference = 'another';
			}),
	],
	[
		'the answer names an order as taken and as refused',
		'claimed',
		(tale) =>
			edit(tale.call(tale.orders('accepted')).answer, (body: Json) => {
				body.failedOrders = [{ order: (body.successfulOrders as Json[])[0] }];
			}),
	],
	[
		'a stop message counts one more as accepted',
		'claimed',
		(tale) => (tale.orders('stopped').stop = '3 of 3 items were not accepted: 3 accepted'),
	],
	[
		'a stop message says that nothing was sent',
		'claimed',
		(tale) => (tale.orders('stopped in doubt').stop = '2 of 2 items were not accepted: 2 not sent'),
	],
	[
		'a stop message says nothing of what was sent',
		'claimed',
		(tale) => (tale.orders('stopped').stop = 'Something went wrong'),
	],
	[
		'a stop message counts too few',
		'claimed',
		(tale) => (tale.orders('stopped in doubt').stop = '2 of 2 items were not accepted: 1 unknown'),
	],
	['a row has no item', 'lost', (tale) => tale.orders('accepted').items.pop()],
	['no row has an item', 'lost', (tale) => (tale.orders('accepted').items = [])],
	['a row has no result', 'lost', (tale) => delete tale.orders('accepted').items[0].awin],
	[
		'an item is given out twice',
		'made up',
		(tale) => tale.orders('accepted').items.push(tale.orders('accepted').items[0]),
	],
	[
		'an item is made up',
		'made up',
		(tale) =>
			tale.orders('accepted').items.push({ order: 'X', total: 1, awin: { outcome: 'accepted' } }),
	],
	['an item has lost a column', 'made up', (tale) => delete tale.orders('accepted').items[0].total],
	[
		'the results of two rows are mixed up',
		'claimed',
		(tale) => {
			const [one, other] = tale.orders('rejected').items;
			[one.awin, other.awin] = [other.awin, one.awin];
		},
	],
	[
		'another amount is sent',
		'unasked',
		(tale) =>
			edit(
				tale.call(tale.orders('accepted')).call,
				({ orders }: Orders) => (orders[0].amount = 100),
			),
	],
	[
		'the amounts of two orders are mixed up',
		'unasked',
		(tale) =>
			edit(tale.call(tale.orders('accepted')).call, ({ orders: [one, other] }: Orders) => {
				[one.amount, other.amount] = [other.amount, one.amount];
			}),
	],
	[
		'an amount is off by one cent',
		'unasked',
		(tale) =>
			edit(
				tale.call(tale.orders('accepted')).call,
				({ orders }: Orders) => (orders[1].amount = 11.01),
			),
	],
	[
		'another currency is sent',
		'unasked',
		(tale) =>
			edit(
				tale.call(tale.orders('accepted')).call,
				({ orders }: Orders) => (orders[0].currency = 'JPY'),
			),
	],
	[
		'an order goes to another account',
		'unasked',
		(tale) => {
			const { call: sent } = tale.call(tale.orders('accepted'));
			sent.path = sent.path.replace('77101', '77102');
		},
	],
	[
		'an order is sent that nobody asked for',
		'unasked',
		(tale) =>
			edit(tale.call(tale.orders('accepted')).call, ({ orders }: Orders) =>
				orders.push({ ...orders[0], orderReference: 'another' }),
			),
	],
	[
		'an order is sent in a dry run',
		'unasked',
		(tale) => {
			const dry = tale.orders('dry run');
			const { call: sent, answer } = tale.call(tale.orders('accepted'));
			edit(sent, ({ orders }: Orders) => {
				Object.assign(orders[0], {
					orderReference: dry.rows[0].reference,
					amount: dry.rows[0].amount,
				});
			});
			Object.assign(sent, { atMs: dry.fromMs });
			Object.assign(answer, { atMs: dry.fromMs });
		},
	],
	[
		'an order is sent long after its run',
		'unasked',
		(tale) => {
			const { call: sent, answer } = tale.call(tale.orders('pending'));
			sent.atMs += 3_600_000;
			answer.atMs += 3_600_000;
		},
	],
];

export const VALIDATION_FAULTS: readonly PlantedFault[] = [
	[
		'a validation takes effect twice',
		'twice',
		(tale) => {
			const later = tale.validations('already done');
			for (const job of tale.jobs(later)) {
				edit(job, (body: Json) =>
					Object.assign(body, { errors: 0, failedTransactions: [], allTransactions: null }),
				);
			}
		},
	],
	[
		'a batch is sent again within its run',
		'twice',
		(tale) => tale.repeat(tale.call(tale.validations('done')), 0),
	],
	[
		'a batch whose answer was lost is sent again within its run',
		'twice',
		(tale) => tale.repeat(tale.call(tale.validations('in doubt')), 0),
	],
	['done is called failed', 'claimed', claimValidation('done', 'failed')],
	['done is called unknown', 'claimed', claimValidation('done', 'unknown')],
	['done is called already done', 'claimed', claimValidation('done', 'alreadyDone')],
	['done is called submitted', 'claimed', claimValidation('done', 'submitted')],
	['done is called skipped', 'claimed', claimValidation('done', 'skipped')],
	['already done is called done', 'claimed', claimValidation('already done', 'done')],
	['what Awin refused is called done', 'claimed', claimValidation('failed', 'done')],
	['what Awin refused is called unknown', 'claimed', claimValidation('failed', 'unknown')],
	['a validation in doubt is called done', 'claimed', claimValidation('in doubt', 'done')],
	['a validation in doubt is called failed', 'claimed', claimValidation('in doubt', 'failed')],
	['a refused batch is called done', 'claimed', claimValidation('refused', 'done')],
	['a refused batch is called unknown', 'claimed', claimValidation('refused', 'unknown')],
	['a job that goes on is called done', 'claimed', claimValidation('submitted', 'done')],
	['a job that goes on is called failed', 'claimed', claimValidation('submitted', 'failed')],
	['a dry run is called done', 'claimed', claimValidation('dry validations', 'done')],
	[
		'a job never said that it is over',
		'claimed',
		(tale) => {
			for (const job of tale.jobs(tale.validations('done'))) job.status = 503;
		},
	],
	[
		'a job said that one failed',
		'claimed',
		(tale) => {
			const { id } = tale.validations('done').rows[0];
			for (const job of tale.jobs(tale.validations('done'))) {
				const failedTransactions = [{ transactionId: id, code: '[422 UNPROCESSABLE_ENTITY]' }];
				edit(job, (body: Json) =>
					Object.assign(body, { failedTransactions, allTransactions: null, errors: 1 }),
				);
			}
		},
	],
	[
		'another action is sent',
		'unasked',
		(tale) =>
			edit(
				tale.call(tale.validations('done')).call,
				(items: Items) => (items[0].action = 'decline'),
			),
	],
	[
		'an amendment is sent with another amount',
		'unasked',
		(tale) =>
			edit(tale.call(tale.validations('done')).call, (items: Items) => {
				for (const { action, transaction } of items)
					if (action === 'amend') transaction.saleAmount = 5;
			}),
	],
	[
		'another transaction is validated',
		'unasked',
		(tale) =>
			edit(
				tale.call(tale.validations('done')).call,
				(items: Items) => (items[0].transaction.transactionId = 4711),
			),
	],
	[
		'a transaction of another account is validated',
		'unasked',
		(tale) => {
			const { call: sent } = tale.call(tale.validations('done'));
			sent.path = sent.path.replace('77101', '77103');
		},
	],
	['a batch is sent in a dry run', 'unasked', (tale) => (tale.validations('done').isDryRun = true)],
	['a row has no item', 'lost', (tale) => tale.validations('done').items.pop()],
	['a row has no result', 'lost', (tale) => (tale.validations('done').items[0].awin = null)],
	[
		'an item is of another transaction',
		'made up',
		(tale) => (tale.validations('done').items[0].id = 4711),
	],
];

export const LIMIT_FAULTS: readonly PlantedFault[] = [
	[
		'more calls within a minute than Awin allows',
		'limit',
		(tale) => {
			const limit = tale.lines.find((line) => line.kind === 'limit') as Extract<
				Line,
				{ kind: 'limit' }
			>;
			limit.perMinute = 1;
		},
	],
	[
		'twenty calls at once on top of the others',
		'limit',
		(tale) => {
			for (let number = 0; number < 20; number++) {
				const first = tale.lines.find((line) => line.kind === 'call');
				tale.lines.push({
					...(first as Extract<Line, { kind: 'call' }>),
					path: '/accounts',
					method: 'GET',
					call: -number,
				});
			}
		},
	],
];

const drop =
	(event: string, place = 0) =>
	(tale: Tale) => {
		const { execution, item } = tale.event(event, place);
		execution.items.splice(execution.items.indexOf(item), 1);
	};

const change = (event: string, values: Json | ((item: Json) => Json)) => (tale: Tale) => {
	const { item } = tale.event(event);
	Object.assign(item, typeof values === 'function' ? values(item) : values);
};

const hoursLater =
	(hours: number) =>
	({ occurredAt }: Json) => ({
		occurredAt: new Date(Date.parse(String(occurredAt)) + hours * 3_600_000).toISOString(),
	});

const EVENTS_IN_STORY = ['created', 'approved', 'declined', 'amended'];

export const EVENT_FAULTS: readonly PlantedFault[] = [
	...EVENTS_IN_STORY.map((event): PlantedFault => [`${event} is not told`, 'lost', drop(event)]),
	['the last sale is not told', 'lost', drop('created', 7)],
	['a whole execution is gone', 'lost', (tale) => tale.remove(tale.told[2])],
	[
		'an event is told twice in one execution',
		'twice',
		(tale) => {
			const { execution, item } = tale.event('approved');
			execution.items.push({ ...item });
		},
	],
	...EVENTS_IN_STORY.map(
		(event): PlantedFault => [
			`${event} is told again hours later`,
			'twice',
			(tale) => {
				const { execution, item } = tale.event(event);
				const [fromMs, toMs] = [execution.fromMs + 3_600_000, Number(execution.toMs) + 3_600_000];
				tale.lines.push({ ...execution, id: 'late', fromMs, toMs, items: [item] });
			},
		],
	),
	[
		'an event is told again under another id',
		'told wrong',
		(tale) => {
			const { execution, item } = tale.event('created');
			tale.lines.push({ ...execution, id: 'late', items: [{ ...item, eventId: 'another' }] });
		},
	],
	[
		'two events have the same id',
		'told wrong',
		(tale) => (tale.event('created', 1).item.eventId = tale.event('created', 0).item.eventId),
	],
	['an event has another amount', 'told wrong', change('created', { saleAmount: 11 })],
	['an event has another commission', 'told wrong', change('created', { commissionAmount: 11 })],
	['an event has another currency', 'told wrong', change('created', { currency: 'JPY' })],
	['an event has another status', 'told wrong', change('approved', { status: 'declined' })],
	[
		'an event has the order reference of another',
		'told wrong',
		change('created', { orderReference: 'X' }),
	],
	['an event is of another account', 'told wrong', change('created', { accountId: 77102 })],
	['a sale has another date', 'told wrong', change('created', hoursLater(1))],
	['approved is told as declined', 'made up', change('approved', { event: 'declined' })],
	['declined is told as approved', 'made up', change('declined', { event: 'approved' })],
	['created is told as approved', 'made up', change('created', { event: 'approved' })],
	['an approval has the date of an hour later', 'made up', change('approved', hoursLater(1))],
	['an approval has the date of a day before', 'made up', change('approved', hoursLater(-24))],
	[
		'the amounts before and after are mixed up',
		'made up',
		change('amended', ({ oldSaleAmount, newSaleAmount }) => ({
			oldSaleAmount: newSaleAmount,
			newSaleAmount: oldSaleAmount,
		})),
	],
	['an amendment is off by one cent', 'made up', change('amended', { newSaleAmount: 20.01 })],
	['an amendment has another commission', 'made up', change('amended', { newCommissionAmount: 0 })],
	['an event is made up', 'made up', change('created', { id: 4711, eventId: '4711-created' })],
	[
		'the transactions of two events are mixed up',
		'made up',
		(tale) => {
			const [one, other] = [tale.event('approved').item, tale.event('declined').item];
			[one.id, other.id] = [other.id, one.id];
		},
	],
	[
		'an event is told before Awin showed it',
		'made up',
		(tale) => {
			const { execution, item } = tale.event('amended');
			execution.items.splice(execution.items.indexOf(item), 1);
			const fromMs = tale.watch.atMs;
			tale.lines.push({ ...execution, id: 'early', fromMs, toMs: fromMs, items: [item] });
		},
	],
	[
		'an execution belongs to nothing that is watched',
		'made up',
		(tale) => (tale.told[0].watch = 'another'),
	],
	['an event is told that nobody chose', 'unasked', (tale) => (tale.watch.events = ['created'])],
	['an event of another partner is told', 'unasked', (tale) => (tale.watch.partners = [88201])],
	[
		'what was there before is told',
		'old',
		(tale) => {
			const { execution, item } = tale.event('created');
			const old = oldSale(tale);
			const occurredAt = `${String(old.transactionDate)}Z`;
			const columns = { id: old.id, eventId: 'old', occurredAt, orderReference: old.orderRef };
			execution.items.push({ ...item, ...columns });
		},
	],
];

/** The sale that is older than the watch, as Awin listed it. */
function oldSale(tale: Tale): Json {
	const rows = tale.lines
		.filter((line) => line.kind === 'answer')
		.flatMap(({ body }) => JSON.parse(body) as Json[]);
	const [oldest] = rows.sort((one, other) =>
		String(one.transactionDate) < String(other.transactionDate) ? -1 : 1,
	);
	return oldest;
}
