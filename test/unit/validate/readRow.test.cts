import { requestRow } from '../../../nodes/Awin/api/validation';
import { readRow } from '../../../nodes/Awin/resources/transaction/validate/readRow';
import type { ValidateResult } from '../../../nodes/Awin/resources/transaction/validate/results';
import { toRequest, type Row } from '../../../nodes/Awin/resources/transaction/validate/rows';
import { parametersOf } from '../../support/parameters.cts';

const BASE = {
	accountId: { __rl: true, mode: 'id', value: '12345' },
	action: 'approve',
	identifyBy: 'transactionId',
	transactionId: '1612345678',
	timezone: 'Europe/Berlin',
};
const AMEND = {
	...BASE,
	action: 'amend',
	amendReason: 'one article returned',
	saleAmount: '80',
	currency: 'EUR',
};
const TRACKING = { ...BASE, action: 'amendTrackingParameters' };

function read(values: Record<string, unknown>, workflowTimezone?: string) {
	return readRow(parametersOf(values, { workflowTimezone }), 1) as Row;
}

/** @param columns of the item */
function leftOut(itemAction: unknown, columns?: unknown): ValidateResult {
	const values = { action: 'eachItem', itemAction, accountId: '' };
	return readRow(parametersOf(values, { columns }), 1) as ValidateResult;
}

function sentFor(values: Record<string, unknown>, workflowTimezone?: string) {
	return toRequest(read(values, workflowTimezone));
}

function refusalOf(values: Record<string, unknown>, workflowTimezone?: string) {
	try {
		read(values, workflowTimezone);
	} catch (error) {
		return error as { message: string; description: string };
	}
	throw new Error('It was accepted');
}

describe('what is sent for an action', () => {
	const id = { transactionId: 1612345678 };

	it.each<[string, Record<string, unknown>, unknown]>([
		['approve', BASE, { action: 'approve', transaction: id }],
		[
			'decline, with its reason',
			{ ...BASE, action: 'decline', declineReason: ' order returned ' },
			{ action: 'decline', transaction: { ...id, declineReason: 'order returned' } },
		],
		[
			'amend: all of it on DEFAULT',
			AMEND,
			{
				action: 'amend',
				approve: false,
				transaction: {
					...id,
					amendReason: 'one article returned',
					currency: 'EUR',
					saleAmount: 80,
					transactionParts: [{ amount: 80, commissionGroupCode: 'DEFAULT' }],
				},
			},
		],
		[
			'amend in parts, and approve at once',
			{
				...AMEND,
				saleAmount: '1.083,29',
				approveAfterAmend: true,
				transactionParts: {
					part: [
						{ commissionGroupCode: 'NEW', amount: 1000 },
						{ commissionGroupCode: '', amount: ' ' },
						{ commissionGroupCode: ' SALE ', amount: '83,29' },
					],
				},
			},
			{
				action: 'amend',
				approve: true,
				transaction: {
					...id,
					amendReason: 'one article returned',
					currency: 'EUR',
					saleAmount: 1083.29,
					transactionParts: [
						{ amount: 1000, commissionGroupCode: 'NEW' },
						{ amount: 83.29, commissionGroupCode: 'SALE' },
					],
				},
			},
		],
		[
			'amend to nothing, in yen',
			{ ...AMEND, saleAmount: 0, currency: 'jpy' },
			{
				action: 'amend',
				approve: false,
				transaction: {
					...id,
					amendReason: 'one article returned',
					currency: 'JPY',
					saleAmount: 0,
					transactionParts: [{ amount: 0, commissionGroupCode: 'DEFAULT' }],
				},
			},
		],
		[
			'amend tracking parameters',
			{
				...TRACKING,
				customParameters: {
					parameter: [
						{ key: '1', value: 'B2B' },
						{ key: 127, value: 42 },
						{ key: '', value: '' },
					],
				},
			},
			{
				action: 'amendTrackingParameters',
				transaction: { ...id, customParameters: { put: { 1: 'B2B', 127: '42' } } },
			},
		],
		[
			'amend tracking parameters, with a reason',
			{
				...TRACKING,
				amendReason: 'tracking was wrong',
				customParameters: { parameter: [{ key: 1, value: 'x' }] },
			},
			{
				action: 'amendTrackingParameters',
				transaction: {
					...id,
					amendReason: 'tracking was wrong',
					customParameters: { put: { 1: 'x' } },
				},
			},
		],
	])('%s', (_what, values, expected) => {
		expect(sentFor(values)).toEqual(expected);
	});

	it('leaves out what belongs to other actions: a sheet has columns for all of them', () => {
		const row = sentFor({
			...AMEND,
			action: 'approve',
			declineReason: 'x',
			saleAmount: 'no amount at all',
			customParameters: { parameter: [{ key: 'x', value: 'y' }] },
		});

		expect(row).toEqual({ action: 'approve', transaction: id });
	});
});

describe('an action as a sheet has it', () => {
	it.each([
		['Approve', 'approve'],
		[' APPROVE ', 'approve'],
		['decline', 'decline'],
		['Amend', 'amend'],
		['Amend Tracking Parameters', 'amendTrackingParameters'],
		['amend_tracking-parameters', 'amendTrackingParameters'],
	])('%j is %s', (given, action) => {
		const values = {
			...AMEND,
			action: 'eachItem',
			itemAction: given,
			declineReason: 'returned',
			customParameters: { parameter: [{ key: 1, value: 'x' }] },
		};

		expect(read(values).change.action).toBe(action);
	});

	it.each([
		['submit', 'submit', /Conversion: Submit/],
		[' Wait ', 'wait', /later/],
		['NONE', 'none', null],
		['review', 'review', /decide/],
	])('%j leaves the item out, whatever else it has', (given, word, nextStep) => {
		const result = leftOut(given);

		expect(result).toMatchObject({
			outcome: 'skipped',
			message: `Not sent, because the proposed action is "${word}"`,
			sent: null,
		});
		if (nextStep) expect(result.nextStep).toMatch(nextStep);
		else expect(result.nextStep).toBeNull();
	});

	it('the reason of a proposal is told where it belongs to it', () => {
		const reason = 'The order is 3 days old, and may come back until 2026-03-01.';
		const told = 'The order is 3 days old, and may come back until 2026-03-01';
		const because = (proposed: string) => `Not sent, because the proposed action is "${proposed}"`;

		const own = { awin: { proposedAction: 'wait', reason } };
		expect(leftOut('wait', own).message).toBe(`${because('wait')}. ${told}`);
		expect(leftOut('wait', { awin: { reason } }).message).toBe(`${because('wait')}. ${told}`);
		expect(leftOut('review', own).message).toBe(because('review'));
		for (const odd of [null, 7, '  ', { a: 1 }, ['x']]) {
			const columns = { awin: { proposedAction: 'wait', reason: odd } };
			expect(leftOut('wait', columns).message).toBe(because('wait'));
		}
	});

	it.each(['approved', 'declined', 'pending', 'validate', 'x', true, 1, {}])(
		'%j is none: a status is not an order',
		(given) => {
			expect(refusalOf({ ...BASE, action: 'eachItem', itemAction: given }).message).toMatch(
				/^"Action of the Item" is ".+", which is not an action \[item 2 of 5\]$/,
			);
		},
	);
});

describe('how a transaction is named', () => {
	it.each<[string, unknown, unknown]>([
		['a number', 1612345678, 1612345678],
		['text', ' 1612345678 ', 1612345678],
	])('by id: %s', (_what, transactionId, sent) => {
		expect(sentFor({ ...BASE, transactionId }).transaction).toEqual({ transactionId: sent });
	});

	it.each<[string, unknown, string]>([
		['as Awin writes it', '2026-02-20T22:04:00', '2026-02-20T22:04:00'],
		['as a sheet writes it', '2026-02-20 22:04', '2026-02-20T22:04:00'],
		['with milliseconds', '2026-02-20T22:04:05.123', '2026-02-20T22:04:05'],
		['day first, with points', '20.2.2026 22:04', '2026-02-20T22:04:00'],
		['day first, with seconds', '20.02.2026, 22:04:59', '2026-02-20T22:04:59'],
		['with the offset of its zone', '2026-02-20T22:04:00+01:00', '2026-02-20T22:04:00'],
		['in UTC', '2026-02-20T21:04:00Z', '2026-02-20T22:04:00'],
		['in UTC, in summer', '2026-07-20T21:04:00.000Z', '2026-07-20T23:04:00'],
		['as Unix time', 1771621440, '2026-02-20T22:04:00'],
		['as a date of JavaScript', new Date('2026-02-20T21:04:00Z'), '2026-02-20T22:04:00'],
		['in the hour that spring leaves out', '2026-03-29T02:30:00', '2026-03-29T02:30:00'],
	])('by order reference and date: %s', (_what, transactionDate, sent) => {
		const row = sentFor({
			...BASE,
			identifyBy: 'orderReferenceAndDate',
			orderReference: ` ${'R'.repeat(60)} `,
			transactionDate,
		});

		expect(row.transaction).toEqual({
			orderRef: 'R'.repeat(50),
			transactionDate: sent,
			timezone: 'Europe/Berlin',
		});
	});

	it('by order reference and date, in the zone of the workflow', () => {
		const values = {
			...BASE,
			identifyBy: 'orderReferenceAndDate',
			orderReference: 10023,
			transactionDate: '2026-02-20 22:04',
			timezone: 'workflow',
		};

		expect(sentFor(values, 'America/New_York').transaction).toEqual({
			orderRef: '10023',
			transactionDate: '2026-02-20T22:04:00',
			timezone: 'US/Eastern',
		});
	});

	it('by a moment, where Awin has no zone that keeps the time of the workflow', () => {
		const values = {
			...BASE,
			identifyBy: 'orderReferenceAndDate',
			orderReference: 'A-1',
			transactionDate: '2026-02-20T22:04:00+09:00',
			timezone: 'workflow',
		};

		expect(sentFor(values, 'Asia/Tokyo').transaction).toEqual({
			orderRef: 'A-1',
			transactionDate: '2026-02-20T13:04:00',
			timezone: 'UTC',
		});
	});

	it.each<[string, Record<string, unknown>, unknown]>([
		['id', { transactionId: 5 }, { transactionId: '5' }],
		['reference', { orderReference: ' A-1 ' }, { reference: 'A-1' }],
		[
			'reference and date',
			{ orderReference: 'A-1', transactionDate: '2026-02-20 22:04' },
			{ orderRef: 'A-1', transactionDate: '2026-02-20T22:04:00', timezone: 'Europe/Berlin' },
		],
	])('by whichever the item has: %s', (_what, given, identity) => {
		const values = { ...BASE, transactionId: ' ', identifyBy: 'whichever', ...given };

		expect(read(values).identity).toEqual(identity);
	});
});

describe('a value that cannot be used is named, with its item and what to do', () => {
	const byDate = {
		...BASE,
		identifyBy: 'orderReferenceAndDate',
		orderReference: 'A-1',
		transactionDate: '2026-02-20 22:04',
	};
	const part = (commissionGroupCode: unknown, amount: unknown) => ({ commissionGroupCode, amount });
	const parts = (...given: unknown[]) => ({ ...AMEND, transactionParts: { part: given } });
	const parameter = (key: unknown, value: unknown) => ({
		...TRACKING,
		customParameters: { parameter: [{ key, value }] },
	});

	it.each<[string, Record<string, unknown>, string]>([
		['no id', { ...BASE, transactionId: ' ' }, '"Transaction ID" is empty'],
		['no id at all', { ...BASE, transactionId: null }, '"Transaction ID" is empty'],
		[
			'an id with letters',
			{ ...BASE, transactionId: 'T-5' },
			'"Transaction ID" is "T-5", which is not an ID: an Awin ID has digits only',
		],
		[
			'an id with more digits than a number holds',
			{ ...BASE, transactionId: '9007199254740993' },
			'"Transaction ID" is "9007199254740993", which has more digits than an Awin ID',
		],
		[
			'an id that lost its digits',
			{ ...BASE, transactionId: 12345678901234567890 },
			'"Transaction ID" is "12345678901234567000", which is too long for a number; give it as text',
		],
		['no reference', { ...byDate, orderReference: '' }, '"Order Reference" is empty'],
		[
			'a reference that lost its digits',
			{ ...byDate, orderReference: 2 ** 60 },
			'"Order Reference" is "1152921504606847000", which is too long for a number; give it as text',
		],
		[
			'both ids',
			{ ...BASE, identifyBy: 'whichever', orderReference: 'A-1' },
			'"Transaction ID" is "1612345678", which stands beside the order reference "A-1"; only one of them can name the transaction',
		],
		[
			'neither id',
			{ ...BASE, identifyBy: 'whichever', transactionId: '' },
			'"Transaction ID" is empty, and so is "Order Reference"',
		],
		[
			'another way to name it',
			{ ...BASE, identifyBy: 'email' },
			'"Identify By" is "email", which is not a way to name a transaction',
		],
		['no date', { ...byDate, transactionDate: '' }, '"Transaction Date" is empty'],
		[
			'a date without a time',
			{ ...byDate, transactionDate: '2026-02-20' },
			'"Transaction Date" is "2026-02-20", which has no time of day',
		],
		[
			'a date of either order',
			{ ...byDate, transactionDate: '02/03/2026 10:00' },
			'"Transaction Date" is "02/03/2026 10:00", which is written with slashes, which some people read as day/month and others as month/day',
		],
		[
			'a day that does not exist',
			{ ...byDate, transactionDate: '2026-02-30T10:00:00' },
			'"Transaction Date" is "2026-02-30T10:00:00", which is not a date',
		],
		[
			"a sheet's own number of a date",
			{ ...byDate, transactionDate: 46073.5 },
			'"Transaction Date" is "46073.5", which is a spreadsheet\'s own number for 2026-02-20',
		],
		[
			'a timezone that Awin does not have',
			{ ...byDate, timezone: 'Asia/Tokyo' },
			'"Timezone" is "Asia/Tokyo", which is not a timezone that Awin has',
		],
		['no action', { ...BASE, action: '' }, '"Action" is empty'],
		[
			'an unknown action',
			{ ...BASE, action: 'delete' },
			'"Action" is "delete", which is not an action',
		],
		[
			'a decline without a reason',
			{ ...BASE, action: 'decline', declineReason: '  ' },
			'"Decline Reason" is empty',
		],
		['an amendment without a reason', { ...AMEND, amendReason: '' }, '"Amend Reason" is empty'],
		['an amendment without an amount', { ...AMEND, saleAmount: '' }, '"Sale Amount" is empty'],
		[
			'an amendment with parts and no amount',
			{ ...parts(part('NEW', 5)), saleAmount: null },
			'"Sale Amount" is empty',
		],
		['an amendment without a currency', { ...AMEND, currency: '' }, '"Currency" is empty'],
		[
			'a currency that is none',
			{ ...AMEND, currency: 'Euro' },
			'"Currency" is "Euro", which is not a currency',
		],
		[
			'an amount with an ambiguous separator',
			{ ...AMEND, saleAmount: '1,083' },
			'"Sale Amount" is "1,083", which can be read in two ways: 1083, or 1 and a fraction. Write it without a thousands separator',
		],
		[
			'a negative amount',
			{ ...AMEND, saleAmount: '-5' },
			'"Sale Amount" is "-5", which is negative',
		],
		[
			'a text for an amount',
			{ ...AMEND, saleAmount: 'n/a' },
			'"Sale Amount" is "n/a", which is not an amount: give digits only, without a currency sign',
		],
		[
			'more decimals than the currency has',
			{ ...AMEND, saleAmount: 10.5, currency: 'JPY' },
			'"Sale Amount" is "10.5", which has more decimals than JPY allows (no decimals)',
		],
		[
			'parts that do not add up',
			parts(part('NEW', 50), part('DEFAULT', '29,99')),
			'"Sale Amount" is "80.00 EUR", which is not the sum of its parts (79.99 EUR)',
		],
		[
			'a part without a code',
			parts(part('', 80)),
			'"Transaction Parts: Commission Group Code" is empty',
		],
		['a part without an amount', parts(part('NEW', '')), '"Transaction Parts: Amount" is empty'],
		[
			'a negative part',
			parts(part('NEW', -1)),
			'"Transaction Parts: Amount" is "-1", which is negative',
		],
		[
			'a group twice',
			parts(part('NEW', 40), part('NEW', 40)),
			'"Transaction Parts: Commission Group Code" is "NEW", which is there twice',
		],
		[
			'neither yes nor no',
			{ ...AMEND, approveAfterAmend: 'maybe' },
			'"Approve After Amending" is "maybe", which is neither true nor false',
		],
		['no parameters', TRACKING, '"Custom Parameters" is empty'],
		[
			'a key of 0',
			parameter(0, 'x'),
			'"Custom Parameters: Key" is "0", which is not a whole number from 1 to 127',
		],
		[
			'a key of 128',
			parameter('128', 'x'),
			'"Custom Parameters: Key" is "128", which is not a whole number from 1 to 127',
		],
		[
			'a key that is no number',
			parameter('p1', 'x'),
			'"Custom Parameters: Key" is "p1", which is not a whole number from 1 to 127',
		],
		['no key', parameter('', 'x'), '"Custom Parameters: Key" is empty'],
		['a blank value', parameter(7, ' '), '"Custom Parameters: Value of key 7" is empty'],
		[
			'a key twice',
			{
				...TRACKING,
				customParameters: {
					parameter: [
						{ key: 7, value: 'x' },
						{ key: '7', value: 'y' },
					],
				},
			},
			'"Custom Parameters: Key" is "7", which is there twice',
		],
		[
			'a publisher account',
			{
				...BASE,
				accountId: {
					__rl: true,
					mode: 'url',
					value: 'https://app.awin.com/en/awin/publisher/45628',
				},
			},
			'"Account" is "https://app.awin.com/en/awin/publisher/45628", which is the address of a page of a publisher account, and advertiser is needed here',
		],
		[
			'no account',
			{ ...BASE, accountId: { __rl: true, mode: 'list', value: '' } },
			'"Account" is empty',
		],
	])('%s', (_what, values, message) => {
		const refusal = refusalOf(values);

		expect(refusal.message).toBe(`${message} [item 2 of 5]`);
		expect(refusal.description.length).toBeGreaterThan(15);
	});

	it('a date without a zone, where Awin has none that keeps the time of the workflow', () => {
		const refusal = refusalOf({ ...byDate, timezone: 'workflow' }, 'Asia/Tokyo');

		expect(refusal.message).toBe(
			'"Transaction Date" is "2026-02-20 22:04", which does not say in which timezone it is [item 2 of 5]',
		);
		expect(refusal.description).toContain('Asia/Tokyo');
	});
});

describe('a trial run', () => {
	it.each([
		[undefined, false, false],
		[undefined, true, true],
		[false, true, false],
		[true, false, true],
		['yes', false, true],
		['FALSE', true, false],
	])('Dry Run %j, called as a tool: %j', (dryRun, isTool, expected) => {
		const source = parametersOf({ ...BASE, options: { dryRun } }, { isTool });

		expect(readRow(source, 0).dryRun).toBe(expected);
	});
});

it('writes an id as text where a number would lose digits', () => {
	const row = requestRow({ transactionId: '9007199254740993' }, { action: 'approve' });

	expect(JSON.stringify(row)).toBe(
		'{"action":"approve","transaction":{"transactionId":"9007199254740993"}}',
	);
});
