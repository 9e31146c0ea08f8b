/**
 * What a picker asks Awin for. Every letter typed into a list asks again; all of that together is to cost one of the twenty
 * calls a minute, so an answer is kept for that long.
 */
import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { CREDENTIAL_NAME, readCredential, tokenKey } from '../transport/credentials';
import { unreadableError } from '../transport/errors';
import { systemClock } from '../transport/gate';
import { Awin, type Call } from '../transport/request';

/** How long a person looks at an open list; a picker that waits a minute for its turn is no help. */
const PATIENCE_MS = 15_000;
const RECENT_MS = 60_000;
const KEPT_LISTS = 20;

/** A list that a picker shows, asked for at most once a minute for each token and question. */
export class RecentLists<Row> {
	private readonly recent = new Map<string, { atMs: number; rows: Row[] }>();

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
		const nowMs = systemClock.nowMs();
		const known = this.recent.get(key);
		if (known && nowMs - known.atMs < RECENT_MS) return known.rows;

		const awin = Awin.withPatience(context, this.patienceMs);
		const rows = this.read(await awin.read(call));
		if (!rows) throw unreadableError(context.getNode());
		if (this.recent.size >= KEPT_LISTS) this.recent.clear();
		this.recent.set(key, { atMs: nowMs, rows });
		return rows;
	}
}

/** Narrows a list down by what was typed into it, and puts it in order. */
export function narrowDown(
	entries: Array<{ name: string; value: string }>,
	filter: string | undefined,
): Array<{ name: string; value: string }> {
	const wanted = filter?.trim().toLowerCase() ?? '';
	return entries
		.filter(({ name }) => name.toLowerCase().includes(wanted))
		.sort((a, b) => a.name.localeCompare(b.name));
}
