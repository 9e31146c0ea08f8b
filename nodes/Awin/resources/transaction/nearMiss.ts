import { differencesOf } from '../../api/orderReferences';
import { quote } from '../../transport/quote';

/**
 * Names the references that Awin has in place of one that was looked for.
 *
 * @param others those that `nearMisses` gave for it
 * @returns a sentence without a full stop
 */
export function tellNearMiss(reference: string, others: string[]): string {
	const named = others.map((other) => `"${quote(other)}"`).join(', ');
	const verb = others.length === 1 ? 'differs' : 'differ';
	const differences = differencesOf(reference, others).join(', ');
	return `Awin has ${named}, which ${verb} only in ${differences}`;
}
