import {
	fitsOfferFilters,
	offerPages,
	offersBody,
	offersPath,
	readOfferPage,
	simplifiedOffer,
} from '../../api/offers';
import { sampleOffer } from '../../api/samples';
import { publisherAccount } from '../../fields/account';
import { limit } from '../../fields/limit';
import { shortForm } from '../../fields/output';
import { itemText } from '../../transport/errors';
import { listOperation } from '../listOperation';
import { offerFilters } from './filters';

const SIMPLIFIED = 'The ten fields that people look at, such as title, voucher code and link';

export const getManyOffers = listOperation({
	option: {
		action: 'Get many offers',
		description:
			'List the promotions and voucher codes that a publisher may advertise; changes nothing',
	},
	parameters: {
		publisherId: publisherAccount,
		limit: limit(),
		form: shortForm(SIMPLIFIED),
		filters: offerFilters,
	},
	rows: { one: 'an offer', many: 'offers' },
	// It is a POST, and changes nothing: like any other read it may be repeated.
	call: ({ publisherId, filters, limit }, { page }) => ({
		method: 'POST',
		path: offersPath(publisherId),
		body: offersBody(filters, page, offerPages(limit).pageSize),
	}),
	read: readOfferPage,
	complains: true,
	pages: {
		rules: ({ limit }) => offerPages(limit),
		missing: (missing, given, item) =>
			`Awin counts ${given + missing} offers and listed ${given} of them${itemText(item)}. The list may have changed while it was read.`,
	},
	filter: {
		fits: (row, { filters }) => fitsOfferFilters(row, filters),
		chosen: () => 'advertiser, region, type or membership',
	},
	output:
		({ form }) =>
		(row) =>
			form === 'raw' ? row : simplifiedOffer(row),
	preview: () => simplifiedOffer(sampleOffer()),
});
