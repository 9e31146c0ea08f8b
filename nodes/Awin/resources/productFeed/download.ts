import { FeedMeter } from '../../api/feedMeter';
import {
	FEED_MIME_TYPE,
	feedDownloadPath,
	feedFileName,
	USUAL_VERTICAL,
	type FeedName,
} from '../../api/productFeeds';
import { publisherAccount } from '../../fields/account';
import { options } from '../../fields/collection';
import { fieldsOf, type ValuesOf } from '../../fields/parameter';
import { joinedProgramme } from '../../fields/programme';
import { requiredText, text } from '../../fields/text';
import { callError, itemText, operationError, type ItemPlace } from '../../transport/errors';
import type { CallFailure } from '../../transport/failures';
import { quote, wordsIn } from '../../transport/quote';
import { forEachItem, type Output } from '../forEachItem';
import type { Operation, Run } from '../operation';
import { locale, vertical } from './fields';

/** Awin puts a large feed together before it sends the first line. */
const START_TIMEOUT_MS = 180_000;

const example: FeedName = { advertiserId: '1001', vertical: USUAL_VERTICAL, locale: 'en_GB' };

const parameters = {
	publisherId: publisherAccount,
	advertiserId: joinedProgramme,
	locale,
	vertical,
	outputField: requiredText(
		{
			displayName: 'Put Output File in Field',
			name: 'binaryPropertyName',
			default: 'data',
			required: true,
			placeholder: 'e.g. data',
			hint: 'The name of the output field to put the file in',
			description: 'Name of the field that the file comes out in',
		},
		'Give the field a name, such as data.',
	),
	options: options({
		fileName: text({
			displayName: 'File Name',
			name: 'options.fileName',
			placeholder: 'e.g. products.jsonl',
			description: 'Name for the file. Without this option it is called as at Awin.',
		}),
	}),
};

export const downloadProductFeed: Operation = {
	option: {
		name: 'Download',
		value: 'download',
		action: 'Download a product feed',
		description:
			"Get all products of an advertiser as one file of any size, in Google's format, with one product in each line; needs the advertiser and the locale; changes nothing",
	},
	fields: fieldsOf(parameters),
	preview: {
		...example,
		advertiserId: Number(example.advertiserId),
		fileName: feedFileName(example),
		bytes: 48_211_930,
		products: 51_204,
	},
	execute: async (run) =>
		await forEachItem(run, parameters, async (values, item) => [await download(run, values, item)]),
};

async function download(
	run: Run,
	values: ValuesOf<typeof parameters>,
	item: ItemPlace,
): Promise<Output> {
	const { helpers } = run.context;
	const { advertiserId, vertical, locale } = values;
	const feed: FeedName = { advertiserId, vertical, locale };
	const path = feedDownloadPath(values.publisherId, feed);
	const fileName = values.options.fileName ?? feedFileName(feed);
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
	return {
		json: { ...feed, advertiserId: Number(advertiserId), fileName, bytes, products },
		binary: { [values.outputField]: taken.file },
	};
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
