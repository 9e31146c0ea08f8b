import { requestRow, type RequestRow } from '../../../nodes/Awin/api/validation';
import {
	askedJob,
	readJob,
	readJobs,
	type ValidationJob,
} from '../../../nodes/Awin/api/validationJobs';
import { hasResults, judgeRows } from '../../../nodes/Awin/api/validationResults';

const byId = (transactionId: string) => requestRow({ transactionId }, { action: 'approve' });
const byOrder = (orderRef: string, transactionDate = '2026-02-20T22:04:00') =>
	requestRow({ orderRef, transactionDate, timezone: 'Europe/Berlin' }, { action: 'approve' });

const ROWS = [byId('1'), byId('12345678901234567890'), byOrder('A-1')];
const DONE_JOB = {
	jobId: '5f0c7ad1c2b4e60d8a9b3c21',
	status: 'DONE',
	transactions: 3,
	errors: 0,
	allTransactions: null,
	failedTransactions: null,
	creationDate: '2026-03-14T09:30:11.204',
	completionDate: '2026-03-14T09:30:12.017',
};

function job(changes: Record<string, unknown>): ValidationJob {
	return readJob({ ...DONE_JOB, ...changes }) as ValidationJob;
}

function outcomes(changes: Record<string, unknown>, rows: RequestRow[] = ROWS) {
	return judgeRows(rows, job(changes)).map(({ outcome }) => outcome);
}

const named = (code: unknown, identity: Record<string, unknown>, description = 'because') => ({
	transactionId: null,
	orderRef: null,
	transactionDate: null,
	timezone: null,
	code,
	description,
	...identity,
});
const ID_1 = { transactionId: 1 };
const ORDER = {
	orderRef: 'A-1',
	transactionDate: '2026-02-20T22:04:00',
	timezone: 'Europe/Berlin',
};

describe('whose result it is', () => {
	it.each<[string, Record<string, unknown>, number]>([
		['an id as a number', ID_1, 0],
		['an id as text', { transactionId: '1' }, 0],
		['an id with many digits', { transactionId: '12345678901234567890' }, 1],
		['an id, with empty text where nothing was given', { ...ID_1, orderRef: '', timezone: '' }, 0],
		['the order reference with its date', ORDER, 2],
		['an id that Awin found, and the reference that was sent', { transactionId: 99, ...ORDER }, 2],
		['an id of 0 and a reference', { transactionId: 0, ...ORDER }, 2],
		[
			'a reference whose date is written otherwise',
			{ ...ORDER, transactionDate: '2026-02-20T21:04:00Z' },
			2,
		],
		['a reference with milliseconds', { ...ORDER, transactionDate: '2026-02-20T22:04:00.000' }, 2],
		['a reference alone', { orderRef: 'A-1' }, 2],
		['a row given back as it was sent', { transaction: { ...ORDER } }, 2],
	])('%s', (_what, identity, place) => {
		const found = outcomes({ errors: 1, failedTransactions: [named('[422 X]', identity)] });

		expect(found).toEqual([0, 1, 2].map((index) => (index === place ? 'failed' : 'done')));
	});

	it('tells two rows with the same reference apart by their date', () => {
		const rows = [byOrder('A-1'), byOrder('A-1', '2026-02-21T10:00:00')];
		const failedTransactions = [named(404, { ...ORDER, transactionDate: '2026-02-21T10:00:00' })];

		expect(outcomes({ transactions: 2, errors: 1, failedTransactions }, rows)).toEqual([
			'done',
			'failed',
		]);
	});

	it('does not guess between them', () => {
		const rows = [byOrder('A-1'), byOrder('A-1', '2026-02-21T10:00:00')];
		const failedTransactions = [named(404, { orderRef: 'A-1' })];

		expect(outcomes({ transactions: 2, errors: 1, failedTransactions }, rows)).toEqual([
			'unknown',
			'unknown',
		]);
	});
});

describe('what a code means', () => {
	it.each<[unknown, string, number | null]>([
		['[404 NOT_FOUND]', 'failed', 404],
		['404', 'failed', 404],
		[404, 'failed', 404],
		['[422 UNPROCESSABLE_ENTITY]', 'failed', 422],
		['[500 INTERNAL]', 'failed', 500],
		['[304 NOT_MODIFIED]', 'alreadyDone', 304],
		['[200 OK]', 'done', 200],
		[201, 'done', 201],
		['[204 NO_CONTENT]', 'done', 204],
		['[202 ACCEPTED]', 'unknown', 202],
		[206, 'unknown', 206],
		[100, 'unknown', 100],
		['OK', 'done', 200],
		['SOMETHING', 'unknown', null],
	])('%j is %s', (code, outcome, number) => {
		const allTransactions = [
			named(code, ID_1),
			named(200, { transactionId: '12345678901234567890' }),
			named(200, ORDER),
		];

		const [verdict] = judgeRows(ROWS, job({ allTransactions }));

		expect([verdict.outcome, verdict.code]).toEqual([outcome, number]);
	});

	it('an entry without a code among the failed ones is failed, among all ones the counts decide', () => {
		expect(outcomes({ errors: 1, failedTransactions: [named(null, ID_1)] })[0]).toBe('failed');
		expect(outcomes({ allTransactions: [named(null, ID_1, '')] })[0]).toBe('done');
		expect(outcomes({ errors: 1, allTransactions: [named(null, ID_1, '')] })[0]).toBe('unknown');
	});

	it("keeps Awin's words", () => {
		const [verdict] = judgeRows(
			ROWS,
			job({ errors: 1, failedTransactions: [named('[422 X]', ID_1, 'not allowed')] }),
		);

		expect(verdict).toEqual({ outcome: 'failed', code: 422, description: 'not allowed' });
	});
});

describe('rows that nothing is said about', () => {
	const all = (outcome: string) => [outcome, outcome, outcome];

	it.each<[string, Record<string, unknown>, string[]]>([
		['are done where the counts leave no room', { failedTransactions: [] }, all('done')],
		[
			'are done under another word for done',
			{ status: 'FINISHED', allTransactions: [] },
			all('done'),
		],
		[
			'are unknown where errors are counted and not listed',
			{ errors: 1, failedTransactions: [] },
			all('unknown'),
		],
		[
			'are unknown where nothing is counted',
			{ errors: null, failedTransactions: [] },
			all('unknown'),
		],
		[
			'are unknown where the job has fewer rows',
			{ transactions: 2, failedTransactions: [] },
			all('unknown'),
		],
		[
			'are unknown where the job has more rows',
			{ transactions: 4, failedTransactions: [] },
			all('unknown'),
		],
		[
			'are done where the job does not count its rows',
			{ transactions: null, failedTransactions: [] },
			all('done'),
		],
		[
			'are unknown where the job ended badly',
			{ status: 'FAILED', failedTransactions: [] },
			all('unknown'),
		],
		[
			'are unknown where the job ran out of time',
			{ status: 'TIMED_OUT', failedTransactions: [] },
			all('unknown'),
		],
		[
			'are unknown where the job was cancelled',
			{ status: 'CANCELLED', failedTransactions: [] },
			all('unknown'),
		],
		[
			'are unknown where a result is about a row that was not sent',
			{ errors: 1, failedTransactions: [named(404, { transactionId: 77 })] },
			all('unknown'),
		],
		[
			'are unknown where a result cannot be read',
			{ errors: 1, failedTransactions: ['about 1'] },
			all('unknown'),
		],
		[
			'are unknown where a result is about a row that was not sent, although no error is counted',
			{ errors: 0, failedTransactions: [named(404, { transactionId: 77 })] },
			all('unknown'),
		],
		[
			'are unknown beside one that is accounted for, where another result cannot be read',
			{ errors: 1, failedTransactions: [named(404, ID_1), 'about 2'] },
			['failed', 'unknown', 'unknown'],
		],
		[
			'are unknown where the status only sounds bad',
			{ status: 'PARTIALLY_FAILING', failedTransactions: [] },
			all('unknown'),
		],
		[
			'are done where a row that was so already is listed and not counted',
			{ errors: 0, failedTransactions: [named(304, ID_1)] },
			['alreadyDone', 'done', 'done'],
		],
		[
			'are done where it is listed and counted',
			{ errors: 1, failedTransactions: [named(304, ID_1)] },
			['alreadyDone', 'done', 'done'],
		],
		[
			'are unknown where one row of three is said to be done and one counted as an error',
			{ errors: 1, allTransactions: [named(200, ID_1)] },
			['done', 'unknown', 'unknown'],
		],
	])('%s', (_what, changes, expected) => {
		expect(outcomes(changes)).toEqual(expected);
	});
});

describe('two results for one row', () => {
	it.each([
		[404, 404, 'failed'],
		[304, 200, 'alreadyDone'],
		[422, 304, 'failed'],
		[200, 422, 'unknown'],
		[422, 200, 'unknown'],
	])('%i and %i: %s', (one, other, expected) => {
		const failedTransactions = [named(one, ID_1), named(other, ID_1)];

		expect(outcomes({ errors: 1, failedTransactions })[0]).toBe(expected);
	});
});

describe('a job', () => {
	it.each<[string, unknown]>([
		['as documented', DONE_JOB],
		['in an envelope', { body: DONE_JOB, statusCode: 200 }],
		['as data', { data: DONE_JOB }],
		['in a list of one', [DONE_JOB]],
	])('is read %s', (_what, answer) => {
		expect(readJob(answer)).toEqual({ ...DONE_JOB, isFinished: true });
	});

	it.each([undefined, null, 'DONE', 5, [], {}, [DONE_JOB, DONE_JOB], { jobId: { text: 'x' } }])(
		'is not in %j',
		(answer) => {
			expect(readJob(answer)).toBeUndefined();
		},
	);

	it.each<[string, Record<string, unknown>, boolean]>([
		['RUNNING', { completionDate: null }, false],
		['anything', { completionDate: '' }, false],
		['DONE', { completionDate: null }, true],
		['done', { completionDate: undefined }, true],
		['anything', {}, true],
	])('of status %s with %j is over: %j', (status, changes, isFinished) => {
		expect(job({ status, ...changes }).isFinished).toBe(isFinished);
	});

	it('has counts from numbers and from text, and nothing from nonsense', () => {
		expect(job({ transactions: '3', errors: 'about 1' })).toMatchObject({
			transactions: 3,
			errors: null,
		});
	});

	it('has results where one of the lists is there', () => {
		expect(hasResults(job({}))).toBe(false);
		expect(hasResults(job({ allTransactions: [] }))).toBe(true);
		expect(hasResults(job({ failedTransactions: [] }))).toBe(true);
		expect(hasResults(job({ failedTransactions: { 0: 'x' } }))).toBe(false);
	});

	it.each<[string, unknown, number | undefined]>([
		['a bare list', [DONE_JOB, { ...DONE_JOB, jobId: 'another' }], 2],
		['the same job twice', [DONE_JOB, DONE_JOB], 1],
		['under jobs', { jobs: [DONE_JOB] }, 1],
		['an empty list', [], 0],
		['a list of ids', ['a', 'b'], 2],
		['a page', { content: [DONE_JOB], totalPages: 1 }, 1],
		['no list', { jobs: 'none' }, undefined],
	])('stands in a list: %s', (_what, answer, count) => {
		expect(readJobs(answer)?.rows.length).toBe(count);
		expect(readJobs(answer)?.unreadable ?? []).toEqual([]);
	});
});

it('a row of a list that is no job is told with its place', () => {
	const reading = readJobs([DONE_JOB, 1, { note: 'none' }]);

	expect(reading?.rows).toHaveLength(1);
	expect(reading?.unreadable).toEqual([
		{ index: 1, row: 1 },
		{ index: 2, row: { note: 'none' } },
	]);
});

describe('the job that was asked for', () => {
	it.each([
		[{ jobId: 'a1', status: 'DONE' }, true],
		[{ jobId: 'A1', status: 'DONE' }, true],
		[{ status: 'DONE' }, true],
		[{ jobId: 'b2', status: 'DONE' }, false],
		[{ id: 'b2', status: 'DONE' }, false],
		[{}, false],
	])('%j is the job a1: %s', (answer, isIt) => {
		expect(askedJob(answer, 'a1') !== undefined).toBe(isIt);
	});
});
