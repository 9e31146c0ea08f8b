import type { DateType } from '../../../nodes/Awin/api/transactions';
import { ChangeDetector } from '../../../nodes/Awin/trigger/changeDetector';
import type { PlannedWindow } from '../../../nodes/Awin/trigger/readPlan';
import { SeenTransactions } from '../../../nodes/Awin/trigger/seenTransactions';
import type { Selection } from '../../../nodes/Awin/trigger/selection';

const NOW_MS = Date.parse('2026-06-15T10:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const LATELY: PlannedWindow = { startMs: NOW_MS - DAY_MS, endMs: NOW_MS, isBaseline: false };
const BEFORE: PlannedWindow = {
	startMs: NOW_MS - 9 * DAY_MS,
	endMs: LATELY.startMs,
	isBaseline: true,
};

interface Changes {
	selection?: Partial<Selection>;
	before?: Selection[];
}

/** A trigger that has seen nothing, and remembers from list to list. */
function watch() {
	const seen = SeenTransactions.unpack({}) as SeenTransactions;
	return {
		seen,
		/** @param answers of Awin's, each with the window that it is of */
		read(
			dateType: DateType,
			answers: Array<[PlannedWindow, object[]]>,
			{ selection, before = [] }: Changes = {},
		) {
			const detector = new ChangeDetector({
				dateType,
				selection: {
					events: ['created', 'approved', 'declined', 'amended'],
					partnerIds: [],
					...selection,
				},
				before,
				accountType: 'advertiser',
				seen,
				nowMs: NOW_MS,
			});
			for (const [window, rows] of answers) detector.detect(rows, window);
			return detector.newEvents.map(({ change, previousStatus }) => [
				`${change.id} ${change.event}`,
				previousStatus,
			]);
		},
	};
}

const ROW = {
	id: 1,
	publisherId: 88201,
	commissionStatus: 'pending',
	transactionDate: '2026-06-15T08:00:00',
};
const APPROVED = { ...ROW, commissionStatus: 'approved', validationDate: '2026-06-15T09:00:00' };
const DECLINED = { ...APPROVED, commissionStatus: 'declined' };

describe('What is chosen', () => {
	it('is reported, and nothing else', () => {
		const rows = [APPROVED, { ...DECLINED, id: 2 }];
		const chosen = { selection: { events: ['declined'] as const } };

		expect(watch().read('validation', [[LATELY, rows]], chosen)).toEqual([['2 declined', null]]);
	});

	it('of one publisher is not that of another', () => {
		const rows = [APPROVED, { ...APPROVED, id: 2, publisherId: 88202 }];
		const chosen = { selection: { partnerIds: ['88202'] } };

		expect(watch().read('validation', [[LATELY, rows]], chosen)).toEqual([['2 approved', null]]);
	});

	it('twice belongs to what was chosen first', () => {
		const rows = [APPROVED, { ...DECLINED, id: 2 }];
		const before: Selection[] = [{ events: ['approved'], partnerIds: ['88201'] }];

		expect(watch().read('validation', [[LATELY, rows]], { before })).toEqual([
			['2 declined', null],
		]);
	});
});

describe('The status before', () => {
	it.each<[DateType]>([['transaction'], ['amendment']])(
		'is the one that the list of the %s showed last',
		(dateType) => {
			const { read } = watch();
			read(dateType, [[LATELY, [{ ...ROW, amended: true }]]]);

			expect(read('validation', [[LATELY, [APPROVED]]])).toEqual([['1 approved', 'pending']]);
		},
	);

	it('follows what the list of transactions shows of one that is known', () => {
		const { read } = watch();
		read('transaction', [[LATELY, [ROW]]]);
		read('transaction', [[LATELY, [DECLINED]]]);

		expect(read('validation', [[LATELY, [APPROVED]]])).toEqual([['1 approved', 'declined']]);
	});

	it('is that of the last validation, where there was one', () => {
		const { read } = watch();
		read('transaction', [[LATELY, [ROW]]]);
		read('validation', [[LATELY, [DECLINED]]]);
		const later = { ...APPROVED, validationDate: '2026-06-15T09:30:00' };

		expect(read('validation', [[LATELY, [later]]])).toEqual([['1 approved', 'declined']]);
	});

	it('is none where nothing else was seen of it than what it is now', () => {
		const { read } = watch();
		read('transaction', [[LATELY, [APPROVED]]]);

		expect(read('validation', [[LATELY, [APPROVED]]])).toEqual([['1 approved', null]]);
	});
});

describe('What was there before the trigger began', () => {
	const AMENDED = { ...ROW, amended: true, saleAmount: { amount: 5, currency: 'EUR' } };

	it('is no news', () => {
		const { read } = watch();

		expect(read('amendment', [[BEFORE, [AMENDED]]])).toEqual([]);
		expect(read('amendment', [[LATELY, [AMENDED]]])).toEqual([]);
	});

	it('is news where the same poll finds it among what is new as well: it was amended once more', () => {
		const answers: Array<[PlannedWindow, object[]]> = [
			[BEFORE, [AMENDED]],
			[LATELY, [AMENDED]],
		];

		expect(watch().read('amendment', answers)).toEqual([['1 amended', null]]);
	});
});
