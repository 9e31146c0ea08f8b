/**
 * What has to hold of a proposal beyond its word: the amounts, the parts, the transaction it is about, the words for people.
 */
import { amountOf, decimalsOf, minorOf } from '../../demo/sandbox/money.cts';
import type { AtAwin, Proposal } from './monthEnd.cts';
import type { ShopOrder } from './plainOrders.cts';

/** @param sales all that Awin shows under the order's reference */
export function checkProposal(
	proposal: Proposal,
	{ facts }: ShopOrder,
	sales: readonly AtAwin[],
): void {
	const { proposedAction, reason, transaction, transactions } = proposal;
	const [sale, second] = sales.filter(({ status }) => status !== 'deleted');
	// One plain sentence: a capital, and nothing that a program has left in it.
	expect(reason).toMatch(/^[\p{Lu}\p{Lo}"'#\d].*[^.!\s]\.?$/su);
	expect(reason).not.toMatch(/undefined|null|NaN|\[object|!/);
	const isFound = facts.isReadable && !facts.isTwice && sale !== undefined;
	if (isFound && !second) {
		expect(transaction).toMatchObject({
			id: sale.id,
			status: sale.status,
			currency: sale.currency,
		});
	}
	if (isFound && second) {
		const live = sales.filter(({ status }) => status !== 'deleted');
		expect(transactions?.map(({ id }) => id).sort()).toEqual(live.map(({ id }) => id).sort());
	}
	expect(proposal.declineReason !== null).toBe(proposedAction === 'decline');
	expect(proposal.amendReason !== null).toBe(proposedAction === 'amend');
	if (proposedAction === 'amend') checkAmendment(proposal, facts.amountMinor, sale);
	else expect(proposal.transactionParts).toBeNull();
}

/** The new amount is the shop's, and each group keeps its share of it to within a minor unit. */
function checkAmendment(proposal: Proposal, amountMinor: number, sale: AtAwin): void {
	const { saleAmount, currency, transactionParts } = proposal;
	expect({ saleAmount, currency }).toEqual({
		saleAmount: amountOf(amountMinor, sale.currency),
		currency: sale.currency,
	});
	const parts = (transactionParts ?? []).map(({ commissionGroupCode: code, amount }) => ({
		code,
		amountMinor: minorOf(amount, sale.currency),
	}));
	expect(parts.reduce((sum, part) => sum + part.amountMinor, 0)).toBe(amountMinor);
	const before = sale.parts.filter((part) => part.amountMinor > 0);
	expect(parts.map(({ code }) => code)).toEqual(before.map(({ code }) => code));
	for (const [index, part] of parts.entries()) {
		const share = (before[index].amountMinor * amountMinor) / (sale.amountMinor ?? 0);
		expect(Math.abs(part.amountMinor - share)).toBeLessThan(1);
		expect(part.amountMinor).toBeGreaterThan(0);
		const places = 10 ** decimalsOf(sale.currency);
		expect(transactionParts?.[index].amount).toBe(part.amountMinor / places);
	}
}
