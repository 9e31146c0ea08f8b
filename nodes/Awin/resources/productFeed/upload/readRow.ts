/**
 * Reading where the products of one item come from, and to which feed they go.
 */
import { feedUploadPath } from '../../../api/productFeeds';
import type { ParameterSource } from '../../../fields/item';
import { parameters } from './fields';

export interface FeedSource {
	/** The place of its item among all items. */
	index: number;
	accountId: string;
	/** Where it goes. Products of one path are one feed. */
	path: string;
	/** The field with the file; `undefined` where the item itself is the product. */
	fileField: string | undefined;
	dryRun: boolean;
}

export function readFeedSource(source: ParameterSource, index: number): FeedSource {
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
	};
}
