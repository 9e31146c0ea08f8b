/**
 * Everything that gives each row a result of its own: it changes something at Awin, or builds something for the row.
 */
import type { IDataObject } from 'n8n-workflow';

import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { bookedReferences, proofParameters, submitParameters } from '../support/conversion.cts';
import { uploadParameters } from '../support/feeds.cts';
import {
	createdOffersOf,
	destinationOf,
	linkParameters,
	shortLinksOf,
	voucherParameters,
} from '../support/links.cts';
import { ADVERTISER } from '../support/sandbox.cts';
import { addPending, comparedColumns, validateParameters } from '../support/validation.cts';
import type { Asked, Subject } from './subject.cts';

let made = 0;

/** Three rows, each with a number that no other row has. */
function threeRows(rowOf: (number: number) => IDataObject): IDataObject[] {
	return Array.from({ length: 3 }, () => rowOf(++made));
}

/** How often each row's value is among those that Awin has. */
function countsIn(present: unknown[], columns: IDataObject[], name: string): number[] {
	return columns.map((column) => present.filter((value) => value === column[name]).length);
}

/** How often each row's transaction was validated. */
export function effectsOfValidation({ awin }: SandboxServer, columns: IDataObject[]): number[] {
	const validated = awin.ledger.flatMap((entry) =>
		entry.kind === 'validation' ? [entry.transactionId] : [],
	);
	return countsIn(validated, columns, 'id');
}

/** Approvals of the tests' advertiser. */
export const ASKED_APPROVALS: Asked = {
	of: 'validations',
	rowOf: (columns) => ({ account: ADVERTISER, id: Number(columns.id), action: 'approve', columns }),
};

const ASKED_ORDERS: Asked = {
	of: 'orders',
	rowOf: (columns) => ({
		account: ADVERTISER,
		reference: String(columns.order),
		amount: Number(columns.total),
		currency: 'EUR',
		columns,
	}),
};

const pageOf = (number: number) => ({
	advertiser: ADVERTISER,
	page: `https://shop.example/?no=${number}`,
});

const LOCALES = ['de_DE', 'en_GB', 'fr_FR', 'it_IT', 'nl_NL', 'pl_PL'];
let feeds = 0;

export const CHANGE_SUBJECTS: readonly Subject[] = [
	{
		name: 'Transaction: Validate',
		effect: 'write',
		parameters: validateParameters,
		columns: (sandbox) => addPending(sandbox, 3).map((row) => comparedColumns(row)),
		match: { path: '/transactions/batch' },
		effects: effectsOfValidation,
		asked: ASKED_APPROVALS,
	},
	{
		name: 'Conversion: Submit',
		effect: 'write',
		parameters: submitParameters,
		columns: () =>
			threeRows((number) => ({
				order: `F-${number}`,
				total: 10,
				awc: `77101_1769871600_${number}`,
			})),
		match: { path: '/orders' },
		effects: (sandbox, columns) => countsIn(bookedReferences(sandbox), columns, 'order'),
		asked: ASKED_ORDERS,
	},
	{
		name: 'Proof of Purchase: Submit',
		effect: 'write',
		parameters: proofParameters,
		columns: () => threeRows((number) => ({ order: `P-${number}`, total: 10 })),
		match: { path: '/orders' },
		effects: (sandbox, columns) => countsIn(bookedReferences(sandbox), columns, 'order'),
		asked: ASKED_ORDERS,
	},
	{
		name: 'Link: Create, long links',
		effect: 'ask',
		parameters: linkParameters,
		columns: () => [1, 2, 3].map(pageOf),
	},
	{
		name: 'Link: Create, short links',
		effect: 'write',
		parameters: { ...linkParameters, shorten: true },
		columns: () => threeRows(pageOf),
		match: { path: /\/generate$/ },
		effects: (sandbox, columns) => {
			const pages = shortLinksOf(sandbox).map(({ url }) => destinationOf(url));
			return countsIn(pages, columns, 'page');
		},
	},
	{
		name: 'Offer: Create',
		effect: 'write',
		parameters: {
			...voucherParameters,
			voucherCode: 'SAVE10',
			description: '={{ $json.text }}',
		},
		columns: () =>
			threeRows((number) => ({ title: `Offer ${number}`, text: 'Save on all jackets' })),
		match: { path: '/promotion/' },
		effects: (sandbox, columns) => {
			const titles = createdOffersOf(sandbox).map(({ offer }) => offer.title);
			return countsIn(titles, columns, 'title');
		},
	},
	{
		name: 'Product Feed: Upload',
		effect: 'write',
		parameters: { ...uploadParameters, locale: '={{ $json.locale }}' },
		// A feed of its own for each run: an upload takes the place of the one before.
		columns: () => {
			const locale = LOCALES[feeds++ % LOCALES.length];
			return threeRows((number) => ({
				id: `F-${number}`,
				title: `Walking boots ${number}`,
				description: 'Waterproof',
				link: `https://shop.example/${number}`,
				image_link: `https://shop.example/${number}.jpg`,
				locale,
			}));
		},
		match: { path: '/awinfeeds/' },
		effects: (sandbox, columns) => {
			const locale = String(columns[0].locale);
			const uploads = sandbox.awin.ledger.filter(
				(entry) => entry.kind === 'feed' && entry.locale === locale,
			);
			const kept = sandbox.awin.uploadedFeeds.get(`${ADVERTISER}-retail-${locale}`) ?? [];
			const ids = kept.map((line) => (JSON.parse(line) as IDataObject).id);
			return countsIn(ids, columns, 'id').map((count) => count * uploads.length);
		},
	},
];
