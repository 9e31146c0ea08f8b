import { relationOf } from '../directory.cts';
import { feedChunks, feedLocales, LINE_BYTES } from '../feeds.cts';
import { isObject, parseJson } from '../read.cts';
import { failure, forbidden, json } from '../respond.cts';
import type { SandboxResponse } from '../respond.cts';
import type { Route, RouteContext } from '../route.cts';
import type { Switches } from '../switches.cts';

/** Documented for both calls, with this body. */
function noSuchFeed(what: string): SandboxResponse {
	return json(404, { message: `${what} not found` });
}

function download({ awin, accountId, params }: RouteContext): SandboxResponse {
	const { feedProducts, feedEnd, feedLength, feedPacked } = awin.switches;
	const [, advertiser, vertical, locale] =
		/^(\d+)-([a-z]+)-([A-Za-z_]+?)(?:\.jsonl)?$/.exec(params.file) ?? [];
	if (vertical !== 'retail') return noSuchFeed('Vertical');
	const advertiserId = Number(advertiser);
	if (!relationOf(advertiserId, accountId)) return forbidden();
	if (!feedLocales(advertiserId).includes(locale)) return noSuchFeed('Locale');
	const lastLine =
		feedEnd === 'error' ? '{"error":500,"message":"Feed generation was interrupted"}\n' : '';
	function* chunks(): Generator<Buffer> {
		yield* feedChunks(advertiserId, locale, feedProducts);
		if (lastLine !== '') yield Buffer.from(lastLine);
	}
	return {
		status: 200,
		headers: {
			'content-type': 'application/jsonlines',
			...(feedPacked ? { 'content-encoding': 'gzip' } : {}),
		},
		body: '',
		stream: {
			chunks,
			bytes: feedProducts * LINE_BYTES + lastLine.length,
			isAnnounced: feedLength === 'announced' && !feedPacked,
		},
	};
}

interface RowError {
	line: number;
	id: string | null;
	field: string;
	message: string;
}

/** Required by Google's format, and by Awin's clients. */
const REQUIRED = ['id', 'title', 'description', 'link', 'image_link'];

function upload({ awin, accountId, params, body, nowMs }: RouteContext): SandboxResponse {
	if (params.vertical !== 'retail') return noSuchFeed('Vertical');
	if (!/^[a-z]{2}_[A-Z]{2}$/.test(params.locale)) return noSuchFeed('Locale');
	const lines = body.split('\n').filter((line) => line.trim() !== '');
	if (lines.length === 0) return failure(400, 'The feed is empty');
	const errors: RowError[] = [];
	const good: string[] = [];
	for (const [index, line] of lines.entries()) {
		const product = parseJson(line);
		if (!isObject(product)) return failure(400, `JSON parse error in line ${index + 1}`);
		const id = typeof product.id === 'string' ? product.id : null;
		const missing = REQUIRED.filter((name) => {
			const value = product[name];
			return typeof value !== 'string' || value === '';
		});
		if (missing.length === 0) good.push(line);
		for (const field of missing) {
			errors.push({ line: index + 1, id, field, message: 'is required' });
		}
	}
	const version = awin.keepFeed(`${accountId}-${params.vertical}-${params.locale}`, good);
	awin.enter({
		kind: 'feed',
		atMs: nowMs,
		accountId,
		vertical: params.vertical,
		locale: params.locale,
		version,
		products: good.length,
		rejected: lines.length - good.length,
	});
	const { feedErrorStatus, feedErrors, feedUseOnErrors } = awin.switches;
	if (errors.length === 0) return json(200, { status: 'active', version });
	const status = feedUseOnErrors ? 'active' : 'paused';
	const list = feedErrors === 'message' ? {} : { errors: shown(errors, feedErrors) };
	const words = `${lines.length - good.length} products were rejected`;
	const message = feedErrors === 'message' ? { message: words } : {};
	return json(feedErrorStatus, { status, version, ...list, ...message });
}

function shown(errors: RowError[], form: Switches['feedErrors']): unknown {
	switch (form) {
		case 'byLine':
			return errors.map(({ line, field, message }) => ({ line, field, message }));
		case 'byId':
			return errors.map(({ id, field, message }) => ({ productId: id, field, message }));
		case 'texts':
			return errors.map(({ line, field, message }) => `Line ${line}: ${field} ${message}`);
		case 'map':
			return Object.fromEntries(
				errors.map(({ line, field, message }) => [line, [`${field} ${message}`]]),
			);
		case 'count':
		case 'message':
			return errors.length;
		case 'placeless':
			return errors.map(({ field, message }) => `A product has no ${field}: it ${message}`);
	}
}

export const feedRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/publishers/:accountId/awinfeeds/download/:file',
		accountType: 'publisher',
		auth: 'bearer',
		answer: download,
	},
	{
		method: 'POST',
		path: '/advertisers/:accountId/awinfeeds/:vertical/:locale/products',
		accountType: 'advertiser',
		auth: 'bearer',
		contentType: /^application\/(jsonlines|jsonl|x-ndjson)\b/i,
		answer: upload,
	},
];
