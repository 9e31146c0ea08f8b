/**
 * Reading what one item asks for.
 */
import type { ParameterSource } from '../../../fields/item';
import { readChange } from './change';
import { parameters } from './fields';
import { readIdentity } from './identity';
import type { Row } from './rows';

/** Reads one item. Throws for the first value that cannot be used, with its name, the value and what to do. */
export function readRow(source: ParameterSource, index: number): Row {
	return {
		index,
		accountId: parameters.accountId.read(source),
		identity: readIdentity(source),
		change: readChange(source),
		dryRun: parameters.options.members.dryRun.read(source),
	};
}
