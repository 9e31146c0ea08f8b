/**
 * Made-up answers with a value in every field, in the form that Awin documents. The output previews are made from them.
 */
import type { JsonObject } from './answers';
import type { TransactionRow } from './transactions';

/** A transaction as an advertiser gets it when it was asked for in UTC. A new one each time: the raw form changes its row. */
export function sampleTransaction(): TransactionRow {
	return {
		id: 1612345678,
		url: 'https://www.example.com',
		advertiserId: 12345,
		publisherId: 67890,
		commissionSharingPublisherId: 67891,
		commissionSharingSelectedRatePublisherId: 67890,
		campaign: 'Spring',
		siteName: 'Voucher Corner',
		commissionStatus: 'approved',
		commissionAmount: { amount: 5.59, currency: 'GBP' },
		saleAmount: { amount: 55.96, currency: 'GBP' },
		networkFee: { amount: 1.68, currency: 'GBP' },
		advertiserCost: { amount: 7.27, currency: 'GBP' },
		trackedCurrencyAmount: { amount: 65.2, currency: 'EUR' },
		customerAcquisition: 'NEW',
		ipHash: '-6667778889991112223',
		customerCountry: 'GB',
		clickRefs: {
			clickRef: 'newsletter',
			clickRef2: 'a',
			clickRef3: 'b',
			clickRef4: 'c',
			clickRef5: 'd',
			clickRef6: 'e',
		},
		clickDate: '2026-02-19T12:18:00',
		transactionDate: '2026-02-20T22:04:00',
		validationDate: '2026-03-14T09:30:12',
		amendDate: '2026-03-01T08:00:00',
		type: 'Commission group transaction',
		declineReason: 'order returned',
		voucherCodeUsed: true,
		voucherCode: 'SPRING10',
		lapseTime: 121_560,
		amended: true,
		amendReason: 'partial return',
		oldSaleAmount: { amount: 66.96, currency: 'GBP' },
		oldCommissionAmount: { amount: 6.69, currency: 'GBP' },
		originalSaleAmount: { amount: 66.96, currency: 'GBP' },
		clickDevice: 'Windows',
		transactionDevice: 'Windows',
		publisherUrl: 'https://www.example.com/vouchers',
		advertiserCountry: 'GB',
		orderRef: 'A-10023',
		customParameters: [{ key: '1', value: '555666' }],
		transactionParts: [
			{
				commissionGroupId: 12345,
				amount: 55.96,
				commissionAmount: 5.59,
				commissionGroupCode: 'DEFAULT',
				commissionGroupName: 'Default Commission',
				trackedParts: [{ code: 'DEFAULT', amount: 55.96, currency: 'GBP' }],
			},
		],
		paidToPublisher: false,
		paymentId: 0,
		transactionQueryId: 0,
		basketProducts: [
			{
				productId: '12345678',
				productName: 'Walking boots',
				unitPrice: 55.96,
				quantity: 1,
				skuCode: '98F65K37',
				commissionGroupCode: 'DEFAULT',
				category: 'Shoes',
			},
		],
	};
}

/** A notification of a new transaction, as Awin sends it: all texts, times in UTC. */
export function sampleNotification(): Record<string, unknown> {
	return {
		transactionId: '1612345678',
		transactionDate: '2026-02-20 22:04:00',
		transactionCurrency: 'GBP',
		transactionAmount: '55.96',
		trackedCurrency: 'EUR',
		trackedAmount: '65.20',
		affiliateId: '67890',
		merchantId: '12345',
		groupId: '100',
		bannerId: '200',
		clickRef: 'newsletter',
		clickRef2: 'a',
		clickRef3: 'b',
		clickRef4: 'c',
		clickRef5: 'd',
		clickRef6: 'e',
		clickThroughTime: '2026-02-19 12:18:00',
		clickTime: '2026-02-19 12:18:00',
		ip: '203.0.113.7',
		commission: '5.59',
		url: 'https://www.example.com/vouchers',
		phrase: 'walking boots',
		searchEngine: 'example',
		commissionGroups: [
			{ id: '12345', name: 'Default Commission', code: 'DEFAULT', description: 'All products' },
		],
		products: [
			{
				productName: 'Walking boots',
				unitPrice: '55.96',
				skuType: 'own',
				skuCode: '98F65K37',
				quantity: '1',
				category: 'Shoes',
				cgId: '12345',
			},
		],
	};
}

/** What Awin may post of an order that it rejected. */
export function sampleConversionResult(): Record<string, unknown> {
	return {
		advertiserId: 12345,
		batchId: '2b1c8f6a-93d4-4e0b-8a7f-5a6b3c2d1e0f',
		failedOrders: [
			{
				orderReference: 'A-10023',
				correlationId: '7d0f5f6e-2a51-4c38-9c52-0c3a4f1f9f10',
				code: 'E1021',
				isTest: true,
				errors: [{ field: 'awc', message: 'is not known' }],
			},
		],
	};
}

/** A row of an advertiser's partner report. */
export function sampleReportRow(): JsonObject {
	return {
		advertiserId: 12345,
		advertiserName: 'Example Shop',
		publisherId: 67890,
		publisherName: 'Voucher Corner',
		region: 'GB',
		currency: 'GBP',
		impressions: 5210,
		clicks: 348,
		totalNo: 12,
		totalValue: 671.5,
		totalComm: 67.15,
		tags: [],
	};
}

/** A program as a publisher gets it in a list. */
export function sampleProgramme(): JsonObject {
	return {
		id: 1001,
		name: 'Example Shop',
		status: 'Active',
		linkStatus: 'Live',
		primaryRegion: { name: 'United Kingdom', countryCode: 'GB' },
		currencyCode: 'GBP',
		primarySector: 'Clothing',
		displayUrl: 'https://www.example.com',
		clickThroughUrl: 'https://www.awin1.com/cread.php?awinmid=1001&awinaffid=45628',
	};
}

export function sampleProgrammeDetails(): JsonObject {
	return {
		programmeInfo: {
			id: 1001,
			name: 'Example Shop',
			membershipStatus: 'Joined',
			currencyCode: 'GBP',
			deeplinkEnabled: true,
		},
		kpi: {
			approvalPercentage: 92.5,
			averagePaymentTime: '45',
			validationDays: 30,
			conversionRate: 3.1,
			epc: 0.42,
		},
		commissionRange: [{ min: 3.5, max: 12, type: 'percentage' }],
	};
}

export function sampleOffer(): JsonObject {
	return {
		promotionId: 1234567,
		type: 'voucher',
		title: '10 % off everything',
		advertiser: { id: 1001, name: 'Example Shop' },
		voucher: { code: 'SAVE10' },
		startDate: '2026-06-01T00:00:00',
		endDate: '2026-06-30T23:59:59',
		url: 'https://www.example.com/sale',
		urlTracking:
			'https://www.awin1.com/cread.php?awinmid=1001&awinaffid=45628&ued=https%3A%2F%2Fwww.example.com%2Fsale',
	};
}

/** As the node gives it, in UTC: Awin publishes no sample of a row. */
export function sampleQuery(): JsonObject {
	return {
		id: 54321,
		transactionId: 1612345678,
		advertiserId: 1001,
		publisherId: 45628,
		status: 'pending',
		enquiryDate: '2026-03-14T09:30:00+00:00',
		transactionDate: '2026-02-20T22:04:00+00:00',
		validationDate: '2026-04-02T10:00:00+00:00',
		clickRef: 'newsletter',
	};
}

export function sampleCommissionGroup(): JsonObject {
	return {
		advertiserId: 1001,
		publisherId: 45628,
		groupId: 12345,
		groupCode: 'DEFAULT',
		groupName: 'Default Commission',
		type: 'percentage',
		percentage: 8,
		amount: 2.5,
		currency: 'GBP',
		ratesStart: '2026-01-01T00:00:00',
		ratesEnd: '2026-12-31T23:59:59',
		conditions: [{ type: 'customerCountry', operator: 'in', values: ['GB'] }],
	};
}
