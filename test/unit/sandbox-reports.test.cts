import { ask } from '../../demo/sandbox/ask.cts';
import { AwinSandbox } from '../../demo/sandbox/awin.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';

const NOW_MS = Date.parse('2026-01-10T12:00:00Z');
const [ADVERTISER, PUBLISHER] = [77102, 88201];
const DAYS = 'startDate=2025-12-01&endDate=2025-12-31&timezone=UTC';

/** A world without generated transactions, so that every figure is known. */
function sandbox(switches: Partial<Switches> = {}): AwinSandbox {
	return new AwinSandbox({
		clock: () => NOW_MS,
		requestsPerMinute: null,
		switches,
		world: { startDate: '2026-01-10', transactionsPerDay: 0 },
	});
}

function sell(awin: AwinSandbox, date: string, saleAmount: number | null, publisherId = PUBLISHER) {
	const transactionAtMs = Date.parse(date);
	return awin.world.addTransaction({
		advertiserId: ADVERTISER,
		publisherId,
		saleAmount,
		transactionAtMs,
		details: { campaign: 'summer' },
	});
}

type Row = Record<string, number>;

function rows(awin: AwinSandbox, name: string, query = DAYS): Row[] {
	const path = name.startsWith('/') ? name : `/advertisers/${ADVERTISER}/reports/${name}`;
	const { json } = ask(awin, `${path}?${query}`);
	return (Array.isArray(json) ? json : (json as { result: Row[] }).result) as Row[];
}

const sum = (list: Row[], name: string) => list.reduce((total, row) => total + row[name], 0);
const statusOf = (awin: AwinSandbox, path: string) => ask(awin, path).status;

describe('the figures of a report', () => {
	it('count pending, approved and bonus in the total, and declined beside it', () => {
		const awin = sandbox();
		sell(awin, '2025-12-02T10:00:00Z', 100);
		const approved = sell(awin, '2025-12-03T10:00:00Z', 50);
		const declined = sell(awin, '2025-12-04T10:00:00Z', 20);
		const deleted = sell(awin, '2025-12-05T10:00:00Z', 10);
		sell(awin, '2025-12-06T10:00:00Z', null);
		const atMs = Date.parse('2026-01-02T00:00:00Z');
		awin.world.scheduleEvent({ transactionId: approved.id, kind: 'approved', atMs });
		awin.world.scheduleEvent({ transactionId: declined.id, kind: 'declined', atMs });
		awin.world.scheduleEvent({ transactionId: deleted.id, kind: 'deleted', atMs });

		const found = rows(awin, 'publisher');

		const figure = (name: string) => [sum(found, `${name}No`), sum(found, `${name}Value`)];
		expect(figure('pending')).toEqual([1, 100]);
		expect(figure('confirmed')).toEqual([1, 50]);
		expect(figure('declined')).toEqual([1, 20]);
		expect(figure('bonus')).toEqual([1, 0]);
		expect(figure('total')).toEqual([3, 150]);
		expect(sum(found, 'totalComm')).toBeCloseTo(10 + 5 + 1, 9);
	});

	it('go by the days of the zone', () => {
		const awin = sandbox();
		sell(awin, '2025-12-31T23:30:00Z', 100);
		const count = (day: string, zone: string) =>
			sum(rows(awin, 'publisher', `startDate=${day}&endDate=${day}&timezone=${zone}`), 'totalNo');

		expect(count('2025-12-31', 'UTC')).toBe(1);
		expect(count('2026-01-01', 'UTC')).toBe(0);
		expect(count('2025-12-31', 'Europe/Berlin')).toBe(0);
		expect(count('2026-01-01', 'Europe/Berlin')).toBe(1);
	});

	it('go by the validation date where that is asked for', () => {
		const awin = sandbox();
		const { id } = sell(awin, '2025-12-02T10:00:00Z', 100);
		const atMs = Date.parse('2026-01-02T00:00:00Z');
		awin.world.scheduleEvent({ transactionId: id, kind: 'approved', atMs });
		const january = 'startDate=2026-01-01&endDate=2026-01-31&timezone=UTC&dateType=validation';

		expect(rows(awin, 'publisher', `${DAYS}&dateType=validation`)).toEqual([]);
		expect(sum(rows(awin, 'publisher', january), 'confirmedValue')).toBe(100);
	});

	it('of days add up to those of the month', () => {
		const awin = new AwinSandbox({ clock: () => NOW_MS, requestsPerMinute: null });
		const days = Array.from({ length: 31 }, (_, index) => {
			const day = `2025-12-${String(index + 1).padStart(2, '0')}`;
			return rows(awin, 'creative', `startDate=${day}&endDate=${day}&timezone=UTC`);
		}).flat();
		const month = rows(awin, 'creative');

		for (const name of ['clicks', 'impressions', 'totalNo', 'declinedNo']) {
			expect(sum(days, name)).toBe(sum(month, name));
			expect(sum(month, name)).toBeGreaterThan(0);
		}
	});

	it('of campaigns have text for money, and a date for each interval', () => {
		const awin = sandbox();
		sell(awin, '2025-12-02T10:00:00Z', 100);
		sell(awin, '2025-12-20T10:00:00Z', 0.5);
		const query = (interval: string) => `${DAYS}&interval=${interval}`;

		const [month] = rows(awin, 'campaign', query('month')) as unknown as Array<
			Record<string, unknown>
		>;

		expect(month).toMatchObject({
			date: '2025-12-01',
			publisherId: String(PUBLISHER),
			campaign: 'summer',
			quantity: { pending: 2, total: 2 },
			saleAmount: { pending: '100.50', approved: '0.00', total: '100.50' },
		});
		expect(rows(awin, 'campaign', query('day'))).toHaveLength(2);
	});
});

describe('a report is refused with 400', () => {
	const advertiser = `/advertisers/${ADVERTISER}/reports`;
	const publisher = `/publishers/${PUBLISHER}/reports`;

	it.each([
		['without a region, for publishers', `${publisher}/advertiser?${DAYS}`],
		['with an unknown region', `${publisher}/creative?${DAYS}&region=UK`],
		['without a zone', `${advertiser}/publisher?startDate=2025-12-01&endDate=2025-12-31`],
		['with a time', `${advertiser}/publisher?${DAYS.replace('12-01', '12-01T00:00:00')}`],
		['with a day that does not exist', `${advertiser}/publisher?${DAYS.replace('12-01', '02-30')}`],
		['over more than 31 days', `${advertiser}/publisher?${DAYS.replace('12-01', '11-30')}`],
		['by amendment', `${advertiser}/creative?${DAYS}&dateType=amendment`],
		[
			'over 401 days of campaigns',
			`${advertiser}/campaign?${DAYS.replace('2025-12-01', '2024-11-26')}`,
		],
		['with too short a campaign', `${advertiser}/campaign?${DAYS}&campaign=ab`],
		['by week', `${advertiser}/campaign?${DAYS}&interval=week`],
	])('%s', (_, path) => {
		expect(statusOf(sandbox(), path)).toBe(400);
	});

	it('by switch with 200, and the status inside the envelope', () => {
		const { status, json } = ask(
			sandbox({ reportRefusals: 'inside' }),
			`${publisher}/advertiser?${DAYS}`,
		);

		expect(status).toBe(200);
		expect(json).toMatchObject({ statusCode: 'BAD_REQUEST', statusCodeValue: 400 });
	});

	it('and takes what is just allowed', () => {
		const awin = sandbox();
		const campaigns = `${advertiser}/campaign?${DAYS.replace('2025-12-01', '2024-11-27')}`;
		expect(statusOf(awin, `${advertiser}/publisher?${DAYS}`)).toBe(200);
		expect(statusOf(awin, `${publisher}/advertiser?${DAYS}&region=GB`)).toBe(200);
		expect(statusOf(awin, campaigns)).toBe(200);
	});
});

describe('the publishers of an advertiser', () => {
	it('are those that it works with', () => {
		const found = rows(sandbox(), `/advertisers/${ADVERTISER}/publishers`, '');
		expect(found.map(({ id }) => id)).toEqual([88201, 88202, 88203, 88205]);
	});
});
