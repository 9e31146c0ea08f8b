import type { IDataObject } from 'n8n-workflow';

import { readComplaint, type JsonObject } from '../../api/answers';
import {
	fitsOfferFilters,
	LARGEST_PAGE,
	offerKey,
	offersBody,
	offersPath,
	readOfferPage,
	simplifiedOffer,
	SMALLEST_PAGE,
	type OfferPage,
} from '../../api/offers';
import { PagedList } from '../../api/pagedList';
import { publisherField, readPublisherId } from '../../fields/account';
import type { ParameterSource } from '../../fields/item';
import { limitFields, readLimit } from '../../fields/limit';
import { readShortForm, shortOutputField } from '../../fields/output';
import { callError, itemText, type ItemPlace } from '../../transport/errors';
import { tellOfLeftOut } from '../leftOut';
import { forEachItem, type Operation, type Run } from '../operation';
import { endlessError, sayingWhatWasRead, tellOfRepeat } from '../pagedList';
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

/** Reads page after page, until there are enough, or Awin has no more. */
async function getOffers(
	run: Run,
	wish: ReturnType<typeof readWish>,
	item: ItemPlace,
): Promise<JsonObject[]> {
	const pageSize = Math.max(Math.min(wish.limit, LARGEST_PAGE), SMALLEST_PAGE);
	const pages = new PagedList({
		keyOf: offerKey,
		pageSize,
		mostPages: MOST_PAGES,
		endsWith: 'nothingNew',
	});
	const offers: JsonObject[] = [];
	let isLast = false;
	while (!isLast && offers.length < wish.limit) {
		if (pages.isEndless) throw endlessError(run, OFFERS.many, pages, item);
		const taken = await sayingWhatWasRead(OFFERS.many, pages, async () =>
			pages.take(await getPage(run, wish, { page: pages.nextNumber, pageSize }, item)),
		);
		for (const row of taken.rows) if (fitsOfferFilters(row, wish.filters)) offers.push(row);
		isLast = taken.isLast;
	}
	const leftOut = pages.rowsRead - offers.length;
	tellOfLeftOut(
		run,
		{ count: leftOut, words: OFFERS, asked: 'advertiser, region, type or membership' },
		item,
	);
	if (isLast) tellOfMissing(run, pages, item);
	return Number.isFinite(wish.limit) ? offers.slice(0, wish.limit) : offers;
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

function tellOfMissing(run: Run, pages: PagedList, item: ItemPlace): void {
	if (pages.missingRows === 0) return tellOfRepeat(run, OFFERS.many, pages, item);
	const total = pages.rowsRead + pages.missingRows;
	run.context.addExecutionHints({
		message: `Awin counts ${total} offers and listed ${pages.rowsRead} of them${itemText(item)}. The list may have changed while it was read.`,
		type: 'warning',
		location: 'outputPane',
	});
}
