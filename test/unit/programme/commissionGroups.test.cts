import { readCommissionGroups, readSeenGroups } from '../../../nodes/Awin/api/commissionGroups';
import { readSharingRules } from '../../../nodes/Awin/api/commissionSharingRules';
import { commissionGroup } from '../../../nodes/Awin/fields/commissionGroup';
import { parametersOf } from '../../support/parameters.cts';

const ASKED = { advertiserId: '1001', publisherId: '45628' };
const GROUP = { groupId: 1, groupCode: 'DEFAULT', type: 'percentage', percentage: '8' };
const RATES = { ratesStart: '2026-01-01T00:00:00', ratesEnd: '2026-02-01T00:00:00' };

describe('the commission groups of a program', () => {
	it.each([
		['on each group', { commissionGroups: [{ ...GROUP, ...RATES }] }],
		['beside the list', { commissionGroups: [GROUP], ...RATES }],
		['in an envelope', { body: { commissionGroups: [GROUP], ...RATES } }],
	])('have their rates %s', (_place, answer) => {
		expect(readCommissionGroups(answer, ASKED)?.rows).toEqual([
			{
				advertiserId: 1001,
				publisherId: 45628,
				groupId: 1,
				groupCode: 'DEFAULT',
				groupName: null,
				type: 'percentage',
				percentage: 8,
				amount: null,
				currency: null,
				...RATES,
				conditions: null,
			},
		]);
	});

	it.each([7, '7', { id: 7, name: 'Shop' }])('name the advertiser, given as %j', (advertiser) => {
		const reading = readCommissionGroups({ advertiser, commissionGroups: [GROUP] }, ASKED);

		expect(reading?.rows[0].advertiserId).toBe(7);
	});

	it('say where rows are not groups, and nothing where there is no list', () => {
		expect(readCommissionGroups([GROUP, {}], ASKED)?.unreadable).toEqual([{ index: 1, row: {} }]);
		expect(readCommissionGroups({ description: 'no' }, ASKED)).toBeUndefined();
	});
});

describe('the groups seen in transactions', () => {
	const part = (commissionGroupCode: unknown, commissionGroupName?: string) => ({
		commissionGroupCode,
		commissionGroupName,
	});

	it('are each there once, and those that differ in case are two', () => {
		const rows = [
			{ transactionParts: [part('EXISTING', 'Old'), part('existing')] },
			{ transactionParts: [part('EXISTING', 'Old')] },
			{ transactionParts: null },
			{},
			null,
			{ transactionParts: [part(''), part(5), null] },
		];

		expect(readSeenGroups(rows)).toEqual([
			{ code: 'EXISTING', name: 'Old' },
			{ code: 'existing', name: null },
		]);
	});

	it('are none in an answer without a list', () => {
		expect(readSeenGroups({ error: 'x' })).toBeUndefined();
	});
});

describe('a commission group code', () => {
	const source = parametersOf({});
	const group = commissionGroup({ name: 'code', description: '' });

	it.each([
		['typed', 'NEW', 'NEW'],
		['typed with blanks', ' New ', 'New'],
		['a number', 12, '12'],
		['from the list', { __rl: true, mode: 'list', value: 'NEW' }, 'NEW'],
		['by code', { __rl: true, mode: 'code', value: 'existing' }, 'existing'],
		['left empty', { __rl: true, mode: 'list', value: '' }, undefined],
		['left empty as text', ' ', undefined],
		['not there', undefined, undefined],
	])('%s', (_how, value, code) => {
		expect(group.take(source, value)).toBe(code);
	});

	it.each([{ value: 'NEW' }, { __rl: true, mode: 'id', value: ['NEW'] }, true])(
		'is not %j',
		(value) => {
			expect(() => group.take(source, value)).toThrow('is not a text');
		},
	);
});

describe('commission sharing rules', () => {
	it('read publisherID in both spellings', () => {
		const reading = readSharingRules([
			{ ruleId: 1, publisherID: 5 },
			{ ruleId: '2', publisherId: '6', publisherShare: '80' },
			{ ruleTitle: 'none' },
		]);

		expect(reading?.rows).toMatchObject([
			{ ruleId: 1, publisherId: 5, publisherShare: null },
			{ ruleId: 2, publisherId: 6, publisherShare: 80 },
		]);
		expect(reading?.unreadable).toEqual([{ index: 2, row: { ruleTitle: 'none' } }]);
	});
});
