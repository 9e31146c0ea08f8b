import { AwinSandbox } from '../../demo/sandbox/awin.cts';
import type { AwinOptions } from '../../demo/sandbox/awin.cts';
import { ask } from '../../demo/sandbox/ask.cts';
import type { Row } from '../../demo/sandbox/rows.cts';

const NOW = Date.parse('2025-11-20T12:00:00Z');
const PATH = '/advertisers/77102/transactions';

interface Job {
	jobId: string;
	status: string;
	transactions: number;
	errors: number;
	failedTransactions: Row[] | null;
	allTransactions: Row[] | null;
	creationDate: string;
	completionDate: string | null;
}

/** A sandbox with six pending sales of 10 GBP, 9000000000 to 9000000005, and a clock to turn. */
function sandbox(options: AwinOptions = {}) {
	let now = NOW;
	const awin = new AwinSandbox({
		clock: () => now,
		requestsPerMinute: null,
		world: { transactionsPerDay: 0 },
		...options,
	});
	for (let index = 0; index < 6; index++) {
		awin.world.addTransaction({
			advertiserId: 77102,
			publisherId: 88203,
			saleAmount: 10,
			transactionAtMs: Date.parse(`2025-11-1${index}T10:20:30Z`),
			details: { orderRef: `A-${index}`, sharingPublisherId: null, customParameters: { '1': 'x' } },
		});
	}
	return { awin, wait: (ms: number) => (now += ms) };
}
type Sandbox = ReturnType<typeof sandbox>;

const send = ({ awin }: Sandbox, items: unknown) => ask(awin, `${PATH}/batch`, { body: items });

/** Sends items, waits for the job, and answers it with all results. */
function run(box: Sandbox, items: unknown[], output = 'all'): Job {
	const { jobId } = send(box, items).json as { jobId: string };
	box.wait(60_000);
	return ask(box.awin, `${PATH}/jobs/${jobId}?output=${output}`).json as Job;
}
const codes = (job: Job) => job.allTransactions?.map(({ code }) => code);
const row = ({ awin }: Sandbox, id: number) => (ask(awin, `${PATH}?ids=${id}`).json as Row[])[0];

const approve = (transactionId: unknown) => ({ action: 'approve', transaction: { transactionId } });
const decline = (transactionId: unknown, declineReason: unknown = 'order returned') => ({
	action: 'decline',
	transaction: { transactionId, declineReason },
});
const amend = (
	transactionId: unknown,
	saleAmount: unknown,
	more: object = {},
	isApproved = false,
) => ({
	action: 'amend',
	approve: isApproved,
	transaction: {
		transactionId,
		amendReason: 'partial return',
		currency: 'GBP',
		saleAmount,
		transactionParts: [{ amount: saleAmount, commissionGroupCode: 'DEFAULT' }],
		...more,
	},
});
const track = (transactionId: unknown, put: unknown) => ({
	action: 'amendTrackingParameters',
	transaction: { transactionId, customParameters: { put } },
});

const OK = '[200 OK]';
const SAME = '[304 NOT_MODIFIED]';
const NONE = '[404 NOT_FOUND]';
const NO = '[422 UNPROCESSABLE_ENTITY]';

describe('a validation batch', () => {
	it('is answered with a job, which runs for a while and then shows its results', () => {
		const box = sandbox();
		const answer = send(box, [approve(9e9), decline('9000000001')]);
		expect([answer.status, answer.json]).toEqual([
			200,
			{ jobId: expect.stringMatching(/^[0-9a-f]{24}$/) as string },
		]);
		const { jobId } = answer.json as Job;
		const look = () => ask(box.awin, `${PATH}/jobs/${jobId}?output=errors`).json;
		const job = {
			jobId,
			transactions: 2,
			errors: 0,
			allTransactions: null,
			creationDate: '2025-11-20T12:00:00.000',
		};
		expect(look()).toEqual({
			...job,
			status: 'RUNNING',
			failedTransactions: null,
			completionDate: null,
		});
		expect(row(box, 9e9).commissionStatus).toBe('pending');

		box.wait(801);
		expect(look()).toEqual({
			...job,
			status: 'DONE',
			failedTransactions: [],
			completionDate: '2025-11-20T12:00:00.801',
		});
		expect(row(box, 9e9)).toMatchObject({
			commissionStatus: 'approved',
			validationDate: '2025-11-20T12:00:00',
		});
		expect(row(box, 9000000001)).toMatchObject({
			commissionStatus: 'declined',
			declineReason: 'order returned',
		});
	});

	it('takes longer the larger it is, as long as the test wants, and after the earlier ones', () => {
		const box = sandbox();
		box.awin.world.jobDurationMs = (items) => items * 1000;
		const done = (job: Job) => {
			const { jobId } = job;
			return (ask(box.awin, `${PATH}/jobs/${jobId}`).json as Job).completionDate;
		};
		const first = send(box, [approve(9e9), approve(9e9)]).json as Job;
		const second = send(box, [decline(9e9)]).json as Job;
		box.wait(10_000);
		expect(done(first)).toBe('2025-11-20T12:00:02.000');
		expect(done(second)).toBe('2025-11-20T12:00:03.000');
	});

	it('is listed, and hidden from other accounts', () => {
		const box = sandbox();
		const { jobId } = run(box, [approve(9e9)]);
		expect(ask(box.awin, `${PATH}/jobs`).json).toMatchObject([{ jobId, status: 'DONE' }]);
		expect(ask(box.awin, `/advertisers/77101/transactions/jobs/${jobId}`).status).toBe(404);
		expect(ask(box.awin, `${PATH}/jobs/000000000000000000000000`).status).toBe(404);
		expect(ask(box.awin, `${PATH}/jobs/${jobId}?output=some`).status).toBe(400);
		box.awin.switches.jobsWrapper = 'jobs';
		expect(ask(box.awin, `${PATH}/jobs`).json).toMatchObject({ jobs: [{ jobId }] });
		box.awin.switches.jobsKeptDays = 7;
		box.awin.clockShiftMs += 8 * 86_400_000;
		expect(ask(box.awin, `${PATH}/jobs`).json).toEqual({ jobs: [] });
		expect(ask(box.awin, `${PATH}/jobs/${jobId}`).status).toBe(404);
	});

	it.each([
		['an object', { action: 'approve' }],
		['no JSON', '[{'],
		['an empty array', []],
		['more than 40,000 items', Array.from({ length: 40_001 }, () => approve(1))],
		['an unknown action', [approve(9e9), { action: 'Approve', transaction: {} }]],
		['an item without transaction', [{ action: 'approve' }]],
		['an amount with a comma', [amend(9e9, '8,50')]],
	])('is refused as a whole when it is %s', (_name, body) => {
		const box = sandbox();
		const answer = send(box, body);
		expect([answer.status, answer.json]).toEqual([
			400,
			{ error: 'exception', description: expect.any(String) as string },
		]);
		expect(box.awin.ledger).toEqual([]);
	});

	it('must be JSON by its content type', () => {
		const { awin } = sandbox();
		const headers = { 'content-type': 'text/plain' };
		expect(ask(awin, `${PATH}/batch`, { body: [approve(9e9)], headers }).status).toBe(415);
	});
});

describe('a validation item', () => {
	it('finds its transaction by number, by numeric text, or by reference, date and zone', () => {
		const box = sandbox();
		const by = (orderRef: string, transactionDate: string, timezone: string) => ({
			action: 'approve',
			transaction: { orderRef, transactionDate, timezone },
		});
		const job = run(box, [
			approve(9000000000),
			approve('9000000001'),
			by('A-2', '2025-11-12T10:20:00', 'UTC'),
			by('A-3', '2025-11-13T11:20:00', 'Europe/Berlin'),
			by('A-4', '2025-11-14T10:20:30', 'UTC'),
			by('A-4', '2025-11-14T10:20:00', 'Europe/Berlin'),
			by('A-4', '2025-11-14T10:20:00', 'Europe/Rome'),
			approve('A-4'),
			approve(5),
			{ action: 'approve', transaction: {} },
		]);
		expect(codes(job)).toEqual([OK, OK, OK, OK, NONE, NONE, NONE, NONE, NONE, NONE]);
		expect(job.errors).toBe(6);
	});

	it('does not find what Awin does not show yet, or what is another advertiser’s', () => {
		const box = sandbox();
		const sale = { publisherId: 88201, saleAmount: 1, transactionAtMs: NOW };
		const later = box.awin.world.addTransaction({
			...sale,
			advertiserId: 77102,
			visibleAtMs: NOW + 3_600_000,
		});
		const foreign = box.awin.world.addTransaction({ ...sale, advertiserId: 77101 });
		expect(codes(run(box, [approve(later.id), approve(foreign.id)]))).toEqual([NONE, NONE]);
	});

	it('changes a pending transaction once; the opposite is not allowed, the same is no change', () => {
		const items = [
			approve(9e9),
			approve(9e9),
			decline(9e9),
			amend(9e9, 5),
			decline(9000000001),
			decline(9000000001),
			approve(9000000001),
		];
		expect(codes(run(sandbox(), items))).toEqual([OK, SAME, NO, NO, OK, SAME, NO]);
	});

	it('amends the sale, and approves at once if asked', () => {
		const box = sandbox();
		const job = run(box, [amend(9e9, 7.5), amend(9000000001, '8.25', {}, true), amend(9e9, 7.5)]);
		expect(codes(job)).toEqual([OK, OK, SAME]);
		expect(row(box, 9e9)).toMatchObject({
			commissionStatus: 'pending',
			amended: true,
			amendReason: 'partial return',
			saleAmount: { amount: 7.5, currency: 'GBP' },
			oldSaleAmount: { amount: 10, currency: 'GBP' },
			commissionAmount: { amount: 0.75 },
			oldCommissionAmount: { amount: 1 },
		});
		expect(row(box, 9000000001)).toMatchObject({
			commissionStatus: 'approved',
			saleAmount: { amount: 8.25 },
		});
		const query = {
			accountType: 'publisher',
			accountId: 88203,
			fromMs: NOW,
			toMs: NOW + 60_000,
		} as const;
		const history = box.awin.world.history(query);
		expect(history.map(({ kind }) => kind)).toEqual(['amended', 'amended', 'approved']);
	});

	it('silently puts on DEFAULT what the parts leave over', () => {
		const box = sandbox();
		const parts = (...amounts: Array<[string, number]>) => ({
			transactionParts: amounts.map(([commissionGroupCode, amount]) => ({
				commissionGroupCode,
				amount,
			})),
		});
		const job = run(box, [
			amend(9e9, 9, parts(['EXISTING', 5])),
			amend(9000000001, 9, parts(['DEFAULT', 8], ['EXISTING', 5])),
			amend(9000000002, 9, parts(['EXISTING', 12])),
			amend(9000000003, 9, parts(['Existing', 9])),
		]);
		expect(codes(job)).toEqual([OK, OK, NO, NO]);
		const shown = (id: number) =>
			(row(box, id).transactionParts as Row[]).map((part) => [
				part.commissionGroupCode,
				part.amount,
			]);
		expect(shown(9e9)).toEqual([
			['DEFAULT', 4],
			['EXISTING', 5],
		]);
		expect(shown(9000000001)).toEqual([
			['DEFAULT', 4],
			['EXISTING', 5],
		]);
	});

	it.each([
		['another currency', amend(9e9, 5, { currency: 'EUR' })],
		['no amount', amend(9e9, null, { transactionParts: [] })],
		['a negative amount', amend(9e9, -5)],
		['an amendment without a reason', amend(9e9, 5, { amendReason: ' ' })],
		['a decline without a reason', decline(9e9, null)],
		['no tracking parameters', track(9e9, {})],
		['a blank tracking parameter', track(9e9, { '1': '' })],
		['a tracking key beyond 127', track(9e9, { '128': 'x' })],
	])('with %s is refused with 422', (_name, item) => {
		expect(codes(run(sandbox(), [item]))).toEqual([NO]);
	});

	it('amends tracking parameters, of validated transactions too, but not after a changed amount', () => {
		const box = sandbox();
		const job = run(box, [
			track(9e9, { '2': 'new' }),
			track(9e9, { '1': 'x' }),
			approve(9e9),
			track(9e9, { '1': 'y' }),
			amend(9000000001, 5),
			track(9000000001, { '1': 'y' }),
		]);
		expect(codes(job)).toEqual([OK, SAME, OK, OK, OK, NO]);
		expect(row(box, 9e9).customParameters).toEqual([
			{ key: '1', value: 'y' },
			{ key: '2', value: 'new' },
		]);
	});

	it('wins over what the schedule had planned', () => {
		const box = sandbox();
		box.awin.world.scheduleEvent({ transactionId: 9e9, kind: 'approved', atMs: NOW + 30_000 });
		run(box, [decline(9e9)]);
		expect(row(box, 9e9).commissionStatus).toBe('declined');
	});
});

describe('the ledger', () => {
	it('keeps every applied validation from the moment it happened', () => {
		const box = sandbox();
		send(box, [approve(9e9), approve(9e9), decline(9000000001), approve(5)]);
		expect(box.awin.ledger).toEqual([]);
		box.wait(60_000);
		expect(box.awin.ledger).toMatchObject([
			{
				kind: 'validation',
				accountId: 77102,
				action: 'approve',
				transactionId: 9e9,
				reference: 'A-0',
			},
			{ kind: 'validation', accountId: 77102, action: 'decline', transactionId: 9000000001 },
		]);
	});
});

describe('job answers that a switch changes', () => {
	const items = [approve(9e9), approve(9e9), approve(5)];

	it.each([
		['counted', 2, 2],
		['listed', 1, 2],
		['hidden', 1, 1],
	] as const)('304 can be %s', (notModified, errors, listed) => {
		const job = run(sandbox({ switches: { notModified } }), items, 'errors');
		expect([job.errors, job.failedTransactions?.length]).toEqual([errors, listed]);
	});

	it('a failed item shows the identity that it was sent with, the rest null or empty', () => {
		const shown = {
			transactionId: 5,
			orderRef: null,
			transactionDate: null,
			timezone: null,
			code: NONE,
		};
		const list = (awin: AwinOptions) =>
			run(sandbox(awin), [approve(5)], 'errors').failedTransactions;
		expect(list({})).toMatchObject([shown]);
		expect(list({ switches: { unusedIdentity: 'empty' } })).toMatchObject([
			{ ...shown, orderRef: '', transactionDate: '', timezone: '' },
		]);
	});

	it('results can come in another order', () => {
		expect(codes(run(sandbox({ switches: { resultOrder: 'reversed' } }), items))).toEqual([
			NONE,
			SAME,
			OK,
		]);
	});

	it('a job can run under another word, and for ever', () => {
		const box = sandbox({ switches: { runningStatus: 'IN_PROGRESS', jobsNeverFinish: true } });
		expect(run(box, items)).toMatchObject({ status: 'IN_PROGRESS', completionDate: null });
		expect(row(box, 9e9).commissionStatus).toBe('approved');
	});

	it('the batch can be answered with 202, without its job, or refuse mixed actions', () => {
		const answer = send(sandbox({ switches: { batchStatus: 202, jobIdInAnswer: false } }), items);
		expect([answer.status, answer.json]).toEqual([202, {}]);
		const strict = sandbox({ switches: { mixedActions: false } });
		expect(send(strict, [approve(1), decline(2)]).status).toBe(400);
		expect(send(strict, items).status).toBe(200);
	});
});
