/**
 * What the runs of one node in one execution have done together.
 *
 * n8n runs a node once for each round of a loop, for each call of a sub-workflow and for each try of *Retry On Fail*. What
 * is promised for a whole run has to hold for all of them together, so each run notes what it lets go, and sees what the
 * runs before it have noted.
 *
 * The notes lie where n8n itself keeps what a node has to know from round to round (*Loop Over Items* does so): with the
 * execution's own data. They end with the execution, and stay with it where it waits. A sub-workflow is an execution of its
 * own for every call; its runs share what they note by the execution that calls it, in this process only, because n8n runs
 * sub-workflows in the process of the one that calls them.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { isJsonObject } from '../../api/answers';
import { callerOf, executionIdOf, runIndexOf } from './executionPlace';

/** How much was let go. Totals are in minor units by currency. */
interface Sums {
	rows: number;
	totals: Record<string, number>;
}

/** They are stored as JSON where an execution waits. */
interface Notes {
	/** Of the runs that are no longer kept apart. */
	before: Sums;
	/** Of the latest runs, each by its key; a further try of the same run takes the place of the one before it. */
	runs: Record<string, Sums>;
	/** What was asked for under which name in which run, oldest first; three lists, which take the least room. */
	names: string[];
	/** Empty where it was certainly not done. */
	whats: string[];
	byRuns: string[];
}

/** Only runs that may be tried again have to be kept apart. */
export const MOST_RUNS_APART = 1000;
/** Some 30 bytes each in the execution's data, where the items themselves take a thousand. */
export const MOST_NAMES = 200_000;
/** Executions that call sub-workflows end without a word; the one that was used longest ago gives way. */
export const MOST_CALLERS = 1000;
/** For all of those together. */
const MOST_NAMES_OF_CALLERS = 2 * MOST_NAMES;

const CONTEXT_KEY = 'awin';

interface EarlierDeed {
	what: string;
	/** By an earlier try of this very run; otherwise by another round of the loop or another call. */
	isOwnTry: boolean;
}

export class ExecutionNotes {
	private constructor(
		private readonly notes: Notes,
		private readonly runKey: string,
	) {}

	/** The notes of the node that runs in this context. Where n8n says nothing of the execution, they are empty ones. */
	static of(context: IExecuteFunctions): ExecutionNotes {
		const runIndex = runIndexOf(context);
		const executionId = executionIdOf(context);
		const caller = callerOf(context);
		if (caller !== undefined) {
			const { id: nodeId } = context.getNode();
			const key = [caller, context.getWorkflow().id, nodeId].join(' ');
			return new ExecutionNotes(sharedNotes(key), `${executionId} ${runIndex}`);
		}
		const own = ownNotes(context);
		if (own) return new ExecutionNotes(own, String(runIndex));
		if (executionId === undefined) return new ExecutionNotes(emptyNotes(), '');
		const { name } = context.getNode();
		return new ExecutionNotes(sharedNotes(`${executionId} ${name}`), String(runIndex));
	}

	/** What the other runs have let go: earlier rounds and calls, not earlier tries of this run. */
	earlierRows(): number {
		return this.others().reduce((sum, { rows }) => sum + rows, 0);
	}

	/** Like {@link earlierRows}: sums in minor units by currency. */
	earlierTotals(): Map<string, number> {
		const sums = new Map<string, number>();
		for (const { totals } of this.others()) addTotals(sums, Object.entries(totals));
		return sums;
	}

	/** What this run has let go so far, in its earlier tries. */
	ownRows(): number {
		return this.own().rows;
	}

	/** Like {@link ownRows}: sums in minor units by currency. */
	ownTotals(): Map<string, number> {
		return new Map(Object.entries(this.own().totals));
	}

	/** Notes how many rows this run lets go. An earlier try of it is not counted beside it. */
	letRowsGo(rows: number): void {
		this.own().rows = rows;
	}

	/** Like {@link letRowsGo}, for sums in minor units by currency. */
	letTotalsGo(totals: Map<string, number>): void {
		this.own().totals = Object.fromEntries(totals);
	}

	/** Whether nothing was noted so far: then there is no need to look. */
	get hasNoDeeds(): boolean {
		return this.notes.names.length === 0;
	}

	/** Whether earlier runs may have done more than there is room to note, so that what is not noted may be done as well. */
	get mayHaveForgotten(): boolean {
		const { names, byRuns } = this.notes;
		return names.length >= MOST_NAMES && byRuns.some((runKey) => runKey !== this.runKey);
	}

	/** What was asked for under any of these names earlier in the execution. */
	deedOf(names: string[]): EarlierDeed | undefined {
		if (this.hasNoDeeds) return undefined;
		const places = placesOf(this.notes);
		for (const name of names) {
			const place = places.get(name);
			const what = place === undefined ? '' : this.notes.whats[place];
			if (place === undefined || what === '') continue;
			return { what, isOwnTry: this.notes.byRuns[place] === this.runKey };
		}
		return undefined;
	}

	/** All that was asked for under each of these names, with its place among everything; in one look, as there may be many. */
	everyDeedOf(names: ReadonlySet<string>): Map<string, Array<{ place: number; what: string }>> {
		const deeds = new Map<string, Array<{ place: number; what: string }>>();
		this.notes.names.forEach((name, place) => {
			const what = this.notes.whats[place];
			if (what === '' || !names.has(name)) return;
			const same = deeds.get(name);
			if (same) same.push({ place, what });
			else deeds.set(name, [{ place, what }]);
		});
		return deeds;
	}

	/**
	 * Notes what is asked for under some names.
	 *
	 * @param what not empty
	 * @returns the place of the note for {@link changeDeed}, or -1 where there is no room for it
	 */
	noteDeed(names: string[], what: string): number {
		const { names: all, whats, byRuns } = this.notes;
		if (all.length + names.length > MOST_NAMES) return this.replaceDeed(names, what);
		const place = all.length;
		for (const name of names) {
			all.push(name);
			whats.push(what);
			byRuns.push(this.runKey);
		}
		return place;
	}

	/**
	 * Says something else of what was noted at a place, for as many names as were given; with an empty text, that it was
	 * certainly not done.
	 */
	changeDeed(place: number, count: number, what: string): void {
		for (let at = place; place >= 0 && at < place + count; at++) this.notes.whats[at] = what;
	}

	/** Like {@link changeDeed}, with more behind what was noted. */
	addToDeed(place: number, count: number, more: string): void {
		if (place >= 0) this.changeDeed(place, count, this.notes.whats[place] + more);
	}

	/** For what was certainly not done. */
	forgetDeed(names: string[]): void {
		const places = placesOf(this.notes);
		for (const name of names) {
			const place = places.get(name);
			if (place !== undefined) this.notes.whats[place] = '';
		}
	}

	/** Where the notes are full, those of the same names can still be brought up to date. */
	private replaceDeed(names: string[], what: string): number {
		const places = placesOf(this.notes);
		const known = names.flatMap((name) => places.get(name) ?? []);
		if (known.length < names.length) return -1;
		for (const place of known) {
			this.notes.whats[place] = what;
			this.notes.byRuns[place] = this.runKey;
		}
		return known.length === 1 ? known[0] : -1;
	}

	private others(): Sums[] {
		const { before, runs } = this.notes;
		const others = Object.entries(runs).filter(([key]) => key !== this.runKey);
		return [before, ...others.map(([, sums]) => sums)];
	}

	private own(): Sums {
		const { before, runs } = this.notes;
		if (!Object.hasOwn(runs, this.runKey)) {
			const [oldest, ...rest] = Object.keys(runs);
			if (rest.length + 1 >= MOST_RUNS_APART) {
				const { rows, totals } = runs[oldest];
				const sums = new Map(Object.entries(before.totals));
				addTotals(sums, Object.entries(totals));
				this.notes.before = { rows: before.rows + rows, totals: Object.fromEntries(sums) };
				delete runs[oldest];
			}
			runs[this.runKey] = { rows: 0, totals: {} };
		}
		return runs[this.runKey];
	}
}

function addTotals(sums: Map<string, number>, totals: Iterable<[string, number]>): void {
	for (const [currency, minor] of totals) sums.set(currency, (sums.get(currency) ?? 0) + minor);
}

function emptyNotes(): Notes {
	return { before: { rows: 0, totals: {} }, runs: {}, names: [], whats: [], byRuns: [] };
}

function isNotes(value: unknown): value is Notes {
	return (
		isJsonObject(value) &&
		isJsonObject(value.before) &&
		isJsonObject(value.runs) &&
		[value.names, value.whats, value.byRuns].every(Array.isArray)
	);
}

/** The notes in the execution's own data; `undefined` where n8n has none for it. */
function ownNotes(context: IExecuteFunctions): Notes | undefined {
	try {
		const place = context.getContext('node') as Record<string, unknown>;
		const stored = place[CONTEXT_KEY];
		if (isNotes(stored)) return stored;
		const notes = emptyNotes();
		place[CONTEXT_KEY] = notes;
		return notes;
	} catch {
		return undefined;
	}
}

interface Places {
	byName: Map<string, number>;
	/** How many of the names are in it. */
	upTo: number;
}

const placesByNotes = new WeakMap<Notes, Places>();

/** Where the latest note of each name stands. Most executions run the node once, and never need it. */
function placesOf(notes: Notes): Map<string, number> {
	let places = placesByNotes.get(notes);
	if (!places) {
		places = { byName: new Map(), upTo: 0 };
		placesByNotes.set(notes, places);
	}
	for (; places.upTo < notes.names.length; places.upTo++) {
		places.byName.set(notes.names[places.upTo], places.upTo);
	}
	return places.byName;
}

const shared = new Map<string, Notes>();

function sharedNotes(key: string): Notes {
	const notes = shared.get(key) ?? emptyNotes();
	// Taken out and put back, it is the newest.
	shared.delete(key);
	shared.set(key, notes);
	let named = [...shared.values()].reduce((sum, { names: { length } }) => sum + length, 0);
	for (const [oldKey, old] of shared) {
		const isRoom = shared.size <= MOST_CALLERS && named <= MOST_NAMES_OF_CALLERS;
		if (isRoom || oldKey === key) break;
		named -= old.names.length;
		shared.delete(oldKey);
	}
	return notes;
}
