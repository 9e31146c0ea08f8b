import { sampleTransaction } from '../../../nodes/Awin/api/samples';
import type { DateType, TransactionRow } from '../../../nodes/Awin/api/transactions';
import {
	byTime,
	dateTypesFor,
	eventIdOf,
	eventsIn,
	readChange,
	type Change,
	type TriggerEvent,
} from '../../../nodes/Awin/trigger/events';

function rowWith(changes: Record<string, unknown> = {}): TransactionRow {
	return { ...sampleTransaction(), amendDate: null, ...changes } as TransactionRow;
}

function changeOf(row: TransactionRow, dateType: DateType): Change {
	const reading = readChange(row, dateType);
	if (reading.kind !== 'change') throw new Error(`The row is ${reading.kind}`);
	return reading.change;
}

describe('which lists the chosen events need', () => {
	it.each<[TriggerEvent[], DateType[]]>([
		[['created'], ['transaction']],
		[['approved'], ['validation']],
		[['declined'], ['validation']],
		[['approved', 'declined'], ['validation']],
		[['amended'], ['amendment']],
		[
			['amended', 'created'],
			['transaction', 'amendment'],
		],
		[
			['created', 'approved', 'declined', 'amended'],
			['transaction', 'validation', 'amendment'],
		],
	])('%j: %j', (events, lists) => {
		expect(dateTypesFor(events)).toEqual(lists);
	});

	it('one list shows approved and declined', () => {
		expect(eventsIn('validation', ['created', 'declined', 'approved'])).toEqual([
			'declined',
			'approved',
		]);
	});
});

describe('what a row tells', () => {
	const TRANSACTION_MS = Date.parse('2026-02-20T22:04:00Z');
	const VALIDATION_MS = Date.parse('2026-03-14T09:30:12Z');

	it.each<[string, DateType, Record<string, unknown>, TriggerEvent, number | null]>([
		['a row by its transaction date', 'transaction', {}, 'created', TRANSACTION_MS],
		[
			'whatever its status',
			'transaction',
			{ commissionStatus: 'deleted' },
			'created',
			TRANSACTION_MS,
		],
		['a date that is none', 'transaction', { transactionDate: 'soon' }, 'created', null],
		['an approved one', 'validation', {}, 'approved', VALIDATION_MS],
		['a declined one', 'validation', { commissionStatus: 'declined' }, 'declined', VALIDATION_MS],
		['in capitals', 'validation', { commissionStatus: 'Declined' }, 'declined', VALIDATION_MS],
		['without its date', 'validation', { validationDate: null }, 'approved', null],
		['an amended one, whose date Awin does not show', 'amendment', {}, 'amended', null],
		[
			'an amended one with its date',
			'amendment',
			{ amendDate: '2026-03-01T08:00:00' },
			'amended',
			Date.parse('2026-03-01T08:00:00Z'),
		],
		['one that does not say whether', 'amendment', { amended: undefined }, 'amended', null],
	])('%s', (_what, dateType, changes, event, occurredAtMs) => {
		expect(changeOf(rowWith(changes), dateType)).toMatchObject({
			event,
			id: 1612345678,
			dateType,
			occurredAtMs,
		});
	});

	it.each<[string, DateType, Record<string, unknown>, string]>([
		['pending, in the list of validations', 'validation', { commissionStatus: 'pending' }, 'none'],
		['deleted since', 'validation', { commissionStatus: 'deleted' }, 'none'],
		['never amended', 'amendment', { amended: false }, 'none'],
		['never amended, as text', 'amendment', { amended: 'false' }, 'none'],
		[
			'a status that is no text',
			'validation',
			{ commissionStatus: { text: 'approved' } },
			'unreadable',
		],
		['no status', 'validation', { commissionStatus: null }, 'unreadable'],
		['a status that nobody knows', 'validation', { commissionStatus: 'on hold' }, 'unreadable'],
	])('no event: %s', (_what, dateType, changes, kind) => {
		expect(readChange(rowWith(changes), dateType)).toEqual({ kind });
	});
});

describe('the id of an event', () => {
	it.each<[string, DateType, Record<string, unknown>, string]>([
		['created', 'transaction', {}, '1612345678-created'],
		['approved', 'validation', {}, '1612345678-approved-20260314T093012Z'],
		[
			'declined',
			'validation',
			{ commissionStatus: 'declined' },
			'1612345678-declined-20260314T093012Z',
		],
		['amended', 'amendment', {}, '1612345678-amended-3c6a4ec730'],
		[
			'an id as text',
			'transaction',
			{ id: '98765432109876543210' },
			'98765432109876543210-created',
		],
	])('%s', (_what, dateType, changes, id) => {
		expect(eventIdOf(changeOf(rowWith(changes), dateType))).toBe(id);
	});

	it('does not depend on anything else in the row', () => {
		const before = eventIdOf(changeOf(rowWith(), 'amendment'));
		const row = rowWith({
			siteName: 'New name',
			paidToPublisher: true,
			commissionStatus: 'approved',
		});

		expect(eventIdOf(changeOf(row, 'amendment'))).toBe(before);
	});

	it.each([
		['the sale amount', { saleAmount: { amount: 1, currency: 'GBP' } }],
		['the currency', { saleAmount: { amount: 55.96, currency: 'EUR' } }],
		['the commission', { commissionAmount: { amount: 1, currency: 'GBP' } }],
		['the old sale amount', { oldSaleAmount: { amount: 1, currency: 'GBP' } }],
		['the old commission', { oldCommissionAmount: null }],
		['the date, where Awin shows it', { amendDate: '2026-03-01T08:00:00' }],
	])('another amendment is told by %s', (_what, changes) => {
		const [one, other] = [rowWith(), rowWith(changes)].map((row) => changeOf(row, 'amendment'));

		expect(other.identity).not.toBe(one.identity);
		expect(eventIdOf(other)).not.toBe(eventIdOf(one));
	});

	it('a reason that is another one makes another id', () => {
		const [one, other] = [rowWith(), rowWith({ amendReason: 'another' })];

		expect(eventIdOf(changeOf(other, 'amendment'))).not.toBe(eventIdOf(changeOf(one, 'amendment')));
	});

	it.each([
		['the reason, which may come later', { amendReason: 'another' }],
		['the status', { commissionStatus: 'approved' }],
	])('is of its own, but the amendment is the same one whatever is %s', (_what, changes) => {
		expect(changeOf(rowWith(changes), 'amendment').identity).toBe(
			changeOf(rowWith(), 'amendment').identity,
		);
	});
});

describe('the order of events', () => {
	it('by date; an amendment before the validation that came after it; one without any date last', () => {
		const pending = { validationDate: null, commissionStatus: 'pending' };
		const changes = [
			changeOf(rowWith({ id: 1, ...pending }), 'amendment'),
			changeOf(rowWith({ id: 2 }), 'validation'),
			changeOf(rowWith({ id: 2 }), 'amendment'),
			changeOf(rowWith({ id: 3, transactionDate: '2026-03-14T09:30:13' }), 'transaction'),
			changeOf(rowWith({ id: 2 }), 'transaction'),
		];

		expect(changes.sort(byTime).map(({ id, event }) => `${id} ${event}`)).toEqual([
			'2 created',
			'2 amended',
			'2 approved',
			'3 created',
			'1 amended',
		]);
	});
});
