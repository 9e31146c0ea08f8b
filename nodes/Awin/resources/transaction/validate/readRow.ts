/**
 * Reading what one item asks for.
 */
import { isAction } from '../../../api/validation';
import type { ParameterSource } from '../../../fields/item';
import { leftOutWords } from '../../batch/proposals';
import { readChange, readChosen } from './change';
import { parameters } from './fields';
import { readIdentity } from './identity';
import { skippedResult, type ValidateResult } from './results';
import type { Row } from './rows';

/**
 * Reads one item. Throws for the first value that cannot be used, with its name, the value and what to do.
 *
 * @returns the result of an item for which something else is proposed
 */
export function readRow(source: ParameterSource, index: number): Row | ValidateResult {
	const chosen = readChosen(source);
	if (!isAction(chosen)) return skippedResult(leftOutWords(chosen, source.columns));
	return {
		index,
		accountId: parameters.accountId.read(source),
		identity: readIdentity(source),
		change: readChange(source, chosen),
		dryRun: parameters.options.members.dryRun.read(source),
	};
}
