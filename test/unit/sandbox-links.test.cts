import { AwinSandbox } from '../../demo/sandbox/awin.cts';
import type { AwinOptions } from '../../demo/sandbox/awin.cts';
import { ask } from '../../demo/sandbox/ask.cts';

const NOW = Date.parse('2025-11-20T12:00:00Z');
const LINKS = '/publishers/88202/linkbuilder';
const OFFERS = '/publisher/88202/promotions';

function sandbox(switches: AwinOptions['switches'] = {}) {
	return new AwinSandbox({
		clock: () => NOW,
		requestsPerMinute: null,
		switches,
		world: { transactionsPerDay: 0 },
	});
}

const LINK = { advertiserId: 77101, destinationUrl: 'https://shop.example/a?b=c' };

describe('the link builder', () => {
	it('makes a link that carries publisher, advertiser, page and parameters', () => {
		const { json, status } = ask(sandbox(), `${LINKS}/generate`, {
			body: { ...LINK, parameters: { clickref: 'x' } },
		});

		expect([status, json]).toEqual([
			200,
			{
				url: 'https://www.awin1.com/cread.php?awinmid=77101&awinaffid=88202&clickref=x&ued=https%3A%2F%2Fshop.example%2Fa%3Fb%3Dc',
			},
		]);
	});

	it.each([
		[{ ...LINK, advertiserId: 77104 }, 'deeplinkNotPermitted'],
		[{ ...LINK, advertiserId: 77103 }, 'advertiserNotJoined'],
		[{ ...LINK, advertiserId: 1 }, 'Unknown error'],
		[{ ...LINK, destinationUrl: 'shop.example' }, 'invalidDestinationUrl'],
	])('refuses %j with a bare description', (body, description) => {
		const { json, status } = ask(sandbox(), `${LINKS}/generate`, { body });

		expect([status, json]).toEqual([400, { description }]);
	});

	it('links to the home page where pages are not permitted', () => {
		const { status } = ask(sandbox(), `${LINKS}/generate`, { body: { advertiserId: 77104 } });

		expect(status).toBe(200);
	});

	it('answers a batch one by one, with the request beside it and no short links', () => {
		const requests = [
			{ ...LINK, shorten: true },
			{ ...LINK, advertiserId: 77104 },
		];
		const { json } = ask(sandbox(), `${LINKS}/generate-batch`, { body: { requests } });

		expect(json).toEqual({
			responses: [
				{ status: 200, body: { url: expect.any(String) as string }, request: requests[0] },
				{ status: 400, body: { description: 'deeplinkNotPermitted' }, request: requests[1] },
			],
		});
	});

	it.each([[[]], [Array(101).fill(LINK)], [LINK], [undefined]])(
		'takes batches of 1 to 100 only',
		(requests) => {
			const { status } = ask(sandbox(), `${LINKS}/generate-batch`, { body: { requests } });

			expect(status).toBe(400);
		},
	);

	it('counts short links for a day, for each publisher by itself', () => {
		const awin = sandbox({ shortLinkLimit: 2 });
		const short = (path: string) =>
			ask(awin, `${path}/generate`, { body: { ...LINK, shorten: true } }).status;
		const usage = (path: string) => ask(awin, `${path}/quota`).json;

		expect([short(LINKS), short(LINKS), short(LINKS)]).toEqual([200, 200, 400]);
		expect(usage(LINKS)).toEqual({ publisherId: '88202', limit: '2', usage: 2 });
		expect(usage('/publishers/88201/linkbuilder')).toMatchObject({ usage: 0 });
		awin.clockShiftMs = 86_400_000;
		expect(usage(LINKS)).toMatchObject({ usage: 0 });
		expect(short(LINKS)).toBe(200);
	});

	it('is for the publisher alone', () => {
		expect(ask(sandbox(), '/publishers/88203/linkbuilder/quota').status).toBe(403);
	});
});

describe('the offers', () => {
	interface Page {
		data: Array<{ promotionId: number; startDate: string; endDate: string }>;
		pagination: { page: number; pageSize: number; total: number };
	}
	const pageOf = (awin: AwinSandbox, body: object) => ask(awin, OFFERS, { body }).json as Page;

	it('come in pages that hold each one once', () => {
		const awin = sandbox();
		const first = pageOf(awin, {});
		const { total } = first.pagination;
		const ids = [1, 2, 3, 4].flatMap((page) =>
			pageOf(awin, { pagination: { page, pageSize: 200 } }).data.map(
				({ promotionId }) => promotionId,
			),
		);

		expect(total).toBeGreaterThan(450);
		expect(ids).toHaveLength(total);
		expect(new Set(ids).size).toBe(total);
	});

	it('that are active run now', () => {
		for (const { startDate, endDate } of pageOf(sandbox(), {}).data) {
			expect(Date.parse(`${startDate}Z`)).toBeLessThanOrEqual(NOW);
			expect(Date.parse(`${endDate}Z`)).toBeGreaterThan(NOW - 1000);
		}
	});

	it.each([
		{ pagination: { page: 0 } },
		{ pagination: { pageSize: 9 } },
		{ pagination: { pageSize: 201 } },
		{ filters: { membership: 'mine' } },
		{ filters: { advertiserIds: ['77101'] } },
		{ filters: { regionCodes: ['gb'] } },
		{ filters: { updatedSince: '1.5.2026' } },
	])('refuse %j', (body) => {
		expect(ask(sandbox(), OFFERS, { body }).status).toBe(400);
	});

	it('are under publisher, not publishers', () => {
		expect(ask(sandbox(), '/publishers/88202/promotions', { body: {} }).status).toBe(404);
	});
});

describe('a new offer', () => {
	const OFFER = {
		title: 'T',
		description: 'D',
		terms: 'E',
		type: 'promotion',
		startDate: '2025-11-20',
		endDate: '2025-11-20',
		url: 'https://shop.example',
		appliesToAllRegions: true,
		promotionCategories: [1],
	};
	const create = (awin: AwinSandbox, body: unknown) =>
		ask(awin, '/promotion/advertiser/77101', { body });

	const isListed = (awin: AwinSandbox) => {
		const filters = { advertiserIds: [77101] };
		const { data } = ask(awin, OFFERS, { body: { filters } }).json as { data: object[] };
		return data.some((row) => JSON.stringify(row).includes('"title":"T"'));
	};

	it('is in the ledger, and in the list to the end of its last day', () => {
		const awin = sandbox();
		awin.switches.offerCreated = 'id';
		const { status, json } = create(awin, OFFER);

		expect([status, json]).toEqual([201, { promotionId: 90_000_001 }]);
		expect(awin.ledger).toMatchObject([{ kind: 'offer', accountId: 77101, offer: OFFER }]);
		expect(isListed(awin)).toBe(true);
		awin.clockShiftMs = 12 * 3_600_000;
		expect(isListed(awin)).toBe(false);
	});

	it.each<[object, number]>([
		[{}, 12],
		[{ timeZone: 'UTC', endTime: '18:00:00' }, 7],
		[{ timeZone: 'US/Pacific' }, 20],
		[{ timeZone: 'Europe/Berlin', endTime: '23:59:59' }, 11],
	])('with %j ends %d hours after noon in UTC', (times, hours) => {
		const awin = sandbox();
		create(awin, { ...OFFER, ...times });

		awin.clockShiftMs = (hours - 1) * 3_600_000;
		expect(isListed(awin)).toBe(true);
		awin.clockShiftMs = hours * 3_600_000;
		expect(isListed(awin)).toBe(false);
	});

	it('in a zone that is passed over ends by UTC', () => {
		const awin = sandbox();
		awin.switches.offerZone = 'passed over';
		create(awin, { ...OFFER, timeZone: 'US/Pacific' });

		awin.clockShiftMs = 12 * 3_600_000;
		expect(isListed(awin)).toBe(false);
	});

	it.each(['error200', 'error201'] as const)('answered as %s is none', (offerCreated) => {
		const awin = sandbox();
		awin.switches.offerCreated = offerCreated;

		expect(create(awin, OFFER).status).toBeLessThan(300);
		expect(awin.ledger).toEqual([]);
	});

	it.each([
		{ title: '' },
		{ title: 'T'.repeat(301) },
		{ terms: null },
		{ type: 'all' },
		{ type: 'voucher' },
		{ voucherCode: 'X' },
		{ startDate: '2025-11-20T00:00:00' },
		{ endDate: '2025-11-19' },
		{ startTime: '9:00' },
		{ endTime: '24:00:00' },
		{ startTime: '12:00:00', endTime: '11:00:00', endDate: '2025-11-20' },
		{ timeZone: 'Europe/Rome' },
		{ campaign: 7 },
		{ url: 'shop.example' },
		{ appliesToAllRegions: false },
		{ promotionCategories: ['1'] },
	])('with %j is refused', (change) => {
		const awin = sandbox();

		expect(create(awin, { ...OFFER, ...change }).status).toBe(400);
		expect(awin.ledger).toEqual([]);
	});
});
