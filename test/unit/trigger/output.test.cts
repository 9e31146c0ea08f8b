import { sampleTransaction } from '../../../nodes/Awin/api/samples';
import { clockOf } from '../../../nodes/Awin/api/timezones';
import { OUTPUT_FORMS, toOutput, type OutputForm } from '../../../nodes/Awin/api/transactionOutput';
import type { DateType } from '../../../nodes/Awin/api/transactions';
import { readChange } from '../../../nodes/Awin/trigger/events';
import type { DetectedEvent } from '../../../nodes/Awin/trigger/changeDetector';
import { toItem, toItems } from '../../../nodes/Awin/trigger/output';

const DATE_TYPES = ['transaction', 'validation', 'amendment'] as const;

function itemOf(dateType: DateType, form: OutputForm, report: Partial<DetectedEvent> = {}) {
	const reading = readChange({ ...sampleTransaction(), amendDate: null }, dateType);
	if (reading.kind !== 'change') throw new Error('The sample is no event');
	const { change } = reading;
	const view = { form, accountType: 'advertiser', clock: clockOf('Europe/Berlin') } as const;
	return toItem({ change, previousStatus: null, ...report }, view);
}

const NOTHING_AMENDED = {
	oldSaleAmount: null,
	newSaleAmount: null,
	oldCommissionAmount: null,
	newCommissionAmount: null,
};

describe('what happened', () => {
	it.each<[DateType, Partial<DetectedEvent>, Record<string, unknown>]>([
		[
			'transaction',
			{},
			{
				event: 'created',
				eventId: '1612345678-created',
				occurredAt: '2026-02-20T23:04:00+01:00',
				previousStatus: null,
				...NOTHING_AMENDED,
			},
		],
		[
			'validation',
			{ previousStatus: 'pending' },
			{
				event: 'approved',
				eventId: '1612345678-approved-20260314T093012Z',
				occurredAt: '2026-03-14T10:30:12+01:00',
				previousStatus: 'pending',
				...NOTHING_AMENDED,
			},
		],
		[
			'amendment',
			{},
			{
				event: 'amended',
				eventId: '1612345678-amended-3c6a4ec730',
				occurredAt: null,
				previousStatus: null,
				oldSaleAmount: 66.96,
				newSaleAmount: 55.96,
				oldCommissionAmount: 6.69,
				newCommissionAmount: 5.59,
			},
		],
	])('%s', (dateType, report, happened) => {
		expect(itemOf(dateType, 'simplified', report)).toMatchObject(happened);
	});

	it('stands first, the transaction after it', () => {
		const columns = Object.keys(itemOf('validation', 'simplified'));

		expect(columns.slice(0, 4)).toEqual(['event', 'eventId', 'occurredAt', 'previousStatus']);
		expect(columns.slice(8, 10)).toEqual(['accountId', 'accountName']);
		expect(columns.slice(10)).toEqual(
			'id status transactionDate saleAmount commissionAmount currency partnerId siteName orderReference clickReference'.split(
				' ',
			),
		);
	});
});

describe('the account', () => {
	it.each([
		['advertiser', 12345],
		['publisher', 67890],
	] as const)('is the %s of the sale, where nobody says which one was watched', (type, id) => {
		const reading = readChange(
			{ ...sampleTransaction(), advertiserId: 12345, publisherId: 67890 },
			'transaction',
		);
		if (reading.kind !== 'change') throw new Error('The sample is no event');
		const event = { change: reading.change, previousStatus: null };
		const view = { form: 'simplified', accountType: type, clock: clockOf('UTC') } as const;
		expect(toItems([event], view)[0]).toMatchObject({ accountId: id, accountName: null });
		const account = { accountId: '77101', accountName: 'Nordlicht' };
		expect(toItems([{ ...event, account }], view)[0]).toMatchObject({
			accountId: 77101,
			accountName: 'Nordlicht',
		});
	});
});

describe('the transaction', () => {
	const view = { accountType: 'advertiser', clock: clockOf('Europe/Berlin') } as const;
	const row = () => ({ ...sampleTransaction(), amendDate: null });

	it.each(['simplified', 'flat'] as const)('%s: its columns beside those of the event', (form) => {
		expect(itemOf('validation', form)).toMatchObject(toOutput(row(), { ...view, form }));
	});

	it('raw: as Awin sent it, under a name of its own', () => {
		expect(itemOf('validation', 'raw').transaction).toEqual(
			toOutput(row(), { ...view, form: 'raw' }),
		);
	});
});

it.each(OUTPUT_FORMS)('%s: the same columns for every event', (form) => {
	const columns = DATE_TYPES.map((dateType) => Object.keys(itemOf(dateType, form)).join());

	expect(new Set(columns).size).toBe(1);
});

describe('all events of a poll', () => {
	function reportOf(dateType: DateType, fields: Record<string, unknown> = {}): DetectedEvent {
		const reading = readChange({ ...sampleTransaction(), ...fields }, dateType);
		if (reading.kind !== 'change') throw new Error('The sample is no event');
		return { change: reading.change, previousStatus: null };
	}
	const view = { form: 'flat', accountType: 'advertiser', clock: clockOf('UTC') } as const;

	it('flat: the same columns on each, also where one has a longer list or a new field', () => {
		const parts = [{ commissionGroupCode: 'A' }, { commissionGroupCode: 'B' }];
		const items = toItems(
			[
				reportOf('transaction'),
				reportOf('validation', { transactionParts: parts }),
				reportOf('amendment', { brandNew: { deep: true } }),
			],
			view,
		);

		expect(new Set(items.map((item) => Object.keys(item).join())).size).toBe(1);
		expect(items[0]).toMatchObject({ transactionParts_2_commissionGroupCode: null });
		expect(items[1]).toMatchObject({ transactionParts_2_commissionGroupCode: 'B' });
		expect(items[2]).toMatchObject({ brandNew_deep: true });
	});

	it('flat: a field of Awin with the name of a column of the event takes nothing away', () => {
		const [item] = toItems([reportOf('transaction', { event: 'theirs', eventId: 5 })], view);

		expect(item).toMatchObject({
			event: 'created',
			eventId: '1612345678-created',
			awin_event: 'theirs',
			awin_eventId: 5,
		});
	});
});
