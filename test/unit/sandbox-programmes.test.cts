import { ask } from '../../demo/sandbox/ask.cts';
import { AwinSandbox } from '../../demo/sandbox/awin.cts';
import { RELATIONSHIPS } from '../../demo/sandbox/programmes.cts';

const awin = new AwinSandbox({
	clock: () => Date.parse('2026-06-15T10:00:00Z'),
	requestsPerMinute: null,
	world: { transactionsPerDay: 0 },
});

const idsOf = (query: string) =>
	(ask(awin, `/publishers/88201/programmes?${query}`).json as Array<{ id: number }>).map(
		({ id }) => id,
	);

describe('the programmes of a publisher', () => {
	it('are joined where the two have sales together', () => {
		expect(idsOf('relationship=joined')).toEqual([77101, 77102, 77103, 77105]);
	});

	it('stand in exactly one relationship each, and most are not joined', () => {
		const all = RELATIONSHIPS.flatMap((relationship) => idsOf(`relationship=${relationship}`));

		expect(new Set(all).size).toBe(all.length);
		expect(new Set(all)).toEqual(new Set(idsOf('includeHidden=true')));
		expect(idsOf('relationship=notjoined').length).toBeGreaterThan(500);
		for (const relationship of RELATIONSHIPS) {
			expect(idsOf(`relationship=${relationship}`)).not.toEqual([]);
		}
	});

	it('hide some unless they are asked for', () => {
		expect(idsOf('').length).toBeLessThan(idsOf('includeHidden=true').length);
	});

	it.each([
		['programmes?relationship=friends', 400],
		['programmes?countryCode=germany', 400],
		['programmedetails', 400],
		['programmedetails?advertiserId=x', 400],
		['programmedetails?advertiserId=77104', 404],
		['programmedetails?advertiserId=77104&relationship=any', 200],
		['programmedetails?advertiserId=1&relationship=any', 404],
		['commissiongroups?advertiserId=77101', 200],
		['commissiongroups?advertiserId=77104', 404],
		['commissiongroups?advertiserId=77101&effectiveDate=2026-01-01', 400],
	])('%s: %d', (question, status) => {
		expect(ask(awin, `/publishers/88201/${question}`).status).toBe(status);
	});
});
