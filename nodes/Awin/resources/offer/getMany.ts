import { offerPages, offersCall, readOfferPage, simplifiedOffer } from '../../api/offers';
import { sampleOffer } from '../../api/samples';
import { listOperation } from '../listOperation';
import { chosenOffers, parameters } from './fields';

export const getManyOffers = listOperation({
	option: {
		action: 'Get many offers',
		description:
			'List the promotions and voucher codes that a publisher may advertise; changes nothing',
	},
	parameters,
	rows: { one: 'an offer', many: 'offers' },
	call: (values, { page }) => offersCall(values, page),
	read: readOfferPage,
	complains: true,
	pages: {
		rules: ({ limit }) => offerPages(limit),
		missing: (missing, given, place) =>
			`Awin counts ${given + missing} offers and listed ${given} of them${place}. The list may have changed while it was read.`,
	},
	filter: chosenOffers,
	output: ({ form }) => (form === 'raw' ? (row) => row : simplifiedOffer),
	preview: () => simplifiedOffer(sampleOffer()),
});
