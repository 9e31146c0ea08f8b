import type { IDataObject } from 'n8n-workflow';

import { readComplaint, type JsonObject } from '../../api/answers';
import {
	LARGEST_PAGE,
	offerKey,
	offersBody,
	offersPath,
	readOfferPage,
	simplifiedOffer,
	SMALLEST_PAGE,
	type OfferPage,
} from '../../api/offers';
import { publisherField, readPublisherId } from '../../fields/account';
import type { ParameterSource } from '../../fields/item';
import { limitFields, readLimit } from '../../fields/limit';
import { readShortForm, shortOutputField } from '../../fields/output';
import { callError, itemText, operationError, type ItemPlace } from '../../transport/errors';
import { forEachItem, type Operation, type Run } from '../operation';
import { wholeAnswer } from '../wholeAnswer';
import { offerFilters, readOfferFilters } from './filters';

const OFFERS = { one: 'an offer', many: 'offers' };

/** 100,000 offers are more than Awin has; a list that goes on after that is one that does not end. */
const MOST_PAGES = 500;

export const getManyOffers: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many offers',
		description:
			'List the promotions and voucher codes that a publisher may advertise; changes nothing',
	},
	fields: [
		publisherField,
		...limitFields,
		shortOutputField('The ten fields that people look at, such as title, voucher code and link'),
		offerFilters,
	],
	preview: {
		promotionId: 1234567,
		type: 'voucher',
		title: '10 % off everything',
		advertiserId: 1001,
		advertiserName: 'Example Shop',
		voucherCode: 'SAVE10',
		startDate: '2026-06-01T00:00:00',
		endDate: '2026-06-30T23:59:59',
		url: 'https://www.example.com/sale',
		urlTracking:
			'https://www.awin1.com/cread.php?awinmid=1001&awinaffid=45628&ued=https%3A%2F%2Fwww.example.com%2Fsale',
	},
	async execute(run) {
		return await forEachItem(run, readWish, async (wish, item) => {
			const rows = await getOffers(run, wish, item);
			return rows.map((row) => (wish.form === 'raw' ? row : simplifiedOffer(row)) as IDataObject);
		});
	},
};

function readWish(source: ParameterSource) {
	return {
		publisherId: readPublisherId(source),
		limit: readLimit(source),
		form: readShortForm(source),
		filters: readOfferFilters(source),
	};
}

/** Reads page after page, until there are enough, or Awin has no more: an empty page, or one with nothing new. */
async function getOffers(
	run: Run,
	wish: ReturnType<typeof readWish>,
	item: ItemPlace,
): Promise<JsonObject[]> {
	const pageSize = Math.max(Math.min(wish.limit, LARGEST_PAGE), SMALLEST_PAGE);
	const offers = new Map<string, JsonObject>();
	let total: number | undefined;
	for (let page = 1; offers.size < wish.limit && offers.size < (total ?? Infinity); page++) {
		if (page > MOST_PAGES) throw endlessError(run, item);
		const answer = await getPage(run, wish, { page, pageSize }, item);
		total = answer.total ?? total;
		const before = offers.size;
		for (const row of answer.rows) {
			const key = offerKey(row);
			if (!offers.has(key)) offers.set(key, row);
		}
		if (offers.size === before) break;
	}
	tellOfMissing(run, { listed: offers.size, total, limit: wish.limit }, item);
	const rows = [...offers.values()];
	return Number.isFinite(wish.limit) ? rows.slice(0, wish.limit) : rows;
}

async function getPage(
	run: Run,
	{ publisherId, filters }: ReturnType<typeof readWish>,
	{ page, pageSize }: { page: number; pageSize: number },
	item: ItemPlace,
): Promise<OfferPage> {
	const path = offersPath(publisherId);
	// It is a POST, and changes nothing: like any other read it may be repeated.
	const call = { method: 'POST' as const, path, body: offersBody(filters, page, pageSize) };
	const answer = await run.awin.read(call, item);
	const read = readOfferPage(answer);
	const complaint = read ? undefined : readComplaint(answer);
	if (complaint) {
		const failure = { kind: 'refused' as const, status: 200, complaint };
		throw callError(run.context.getNode(), failure, item, path);
	}
	return wholeAnswer(run, read, item, OFFERS);
}

function endlessError(run: Run, item: ItemPlace): Error {
	return operationError(
		run.context.getNode(),
		`Awin lists more than ${MOST_PAGES * LARGEST_PAGE} offers, which cannot be right${itemText(item)}`,
		'Narrow the list down with filters, or switch off "Return All".',
	);
}

function tellOfMissing(
	run: Run,
	{ listed, total = 0, limit }: { listed: number; total?: number; limit: number },
	item: ItemPlace,
): void {
	if (listed >= Math.min(total, limit)) return;
	run.context.addExecutionHints({
		message: `Awin counts ${total} offers and listed ${listed} of them${itemText(item)}. The list may have changed while it was read.`,
		type: 'warning',
		location: 'outputPane',
	});
}
