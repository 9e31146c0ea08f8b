import { readRow } from '../../../nodes/Awin/resources/link/create/readRow';
import { linkRequestsOf } from '../../../nodes/Awin/resources/link/create/requests';
import { judgedResult, wordsOf } from '../../../nodes/Awin/resources/link/create/results';
import { parametersOf } from '../../support/parameters.cts';

const GOOD = {
	accountId: { mode: 'id', value: '88201' },
	advertiserId: { mode: 'list', value: '77101' },
	destinationUrl: 'https://shop.example/a',
	buildMode: 'awin',
	shorten: false,
};
const read = (changes: Record<string, unknown> = {}, index = 1) =>
	readRow(parametersOf({ ...GOOD, ...changes }), index);

describe('an item', () => {
	it.each<[Record<string, unknown>, object]>([
		[{}, { kind: 'long', link: { advertiserId: 77101, destinationUrl: 'https://shop.example/a' } }],
		[{ destinationUrl: ' ' }, { kind: 'long', link: { advertiserId: 77101 } }],
		[{ advertiserId: 77102, destinationUrl: null }, { link: { advertiserId: 77102 } }],
		[{ shorten: true }, { kind: 'short' }],
		[{ shorten: 'TRUE' }, { kind: 'short' }],
		[{ buildMode: 'local', shorten: null }, { kind: 'local' }],
		[
			{ additionalFields: { campaign: ' Summer ', clickRef: 7, clickRef2: '', clickRef6: 'f' } },
			{ link: { parameters: { campaign: 'Summer', clickref: '7', clickref6: 'f' } } },
		],
	])('%j', (changes, row) => {
		expect(read(changes)).toMatchObject({ index: 1, accountId: '88201', ...row });
	});

	it.each<[Record<string, unknown>, string]>([
		[{ accountId: '' }, '"Account" is empty'],
		[{ advertiserId: '' }, '"Advertiser" is empty'],
		[{ advertiserId: 'Nordlicht' }, '"Advertiser" is "Nordlicht", which is not an ID'],
		[
			{ destinationUrl: 'shop.example/a' },
			'"Destination URL" is "shop.example/a", which is not the whole address of a web page',
		],
		[
			{ destinationUrl: 'https://tidd.ly/1' },
			'"Destination URL" is "https://tidd.ly/1", which is a tracking link of Awin already',
		],
		[{ buildMode: 'fast' }, '"Build Mode" is "fast", which is not a way to build links'],
		[{ buildMode: 'local', shorten: true }, '"Shorten" is "true", which does not go with links'],
		[{ additionalFields: { clickRef3: { a: 1 } } }, '"Click Reference 3" is "{"a":1}"'],
		[{ additionalFields: { clickRef3: 'a\ud83d' } }, '"Click Reference 3" is "a'],
	])('%j is refused: %s', (changes, words) => {
		expect(() => read(changes)).toThrow(words);
		expect(() => read(changes)).toThrow('[item 2 of 5]');
	});
});

it('items that want the same link share one', () => {
	const rows = [
		read({}, 0),
		read({ shorten: true }, 1),
		read({}, 2),
		read({ accountId: 88202 }, 3),
		read({ shorten: true }, 4),
	];

	const requests = linkRequestsOf(rows).map(({ kind, accountId, index, alsoFor = [] }) => [
		kind,
		accountId,
		[index, ...alsoFor],
	]);
	expect(requests).toEqual([
		['long', '88201', [0, 2]],
		['short', '88201', [1, 4]],
		['long', '88202', [3]],
	]);
});

describe('the words for a link that Awin did not make', () => {
	it.each([
		['deeplinkNotPermitted', 'Advertiser 77104 does not permit links to single pages'],
		['Deeplink not permitted.', 'Advertiser 77104 does not permit links to single pages'],
		['advertiserNotJoined', 'Your account has not joined the program of advertiser 77104'],
		['shortLinkQuotaExceeded', 'The short links that your account may create in 24 hours are used'],
		['Unknown error.', 'Awin gave no link. It says: "Unknown error"'],
		['<b>odd</b>\n', 'Awin gave no link. It says: "odd"'],
		[null, 'Awin gave no link, and no reason'],
	])('%s', (said, message) => {
		const verdict = { outcome: 'failed', said, code: 400 } as const;
		const result = judgedResult(verdict, { advertiserId: 77104 }, false);

		expect(result).toMatchObject({ outcome: 'failed', code: 400, url: null });
		expect(result.message).toContain(message);
		expect(result.nextStep?.length).toBeGreaterThan(20);
	});

	it('a short link that was asked for and did not come is not kept quiet', () => {
		const verdict = {
			outcome: 'created',
			url: 'https://a.example',
			shortUrl: null,
			code: 200,
		} as const;

		expect(judgedResult(verdict, { advertiserId: 1 }, true)).toMatchObject({
			outcome: 'created',
			message: 'Created, but Awin gave no short link',
		});
		expect(judgedResult(verdict, { advertiserId: 1 }, false).message).toBe('Created');
	});
});

it('an error names the short links that were created, since they cost quota', () => {
	const verdict = {
		outcome: 'created',
		url: 'https://a.example',
		shortUrl: 'https://tidd.ly/1',
		code: 200,
	} as const;
	const short = judgedResult(verdict, { advertiserId: 1 }, true);

	expect(wordsOf([short, short]).again).toContain(
		'Short links that were created: item 1: https://tidd.ly/1, item 2: https://tidd.ly/1. ',
	);
	expect(wordsOf(Array<typeof short>(60).fill(short)).again).toContain(
		'item 50: https://tidd.ly/1, and more',
	);
});
