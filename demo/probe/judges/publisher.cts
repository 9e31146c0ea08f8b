/** What only publishers have: programmes, offers, short links, questions about transactions, product feeds. */
import { findRows, idOf, isDone, isObject, rowsOf } from '../look.cts';
import type { Answer } from '../caller.cts';
import type { Json } from '../look.cts';
import type { Judge, Verdicts } from '../verdicts.cts';

const NOT_ANSWERED = 'it was not answered';
const NO_PROGRAMME = 'no programme that the publisher has joined was seen';

export const judgeProgrammes: Judge = ({ answers }, verdicts) => {
	const { programmes, programmeDetails, commissionGroups } = answers;
	const member = findRows(programmes)?.member;
	if (member === 'none' || member === 'programmes') verdicts.tell('programmesWrapper', member);
	verdicts.cannotTell('programmesWrapper', NOT_ANSWERED);

	const info = memberOf(programmeDetails, 'programmeInfo');
	const { deeplinkEnabled, membershipStatus } = isObject(info) ? info : ({} as Json);
	if (typeof deeplinkEnabled === 'boolean') verdicts.tell('deeplinkEnabledAsText', false);
	else if (typeof deeplinkEnabled === 'string') verdicts.tell('deeplinkEnabledAsText', true);
	verdicts.cannotTell('deeplinkEnabledAsText', NO_PROGRAMME);
	if (typeof membershipStatus === 'string' && /^[a-z]/i.test(membershipStatus)) {
		verdicts.tell('membershipStatusInLowerCase', /^[a-z]/.test(membershipStatus));
	}
	verdicts.cannotTell('membershipStatusInLowerCase', NO_PROGRAMME);

	if (memberOf(commissionGroups, 'ratesStart') !== undefined) {
		verdicts.tell('commissionRatesOn', 'envelope');
	} else if (rowsOf(commissionGroups).some((group) => 'ratesStart' in group)) {
		verdicts.tell('commissionRatesOn', 'groups');
	}
	verdicts.cannotTell('commissionRatesOn', NO_PROGRAMME);
};

function memberOf(answer: Answer | undefined, name: string): unknown {
	return isDone(answer) && isObject(answer.value) ? answer.value[name] : undefined;
}

export const judgeQuota: Judge = ({ answers: { quota } }, verdicts) => {
	const value = isDone(quota) && isObject(quota.value) ? quota.value : null;
	if (value) {
		const { limit, usage } = value;
		if (limit === undefined && usage === undefined) verdicts.tell('quotaFigures', 'missing');
		else if (typeof limit === 'number') verdicts.tell('quotaFigures', 'numbers');
		else if (typeof limit === 'string') verdicts.tell('quotaFigures', 'documented');
		if (/^\d{1,9}$/.test(String(limit))) verdicts.tell('shortLinkLimit', Number(limit));
	}
	verdicts.cannotTell('quotaFigures', NOT_ANSWERED);
	verdicts.cannotTell('shortLinkLimit', value ? 'the answer has no limit' : NOT_ANSWERED);
};

const OFFER_MEMBERS = ['data', 'offers', 'promotions', 'results', 'none'] as const;

export const judgeOffers: Judge = ({ answers }, verdicts) => {
	const list = findRows(answers.offers);
	const wrapper = OFFER_MEMBERS.find((known) => known === list?.member);
	if (wrapper) verdicts.tell('offersWrapper', wrapper);
	verdicts.cannotTell('offersWrapper', list ? 'the list stands elsewhere' : NOT_ANSWERED);

	const seen = list?.rows.length ?? 0;
	const pagination = memberOf(answers.offers, 'pagination');
	if (isObject(pagination)) judgeTotal(pagination, seen, verdicts);
	verdicts.cannotTell('offersTotal', list ? 'the list has no totals' : NOT_ANSWERED);

	const beyond = findRows(answers.offersPastEnd)?.rows;
	if (beyond && seen > 0) {
		verdicts.tell('offersPastEnd', beyond.length === 0 ? 'empty' : 'repeated');
	}
	verdicts.cannotTell('offersPastEnd', seen === 0 ? 'there is no offer' : NOT_ANSWERED);
};

function judgeTotal(pagination: Json, seen: number, verdicts: Verdicts): void {
	const { total, totalResults } = pagination;
	if (typeof total === 'string') verdicts.tell('offersTotal', 'text');
	else if (typeof total === 'number') {
		// Where all offers are on the page, a right total and one that is too low cannot be mistaken for one another.
		verdicts.tell('offersTotal', total < seen ? 'too low' : 'number');
	} else if (totalResults !== undefined) verdicts.tell('offersTotal', 'pages');
	else verdicts.tell('offersTotal', 'missing');
}

const TOO_FEW_QUERIES = 'there are too few questions about transactions';

export const judgeQueries: Judge = ({ answers }, verdicts) => {
	const byIds = findRows(answers.queriesByIds)?.rows;
	const byId = findRows(answers.queriesById)?.rows;
	if (byIds && byId) {
		if (byIds.length === 0 && byId.length > 0) {
			verdicts.tell('queriesAdvertiserFilter', 'advertiserIds');
		} else if (byId.length === 0 && byIds.length > 0) {
			verdicts.tell('queriesAdvertiserFilter', 'advertiserId');
		}
	}
	const isAnyThere = (byIds?.length ?? 0) + (byId?.length ?? 0) > 0;
	verdicts.cannotTell(
		'queriesAdvertiserFilter',
		isAnyThere ? 'the filter is not looked at' : TOO_FEW_QUERIES,
	);

	const first = (byIds?.length ?? 0) > 0 ? answers.queriesByIds : answers.queriesById;
	const rows = rowsOf(first);
	const second = findRows(answers.queriesSecondPage)?.rows;
	if (second && rows.length > 1) {
		const [next] = second;
		if (next && idOf(next) === idOf(rows[0])) verdicts.tell('queriesPages', 'always the first');
		else if (next && idOf(next) === idOf(rows[1])) verdicts.tell('queriesPages', 'asked');
	}
	verdicts.cannotTell('queriesPages', TOO_FEW_QUERIES);
	judgeQueryTotals(first, answers.queriesSecondPage, rows.length, verdicts);
	verdicts.cannotTell('queriesTotals', TOO_FEW_QUERIES);
};

/** @param second a page of one row; `first` has a hundred to a page, `seen` of which are there */
function judgeQueryTotals(
	first: Answer | undefined,
	second: Answer | undefined,
	seen: number,
	verdicts: Verdicts,
): void {
	const [rows, rowsThen] = [first, second].map((one) => memberOf(one, 'totalRowsAvailable'));
	const [pages, pagesThen] = [first, second].map((one) => memberOf(one, 'totalPagesAvailable'));
	if (!isDone(first) || !isDone(second)) return;
	if (rowsThen === undefined && pagesThen === undefined) verdicts.tell('queriesTotals', 'missing');
	if (typeof rows !== 'number' || typeof rowsThen !== 'number') return;
	// With nothing or one thing to count, right and wrong totals look alike.
	if (rowsThen === rows + 1 && pages === 2 && pagesThen === 3)
		verdicts.tell('queriesTotals', 'growing');
	else if (seen < 2) return;
	else if (rowsThen < rows) verdicts.tell('queriesTotals', 'one page');
	else if (pagesThen === rowsThen) verdicts.tell('queriesTotals', 'right');
	else if (pagesThen === 1) verdicts.tell('queriesTotals', 'too low');
}

export const judgeFeed: Judge = ({ answers: { feed } }, verdicts) => {
	const why = 'no product feed was found to look at';
	if (feed?.status === 200) {
		const isPacked = feed.headers['content-encoding'] === 'gzip';
		verdicts.tell('feedPacked', isPacked);
		if ('content-length' in feed.headers) verdicts.tell('feedLength', 'announced');
		// Packed while it is sent, no feed has a length.
		else if (!isPacked) verdicts.tell('feedLength', 'chunked');
		if (feed.isWhole) {
			const last = feed.text.trimEnd().split('\n').at(-1) ?? '';
			const value: unknown = feed.value ?? parsed(last);
			verdicts.tell('feedEnd', isObject(value) && 'error' in value ? 'error' : 'whole');
		}
	}
	verdicts.cannotTell('feedPacked', why);
	verdicts.cannotTell('feedLength', feed?.status === 200 ? 'the feed is packed' : why);
	verdicts.cannotTell('feedEnd', feed?.status === 200 ? 'the feed has more than 8 MB' : why);
};

function parsed(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
