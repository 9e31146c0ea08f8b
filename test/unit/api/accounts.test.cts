import * as fc from 'fast-check';

import {
	ACCOUNTS_PATH,
	accountFromAddress,
	accountsQuery,
	MOST_ACCOUNTS,
	readAccounts,
} from '../../../nodes/Awin/api/accounts';

const ADVERTISER = {
	accountId: 1001,
	accountName: 'Northwind Outdoor',
	accountType: 'advertiser',
	userRole: 'userViewer',
};
const PUBLISHER = {
	accountId: 45628,
	accountName: 'Deal Finder',
	accountType: 'publisher',
	userRole: 'userAdmin',
};

describe('The accounts are asked for', () => {
	it('at one path', () => {
		expect(ACCOUNTS_PATH).toBe('/accounts');
	});

	it('with the type, or without one for both kinds', () => {
		expect(accountsQuery('publisher')).toEqual({ type: 'publisher' });
		expect(accountsQuery('advertiser')).toEqual({ type: 'advertiser' });
		expect(accountsQuery()).toEqual({});
	});
});

describe('The accounts are read', () => {
	it.each<[string, unknown]>([
		['as documented', { userId: 7, accounts: [ADVERTISER, PUBLISHER] }],
		['as a bare list', [ADVERTISER, PUBLISHER]],
		['in an envelope', { body: { userId: 7, accounts: [ADVERTISER, PUBLISHER] } }],
	])("%s, in Awin's order", (_, answer) => {
		expect(readAccounts(answer)).toEqual([ADVERTISER, PUBLISHER]);
	});

	it('the kind may stand in type, and in capitals', () => {
		const { accountType: _, ...rest } = PUBLISHER;
		expect(readAccounts([{ ...rest, type: 'Publisher' }])).toEqual([PUBLISHER]);
		expect(readAccounts([{ ...rest, accountType: 'PUBLISHER' }])).toEqual([PUBLISHER]);
	});

	it('accountType goes before type', () => {
		expect(readAccounts([{ ...PUBLISHER, type: 'advertiser' }])).toEqual([PUBLISHER]);
	});

	it('the id may be text, or stand in id', () => {
		const { accountId: _, ...rest } = ADVERTISER;
		expect(readAccounts([{ ...ADVERTISER, accountId: '1001' }])).toEqual([ADVERTISER]);
		expect(readAccounts([{ ...rest, id: 1001 }])).toEqual([ADVERTISER]);
	});

	it('an id with more digits than a number holds keeps them all', () => {
		const accountId = '90071992547409931234';
		expect(readAccounts([{ ...ADVERTISER, accountId }])).toEqual([{ ...ADVERTISER, accountId }]);
	});

	it('the name is trimmed, and empty where it is missing or null', () => {
		const { accountName: _, ...rest } = ADVERTISER;
		expect(readAccounts([{ ...ADVERTISER, accountName: '  Northwind Outdoor ' }])).toEqual([
			ADVERTISER,
		]);
		expect(readAccounts([rest, { ...ADVERTISER, accountName: null }])).toEqual([
			{ ...ADVERTISER, accountName: '' },
			{ ...ADVERTISER, accountName: '' },
		]);
	});

	it('the role is null where it is missing or null', () => {
		const { userRole: _, ...rest } = ADVERTISER;
		expect(readAccounts([rest, { ...ADVERTISER, userRole: null }])).toEqual([
			{ ...ADVERTISER, userRole: null },
			{ ...ADVERTISER, userRole: null },
		]);
	});

	it('closed accounts stay in the list', () => {
		const closed = { ...ADVERTISER, accountName: 'Northwind Outdoor - CLOSED' };
		expect(readAccounts([closed])).toEqual([closed]);
	});

	it.each<[string, object]>([
		['a name that is a number', { accountName: 4711 }],
		['a role in an unknown form', { userRole: { name: 'userViewer' } }],
		['a type that is no text, beside a good accountType', { type: 2 }],
	])('%s does not hide the account', (_, oddity) => {
		expect(readAccounts([{ ...ADVERTISER, ...oddity }])).toEqual([
			expect.objectContaining({ accountId: 1001, accountType: 'advertiser' }),
		]);
	});

	it('what Awin may add one day is left out', () => {
		expect(readAccounts([{ ...ADVERTISER, plan: 'advanced' }])).toEqual([ADVERTISER]);
	});
});

describe('Rows that nothing could use are left out', () => {
	it.each<[string, unknown]>([
		['null', null],
		['text', 'advertiser'],
		['a list', [ADVERTISER]],
		['no id', { ...ADVERTISER, accountId: undefined }],
		['an id that is none', { ...ADVERTISER, accountId: 'abc' }],
		['no kind', { ...ADVERTISER, accountType: undefined }],
		['an unknown kind', { ...ADVERTISER, accountType: 'agency' }],
	])('%s', (_, row) => {
		expect(readAccounts({ accounts: [row, PUBLISHER] })).toEqual([PUBLISHER]);
	});
});

describe('An answer without a list gives nothing', () => {
	it.each<[unknown]>([[undefined], [null], [''], [{}], [{ userId: 7 }], [{ accounts: null }]])(
		'%j',
		(answer) => {
			expect(readAccounts(answer)).toBeUndefined();
		},
	);

	it('an empty list is one', () => {
		expect(readAccounts({ userId: 7, accounts: [] })).toEqual([]);
	});

	it('and nothing whatsoever makes it throw', () => {
		// Each member may be anything, and is what it should be often enough for some rows to be read.
		const oddRow = fc.record(
			{
				accountId: fc.oneof(fc.integer(), fc.anything()),
				accountName: fc.anything(),
				accountType: fc.oneof(fc.constantFrom('advertiser', 'publisher'), fc.anything()),
				userRole: fc.anything(),
			},
			{ requiredKeys: [] },
		);
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.array(oddRow)), (answer) => {
				for (const { accountId, accountName, accountType } of readAccounts(answer) ?? []) {
					expect(String(accountId)).toMatch(/^-?\d+$/);
					expect(typeof accountName).toBe('string');
					expect(accountType).toMatch(/^(advertiser|publisher)$/);
				}
			}),
		);
	});
});

describe("The account id is taken out of an address of Awin's pages", () => {
	it.each([
		['https://app.awin.com/en/awin/advertiser/1001/home', '1001'],
		['https://app.awin.com/en/awin/advertiser/1001', '1001'],
		['https://app.awin.com/en/awin/advertiser/1001?tab=sales', '1001'],
		['https://app.awin.com/en/awin/advertiser/1001#top', '1001'],
		['https://ui.awin.com/dashboard/awin/publisher/45628', '45628'],
		['https://ui.awin.com/dashboard/awin/publisher/45628/', '45628'],
		['https://ui.awin.com/awin/affiliate/45628/reports', '45628'],
		['https://ui.awin.com/awin/merchant/1001/settings', '1001'],
		['  https://app.awin.com/en/awin/advertiser/1001/home\n', '1001'],
	])('%j: %s', (address, id) => {
		expect(accountFromAddress(address)?.accountId).toBe(id);
	});

	it("on a partner's page, the account is the one that the person is logged in with", () => {
		const address = 'https://ui.awin.com/awin/affiliate/45628/merchant-profile/1001';
		expect(accountFromAddress(address)).toEqual({ accountType: 'publisher', accountId: '45628' });
	});

	it.each([
		'',
		'1001',
		'not an address',
		'http://app.awin.com/en/awin/advertiser/1001/home',
		'https://app.awin.com.evil.example/en/awin/advertiser/1001/home',
		'https://evil.example/app.awin.com/advertiser/1001',
		'https://evil.example/?u=https://app.awin.com/advertiser/1001',
		'https://evil.example#https://app.awin.com/advertiser/1001',
		'https://app.awin.com@evil.example/advertiser/1001',
		'https://someone@app.awin.com/advertiser/1001',
		'https://app.awin.com:8443/advertiser/1001',
		'https://appawin.com/advertiser/1001',
		'https://app.awin.community/advertiser/1001',
		'https://app.awin.com/en/awin/advertiser',
		'https://app.awin.com/en/awin/advertiser/',
		'https://app.awin.com/en/awin/advertiser/abc',
		'https://app.awin.com/en/awin/advertiser/1001abc',
		'https://app.awin.com/en/awin/subadvertiser/1001',
		'https://app.awin.com/?account=/advertiser/1001',
		// An advertiser as publishers see it: nobody's own account.
		'https://ui.awin.com/merchant-profile/1001',
		'https://app.awin.com/#/advertiser/1001',
		'javascript:https://app.awin.com/advertiser/1001',
	])('none in %j', (address) => {
		expect(accountFromAddress(address)).toBeUndefined();
	});

	it('a long address is looked at in no time', () => {
		const address = `https://app.awin.com/${'advertiser/'.repeat(20_000)}x`;
		expect(accountFromAddress(address)).toBeUndefined();
	});
});

it('a list of more accounts than anybody has is not looked at closely', () => {
	const rows = (count: number) =>
		Array.from({ length: count }, (_, index) => ({
			accountId: index + 1,
			accountType: 'advertiser',
		}));
	expect(readAccounts(rows(2000))).toHaveLength(2000);
	expect(readAccounts({ accounts: rows(MOST_ACCOUNTS + 1) })).toBeUndefined();
});
