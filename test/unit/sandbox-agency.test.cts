import { FIRST_AGENCY_RELATION, agencyAccountId } from '../../demo/sandbox/agency.cts';
import { ask } from '../../demo/sandbox/ask.cts';
import { AwinSandbox } from '../../demo/sandbox/awin.cts';
import type { AwinOptions } from '../../demo/sandbox/awin.cts';
import { control } from '../../demo/sandbox/control.cts';
import { relationAt, relationsOf } from '../../demo/sandbox/directory.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { DAY_MS } from '../support/days.cts';

const NOW = Date.parse('2026-06-15T10:00:00Z');
const FIRST = agencyAccountId('advertiser', 0);
const token = TOKENS.agency;

function agency(options: AwinOptions = {}): AwinSandbox {
	return new AwinSandbox({
		clock: () => NOW,
		requestsPerMinute: null,
		agency: { advertisers: 3, publishers: 2 },
		...options,
	});
}

interface Listed {
	accountId: number;
	accountName: string;
}

const accountsOf = (awin: AwinSandbox, type = 'advertiser') =>
	(ask(awin, `/accounts?type=${type}`, { token }).json as { accounts: Listed[] }).accounts;

const idsOf = (awin: AwinSandbox, type?: string) =>
	accountsOf(awin, type).map(({ accountId }) => accountId);

function rowsOf(awin: AwinSandbox, type: string, id: number, days = 1, dateType = 'transaction') {
	const [from, to] = [NOW - days * DAY_MS, NOW].map((ms) =>
		new Date(ms).toISOString().slice(0, 19),
	);
	const query = `startDate=${from}&endDate=${to}&dateType=${dateType}&timezone=UTC`;
	return ask(awin, `/${type}s/${id}/transactions/?${query}`, { token });
}

describe('the accounts of an agency', () => {
	it.each([1, 60, 500, 1000])('%d of each kind on one token', (count) => {
		const awin = agency({ agency: { advertisers: count, publishers: count } });
		for (const type of ['advertiser', 'publisher']) {
			expect(new Set(idsOf(awin, type)).size).toBe(count);
			expect(new Set(accountsOf(awin, type).map(({ accountName }) => accountName)).size).toBe(
				count,
			);
		}
	});

	it('none at first, unless it is said how many', () => {
		expect(idsOf(agency({ agency: undefined }))).toEqual([]);
	});

	it('each programme has three publishers, and each publisher three programmes, the same from both sides', () => {
		for (let number = 0; number < 1000; number++) {
			const programme = agencyAccountId('advertiser', number);
			const relations = relationsOf('advertiser', programme);
			expect(relations).toHaveLength(3);
			for (const relation of relations) {
				expect(relationAt(relation.index)).toEqual(relation);
				expect(relationsOf('publisher', relation.publisherId)).toContainEqual(relation);
			}
		}
		expect(relationAt(FIRST_AGENCY_RELATION + 3000)).toBeUndefined();
		expect(() => agencyAccountId('publisher', 1000)).toThrow('There are 1000 accounts of a kind');
	});

	it('sales are made by the day: the same for both sides, found by their ids, none under two accounts', () => {
		const awin = agency({ world: { startDate: '2026-04-01', transactionsPerDay: 40 } });
		const seen = new Set<number>();
		for (const id of idsOf(awin)) {
			const rows = rowsOf(awin, 'advertiser', id, 3).json as Array<{ id: number }>;
			expect(rows.length).toBeGreaterThan(60);
			for (const row of rows) {
				expect(seen.has(row.id)).toBe(false);
				seen.add(row.id);
				expect(awin.world.transaction(row.id)).toMatchObject({ id: row.id, advertiserId: id });
			}
		}
		const publisher = agencyAccountId('publisher', 1);
		const own = rowsOf(awin, 'publisher', publisher, 3).json as Array<{ id: number }>;
		expect(own.filter(({ id }) => seen.has(id)).length).toBeGreaterThan(30);
	});

	it('too many sales a day for the room that their ids have', () => {
		const awin = agency({ world: { startDate: '2026-06-01', transactionsPerDay: 900 } });
		expect(() => rowsOf(awin, 'advertiser', FIRST)).toThrow('Too many a day');
	});

	it.each(['validation', 'amendment'])(
		'a short window by %s date is a piece of a long one',
		(by) => {
			const awin = agency({ world: { startDate: '2026-03-01', transactionsPerDay: 40 } });
			const ids = (days: number) =>
				(rowsOf(awin, 'advertiser', FIRST, days, by).json as Array<{ id: number }>).map(
					({ id }) => id,
				);
			const short = ids(1);
			expect(short.length).toBeGreaterThan(3);
			expect(ids(20)).toEqual(expect.arrayContaining(short));
		},
	);
});

describe('what becomes of an account', () => {
	it('comes and goes', () => {
		const awin = agency();
		const added = agencyAccountId('advertiser', 7);
		expect(rowsOf(awin, 'advertiser', added).status).toBe(403);
		awin.accounts.link(token, { accountType: 'advertiser', accountId: added });
		expect(idsOf(awin)).toEqual([FIRST, FIRST + 1, FIRST + 2, added]);
		expect(rowsOf(awin, 'advertiser', added).status).toBe(200);
		awin.accounts.unlink(token, 'advertiser', FIRST);
		expect(idsOf(awin)).toEqual([FIRST + 1, FIRST + 2, added]);
		expect(rowsOf(awin, 'advertiser', FIRST).status).toBe(403);
		expect(idsOf(awin, 'publisher')).toHaveLength(2);
	});

	it('is renamed, closed and opened again', () => {
		const awin = agency();
		const name = () => accountsOf(awin)[0].accountName;
		awin.accounts.rename('advertiser', FIRST, 'Shoes & More');
		expect(name()).toBe('Shoes & More');
		awin.accounts.close('advertiser', FIRST);
		awin.accounts.close('advertiser', FIRST);
		expect(name()).toBe('Shoes & More - CLOSED');
		awin.accounts.reopen('advertiser', FIRST);
		expect(name()).toBe('Shoes & More');
	});

	it.each([401, 403, 404, 500])('is refused with %d, and no other is', (status) => {
		const awin = agency();
		awin.accounts.refuse('advertiser', FIRST, status);
		expect(rowsOf(awin, 'advertiser', FIRST).status).toBe(status);
		expect(rowsOf(awin, 'advertiser', FIRST + 1).status).toBe(200);
		expect(idsOf(awin)).toContain(FIRST);
		awin.accounts.refuse('advertiser', FIRST, null);
		expect(rowsOf(awin, 'advertiser', FIRST).status).toBe(200);
	});

	it('from outside', () => {
		const awin = agency();
		const change = (body: object) =>
			control(awin, {
				method: 'POST',
				url: '/_sandbox/accounts',
				headers: {},
				body: JSON.stringify({ accountType: 'advertiser', accountId: FIRST, token, ...body }),
			});
		const status = (body: object) => change(body).status;
		expect(status({ change: 'rename', accountName: 'New' })).toBe(200);
		expect(accountsOf(awin)[0].accountName).toBe('New');
		expect(status({ change: 'close' })).toBe(200);
		expect(accountsOf(awin)[0].accountName).toBe('New - CLOSED');
		expect(status({ change: 'reopen' })).toBe(200);
		expect(status({ change: 'refuse', status: 401 })).toBe(200);
		expect(rowsOf(awin, 'advertiser', FIRST).status).toBe(401);
		expect(status({ change: 'refuse', status: null })).toBe(200);
		expect(rowsOf(awin, 'advertiser', FIRST).status).toBe(200);
		expect(status({ change: 'unlink' })).toBe(200);
		expect(idsOf(awin)).not.toContain(FIRST);
		expect(status({ change: 'link' })).toBe(200);
		expect(idsOf(awin)).toContain(FIRST);

		for (const bad of [
			{ change: 'burn' },
			{ change: 'link', token: 4 },
			{ change: 'link', token: 'nobody' },
			{ change: 'link', accountId: 12 },
			{ change: 'close', accountId: 'x' },
			{ change: 'close', accountType: 'agency' },
			{ change: 'rename' },
			{ change: 'refuse', status: 200 },
			{ change: 'refuse' },
		]) {
			expect([bad, status(bad)]).toEqual([bad, 400]);
		}
	});
});
