import * as fc from 'fast-check';

import {
	judgeLink,
	judgeLinks,
	judgeOwnLink,
	type LinkVerdict,
} from '../../../nodes/Awin/api/linkAnswers';
import {
	CLICK_PARAMETERS,
	localLink,
	readLinkQuota,
	wireLink,
	type WireLink,
} from '../../../nodes/Awin/api/links';

describe('a link as Awin takes it', () => {
	it('leaves out what is not given', () => {
		expect(wireLink({ advertiserId: '1001', parameters: {} })).toEqual({ advertiserId: 1001 });
	});

	it('has destination and click parameters under their own names', () => {
		const link = {
			advertiserId: '1001',
			destinationUrl: 'https://a.example/',
			parameters: { clickref: 'x' },
		};

		expect(wireLink(link)).toEqual({ ...link, advertiserId: 1001 });
	});
});

describe('a link built locally', () => {
	it('has the documented form', () => {
		const link = localLink('45628', {
			advertiserId: 1001,
			destinationUrl: 'https://shop.example/größe?a=b&c=%20',
			parameters: { campaign: 'Summer & sale', clickref: 'a', clickref6: 'f' },
		});

		expect(link).toBe(
			'https://www.awin1.com/cread.php?awinmid=1001&awinaffid=45628&campaign=Summer%20%26%20sale&clickref=a&clickref6=f&ued=https%3A%2F%2Fshop.example%2Fgr%C3%B6%C3%9Fe%3Fa%3Db%26c%3D%2520',
		);
	});

	it('leads to the home page where no destination is given', () => {
		expect(localLink('45628', { advertiserId: 1001 })).toBe(
			'https://www.awin1.com/cread.php?awinmid=1001&awinaffid=45628',
		);
	});

	it('gives back, when it is read, exactly what was put in', () => {
		const text = fc.string({ unit: 'grapheme', minLength: 1 });
		const destination = fc.oneof(
			fc.webUrl({ withQueryParameters: true, withFragments: true }),
			text,
		);
		fc.assert(
			fc.property(
				fc.nat(),
				destination,
				fc.dictionary(fc.constantFrom(...CLICK_PARAMETERS), text),
				(advertiserId, destinationUrl, parameters) => {
					const link = localLink('45628', { advertiserId, destinationUrl, parameters });
					const { searchParams } = new URL(link);
					const { awinmid, awinaffid, ued, ...rest } = Object.fromEntries(searchParams);

					expect([awinmid, awinaffid, ued]).toEqual([
						String(advertiserId),
						'45628',
						destinationUrl,
					]);
					expect(rest).toEqual({ ...parameters });
				},
			),
		);
	});
});

const URL_A = 'https://www.awin1.com/cread.php?awinmid=1001&ued=a';
const created = (url: string, code: number | null = 200): LinkVerdict => ({
	outcome: 'created',
	url,
	shortUrl: null,
	code,
});
const failed = (said: string | null, code: number | null = 400): LinkVerdict => ({
	outcome: 'failed',
	said,
	code,
});

describe('the answer about one link', () => {
	it.each<[number | null, unknown, LinkVerdict]>([
		[200, { url: URL_A }, created(URL_A)],
		[
			200,
			{ url: URL_A, shortUrl: 'https://tidd.ly/1' },
			{ ...created(URL_A), shortUrl: 'https://tidd.ly/1' } as LinkVerdict,
		],
		[200, JSON.stringify({ url: URL_A }), created(URL_A)],
		[null, { url: URL_A }, created(URL_A, null)],
		[200, { description: 'Unknown error' }, failed('Unknown error', 200)],
		[200, {}, { outcome: 'unknown' }],
		[200, { url: '' }, { outcome: 'unknown' }],
		[200, { url: 'javascript:alert(1)' }, { outcome: 'unknown' }],
		[200, null, { outcome: 'unknown' }],
		[200, [], { outcome: 'unknown' }],
		[400, {}, failed(null)],
		[400, { description: 'deeplinkNotPermitted' }, failed('deeplinkNotPermitted')],
		[400, { destinationUrl: 'deeplinkNotPermitted' }, failed('deeplinkNotPermitted')],
		[400, { destinationUrl: 'https://a.example/' }, failed(null)],
		[400, { error: 'exception', description: 'Bad' }, failed('Bad')],
		[400, { url: URL_A, description: 'no' }, failed('no')],
		[400, 'deeplinkNotPermitted', failed('deeplinkNotPermitted')],
		[
			200,
			{ url: URL_A, errors: ['notJoined'] },
			{ ...created(URL_A), said: 'errors: ["notJoined"]' } as LinkVerdict,
		],
		[
			200,
			{ url: URL_A, success: false },
			{ ...created(URL_A), said: 'success: false' } as LinkVerdict,
		],
		[
			200,
			{ url: URL_A, shortUrl: null, description: 'Short link quota was not left' },
			{ ...created(URL_A), said: 'Short link quota was not left' } as LinkVerdict,
		],
	])('%s %j', (status, answer, verdict) => {
		expect(judgeLink(status, answer)).toEqual(verdict);
	});
});

const linkTo = (page: string, advertiserId = 1001): WireLink => ({
	advertiserId,
	destinationUrl: `https://a.example/${page}`,
});
const urlOf = ({ advertiserId, destinationUrl = '' }: WireLink) =>
	`https://www.awin1.com/cread.php?awinmid=${advertiserId}&ued=${encodeURIComponent(destinationUrl)}`;
const A = linkTo('a');
const B = linkTo('b');
const entry = (request: WireLink, rest: object = { request }) => ({
	status: 200,
	body: { url: urlOf(request) },
	...rest,
});

describe('the answer to a batch', () => {
	it.each<[string, unknown, LinkVerdict[]]>([
		['as documented', { responses: [entry(A), entry(B)] }, [created(urlOf(A)), created(urlOf(B))]],
		[
			'in another order',
			{ responses: [entry(B), entry(A)] },
			[created(urlOf(A)), created(urlOf(B))],
		],
		['as a bare list', [entry(A), entry(B)], [created(urlOf(A)), created(urlOf(B))]],
		[
			'with the request in the body',
			{
				responses: [B, A].map((request) => ({
					status: 200,
					body: { url: urlOf(request), request },
				})),
			},
			[created(urlOf(A)), created(urlOf(B))],
		],
		[
			'without the requests: by place',
			{ responses: [entry(A, {}), entry(B, {})] },
			[created(urlOf(A)), created(urlOf(B))],
		],
		[
			'with the status as text',
			{
				responses: [
					{ ...entry(A), status: '200' },
					{ ...entry(B), status: '400 BAD_REQUEST', body: { description: 'no' } },
				],
			},
			[created(urlOf(A)), failed('no')],
		],
		[
			'with ids as text and nulls in the request',
			{
				responses: [
					entry(A, { request: { ...A, advertiserId: '1001', parameters: { clickref: null } } }),
					entry(B, { request: { ...B, parameters: {} } }),
				],
			},
			[created(urlOf(A)), created(urlOf(B))],
		],
		[
			'with one link missing and no requests: nobody can tell which',
			{ responses: [entry(A, {})] },
			[{ outcome: 'unknown' }, { outcome: 'unknown' }],
		],
		[
			'with one link missing',
			{ responses: [entry(B)] },
			[{ outcome: 'unknown' }, created(urlOf(B))],
		],
		[
			'with the address written in another way',
			{
				responses: [
					entry(A, { request: { ...A, destinationUrl: 'https://A.example/a' } }),
					entry(B),
				],
			},
			[created(urlOf(A)), created(urlOf(B))],
		],
		[
			"with another advertiser's link in a place",
			{ responses: [entry(linkTo('a', 2002)), entry(B)] },
			[{ outcome: 'unknown' }, created(urlOf(B))],
		],
		[
			'in another order, without the requests: by what the links say',
			{ responses: [entry(B, {}), entry(A, {})] },
			[created(urlOf(A)), created(urlOf(B))],
		],
		[
			'out of order, with one that was not made: nobody can tell which',
			{ responses: [entry(B, {}), { status: 400, body: { description: 'no' } }] },
			[{ outcome: 'unknown' }, created(urlOf(B))],
		],
		[
			"with another advertiser's link, without the requests",
			{ responses: [entry(linkTo('a', 2002), {}), entry(B, {})] },
			[{ outcome: 'unknown' }, created(urlOf(B))],
		],
		[
			'with a request and the link of another one',
			{ responses: [{ ...entry(B), request: linkTo('a', 1001) }, entry(B)] },
			[{ outcome: 'unknown' }, created(urlOf(B))],
		],
		[
			"with a request and another advertiser's link",
			{ responses: [{ ...entry(linkTo('a', 2002)), request: A }, entry(B)] },
			[{ outcome: 'unknown' }, created(urlOf(B))],
		],
		[
			'with an error beside a link',
			{ responses: [{ ...entry(A), error: 'notJoined' }, entry(B)] },
			[{ ...created(urlOf(A)), said: 'error: notJoined' } as LinkVerdict, created(urlOf(B))],
		],
		[
			'with something else in a place',
			{ responses: [7, entry(B)] },
			[{ outcome: 'unknown' }, created(urlOf(B))],
		],
		[
			'refused as a whole with status 200',
			{ description: 'Unknown error' },
			[failed('Unknown error', null), failed('Unknown error', null)],
		],
		['of no known form', {}, [{ outcome: 'unknown' }, { outcome: 'unknown' }]],
		['empty', undefined, [{ outcome: 'unknown' }, { outcome: 'unknown' }]],
	])('%s', (_what, answer, verdicts) => {
		expect(judgeLinks([A, B], answer)).toEqual(verdicts);
	});

	it('gives each request its own link, in whatever order they are answered', () => {
		const link = fc.record(
			{
				advertiserId: fc.integer({ min: 1, max: 3 }),
				destinationUrl: fc.constantFrom('https://a.example/1', 'https://a.example/2'),
				parameters: fc.record({ clickref: fc.constantFrom('x', 'y') }),
			},
			{ requiredKeys: ['advertiserId'] },
		);
		fc.assert(
			fc.property(
				fc
					.array(link, { minLength: 1, maxLength: 8 })
					.chain((links) =>
						fc.tuple(fc.constant(links), fc.shuffledSubarray(links, { minLength: links.length })),
					),
				([links, shuffled]) => {
					const answer = { responses: shuffled.map((request) => entry(request)) };

					expect(judgeLinks(links, answer)).toEqual(links.map((one) => created(urlOf(one))));
				},
			),
		);
	});
});

it('without the requests, and in whatever order, nobody gets the link of somebody else', () => {
	const pages = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 });
	const answers = pages.chain((given) =>
		fc.tuple(
			fc.constant(given.map((page) => linkTo(page))),
			fc.shuffledSubarray(given, { minLength: 0 }),
			fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
		),
	);
	fc.assert(
		fc.property(answers, ([requests, answered, areMade]) => {
			const responses = answered.map((page, index) =>
				areMade[index]
					? entry(linkTo(page), {})
					: { status: 400, body: { description: `no ${page}` } },
			);
			const verdicts = judgeLinks(requests, { responses });

			verdicts.forEach((verdict, place) => {
				const url = verdict.outcome === 'created' ? verdict.url : urlOf(requests[place]);
				expect(url).toBe(urlOf(requests[place]));
			});
			if (responses.length === requests.length && areMade.every(Boolean)) {
				expect(verdicts).toEqual(requests.map((one) => created(urlOf(one))));
			}
		}),
	);
});

it('a link is for who asked for it, and what was asked for', () => {
	const request: WireLink = {
		advertiserId: 1001,
		destinationUrl: 'https://www.a.example/page',
		parameters: { clickref: 'x' },
	};
	const judge = (query: string) => {
		const url = `https://www.awin1.com/cread.php?${query}`;
		return judgeOwnLink(200, { url }, request, '45628').outcome;
	};

	expect(
		judge('awinmid=1001&awinaffid=45628&clickref=x&ued=https%3A%2F%2Fwww.a.example%2Fpage'),
	).toBe('created');
	expect(judge('awinmid=1001&awinaffid=45628&ued=https%3A%2F%2Fa.example%2Fpage%3Fa%3D1')).toBe(
		'created',
	);
	expect(judge('awinmid=2002&awinaffid=45628')).toBe('unknown');
	expect(judge('awinmid=1001&awinaffid=1')).toBe('unknown');
	expect(judge('awinmid=1001&awinaffid=45628&clickref=y')).toBe('unknown');
	expect(judge('awinmid=1001&ued=https%3A%2F%2Fb.example%2Fpage')).toBe('unknown');
	expect(judgeOwnLink(200, { url: 'https://tidd.ly/1' }, request, '45628').outcome).toBe('created');
});

describe('the quota of short links', () => {
	it.each<[unknown, object | undefined]>([
		[
			{ publisherId: '45628', limit: '200', usage: 12 },
			{ publisherId: 45628, limit: 200, usage: 12, remaining: 188 },
		],
		[
			{ publisherId: 45628, limit: 200, usage: 250 },
			{ publisherId: 45628, limit: 200, usage: 250, remaining: 0 },
		],
		[
			{ data: { limit: 100, usage: '7' } },
			{ publisherId: 45628, limit: 100, usage: 7, remaining: 93 },
		],
		[{ publisherId: '45628' }, { publisherId: 45628, limit: null, usage: null, remaining: null }],
		[
			{ publisherId: 45628, limit: 'many', usage: -1 },
			{ publisherId: 45628, limit: null, usage: null, remaining: null },
		],
		[{ publisherId: 99, limit: 200, usage: 12 }, undefined],
		[{}, undefined],
		[[], undefined],
		['', undefined],
		[undefined, undefined],
	])('%j', (answer, quota) => {
		expect(readLinkQuota(answer, '45628')).toEqual(quota);
	});
});
