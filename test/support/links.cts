/**
 * Links and offers as tests run them.
 */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { OfferEntry, ShortLinkEntry } from '../../demo/sandbox/ledger.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import { columnOf } from './rows.cts';
import { ADVERTISER, PUBLISHER } from './sandbox.cts';

export const linkParameters: INodeParameters = {
	resource: 'link',
	operation: 'create',
	accountId: { __rl: true, mode: 'id', value: String(PUBLISHER) },
	advertiserId: '={{ $json.advertiser }}',
	destinationUrl: '={{ $json.page }}',
	buildMode: 'awin',
	shorten: false,
};

export const offerParameters: INodeParameters = {
	resource: 'offer',
	operation: 'create',
	accountId: { __rl: true, mode: 'id', value: String(ADVERTISER) },
	offerType: 'promotion',
	title: '={{ $json.title }}',
	description: 'Save on all jackets',
	terms: 'While stocks last',
	startDate: '2026-06-15',
	endDate: '2026-06-30',
	url: 'https://shop.example/sale',
	categoryIds: '12, 34',
	appliesToAllRegions: true,
};

export const voucherParameters: INodeParameters = {
	...offerParameters,
	offerType: 'voucher',
	voucherCode: '={{ $json.code }}',
};

export function pages(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({
		advertiser: index % 2 === 0 ? ADVERTISER : 77102,
		page: `https://shop.example/größe?no=${index + 1}&b=%20`,
	}));
}

export interface AwinColumn extends IDataObject {
	outcome: string;
	message: string;
	nextStep: string | null;
	code: number | null;
}

export function resultsOf(items: INodeExecutionData[]): AwinColumn[] {
	return columnOf(items);
}

/** How many items had which outcome. */
export function countsOf(items: INodeExecutionData[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { outcome } of resultsOf(items)) counts[outcome] = (counts[outcome] ?? 0) + 1;
	return counts;
}

/** Where a tracking link leads to. */
export function destinationOf(link: unknown): string | null {
	return new URL(String(link)).searchParams.get('ued');
}

export function shortLinksOf(sandbox: SandboxServer): ShortLinkEntry[] {
	return sandbox.awin.ledger.filter((entry): entry is ShortLinkEntry => entry.kind === 'shortLink');
}

export function createdOffersOf(sandbox: SandboxServer): OfferEntry[] {
	return sandbox.awin.ledger.filter((entry): entry is OfferEntry => entry.kind === 'offer');
}

/** The paths that were called, in order, each without its account. */
export function callsOf(sandbox: SandboxServer): string[] {
	return sandbox.awin.calls.map(({ path }) => path.split('/').at(-1) as string);
}
