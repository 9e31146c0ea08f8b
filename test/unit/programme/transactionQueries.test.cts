import fc from 'fast-check';

import {
	fitsFilters,
	QUERY_PAGES,
	queryOutput,
	readQueriesPage,
	ROWS_PER_PAGE,
	transactionQueriesPath,
	transactionQueriesQuery,
} from '../../../nodes/Awin/api/transactionQueries';
import { NumberedPages } from '../../../nodes/Awin/api/numberedPages';
import { clockOf } from '../../../nodes/Awin/api/timezones';

const WINDOW = { startMs: Date.UTC(2026, 0, 1), endMs: Date.UTC(2026, 0, 2) };
const NONE = { advertiserIds: [], statuses: [], clickRefs: [] };

describe('the question for transaction queries', () => {
	it('goes to the path in the singular', () => {
		expect(transactionQueriesPath('45628')).toBe('/publisher/45628/transactionqueries');
	});

	it('asks in UTC for one page', () => {
		const question = { window: WINDOW, dateType: 'enquiryDate' as const, ...NONE };

		expect(transactionQueriesQuery(question, 3)).toEqual({
			startDate: '2026-01-01T00:00:00',
			endDate: '2026-01-02T00:00:00',
			dateType: 'enquiryDate',
			timezone: 'UTC',
			pageNumber: '3',
			pageSize: '100',
		});
	});

	it('names the advertisers in both ways that Awin has written down', () => {
		const filters = { advertiserIds: ['1', '2'], statuses: ['pending'], clickRefs: ['a', 'b'] };
		const question = { window: WINDOW, dateType: 'transactionDate' as const, ...filters };

		expect(transactionQueriesQuery(question, 1)).toMatchObject({
			advertiserIds: '1,2',
			advertiserId: '1,2',
			statuses: 'pending',
			clickRefs: 'a,b',
		});
	});
});

/** Reads a whole list out of a server with these totals; gives up after 50 calls. */
function readAll(rows: number, totals: (pageNumber: number) => object, pageSize = ROWS_PER_PAGE) {
	const all = Array.from({ length: rows }, (_, id) => ({ id: id + 1 }));
	const pages = new NumberedPages(QUERY_PAGES);
	let read = 0;
	for (let calls = 1; calls <= 50; calls++) {
		const start = (pages.nextNumber - 1) * pageSize;
		const answer = {
			pageItems: all.slice(start, start + pageSize),
			...totals(pages.nextNumber),
		};
		const taken = pages.take(readQueriesPage(answer)!);
		read += taken.rows.length;
		if (taken.isLast) return { read, calls, missing: pages.missingRows };
	}
	return { read, calls: Infinity, missing: pages.missingRows };
}

const right = (rows: number) => ({
	totalPagesAvailable: Math.ceil(rows / 100),
	totalRowsAvailable: rows,
});

describe('pages of transaction queries', () => {
	it.each([
		[0, 1],
		[1, 1],
		// A full page is never taken for the last one.
		[100, 2],
		[101, 2],
		[250, 3],
	])('%d rows take %d calls where the totals are right', (rows, calls) => {
		expect(readAll(rows, () => right(rows))).toEqual({ read: rows, calls, missing: 0 });
	});

	it('are all read, whatever the totals say', () => {
		const total = fc.option(fc.oneof(fc.constant(0), fc.integer({ min: -1, max: 400 })), {
			nil: undefined,
		});
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 400 }), total, (rows, pages) => {
				const result = readAll(rows, () => ({
					totalPagesAvailable: pages,
					totalRowsAvailable: rows,
				}));
				expect(result.read).toBe(rows);
				expect(result.calls).toBeLessThanOrEqual(Math.ceil(rows / 100) + 1);
			}),
		);
	});

	it('end where nothing is announced and a page is not full', () => {
		expect(readAll(250, () => ({}))).toEqual({ read: 250, calls: 3, missing: 0 });
		expect(readAll(200, () => ({}))).toEqual({ read: 200, calls: 3, missing: 0 });
	});

	it('end where ever more is announced and nothing more comes, and say what is missing', () => {
		const growing = (page: number) => ({
			totalPagesAvailable: page + 1,
			totalRowsAvailable: 250 + page,
		});

		expect(readAll(250, growing)).toEqual({ read: 250, calls: 4, missing: 4 });
	});

	it.each([
		['pages', { totalPagesAvailable: 1 }],
		['rows', { totalRowsAvailable: 100 }],
		['both', { totalPagesAvailable: 1, totalRowsAvailable: 100 }],
		['both as text', { totalPagesAvailable: '1', totalRowsAvailable: '100' }],
	])('are all read where too few are announced: %s', (_, totals) => {
		expect(readAll(250, () => totals)).toMatchObject({ read: 250, missing: 0 });
	});

	it('are all read where Awin gives fewer a page than it was asked for, and says only that', () => {
		expect(readAll(250, () => ({ pageSize: 50 }), 50)).toMatchObject({ read: 250 });
	});

	it('are all read where Awin gives fewer a page than it was asked for, and says only how many pages', () => {
		expect(readAll(250, () => ({ totalPagesAvailable: 5 }), 50)).toMatchObject({ read: 250 });
	});

	it('that come again are told of, also where no totals are', () => {
		const pages = new NumberedPages(QUERY_PAGES);
		const rows = Array.from({ length: 100 }, (_, id) => ({ id }));

		expect(pages.take({ rows }).isLast).toBe(false);
		expect(pages.endsInRepeat).toBe(false);
		expect(pages.take({ rows }).isLast).toBe(true);
		expect(pages.endsInRepeat).toBe(true);
	});

	it('that never end are told of', () => {
		const pages = new NumberedPages(QUERY_PAGES);
		for (let page = 1; page <= QUERY_PAGES.mostPages; page++) {
			expect(pages.isEndless).toBe(false);
			pages.take({ rows: Array.from({ length: 100 }, (_, id) => ({ id: page * 100 + id })) });
		}
		expect(pages.isEndless).toBe(true);
		expect(pages.rowsRead).toBe(100_000);
	});

	it('may be smaller than asked for', () => {
		const totals = () => ({ totalPagesAvailable: 5, totalRowsAvailable: 50 });

		expect(readAll(50, totals, 10)).toEqual({ read: 50, calls: 5, missing: 0 });
	});

	it('end where the same page comes again', () => {
		const pages = new NumberedPages(QUERY_PAGES);
		const page = readQueriesPage({
			pageItems: [{ id: 1 }],
			totalPagesAvailable: 9,
			totalRowsAvailable: 9,
		})!;

		expect(pages.take(page)).toEqual({ rows: [{ id: 1 }], isLast: false });
		expect(pages.take(page)).toEqual({ rows: [], isLast: true });
		expect(pages.missingRows).toBe(8);
	});

	it('are none where the answer holds no list', () => {
		expect(readQueriesPage({ error: 'x' })).toBeUndefined();
	});
});

describe('a row', () => {
	it.each([
		[{ advertiserId: 1, status: 'Pending' }, true],
		[{ advertiserId: '1', status: 'pending' }, true],
		[{ advertiserId: 2, status: 'pending' }, false],
		[{ advertiserId: 1, status: 'declined' }, false],
		[{ advertiserId: 1, status: 'some new one' }, true],
		[{}, true],
	])('%j fits advertiser 1, pending: %s', (row, fits) => {
		expect(fitsFilters(row, { advertiserIds: ['1'], statuses: ['pending'] })).toBe(fits);
	});

	it.each([
		['2026-01-01T00:00:00', true],
		['2025-12-31T23:59:00', false],
		['2026-01-02T00:00:01', false],
		['soon', true],
		[null, true],
	])('raised on %j lies in the span of the first of January: %s', (enquiryDate, fits) => {
		const asked = { advertiserIds: [], statuses: [], span: WINDOW };
		expect(fitsFilters({ enquiryDate }, { ...asked, dateType: 'enquiryDate' })).toBe(fits);
	});

	it.each<[object, boolean]>([
		[{ clickRef: 'newsletter' }, true],
		[{ clickRef: ' Newsletter' }, true],
		[{ clickRef: 'banner' }, false],
		[{ clickRefs: { clickRef: 'banner', clickRef2: 'newsletter' } }, true],
		[{ clickRefs: { clickRef: 'banner' } }, false],
		[{ clickRefs: ['banner', 'header'] }, false],
		[{ clickRefs: 'footer' }, true],
		[{ clickRef: null, clickRefs: {} }, true],
		[{}, true],
	])('%j is of the click references newsletter and footer: %s', (row, fits) => {
		const asked = { advertiserIds: [], statuses: [], clickRefs: ['newsletter', 'footer'] };
		expect(fitsFilters({ ...row }, asked)).toBe(fits);
	});

	it('has its dates in the chosen zone, and everything else as it came', () => {
		const row = { id: 1, enquiryDate: '2026-07-01T10:00:00', validationDate: null, note: 'x' };

		expect(queryOutput(row, clockOf('Europe/Berlin'))).toEqual({
			...row,
			enquiryDate: '2026-07-01T12:00:00+02:00',
		});
	});
});
