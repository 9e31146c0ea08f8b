/** Orders: which may go, and what is remembered of them. */
import type { BrokenFile } from '../rules.cts';

const MEMORY = ['integration/submitMemory', 'integration/submitFaults', 'integration/submitLook'];

export const ORDERS: readonly BrokenFile[] = [
	{
		file: 'resources/orders/steps.ts',
		tests: ['integration/submit', 'integration/submitMemory', 'integration/wholeExecution'],
		mutants: [
			{
				kind: 'money',
				rule: 'the same order in two items is refused',
				from: 'checkRows: ({ rows, refusals }) => refuseRepeats(rows, refusals),',
				to: '',
				tests: ['integration/everySending', 'integration/submit'],
			},
			{
				kind: 'money',
				rule: 'an order that an earlier round has sent is refused where nothing is remembered',
				from: 'settings.skipAlreadyAccepted && !order.isTest ? undefined : `order ${key}`,',
				to: 'key ? undefined : `order ${key}`,',
			},
			{
				kind: 'limits',
				rule: 'Max Total Amount holds for orders',
				from: `return checkMaxTotal(run, totals, settings.maxTotalAmount, 'would be submitted');`,
				to: 'return undefined;',
			},
		],
	},
	{
		file: 'resources/orders/repeats.ts',
		tests: ['unit/submit/words'],
		mutants: [
			{
				kind: 'money',
				rule: 'references that look alike are repeats',
				from: '({ key }) => lookAlikeKey(key)',
				to: '({ key }) => key',
			},
		],
	},
	{
		file: 'resources/orders/sentOrderStore.ts',
		tests: [...MEMORY, 'models/orderMemory'],
		mutants: [
			{
				kind: 'money',
				rule: 'executions of one process take turns at the memory',
				from: 'export const inTurn = pLimit(1);',
				to: 'export const inTurn = pLimit(50);',
			},
			{
				kind: 'money',
				rule: 'an order without an answer stays open for other nodes',
				from: 'await inTurn(async () => await this.shareOpen(rows, true));',
				to: 'await Promise.resolve(rows);',
			},
			{
				kind: 'money',
				rule: 'what a test server has accepted, Awin has not',
				from: 'return `awin order ${mark} ${this.origin} ${row.key}`;',
				to: 'return `awin order ${mark} ${row.key}`;',
			},
			{
				kind: 'money',
				rule: 'an order that is under way is open, whatever else is known',
				from: 'sent.known.has(row) && (!sent.isSure || wasUnderWay(row));',
				to: 'sent.known.has(row) && !sent.isSure;',
			},
			{
				kind: 'money',
				rule: 'what there is no room for is not sent',
				from: `place < room ? 'new' : 'noRoom'`,
				to: `place < room ? 'new' : 'new'`,
			},
			{
				kind: 'money',
				rule: 'a store that does not keep what it is given is found out',
				from: 'await this.store.checkKept(SHARED, Math.max(sizeBefore, 1) + fresh.length);',
				to: '',
			},
		],
	},
	{
		file: 'resources/orders/markStore.ts',
		tests: [...MEMORY, 'models/orderMemory'],
		mutants: [
			{
				kind: 'money',
				rule: 'a first try that may have been recorded is not sure',
				from: 'const isSure = (await this.count(scope)) === countBefore;',
				to: 'const isSure = true;',
			},
			{
				kind: 'money',
				rule: 'n8n without such a store is told apart',
				from: `return 'checkProcessedAndRecord' in helpers ? new MarkStore(helpers) : undefined;`,
				to: 'return new MarkStore(helpers);',
			},
		],
	},
	{
		file: 'resources/orders/duplicateGuard.ts',
		tests: [...MEMORY, 'models/orderMemory'],
		mutants: [
			{
				kind: 'money',
				rule: 'without a store nothing is sent',
				from: 'if (!store && this.isSkipping) return { rows: [], waiting: [], refusal: NO_STORE };',
				to: '',
			},
			{
				kind: 'money',
				rule: 'a store that fails lets nothing be sent',
				from: 'if (this.isSkipping) return { rows: [], waiting: [], refusal: unusableStore(error) };',
				to: '',
			},
			{
				kind: 'money',
				rule: 'what is unknown is noted as open',
				from: `await store.noteOpen(those('new unknown', 'open unknown'));`,
				to: '',
			},
			{
				kind: 'money',
				rule: 'an order that Awin rejected may go again',
				from: `await store.release(those('new rejected', 'new failed'));`,
				to: '',
			},
			{
				kind: 'money',
				rule: 'an order that another execution is sending is waited for',
				from: `		const waiting: Row[] = [];
		const free = rows.filter((row) => {
			const found = this.recollectionOf(row);
			if (found === undefined || found === 'new') return true;
			if (found === 'beingSent') waiting.push(row);`,
				to: `		const waiting: Row[] = [];
		const free = rows.filter((row) => {
			const found = this.recollectionOf(row);
			if (found === undefined || found === 'new' || found === 'beingSent') return true;
			if (found === null) waiting.push(row);`,
			},
			{
				kind: 'money',
				rule: 'a test order is never remembered',
				from: 'const booked = rows.filter(({ order }) => !order.isTest);',
				to: 'const booked = rows;',
			},
			{
				kind: 'money',
				rule: 'an order in doubt stays so, though it is refused now',
				from: `await store.release(those('new rejected', 'new failed'));`,
				to: `await store.release(those('new rejected', 'new failed', 'open rejected'));`,
				tests: ['integration/submitLook', 'models/settle'],
			},
		],
	},
	{
		file: 'resources/orders/flights.ts',
		tests: [...MEMORY, 'models/orderMemory'],
		mutants: [
			{
				kind: 'money',
				rule: 'an order of two executions is under way until both are through',
				from: 'const flight = other ? Promise.all([other, landed]).then(() => undefined) : landed;',
				to: 'const flight = landed;',
			},
		],
	},
	{
		file: 'resources/orders/executions.ts',
		tests: ['unit/submit/executions', 'integration/submitLook', 'integration/submitMemory'],
		mutants: [
			{
				kind: 'money',
				rule: 'an order is not taken for missing within ten minutes',
				from: 'SHOWN_AFTER_MS = 10 * MINUTE_MS;',
				to: 'SHOWN_AFTER_MS = 1;',
			},
			{
				kind: 'limits',
				rule: 'the oldest executions are forgotten first',
				from: 'if (keyCount <= MOST_KEYS || id === executionId) break;',
				to: 'if (id === executionId) break;',
			},
		],
	},
	{
		file: 'resources/orders/look.ts',
		tests: ['integration/submitLook', 'unit/transaction/orderTransactions'],
		mutants: [
			{
				kind: 'money',
				rule: 'a purchase at another advertiser is not the one that is looked for',
				from: '!row.advertiserId || isOneOf([row.advertiserId], shown),',
				to: '!row.advertiserId || shown !== null,',
			},
			{
				kind: 'money',
				rule: 'all that is said is looked through, whatever the orders say',
				from: 'return searchSpan([...datesMs, undefined], { nowMs, searchBackDays });',
				to: 'return searchSpan(datesMs, { nowMs, searchBackDays });',
			},
		],
	},
	{
		file: 'resources/orders/lookFirst.ts',
		tests: ['integration/submitLook'],
		mutants: [
			{
				kind: 'money',
				rule: 'orders that Awin has are left out',
				from: 'results[row.index] = atAwinResult(row, there);',
				to: '',
			},
			{
				kind: 'safety',
				rule: 'where the list cannot be read, nothing is sent',
				from: '			refusals.addAll(group, {',
				to: '			if (message === null) refusals.addAll(group, {',
			},
			{
				kind: 'safety',
				rule: 'a dry run remembers nothing',
				from: 'found.filter(({ dryRun }) => !dryRun),',
				to: 'found,',
			},
			{
				kind: 'money',
				rule: 'orders that Awin has are remembered',
				from: 'if (store) await learnAccepted(store, rows);',
				to: '',
			},
		],
	},
	{
		file: 'resources/orders/orderTransactions.ts',
		tests: ['unit/transaction/orderTransactions', 'integration/compareOrders'],
		mutants: [
			{
				kind: 'money',
				rule: 'a transaction that changes while it is read is in doubt',
				from: 'if (before) before.isContradicted = true;',
				to: '',
			},
			{
				kind: 'money',
				rule: 'what was handed over of a list that failed is not the whole',
				from: 'for (const row of wholeAnswer(run, answer, readTransactions(answer))) take(row);',
				to: 'for (const row of readTransactions(answer)?.rows ?? []) take(row);',
			},
			{
				kind: 'money',
				rule: 'a deleted transaction of which Awin says two things is there',
				from: `return isContradicted === true || !hasStatus(row, ['deleted']);`,
				to: `return !hasStatus(row, ['deleted']);`,
			},
		],
	},
	{
		file: 'resources/orders/toldResults.ts',
		tests: ['integration/conversionResults', 'models/toldResults'],
		mutants: [
			{
				kind: 'money',
				rule: 'an order is never sent because of a note',
				from: `const accepted = said('accepted', 'open', 'pending');`,
				to: `const accepted = said('accepted', 'open', 'pending', 'new');`,
			},
			{
				kind: 'money',
				rule: 'a note is taken in once',
				from: '(row) => !usedUp.has(row) && !begun.has(row) &&',
				to: '(row) => !begun.has(row) &&',
			},
			{
				kind: 'money',
				rule: 'what is sent again uses up what was told before',
				from: 'await new Notes(markStore, marks).record(SHARED, [...marks.keys()]);',
				to: '',
			},
		],
	},
	{
		file: 'resources/orders/sendingTimes.ts',
		tests: ['integration/submitLook', 'models/settle'],
		mutants: [
			{
				kind: 'money',
				rule: 'what is freshly in doubt at another node counts as sent just then',
				from: 'if (known.size > 0) this.takeUpAsLate(unsure);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'an order of the slot before may not be shown yet',
				from: 'this.takeUpAsLate(rows.filter((row) => !isOld.has(row)));',
				to: '',
			},
		],
	},
	{
		file: 'resources/orders/delivery.ts',
		tests: ['integration/submit', 'integration/submitFaults'],
		mutants: [
			{
				kind: 'money',
				rule: 'a refusal is judged order by order',
				from: `refusalIsOf: () => 'both',`,
				to: `refusalIsOf: () => 'call',`,
			},
			{
				kind: 'words',
				rule: 'what to do next tells whether the order is remembered',
				from: 'isRemembered: guard.remembers(row),',
				to: 'isRemembered: true,',
			},
		],
	},
	{
		file: 'resources/orders/attribution.ts',
		tests: ['unit/submit/readRow'],
		mutants: [
			{
				kind: 'money',
				rule: 'an order without anything to go by is refused',
				from: 'if (found.awc ?? found.voucher ?? found.click) return found;',
				to: 'return found;',
			},
			{
				kind: 'money',
				rule: 'a publisher without the time of the click is refused',
				from: 'if (timeSeconds !== undefined) return { publisherId: id, timeSeconds };',
				to: 'return { publisherId: id, timeSeconds: timeSeconds ?? 0 };',
			},
		],
	},
	{
		file: 'resources/orders/groups.ts',
		tests: ['unit/submit/readRow', 'integration/submit'],
		mutants: [
			{
				kind: 'money',
				rule: 'without the option the rest is refused',
				from: 'if (isBlank(value) && !source.has(named.path)) return false;',
				to: 'if (isBlank(value) && !source.has(named.path)) return true;',
			},
		],
	},
	{
		file: 'resources/orders/basket.ts',
		tests: ['unit/submit/readRow'],
		mutants: [
			{
				kind: 'money',
				rule: 'a quantity is a whole number from 1 on',
				from: 'Number.isSafeInteger(pieces) && pieces >= 1) return pieces;',
				to: 'pieces >= 0) return pieces;',
			},
		],
	},
	{
		file: 'resources/orders/learning.ts',
		tests: ['integration/submitLook', 'models/settle'],
		mutants: [
			{
				kind: 'money',
				rule: 'an order in doubt that Awin has is remembered as accepted',
				from: 'if (doubted.length > 0) await store.noteAccepted(doubted, false);',
				to: '',
			},
		],
	},
];
