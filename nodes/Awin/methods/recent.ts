/**
 * What a picker asks Awin for. Every letter typed into a list asks again; all of that together is to cost one of the twenty
 * calls a minute, so an answer is kept for that long.
 */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { CREDENTIAL_NAME, readCredential, tokenKey } from '../transport/credentials';
import { unreadableError } from '../transport/errors';
import { systemClock } from '../transport/gate';
import { Awin, type Call } from '../transport/request';

/** How long a person looks at an open list; a picker that waits a minute for its turn is no help. */
const PATIENCE_MS = 15_000;
const RECENT_MS = 60_000;
const KEPT_LISTS = 20;

interface RecentList<Row> {
	/** By the clock, when the answer was there; null while it is coming. */
	atMs: number | null;
	rows: Promise<Row[]>;
}

/**
 * A list that a picker shows, asked for at most once a minute for each token and question. Whoever wants it while it is
 * coming waits for the same answer: n8n asks for each letter typed, and for the same list from several pickers at once.
 */
export class RecentLists<Row> {
	private readonly recent = new Map<string, RecentList<Row>>();

	/**
	 * @param read takes the rows out of Awin's answer; `undefined` where it holds none
	 * @param patienceMs longer only for what Awin is known to be slow with
	 */
	constructor(
		private readonly read: (answer: unknown) => Row[] | undefined,
		private readonly patienceMs = PATIENCE_MS,
	) {}

	async get(context: ILoadOptionsFunctions, call: Call): Promise<Row[]> {
		const reading = readCredential(await context.getCredentials(CREDENTIAL_NAME));
		const token = reading.ok ? tokenKey(reading.credential) : '';
		const key = JSON.stringify([token, call.path, call.query]);
		const known = this.recent.get(key);
		if (known && !isOld(known)) return await known.rows;

		const list: RecentList<Row> = { atMs: null, rows: this.ask(context, call) };
		this.keep(key, list);
		list.rows.then(
			() => (list.atMs = systemClock.nowMs()),
			// What failed is asked for anew by whoever comes next.
			() => this.recent.get(key) === list && this.recent.delete(key),
		);
		return await list.rows;
	}

	private async ask(context: ILoadOptionsFunctions, call: Call): Promise<Row[]> {
		const awin = Awin.withPatience(context, this.patienceMs);
		const answer = await awin.read(call);
		const rows = this.read(answer);
		if (!rows) throw unreadableError(context.getNode(), answer);
		return rows;
	}

	/** The list that was asked for first makes room. */
	private keep(key: string, list: RecentList<Row>): void {
		this.recent.delete(key);
		const [oldest] = this.recent.keys();
		if (this.recent.size >= KEPT_LISTS && oldest !== undefined) this.recent.delete(oldest);
		this.recent.set(key, list);
	}
}

function isOld({ atMs }: RecentList<unknown>): boolean {
	return atMs !== null && systemClock.nowMs() - atMs >= RECENT_MS;
}

interface Entry {
	name: string;
	value: string;
}

/** Narrows a list down by what was typed into it, and puts it in order. */
export function narrowDown(entries: Entry[], filter: string | undefined): Entry[] {
	const wanted = plain(filter?.trim() ?? '');
	return entries
		.filter(({ name }) => plain(name).includes(wanted))
		.sort((a, b) => a.name.localeCompare(b.name));
}

/** Without accents and capitals: whoever types "muller" means "Müller" too, in whichever of the two forms that has. */
function plain(text: string): string {
	return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
}

/** How much of a list an open picker shows at first; scrolling down asks for more. */
const SHOWN_AT_ONCE = 100;

/**
 * One page of a list, as n8n's pickers take it.
 *
 * @param token what the page before ended with; nothing for the first
 */
export function pageOf(entries: Entry[], token: string | undefined): INodeListSearchResult {
	const given = Number(token ?? 0);
	const from = Number.isInteger(given) && given > 0 ? given : 0;
	const to = from + SHOWN_AT_ONCE;
	return {
		results: entries.slice(from, to),
		...(to < entries.length ? { paginationToken: String(to) } : {}),
	};
}
