import { localLink } from '../../../api/links';
import { batchOperation } from '../../batch/runBatch';
import { deliverLongLinks, deliverShortLinks } from './delivery';
import { parameters } from './fields';
import { refuseBeyondQuota } from './quota';
import { readRow } from './readRow';
import { linkRequestsOf } from './requests';
import { judgedResult, localResult, notBuiltResult, wordsOf } from './results';

export const createLinks = batchOperation({
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create links',
		description:
			'Turn pages of advertisers into tracking links of a publisher; needs the advertiser of each; moves no money, also as a tool there is no dry run, and only with Shorten a place in the quota of short links is used',
	},
	parameters,
	preview: () =>
		judgedResult(
			{
				outcome: 'created',
				url: 'https://www.awin1.com/cread.php?awinmid=1001&awinaffid=45628&ued=https%3A%2F%2Fwww.example.com%2Fjackets',
				shortUrl: 'https://tidd.ly/3abCdEf',
				code: 200,
			},
			{ advertiserId: 1001 },
			true,
		),
	readSettings: () => ({}),
	readRow,
	gather: linkRequestsOf,
	checkLeft: async ({ run, refusals }, requests) =>
		await refuseBeyondQuota(run, requests, refusals),
	resultOf: ({ kind, accountId, link }) =>
		kind === 'local' ? localResult(localLink(accountId, link)) : undefined,
	deliveries: ({ run }, requests) => {
		const ofKind = (wanted: string) => requests.filter(({ kind }) => kind === wanted);
		return [deliverLongLinks(run, ofKind('long')), deliverShortLinks(run, ofKind('short'))];
	},
	notSent: notBuiltResult,
	words: wordsOf,
});
