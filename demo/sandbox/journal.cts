import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AwinSandbox } from './awin.cts';
import type { LedgerEntry } from './ledger.cts';
import { MINUTE_MS } from './zones.cts';

interface LiveLine {
	kind: 'live';
	fromMs: number;
	toMs: number;
}

/** How far ahead the end of a live stretch is written down, should the process die. */
const LIVE_AHEAD_MS = 10 * MINUTE_MS;

/**
 * Keeps every change made through the API in a file, one JSON line each, and makes the changes again at the next start, so
 * that a demo survives a restart. Also keeps when the world was live, since those sales exist for such times only.
 */
export class Journal {
	private liveFromMs: number | null = null;
	private liveToMs = -Infinity;

	constructor(
		private readonly awin: AwinSandbox,
		private readonly file: string,
	) {}

	/** Makes the file's changes again, then follows the sandbox's. */
	open(): void {
		mkdirSync(dirname(this.file), { recursive: true });
		if (existsSync(this.file)) {
			const lines = readFileSync(this.file, 'utf8').split('\n');
			for (const line of lines) this.replay(line);
			// A line that was cut off must not swallow the next one.
			if (lines.at(-1) !== '') appendFileSync(this.file, '\n');
		}
		this.awin.onEntry = (entry) => this.write(entry);
	}

	/** Starts a live stretch now. */
	startLive(): void {
		this.liveFromMs = this.awin.world.live(this.awin.now()).fromMs;
		this.touch();
	}

	/** Writes down that the live stretch goes on; called with every request, writes rarely. */
	touch(): void {
		const nowMs = this.awin.now();
		if (this.liveFromMs === null || nowMs + LIVE_AHEAD_MS / 2 < this.liveToMs) return;
		this.liveToMs = nowMs + LIVE_AHEAD_MS;
		this.write({ kind: 'live', fromMs: this.liveFromMs, toMs: this.liveToMs });
	}

	/** Ends the live stretch; nothing is written afterwards. */
	close(): void {
		if (this.liveFromMs !== null) {
			const toMs = Math.max(this.awin.now(), this.liveFromMs);
			this.write({ kind: 'live', fromMs: this.liveFromMs, toMs });
		}
		this.awin.onEntry = null;
	}

	private replay(line: string): void {
		let entry: LedgerEntry | LiveLine;
		try {
			entry = JSON.parse(line) as LedgerEntry | LiveLine;
		} catch {
			// The last line of a process that died while writing.
			return;
		}
		if (entry.kind === 'live') this.awin.world.live(entry.fromMs, entry.toMs);
		else this.awin.replay(entry);
	}

	private write(line: LedgerEntry | LiveLine): void {
		appendFileSync(this.file, `${JSON.stringify(line)}\n`);
	}
}
