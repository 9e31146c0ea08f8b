/**
 * What became of an uploaded feed, by what Awin answered.
 */
import { findMember, isJsonObject, readComplaint } from './answers';
import { complainsByText } from './complaints';
import { COMPLAINT_LISTS, IN_PART, lookThrough } from './feedAnswers';

type RestReason =
	/** Awin refused the feed as a whole, because of other products or with words of its own. */
	| 'otherProducts'
	| 'refused'
	/** It complains, and the complaint names no product of this feed. */
	| 'unplaced'
	/** It counts fewer products than were sent, and does not say which are missing. */
	| 'fewer'
	/** It says of the feed as a whole that it is not in use. */
	| 'paused'
	/** It says nothing that an answer to a feed would say. */
	| 'unsaid';

export interface FeedVerdict {
	/** What Awin has against a product, by its place in the feed (from 0). */
	rejected: Map<number, string[]>;
	/** What became of all other products. */
	rest: 'accepted' | 'rejected' | 'unknown';
	restReason: RestReason | null;
	/** What Awin says of the feed as a whole; null where it says nothing. */
	words: string | null;
}

/** @param ids of the products as they were sent, in their order */
export function judgeFeed(
	ids: string[],
	{ status, answer }: { status: number; answer: unknown },
): FeedVerdict {
	const places = new Map(ids.map((id, place) => [id, place]));
	const { complaints, signs, counts } = lookThrough(answer, (id) => places.has(id));
	const rejected = new Map<number, string[]>();
	const unplaced: string[] = [];
	const countsFromZero = complaints.some(({ line }) => line === 0);
	for (const { id, line, index, message } of complaints) {
		const byLine = index ?? (line === undefined ? undefined : line - (countsFromZero ? 0 : 1));
		const place = (id === undefined ? undefined : places.get(id)) ?? byLine;
		const isPlaced = place !== undefined && place >= 0 && place < ids.length;
		if (!isPlaced) unplaced.push(message);
		else if (rejected.has(place)) rejected.get(place)?.push(message);
		else rejected.set(place, [message]);
	}
	const placed = complaints.length - unplaced.length;
	// `errorCount: 2` beside two errors that found their products says nothing more.
	const open = signs.find(({ count = 0, isOfProducts, isOfFeed }) => {
		return isOfFeed || placed === 0 || count > (isOfProducts ? rejected.size : placed);
	});
	const whole = readComplaint(answer);
	const words = unplaced[0] ?? open?.words ?? whole?.description ?? whole?.error ?? null;
	const isRefused = status >= 400 || whole?.error !== undefined;
	if (isRefused) {
		const restReason = rejected.size > 0 ? 'otherProducts' : 'refused';
		return { rejected, rest: 'rejected', restReason, words };
	}
	if (unplaced.length > 0) return { rejected, rest: 'unknown', restReason: 'unplaced', words };
	const state = stateOf(answer);
	if (state !== undefined && isOutOfUse(state, placed > 0)) {
		return { rejected, rest: 'unknown', restReason: 'paused', words: words ?? state };
	}
	if (open) return { rejected, rest: 'unknown', restReason: 'unplaced', words };
	const fewest = Math.min(...counts.map(({ count }) => count));
	if (fewest < ids.length - rejected.size) {
		const told = counts.find(({ count }) => count === fewest);
		return { rejected, rest: 'unknown', restReason: 'fewer', words: told?.words ?? null };
	}
	// A status 200 alone says nothing: everything on the way to Awin answers so.
	const saysSo = [201, 202, 204].includes(status) || isAboutFeed(answer);
	if (!saysSo) return { rejected, rest: 'unknown', restReason: 'unsaid', words };
	return { rejected, rest: 'accepted', restReason: null, words };
}

function stateOf(answer: unknown): string | undefined {
	const state = isJsonObject(answer)
		? findMember(answer, ['status', 'feedStatus', 'state'])
		: undefined;
	return typeof state === 'string' ? state : undefined;
}

function isOutOfUse(state: string, areSomeNamed: boolean): boolean {
	return complainsByText(state) && !(areSomeNamed && IN_PART.test(state));
}

/** `status` and `version` are what clients read (not documented); the others are what a success is likely to say. */
const ABOUT_FEED = ['status', 'feedStatus', 'state', 'version', 'success', 'products', 'feedId'];

function isAboutFeed(answer: unknown): boolean {
	if (Array.isArray(answer)) return true;
	if (!isJsonObject(answer)) return false;
	if (COMPLAINT_LISTS.some((name) => name in answer)) return true;
	if (findMember(answer, COMPLAINT_LISTS) !== undefined) return true;
	const value = findMember(answer, ABOUT_FEED);
	return ['string', 'number', 'boolean'].includes(typeof value) && value !== false;
}
