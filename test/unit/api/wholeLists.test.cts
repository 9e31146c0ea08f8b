import * as fc from 'fast-check';

import { readAccounts } from '../../../nodes/Awin/api/accounts';
import { readCommissionGroups } from '../../../nodes/Awin/api/commissionGroups';
import { readSharingRules } from '../../../nodes/Awin/api/commissionSharingRules';
import { readOfferPage } from '../../../nodes/Awin/api/offers';
import { readProgrammes } from '../../../nodes/Awin/api/programmes';
import { readPublishers } from '../../../nodes/Awin/api/publishers';
import { readReport } from '../../../nodes/Awin/api/reports';
import { readQueriesPage } from '../../../nodes/Awin/api/transactionQueries';
import { readTransactions } from '../../../nodes/Awin/api/transactions';
import { readJobs } from '../../../nodes/Awin/api/validationJobs';
import { holdsList } from '../../../nodes/Awin/trigger/changeDetector';

const whole: Array<[string, (answer: unknown) => unknown]> = [
	['accounts', readAccounts],
	['transactions', readTransactions],
	['transactions of the trigger', (answer) => holdsList(answer) || undefined],
	['programs', readProgrammes],
	['publishers', readPublishers],
	[
		'commission groups',
		(answer) => readCommissionGroups(answer, { advertiserId: '1', publisherId: '2' }),
	],
	['commission sharing rules', readSharingRules],
	['rows of a report', readReport],
	['validation jobs', readJobs],
];
const paged: Array<[string, (answer: unknown) => unknown]> = [
	['offers', readOfferPage],
	['transaction queries', readQueriesPage],
];

const ROW = { id: 1, jobId: 'J1', accountId: 1, accountType: 'publisher' };

describe.each([...whole, ...paged])(
	'A list of %s that says that something went wrong is none',
	(_, read) => {
		it.each<[string, object]>([
			['a flag', { success: false }],
			['a flag as text', { isSuccessful: 'false' }],
			['errors', { errors: [{ message: 'Half of it could not be read' }] }],
			['a number of errors', { errors: 2 }],
			['a state', { status: 'ERROR' }],
			['a list that was cut', { truncated: true }],
			['beside the list', { meta: { status: 'failed' } }],
		])('%s', (_form, said) => {
			for (const data of [[], [ROW]])
				expect(read({ ...said, message: 'No', data })).toBeUndefined();
		});

		it.each<[string, object]>([
			['nothing beside it', {}],
			['a success', { success: true, status: 'OK', errors: [], message: 'Here you are' }],
			['no error', { error: null, errors: null, truncated: false }],
		])('but with %s it is one', (_form, said) => {
			for (const data of [[], [ROW]]) expect(read({ ...said, data })).toBeDefined();
		});
	},
);

describe.each(whole)('A list of %s that is not all of it is none', (_, read) => {
	const more: Array<[string, object]> = [
		['a total', { totalRows: 500 }],
		['a total as text', { totalResults: '500' }],
		['a total of a page', { page: 1, pageSize: 1, total: 2 }],
		['pages', { totalPages: 2 }],
		['a next page', { nextPage: 2 }],
		['an address of the next page', { links: { next: 'https://api.awin.com/…' } }],
		['a flag', { hasMore: true }],
		['no last page', { last: false }],
		['inside an object of its own', { pagination: { page: 1, total: 500 } }],
	];

	it.each(more)('%s', (_form, said) => {
		expect(read({ ...said, data: [ROW] })).toBeUndefined();
	});

	it.each<[string, object]>([
		[
			'a total of as many',
			{ totalRows: 1, totalPages: 1, nextPage: null, hasMore: false, last: true },
		],
		['a lower total', { pagination: { page: 1, total: 0 } }],
		['a sum of money', { total: 500.5 }],
	])('but with %s it is one', (_form, said) => {
		expect(read({ ...said, data: [ROW] })).toBeDefined();
	});
});

it('what stands beside a list never makes its reading throw', () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (beside, data) => {
			for (const [, read] of [...whole, ...paged]) {
				expect(() => read({ ...beside, data })).not.toThrow();
			}
		}),
	);
});
