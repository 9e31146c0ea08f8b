/**
 * The advertiser whose program a publisher's operation is about.
 */
import { chosenId, isNothing, locator } from './locator';

/**
 * The advertiser's ID, as digits. Needs {@link ./account.publisherAccount} beside it: the list shows the programs that this
 * account has joined.
 */
export const joinedProgramme = locator(
	{
		displayName: 'Advertiser',
		name: 'advertiserId',
		required: true,
		description:
			'The advertiser whose program this is about. The list shows the programs that your account has joined.',
		list: { method: 'searchProgrammes', placeholder: 'Select an advertiser…' },
		modes: [{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 1001' }],
	},
	(chosen, source, named) => {
		if (isNothing(chosen)) {
			throw named.refuse(source, '', 'is empty', 'Choose an advertiser from the list.');
		}
		const nextStep =
			"Choose an advertiser from the list, or give the advertiser's ID, such as 1001.";
		return chosenId(chosen, source, named, nextStep);
	},
);
