import { differencesOf } from '../../api/orderReferences';
import { quote } from '../../transport/quote';

/**
 * Names the references that there are in place of one that was looked for.
 *
 * @param others those that `nearMisses` gave for it
 * @param who has them
 * @returns a sentence without a full stop
 */
export function tellNearMiss(reference: string, others: string[], who = 'Awin has'): string {
	const named = others.map((other) => `"${quote(other)}"`).join(', ');
	const verb = others.length === 1 ? 'differs' : 'differ';
	const differences = differencesOf(reference, others).join(', ');
	return `${who} ${named}, which ${verb} only in ${differences}`;
}
