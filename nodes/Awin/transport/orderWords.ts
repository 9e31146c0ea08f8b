/**
 * The words for what Awin says of an order, the same whether it answers at once or tells later.
 */
import type { OrderVerdict } from '../api/conversionAnswers';
import { quote } from './quote';

/** Where to look for an order of which nobody can say whether Awin has it. */
export const LOOK_FOR_ORDER =
	'Look for the order reference at Awin; a new order can take some minutes to show up there.';

/** @param nameOf what people know a field of Awin's by */
export function verdictMessage(
	verdict: OrderVerdict,
	nameOf: (field: string) => string = (field) => field,
): string {
	switch (verdict.outcome) {
		case 'accepted':
			return 'Accepted';
		case 'pending':
			return 'Awin has taken it in and is still working on it';
		case 'rejected':
			return `Awin rejected the order${saying(verdict, nameOf)}`;
		case 'unknown':
			return verdict.reason === 'namedTwice'
				? 'Awin says two different things about this order in one answer'
				: "Awin's answer does not say what became of this order";
	}
}

const SHOWN_COMPLAINTS = 5;

function saying({ complaints }: OrderVerdict, nameOf: (field: string) => string): string {
	if (complaints.length === 0) return ' and gave no reason';
	const told = complaints.slice(0, SHOWN_COMPLAINTS).map(({ field, message }) => {
		const name = field === null ? '' : `"${quote(nameOf(field))}" `;
		return name + (message === null ? 'cannot be used' : quote(message).replace(/\.$/, ''));
	});
	const hidden = complaints.length - told.length;
	return `: ${told.join('; ')}${hidden > 0 ? `; and ${hidden} more` : ''}`;
}
