import { advertiserOf, groupOf, publisherOf, relationOf } from './directory.cts';
import type { AccountType, Advertiser } from './directory.cts';
import { detailsOf } from './details.cts';
import { Dice, hashOf } from './hash.cts';
import { amountOf, moneyOf } from './money.cts';
import { partCommission } from './state.cts';
import type { TransactionState } from './state.cts';
import type { Switches } from './switches.cts';
import { COUNTRIES, DEVICES } from './texts.cts';
import type { Details, Transaction } from './transaction.cts';
import { MINUTE_MS, SECOND_MS, writeDate } from './zones.cts';

/** One transaction as Awin's JSON shows it. */
export type Row = Record<string, unknown>;

export interface RowView {
	role: AccountType;
	/** The zone that the dates are written in. */
	zone: string;
	showBasketProducts: boolean;
}

/** Transaction and click dates at the precision that Awin keeps them (see the switch `datePrecision`). */
export function keptDate(atMs: number, switches: Switches): number {
	const unitMs = switches.datePrecision === 'minute' ? MINUTE_MS : SECOND_MS;
	return Math.floor(atMs / unitMs) * unitMs;
}

/** The row of a transaction in one state, as the role may see it. */
export function rowOf(
	seed: number,
	transaction: Transaction,
	state: TransactionState,
	view: RowView,
	switches: Switches,
): Row {
	const { advertiserId, publisherId, currency } = transaction;
	const advertiser = advertiserOf(advertiserId);
	const publisher = publisherOf(publisherId);
	const relation = relationOf(advertiserId, publisherId);
	const details = detailsOf(seed, transaction);
	const dice = new Dice(hashOf(seed, 'row', transaction.id));
	const isAdvertiser = view.role === 'advertiser';
	const zone = switches.responseDatesInUtc ? 'UTC' : view.zone;
	const writeKept = (atMs: number) => writeDate(keptDate(atMs, switches), zone);
	const lastAmendment = state.amendments.at(-1);
	const isBonus = transaction.saleAmountMinor === null;
	const site = publisher?.url ?? null;
	// The fee is a third of the commission, rounded up to the minor unit.
	const feeMinor = Math.ceil(state.commissionMinor / 3);

	const row: Row = {
		id: transaction.id,
		url: dice.chance(0.9) ? site : null,
		advertiserId,
		publisherId,
		commissionSharingPublisherId: details.sharingPublisherId,
		commissionSharingSelectedRatePublisherId: details.sharingPublisherId && publisherId,
		campaign: details.campaign,
		siteName: dice.chance(0.92) ? (publisher?.name ?? null) : null,
		commissionStatus: state.status,
		commissionAmount: moneyOf(state.commissionMinor, currency),
		saleAmount: moneyOf(state.saleAmountMinor, currency),
	};
	// Only real advertiser rows were seen with these two; a missing fee does not mean that it is zero.
	if (isAdvertiser) {
		if (dice.chance(0.85)) row.networkFee = moneyOf(feeMinor, currency);
		row.advertiserCost = dice.chance(0.5)
			? moneyOf(state.commissionMinor + feeMinor, currency)
			: { amount: null, currency: null };
	}
	Object.assign(row, {
		trackedCurrencyAmount: dice.chance(0.1) ? moneyOf(state.saleAmountMinor, currency) : null,
		customerAcquisition: details.customerAcquisition,
		ipHash: ipHashOf(seed, transaction.id),
		customerCountry: dice.pick(COUNTRIES),
		clickRefs: clickRefsOf(details, isAdvertiser),
		clickDate: details.clickAtMs === null ? null : writeKept(details.clickAtMs),
		transactionDate: writeKept(transaction.transactionAtMs),
		validationDate: state.validationAtMs === null ? null : writeDate(state.validationAtMs, zone),
		type: isBonus ? 'Bonus' : 'Commission group transaction',
		declineReason: state.declineReason,
		voucherCodeUsed: details.voucherCode !== null,
		voucherCode: details.voucherCode,
		lapseTime:
			details.clickAtMs === null
				? 0
				: Math.floor((transaction.transactionAtMs - details.clickAtMs) / SECOND_MS),
		amended: lastAmendment !== undefined,
		amendReason: lastAmendment?.reason ?? null,
		oldSaleAmount: moneyOf(lastAmendment?.oldSaleAmountMinor ?? null, currency),
		oldCommissionAmount: moneyOf(lastAmendment?.oldCommissionMinor ?? null, currency),
		clickDevice: dice.pick(DEVICES),
		transactionDevice: dice.pick(DEVICES),
		publisherUrl: site && dice.chance(0.8) ? `${site}/search?query=tea%20%26%20dvds` : null,
		advertiserCountry: advertiser?.country ?? null,
		orderRef: isAdvertiser || relation?.orderRefShared ? details.orderRef : null,
		customParameters:
			isAdvertiser || relation?.customParametersShared ? parametersOf(details, state) : null,
		transactionParts: advertiser ? partsOf(advertiser, state, currency, isAdvertiser) : [],
		paidToPublisher: state.paymentId !== 0,
		paymentId: state.paymentId,
		transactionQueryId: dice.chance(0.02) ? dice.int(10_000, 99_999) : 0,
		originalSaleAmount: originalSaleAmountOf(transaction, state, switches),
		basketProducts:
			view.showBasketProducts && (isAdvertiser || relation?.basketShared)
				? basketOf(details, currency)
				: null,
	});
	if (switches.amendDateInRows) {
		row.amendDate = lastAmendment ? writeDate(lastAmendment.atMs, zone) : null;
	}
	// Awin adds members without notice; nobody may stumble over one.
	if (dice.chance(0.03)) row.futureField = { version: 2, tags: ['beta', null] };
	return row;
}

/** The members that hold ids, turned into text by the switch `idsAsStrings`. */
const ID_MEMBERS = [
	'id',
	'advertiserId',
	'publisherId',
	'commissionSharingPublisherId',
	'commissionSharingSelectedRatePublisherId',
	'paymentId',
	'transactionQueryId',
] as const;

/** Applies the switches that concern the shape of every row. */
export function shapedRow(row: Row, switches: Switches): Row {
	if (switches.idsAsStrings) {
		for (const member of ID_MEMBERS) {
			if (typeof row[member] === 'number') row[member] = String(row[member]);
		}
	}
	if (switches.nullsMissing) {
		for (const [member, value] of Object.entries(row)) {
			if (value === null) delete row[member];
		}
	}
	return row;
}

function ipHashOf(seed: number, id: number): string {
	const high = BigInt(hashOf(seed, 'ip', id));
	const low = BigInt(hashOf(id, 'ip', seed));
	return BigInt.asIntN(64, (high << 32n) | low).toString();
}

function clickRefsOf(details: Details, isAdvertiser: boolean): Record<string, string> | null {
	const refs = isAdvertiser ? details.clickRefs.slice(0, 1) : details.clickRefs;
	const named = refs
		.map((value, index) => [index === 0 ? 'clickRef' : `clickRef${index + 1}`, value] as const)
		.filter(([, value]) => value !== '');
	return named.length > 0 ? Object.fromEntries(named) : null;
}

function parametersOf(
	details: Details,
	state: TransactionState,
): Array<{ key: string; value: string }> | null {
	const hasPut = Object.keys(state.parametersPut).length > 0;
	if (details.customParameters === null && !hasPut) return null;
	const all = { ...details.customParameters, ...state.parametersPut };
	return Object.entries(all).map(([key, value]) => ({ key, value }));
}

function partsOf(
	advertiser: Advertiser,
	state: TransactionState,
	currency: string,
	isAdvertiser: boolean,
): Row[] {
	return state.parts.map((part) => {
		const group = groupOf(advertiser, part.code);
		const commissionMinor = partCommission(advertiser.id, part);
		const shown: Row = {
			commissionGroupId: group.id,
			amount: amountOf(part.amountMinor, currency),
			commissionAmount: amountOf(commissionMinor, currency),
			commissionGroupCode: group.code,
			commissionGroupName: group.name,
		};
		if (isAdvertiser) shown.advertiserCost = null;
		shown.trackedParts = [
			{ code: part.code, amount: amountOf(part.amountMinor, currency), currency },
		];
		return shown;
	});
}

function originalSaleAmountOf(
	transaction: Transaction,
	state: TransactionState,
	switches: Switches,
): unknown {
	if (state.amendments.length === 0 || transaction.saleAmountMinor === null) return null;
	const money = moneyOf(transaction.saleAmountMinor, transaction.currency);
	if (switches.originalSaleAmount === 'number') return money?.amount;
	return switches.originalSaleAmount === 'object' ? money : null;
}

function basketOf(details: Details, currency: string): Row[] | null {
	return (
		details.basket?.map((product) => ({
			productId: product.id,
			productName: product.name,
			unitPrice: amountOf(product.priceMinor, currency),
			quantity: product.quantity,
			skuCode: product.sku,
			commissionGroupCode: product.commissionGroupCode,
			category: product.category,
		})) ?? null
	);
}
