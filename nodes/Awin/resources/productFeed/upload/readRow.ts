/**
 * Reading what one item asks for. The products themselves are read later: they may be in a file.
 */
import { feedUploadPath } from '../../../api/productFeeds';
import type { ParameterSource } from '../../../fields/item';
import { parameters } from './fields';
import { NO_PRODUCTS, type Row } from './products';

export function readRow(source: ParameterSource, index: number): Row {
	const accountId = parameters.accountId.read(source);
	const vertical = parameters.vertical.read(source);
	const locale = parameters.locale.read(source);
	const isFile = parameters.mode.read(source) === 'file';
	return {
		index,
		accountId,
		path: feedUploadPath({ advertiserId: accountId, vertical, locale }),
		fileField: isFile ? parameters.fileField.read(source) : undefined,
		dryRun: parameters.options.members.dryRun.read(source),
		...NO_PRODUCTS,
	};
}
