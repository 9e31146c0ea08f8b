/**
 * Lists that Awin gives in one answer, and that are the whole of it.
 *
 * Awin documents bare arrays without pages. Should one ever come in a wrapper that says that something went wrong, or that
 * there is more than this, the rows in it are not the list that was asked for: an empty one would say that nothing was sold,
 * a first page that nothing else was.
 */
import { findList, isJsonObject, type JsonObject } from './answers';
import { countIn, isNothing, lettersOf } from './complaints';

/**
 * Finds the list in an answer that is all of it.
 *
 * @param ownKeys see {@link findList}
 * @returns `undefined` where there is none, where the answer says that it is a refusal, and where it announces more
 */
export function findWholeList(answer: unknown, ownKeys: string[] = []): unknown[] | undefined {
	const list = findPage(answer, ownKeys);
	return list && !announcesMore(answer, list.length) ? list : undefined;
}

/** Like {@link findWholeList}, for one page of a list that comes in several. */
export function findPage(answer: unknown, ownKeys: string[] = []): unknown[] | undefined {
	return wrappersOf(answer).some(isRefusal) ? undefined : findList(answer, ownKeys);
}

/** Where an answer may speak of itself as a whole: beside the list, or in an object beside it. */
const ABOUT_THE_LIST = ['body', 'data', 'result', 'meta', 'metadata', 'page', 'pageInfo'];
const ABOUT_PAGES = ['pagination', 'paging', 'pages', 'links', '_links', ...ABOUT_THE_LIST];

function wrappersOf(answer: unknown, names = ABOUT_THE_LIST): JsonObject[] {
	if (!isJsonObject(answer)) return [];
	return [answer, ...names.map((name) => answer[name]).filter(isJsonObject)];
}

const GOOD_FLAG = /^(?:is)?(?:ok|success|successful|succeeded|complete)$/;
const BAD_FLAG = /^(?:is)?(?:truncated|partial|incomplete|failed)$/;
const ERRORS = /^(?:has)?errors?$/;
const STATE = /^(?:status|state|result|outcome)$/;
const BAD_STATE =
	/^(?:errors?|exception|fail(?:ed|ure)?|partial|refused|rejected|denied|unavailable)$/i;

function isRefusal(wrapper: JsonObject): boolean {
	return Object.entries(wrapper).some(([name, value]) => {
		const letters = lettersOf(name);
		if (GOOD_FLAG.test(letters)) return value === false || value === 'false';
		if (BAD_FLAG.test(letters)) return value === true || value === 'true';
		if (ERRORS.test(letters)) return !isNothing(value);
		return STATE.test(letters) && typeof value === 'string' && BAD_STATE.test(value.trim());
	});
}

const MORE_FLAG = /^(?:has)?(?:more|next|nextpage|morepages|moreavailable|moreresults)$/;
const LAST_FLAG = /^(?:is)?last(?:page)?$/;
const NEXT = /^next(?:page|pagenumber|pagetoken|pageurl|cursor|token|link|url)?$/;
const ROWS = /^total(?:count|elements|items|results|rows|records|rowsavailable|number)$/;
const PAGES = /^(?:total|number|count)?(?:of)?pages(?:available|count|total)?$|^pagecount$/;
const PAGE_SIZE = /^(?:page|pagenumber|pagesize|perpage|limit|offset|size)$/;

function announcesMore(answer: unknown, rowsGiven: number): boolean {
	return wrappersOf(answer, ABOUT_PAGES).some((wrapper, place) => {
		const members = Object.entries(wrapper).map(
			([name, value]) => [lettersOf(name), value] as const,
		);
		// A plain total may be a sum of money, but not beside the number of a page.
		const isOfPages = place > 0 || members.some(([name]) => PAGE_SIZE.test(name));
		return members.some(([name, value]) => {
			if (LAST_FLAG.test(name)) return value === false;
			if (MORE_FLAG.test(name) && typeof value === 'boolean') return value;
			if (NEXT.test(name)) return !isNothing(value);
			const count = countIn(value) ?? 0;
			if (PAGES.test(name)) return count > 1;
			return (ROWS.test(name) || (isOfPages && name === 'total')) && count > rowsGiven;
		});
	});
}
