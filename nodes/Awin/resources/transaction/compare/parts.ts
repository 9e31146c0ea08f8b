/**
 * How a sale is divided among commission groups, and a new amount in the same proportion.
 */
import { isJsonObject } from '../../../api/answers';
import { parseAmount } from '../../../api/money';
import type { TransactionRow } from '../../../api/transactions';
import { sumOf, type GivenPart } from '../../../fields/money';

/**
 * The parts of a sale as Awin has them. The parts of one commission group count as one.
 *
 * @param saleAmountMinor what they have to come to, in minor units of the currency
 * @returns `undefined` where Awin does not say which group an amount belongs to, or the parts are not the sale
 */
export function partsOfSale(
	{ transactionParts }: TransactionRow,
	saleAmountMinor: number,
	currency: string,
): GivenPart[] | undefined {
	if (!Array.isArray(transactionParts) || transactionParts.length === 0) return undefined;
	const parts: GivenPart[] = [];
	for (const entry of transactionParts as unknown[]) {
		const part = partOf(entry, currency);
		if (!part) return undefined;
		const same = parts.find(({ code }) => code === part.code);
		if (same) same.amountMinor += part.amountMinor;
		else parts.push(part);
	}
	// Nothing has a proportion to nothing.
	const isDividable = parts.length === 1 || saleAmountMinor > 0;
	return isDividable && sumOf(parts) === saleAmountMinor ? parts : undefined;
}

function partOf(entry: unknown, currency: string): GivenPart | undefined {
	if (!isJsonObject(entry)) return undefined;
	const { commissionGroupCode: code, amount } = entry;
	if (typeof code !== 'string' || code.trim() === '' || typeof amount !== 'number') {
		return undefined;
	}
	const reading = parseAmount(amount, currency);
	if (!reading.ok || reading.amountMinor < 0) return undefined;
	return { code, amountMinor: reading.amountMinor };
}

/**
 * Divides a new amount in the proportion of the parts that a sale has. The parts add up to it exactly: what is left after
 * rounding down goes to those that lost the most by it, one minor unit each. A part that comes to nothing is left out.
 *
 * @param parts their sum is above 0, or there is only one
 */
export function divideAmount(amountMinor: number, parts: GivenPart[]): GivenPart[] {
	if (parts.length === 1) return [{ code: parts[0].code, amountMinor }];
	// The product of two amounts may have more digits than a number holds.
	const total = BigInt(sumOf(parts));
	const shares = parts.map(({ code, amountMinor: ownMinor }) => {
		const exact = BigInt(amountMinor) * BigInt(ownMinor);
		return { code, amountMinor: Number(exact / total), lost: exact % total };
	});
	const leftMinor = amountMinor - sumOf(shares);
	const byLoss = [...shares].sort((a, b) => (a.lost === b.lost ? 0 : a.lost < b.lost ? 1 : -1));
	for (const share of byLoss.slice(0, leftMinor)) share.amountMinor++;
	return shares
		.filter((share) => share.amountMinor > 0)
		.map((share) => ({ code: share.code, amountMinor: share.amountMinor }));
}
