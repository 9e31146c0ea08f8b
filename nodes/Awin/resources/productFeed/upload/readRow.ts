/**
 * Reading what one item asks for. The products themselves are read later: they may be in a file.
 */
import { feedUploadPath } from '../../../api/productFeeds';
import { readAdvertiserId } from '../../../fields/account';
import { readChoice } from '../../../fields/choice';
import type { ParameterSource } from '../../../fields/item';
import { readDryRun } from '../../../fields/safety';
import { readRequiredText } from '../../../fields/text';
import type { Circumstances } from '../../batch/tool';
import { readLocale, readVertical } from '../fields';
import { MODES } from './fields';
import { NO_PRODUCTS, type Row } from './products';

export function readRow(source: ParameterSource, index: number, { isTool }: Circumstances): Row {
	const accountId = readAdvertiserId(source);
	const feed = {
		advertiserId: accountId,
		vertical: readVertical(source),
		locale: readLocale(source),
	};
	const mode = readChoice(source, {
		name: 'mode',
		label: 'Products From',
		what: 'a place that products can come from',
		choices: MODES,
		decidesChange: true,
	});
	const fileField = () =>
		readRequiredText(
			source,
			'Input Data Field Name',
			'binaryPropertyName',
			'Give the name of the field that the file is in, such as data.',
		);
	return {
		index,
		accountId,
		path: feedUploadPath(feed),
		fileField: mode === 'file' ? fileField() : undefined,
		dryRun: readDryRun(source, isTool),
		...NO_PRODUCTS,
	};
}
