import { AwinSandbox } from '../../demo/sandbox/awin.cts';
import type { AwinOptions } from '../../demo/sandbox/awin.cts';
import { ask } from '../../demo/sandbox/ask.cts';
import type { Row } from '../../demo/sandbox/rows.cts';
import { DEFAULT_SWITCHES, setSwitches } from '../../demo/sandbox/switches.cts';
import type { NewTransaction } from '../../demo/sandbox/world.cts';
import { ZONES } from '../../demo/sandbox/zones.cts';

const NOW = Date.parse('2025-11-20T12:00:00Z');
const PATH = '/advertisers/77102/transactions';

/** A sandbox that has nothing but these sales, told by their time. */
function sandbox(
	times: string[] = [],
	options: AwinOptions = {},
	more: Partial<NewTransaction> = {},
) {
	const awin = new AwinSandbox({
		clock: () => NOW,
		requestsPerMinute: null,
		world: { transactionsPerDay: 0 },
		...options,
	});
	for (const time of times) {
		awin.world.addTransaction({
			advertiserId: 77102,
			publisherId: 88203,
			saleAmount: 10,
			transactionAtMs: Date.parse(time),
			...more,
		});
	}
	return awin;
}

function rowsOf(awin: AwinSandbox, query: string, path = PATH): Row[] {
	const answer = ask(awin, `${path}?${query}`);
	expect(answer.status).toBe(200);
	return answer.json as Row[];
}
const datesOf = (awin: AwinSandbox, query: string) =>
	rowsOf(awin, query).map(({ transactionDate }) => transactionDate);
const statusOf = (awin: AwinSandbox, query: string) => ask(awin, `${PATH}?${query}`).status;

describe('the window of a transaction list', () => {
	it.each([
		['a missing start', 'endDate=2025-11-01T00:00:00'],
		['a missing end', 'startDate=2025-11-01T00:00:00'],
		['a day without time', 'startDate=2025-11-01&endDate=2025-11-02T00:00:00'],
		['a day that does not exist', 'startDate=2025-02-30T00:00:00&endDate=2025-03-02T00:00:00'],
		['milliseconds', 'startDate=2025-11-01T00:00:00.000&endDate=2025-11-02T00:00:00'],
		['an offset', 'startDate=2025-11-01T00:00:00%2B01:00&endDate=2025-11-02T00:00:00'],
		['an end before the start', 'startDate=2025-11-02T00:00:00&endDate=2025-11-01T00:00:00'],
		['a second more than 31 days', 'startDate=2025-10-01T00:00:00&endDate=2025-11-01T00:00:01'],
	])('%s is refused with 400 in Awin’s envelope', (_name, query) => {
		const answer = ask(sandbox(), `${PATH}?${query}`);
		expect([answer.status, answer.json]).toEqual([
			400,
			{ error: 'exception', description: expect.stringMatching(/\(400 BAD_REQUEST\)$/) as string },
		]);
	});

	it('takes exactly 31 days, with and without a slash before the query', () => {
		const query = 'startDate=2025-10-01T00:00:00&endDate=2025-11-01T00:00:00';
		expect(rowsOf(sandbox(), query)).toEqual([]);
		expect(rowsOf(sandbox(), query, `${PATH}/`)).toEqual([]);
	});

	it('measures 31 days both in real time and on the wall clock, unless switched', () => {
		const zone = '&timezone=Europe/London';
		// The autumn hour makes this month an hour longer than its wall clock says.
		const autumn = `startDate=2025-10-10T00:00:00&endDate=2025-11-09T23:59:59${zone}`;
		const spring = `startDate=2025-03-10T00:00:00&endDate=2025-04-10T00:30:00${zone}`;
		const statuses = (spanMeasure: 'both' | 'realTime' | 'wallClock') =>
			[autumn, spring].map((query) => statusOf(sandbox([], { switches: { spanMeasure } }), query));
		expect(statuses('both')).toEqual([400, 400]);
		expect(statuses('realTime')).toEqual([400, 200]);
		expect(statuses('wallClock')).toEqual([200, 400]);
	});

	it('includes its first and its last second, the last unless switched', () => {
		const awin = sandbox(['2025-11-01T00:00:00Z', '2025-11-02T00:00:00Z', '2025-11-02T00:01:00Z']);
		const query = 'startDate=2025-11-01T00:00:00&endDate=2025-11-02T00:00:00';
		expect(datesOf(awin, query)).toEqual(['2025-11-01T00:00:00', '2025-11-02T00:00:00']);
		awin.switches.endInclusive = false;
		expect(datesOf(awin, query)).toEqual(['2025-11-01T00:00:00']);
	});

	it('keeps transaction dates to the minute, unless switched to the second', () => {
		const awin = sandbox(['2025-11-01T10:20:59Z']);
		const query = 'startDate=2025-11-01T10:20:00&endDate=2025-11-01T10:20:30';
		expect(datesOf(awin, query)).toEqual(['2025-11-01T10:20:00']);
		awin.switches.datePrecision = 'second';
		expect(datesOf(awin, query)).toEqual([]);
		expect(datesOf(awin, query.replace('20:30', '21:00'))).toEqual(['2025-11-01T10:20:59']);
	});

	it('reads a Z as UTC, by switch ignores or refuses it; milliseconds by switch', () => {
		const sales = ['2025-11-01T10:00:00Z'];
		const query =
			'startDate=2025-11-01T10:00:00Z&endDate=2025-11-01T10:00:00Z&timezone=Europe/Berlin';
		expect(datesOf(sandbox(sales), query)).toEqual(['2025-11-01T11:00:00']);
		expect(datesOf(sandbox(sales, { switches: { zSuffix: 'ignored' } }), query)).toEqual([]);
		expect(statusOf(sandbox(sales, { switches: { zSuffix: 'refused' } }), query)).toBe(400);
		const withMs = query.replaceAll('Z&', '.000Z&');
		const taken = sandbox(sales, { switches: { millisecondsAccepted: true } });
		expect(datesOf(taken, withMs)).toHaveLength(1);
	});
});

describe('zones', () => {
	const day = 'startDate=2025-11-01T00:00:00&endDate=2025-11-01T23:59:59';

	it('knows the 16 of the timezone page, by switch the 13 of the older page', () => {
		const count = (awin: AwinSandbox) =>
			ZONES.filter((zone) => statusOf(awin, `${day}&timezone=${zone}`) === 200).length;
		expect(count(sandbox())).toBe(16);
		expect(count(sandbox([], { switches: { zones: 13 } }))).toBe(13);
	});

	it.each(['Europe/Rome', 'utc', 'GMT', ''])('does not know %j', (zone) => {
		expect(statusOf(sandbox(), `${day}&timezone=${zone}`)).toBe(400);
	});

	it('means UTC where no zone is given, by switch insists on one', () => {
		const awin = sandbox(['2025-11-01T00:00:00Z']);
		expect(datesOf(awin, day)).toEqual(['2025-11-01T00:00:00']);
		awin.switches.timezoneRequired = true;
		expect(statusOf(awin, day)).toBe(400);
	});

	it('asks and answers in the requested zone, by switch answers in UTC', () => {
		const awin = sandbox(['2025-11-01T04:30:00Z']);
		const query = 'startDate=2025-11-01T00:30:00&endDate=2025-11-01T00:30:00&timezone=US/Eastern';
		expect(datesOf(awin, query)).toEqual(['2025-11-01T00:30:00']);
		awin.switches.responseDatesInUtc = true;
		expect(datesOf(awin, query)).toEqual(['2025-11-01T04:30:00']);
	});

	it('cannot tell the two passes of the autumn hour apart', () => {
		const awin = sandbox(['2025-10-26T00:30:00Z', '2025-10-26T01:30:00Z']);
		const zone = '&timezone=Europe/Berlin';
		const both = `startDate=2025-10-26T00:00:00&endDate=2025-10-26T04:00:00${zone}`;
		expect(datesOf(awin, both)).toEqual(['2025-10-26T02:30:00', '2025-10-26T02:30:00']);
		const named = `startDate=2025-10-26T02:30:00&endDate=2025-10-26T02:30:00${zone}`;
		expect(datesOf(awin, named)).toHaveLength(1);
	});

	it('moves the skipped spring hour forward', () => {
		const awin = sandbox(['2025-03-30T01:30:00Z']);
		const query =
			'startDate=2025-03-30T02:30:00&endDate=2025-03-30T02:30:00&timezone=Europe/Berlin';
		expect(datesOf(awin, query)).toEqual(['2025-03-30T03:30:00']);
	});
});

describe('filters', () => {
	const window = 'startDate=2025-11-01T00:00:00&endDate=2025-11-19T00:00:00';

	function withStates() {
		const awin = sandbox(Array.from({ length: 4 }, () => '2025-11-02T10:00:00Z'));
		const [, approved, declined, deleted] = rowsOf(awin, window).map(({ id }) => id as number);
		const at = (day: string) => Date.parse(`${day}T08:00:00Z`);
		const { world } = awin;
		world.scheduleEvent({
			transactionId: approved,
			kind: 'amended',
			atMs: at('2025-11-04'),
			saleAmount: 8,
		});
		world.scheduleEvent({
			transactionId: approved,
			kind: 'amended',
			atMs: at('2025-11-06'),
			saleAmount: 7,
		});
		world.scheduleEvent({ transactionId: approved, kind: 'approved', atMs: at('2025-11-10') });
		world.scheduleEvent({ transactionId: declined, kind: 'declined', atMs: at('2025-11-12') });
		world.scheduleEvent({ transactionId: deleted, kind: 'deleted', atMs: at('2025-11-12') });
		return awin;
	}
	const states = (awin: AwinSandbox, query: string) =>
		rowsOf(awin, query).map(({ commissionStatus }) => commissionStatus);

	it('status takes one or several, and without it deleted rows are there too', () => {
		const awin = withStates();
		expect(states(awin, window)).toEqual(['pending', 'approved', 'declined', 'deleted']);
		expect(states(awin, `${window}&status=deleted`)).toEqual(['deleted']);
		expect(states(awin, `${window}&status=pending,declined`)).toEqual(['pending', 'declined']);
		expect(statusOf(awin, `${window}&status=Pending`)).toBe(400);
		awin.switches.statusList = false;
		expect(statusOf(awin, `${window}&status=pending,declined`)).toBe(400);
	});

	it('dateType says which date is meant', () => {
		const awin = withStates();
		const day = (date: string, dateType: string) =>
			states(awin, `startDate=${date}T00:00:00&endDate=${date}T23:59:59&dateType=${dateType}`);
		expect(day('2025-11-10', 'validation')).toEqual(['approved']);
		expect(day('2025-11-12', 'validation')).toEqual(['declined']);
		expect(day('2025-11-02', 'validation')).toEqual([]);
		expect(day('2025-11-04', 'amendment')).toEqual(['approved']);
		expect(day('2025-11-06', 'amendment')).toEqual(['approved']);
		expect(day('2025-11-02', 'amendment')).toEqual([]);
		expect(statusOf(awin, `${window}&dateType=click`)).toBe(400);

		awin.switches.amendmentMatch = 'last';
		expect(day('2025-11-04', 'amendment')).toEqual([]);
		awin.switches.amendmentUnamended = 'byTransactionDate';
		expect(day('2025-11-02', 'amendment')).toEqual(['pending', 'declined', 'deleted']);
	});

	it('a partner id, or several, narrows the list', () => {
		const awin = sandbox(['2025-11-02T10:00:00Z']);
		expect(rowsOf(awin, `${window}&publisherId=88203,88201`)).toHaveLength(1);
		expect(rowsOf(awin, `${window}&publisherId=88201`)).toHaveLength(0);
		expect(statusOf(awin, `${window}&publisherId=all`)).toBe(400);
	});

	it('ids asks for single transactions; unknown and foreign ones are left out, by switch a 404', () => {
		const awin = sandbox(['2025-11-02T10:00:00Z', '2020-01-01T10:00:00Z']);
		const foreign = awin.world.addTransaction({
			advertiserId: 77101,
			publisherId: 88201,
			saleAmount: 1,
			transactionAtMs: NOW,
		});
		const ids = '9000000000, 9000000001';
		expect(rowsOf(awin, `ids=${ids},${foreign.id},5`).map(({ id }) => id)).toEqual([
			9000000001, 9000000000,
		]);
		expect(statusOf(awin, 'ids=abc')).toBe(400);
		awin.switches.unknownIds = 'notFound';
		expect(statusOf(awin, `ids=${ids}`)).toBe(200);
		expect(statusOf(awin, `ids=${ids},5`)).toBe(404);
	});

	it('rows can come by id or scattered', () => {
		const awin = sandbox(['2025-11-03T10:00:00Z', '2025-11-02T10:00:00Z', '2025-11-04T10:00:00Z']);
		const order = (rowOrder: 'date' | 'id' | 'scattered') => {
			awin.switches.rowOrder = rowOrder;
			return rowsOf(awin, window).map(({ id }) => (id as number) - 9e9);
		};
		expect([order('date'), order('id')]).toEqual([
			[1, 0, 2],
			[0, 1, 2],
		]);
		expect(order('scattered').sort()).toEqual([0, 1, 2]);
	});
});

describe('what each role sees of one sale', () => {
	const details = {
		orderRef: 'A "1"',
		clickRefs: ['one', 'two', '', 'four'],
		customParameters: { '1': 'x' },
		basket: [
			{
				id: '1',
				name: 'Tea',
				priceMinor: 1010,
				quantity: 1,
				sku: null,
				category: null,
				commissionGroupCode: 'DEFAULT',
			},
		],
	};
	const window =
		'startDate=2025-11-01T00:00:00&endDate=2025-11-03T00:00:00&showBasketProducts=true';

	/** The row as both sides of 77102 and the publisher see it. */
	function both(publisherId: number, query = window) {
		const awin = sandbox(['2025-11-02T10:00:00Z'], {}, { publisherId, details });
		const see = (path: string) => rowsOf(awin, query, path)[0];
		return [see(PATH), see(`/publishers/${publisherId}/transactions`)];
	}

	it('the advertiser sees all but the further click references', () => {
		const [advertiser] = both(88201);
		expect(advertiser).toMatchObject({
			orderRef: 'A "1"',
			clickRefs: { clickRef: 'one' },
			customParameters: [{ key: '1', value: 'x' }],
			basketProducts: [{ productId: '1', productName: 'Tea', unitPrice: 10.1, quantity: 1 }],
		});
		expect(advertiser).toHaveProperty('advertiserCost');
	});

	it('the publisher sees all click references, no fees, and only what the advertiser shares', () => {
		const [, parametersShared] = both(88201);
		expect(parametersShared).toMatchObject({
			clickRefs: { clickRef: 'one', clickRef2: 'two', clickRef4: 'four' },
			orderRef: null,
			customParameters: [{ key: '1', value: 'x' }],
			basketProducts: null,
		});
		expect(parametersShared).not.toHaveProperty('networkFee');
		expect(parametersShared).not.toHaveProperty('advertiserCost');
		const [, othersShared] = both(88202);
		expect(othersShared).toMatchObject({
			orderRef: 'A "1"',
			customParameters: null,
			basketProducts: [{}],
		});
	});

	it('nobody sees baskets without asking', () => {
		const [advertiser] = both(88202, window.replace('true', 'false'));
		expect(advertiser.basketProducts).toBeNull();
	});
});

describe('shapes that a switch changes', () => {
	const window = 'startDate=2025-11-01T00:00:00&endDate=2025-11-03T00:00:00';
	const body = (switches: AwinOptions['switches']) =>
		ask(sandbox(['2025-11-02T10:00:00Z'], { switches }), `${PATH}?${window}`).json;

	it('the list can be wrapped', () => {
		expect(body({ transactionsWrapper: 'body' })).toEqual({
			body: [expect.anything()],
			statusCode: 'OK',
			statusCodeValue: 200,
		});
		expect(body({ transactionsWrapper: 'transactions' })).toEqual({
			transactions: [expect.anything()],
		});
		expect(body({ transactionsWrapper: 'result' })).toEqual({ result: [expect.anything()] });
	});

	it('ids can be text, nulls can be missing', () => {
		expect(body({ idsAsStrings: true })).toMatchObject([
			{ id: '9000000000', advertiserId: '77102' },
		]);
		expect(Object.values((body({ nullsMissing: true }) as Row[])[0])).not.toContain(null);
	});

	it('amendments can carry their date and the original amount', () => {
		const awin = sandbox(['2025-11-02T10:00:00Z']);
		awin.world.scheduleEvent({
			transactionId: 9e9,
			kind: 'amended',
			atMs: Date.parse('2025-11-05T10:11:12Z'),
			saleAmount: 4,
		});
		expect(rowsOf(awin, window)[0]).toMatchObject({ amended: true, originalSaleAmount: null });
		expect(rowsOf(awin, window)[0]).not.toHaveProperty('amendDate');
		Object.assign(awin.switches, { amendDateInRows: true, originalSaleAmount: 'object' });
		expect(rowsOf(awin, window)[0]).toMatchObject({
			amendDate: '2025-11-05T10:11:12',
			originalSaleAmount: { amount: 10, currency: 'GBP' },
		});
		awin.switches.originalSaleAmount = 'number';
		expect(rowsOf(awin, window)[0]).toMatchObject({ originalSaleAmount: 10 });
	});

	it('only known switches of the right type are taken', () => {
		const switches = { ...DEFAULT_SWITCHES };
		expect(setSwitches(switches, { zones: 13, rowOrder: 'id' })).toBeNull();
		expect(switches).toMatchObject({ zones: 13, rowOrder: 'id' });
		expect(setSwitches(switches, { nonsense: 1 })).toMatch(/nonsense/);
		expect(setSwitches(switches, { zones: '13' })).toMatch(/number/);
	});
});
