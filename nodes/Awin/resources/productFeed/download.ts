import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { FeedMeter } from '../../api/feedMeter';
import {
	FEED_MIME_TYPE,
	feedDownloadPath,
	feedFileName,
	USUAL_VERTICAL,
	type FeedName,
} from '../../api/productFeeds';
import { publisherField, readPublisherId } from '../../fields/account';
import type { ParameterSource } from '../../fields/item';
import { programmeField, readProgrammeAdvertiserId } from '../../fields/programme';
import { readRequiredText, readText } from '../../fields/text';
import {
	callError,
	itemText,
	operationError,
	quote,
	wordsIn,
	type CallFailure,
	type ItemPlace,
} from '../../transport/errors';
import { forEachItemWithFiles, type Operation, type Run } from '../operation';
import { localeField, readLocale, readVertical, verticalField } from './fields';

/** Awin puts a large feed together before it sends the first line. */
const START_TIMEOUT_MS = 180_000;

const example: FeedName = { advertiserId: '1001', vertical: USUAL_VERTICAL, locale: 'en_GB' };

export const downloadProductFeed: Operation = {
	option: {
		name: 'Download',
		value: 'download',
		action: 'Download a product feed',
		description:
			"Get all products of an advertiser as one file of any size, in Google's format, with one product in each line; needs the advertiser and the locale; changes nothing",
	},
	fields: [
		publisherField,
		programmeField,
		localeField,
		verticalField,
		{
			displayName: 'Put Output File in Field',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'data',
			required: true,
			placeholder: 'e.g. data',
			hint: 'The name of the output field to put the file in',
			description: 'Name of the field that the file comes out in',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'File Name',
					name: 'fileName',
					type: 'string',
					default: '',
					placeholder: 'e.g. products.jsonl',
					description: 'Name for the file. Without this option it is called as at Awin.',
				},
			],
		},
	],
	preview: {
		...example,
		advertiserId: Number(example.advertiserId),
		fileName: feedFileName(example),
		bytes: 48_211_930,
		products: 51_204,
	},
	async execute(run) {
		return await forEachItemWithFiles(run, readWish, async (wish, item) => [
			await download(run, wish, item),
		]);
	},
};

function readWish(source: ParameterSource) {
	const feed: FeedName = {
		advertiserId: readProgrammeAdvertiserId(source),
		vertical: readVertical(source),
		locale: readLocale(source),
	};
	return {
		publisherId: readPublisherId(source),
		feed,
		field: readRequiredText(
			source,
			'Put Output File in Field',
			'binaryPropertyName',
			'Give the field a name, such as data.',
		),
		fileName: readText(source, 'File Name', 'options.fileName') ?? feedFileName(feed),
	};
}

async function download(
	run: Run,
	{ publisherId, feed, field, fileName }: ReturnType<typeof readWish>,
	item: ItemPlace,
): Promise<Pick<INodeExecutionData, 'json' | 'binary'>> {
	const { helpers } = run.context;
	const path = feedDownloadPath(publisherId, feed);
	let meter = new FeedMeter();
	const received = await run.awin.download(
		{ path, timeoutMs: START_TIMEOUT_MS },
		{
			inspector: () => (meter = new FeedMeter()),
			take: async (stream) =>
				await helpers.prepareBinaryData(stream, fileName, FEED_MIME_TYPE).then(
					(file) => ({ file }),
					(error: unknown) => ({ error }),
				),
		},
	);
	if (!received.ok) throw feedError(run, received.failure, feed, item, path);
	const { taken } = received;
	if ('error' in taken) throw storingError(run, taken.error, item);
	const { bytes, products } = meter;
	const json: IDataObject = {
		...feed,
		advertiserId: Number(feed.advertiserId),
		fileName,
		bytes,
		products,
	};
	return { json, binary: { [field]: taken.file } };
}

function feedError(
	run: Run,
	failure: CallFailure,
	{ advertiserId, vertical, locale }: FeedName,
	item: ItemPlace,
	path: string,
): Error {
	const error = callError(run.context.getNode(), failure, item, path);
	const status = failure.kind === 'refused' ? failure.status : undefined;
	if (status === 200) {
		const words = wordsIn(failureWords(failure)).replace(/\.$/, '');
		const said = words && ` and says: "${words}"`;
		error.message = `Awin broke the feed off before its end${said}${itemText(item)}`;
		error.description = 'Nothing of it was kept. Run the node again in a few minutes.';
	} else if (status === 403 || status === 404) {
		error.description = `Check that advertiser ${advertiserId} has a ${vertical} feed in Google's format for ${locale}, and that your account ${path.split('/')[2]} may use it: not every advertiser has one, and you have to have joined the program.`;
	} else if (failure.kind === 'timeout') {
		error.description = 'Nothing of the feed was kept. Run the node again in a few minutes.';
	}
	return error;
}

function failureWords(failure: CallFailure): string {
	if (failure.kind !== 'refused') return '';
	return failure.complaint?.description ?? failure.complaint?.error ?? '';
}

/** What n8n says where it cannot keep the file: no room on the disk, or more than its database takes. */
function storingError(run: Run, error: unknown, item: ItemPlace): Error {
	const words = (error as { message?: unknown } | null)?.message;
	const said = typeof words === 'string' ? ` n8n says: "${quote(words)}"` : '';
	return operationError(
		run.context.getNode(),
		`n8n could not store the feed.${said}${itemText(item)}`,
		'Check that there is room on the disk of this n8n. Large files need its binary data mode "filesystem"; in mode "database" the size is limited.',
	);
}
