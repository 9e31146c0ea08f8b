/**
 * Looking at a feed while it passes by: how much it is, and whether it is whole. Nothing is held but the line that is under
 * way and the one before it, so a feed may be of any size.
 */
import { isJsonObject, readComplaint, type AwinComplaint, type JsonObject } from './answers';

/** What a feed turned out to be once all of it has passed. */
export type FeedVerdict =
	| { kind: 'whole' }
	/** Awin broke off and says so in the last line (Get Enhanced Feed, "Last Line"). */
	| { kind: 'complaint'; complaint: AwinComplaint }
	| { kind: 'html' | 'cut' | 'empty' | 'other' };

/** No product is that long. What has no line break for so long is something else, and must not pile up in memory. */
const LONGEST_LINE = 16 * 1024 * 1024;

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const OPENING_BRACE = 0x7b;
const LESS_THAN = 0x3c;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

export class FeedMeter {
	bytes = 0;
	/** Known once the feed has been found whole. */
	products = 0;
	private lines = 0;
	/** The pieces of the line under way, and of the last one before it that is not blank. */
	private current: Buffer[] = [];
	private currentBytes = 0;
	private last: Buffer[] = [];
	private first: Buffer[] | undefined;
	private wrong: 'html' | 'other' | undefined;

	/**
	 * Takes the next piece.
	 *
	 * @returns whether this can still be a feed; if not, {@link finish} says what it is
	 */
	add(chunk: Buffer): boolean {
		this.bytes += chunk.length;
		let start = 0;
		for (
			let end = chunk.indexOf(LINE_FEED);
			end >= 0 && !this.wrong;
			end = chunk.indexOf(LINE_FEED, start)
		) {
			this.extend(chunk.subarray(start, end));
			this.endLine();
			start = end + 1;
		}
		if (!this.wrong && start < chunk.length) {
			this.extend(chunk.subarray(start));
			if (this.currentBytes > LONGEST_LINE) this.wrong = 'other';
		}
		return this.wrong === undefined;
	}

	/**
	 * Says what has passed.
	 *
	 * @param announcedBytes what the answer said it would be (`Content-Length`); of a packed answer it is the packed size
	 */
	finish(announcedBytes: number | undefined): FeedVerdict {
		if (this.wrong) return { kind: this.wrong };
		this.endLine();
		if (this.wrong) return { kind: this.wrong };
		if (announcedBytes !== undefined && this.bytes + packingSlack(this.bytes) < announcedBytes) {
			return { kind: 'cut' };
		}
		if (this.lines === 0) return { kind: 'empty' };
		const lastLine = parseLine(this.last);
		if (!isJsonObject(lastLine)) return { kind: this.lines === 1 ? 'other' : 'cut' };
		const firstLine = parseLine(this.first ?? []);
		if (!isJsonObject(firstLine)) return { kind: 'other' };
		const complaint = complaintIn(lastLine, this.lines === 1);
		if (complaint) return { kind: 'complaint', complaint };
		if (!PRODUCT_MEMBERS.some((name) => name in firstLine)) return { kind: 'other' };
		this.products = 'error' in lastLine ? this.lines - 1 : this.lines;
		return { kind: 'whole' };
	}

	private extend(piece: Buffer): void {
		if (this.currentBytes === 0) {
			const rest = piece.subarray(blanksBefore(piece, this.lines === 0));
			if (rest.length === 0) return;
			// Every line of a feed is an object; a web page begins with a tag.
			if (rest[0] !== OPENING_BRACE) this.wrong = rest[0] === LESS_THAN ? 'html' : 'other';
			this.current = [rest];
			this.currentBytes = rest.length;
			return;
		}
		this.current.push(piece);
		this.currentBytes += piece.length;
	}

	private endLine(): void {
		if (this.currentBytes === 0) return;
		this.lines++;
		this.last = this.current;
		this.first ??= this.current;
		this.current = [];
		this.currentBytes = 0;
	}
}

/** How many blanks a line begins with; the first one may begin with the mark that some tools put before UTF-8. */
function blanksBefore(piece: Buffer, isFirst: boolean): number {
	let at = isFirst && BYTE_ORDER_MARK.every((byte, place) => piece[place] === byte) ? 3 : 0;
	while (at < piece.length && piece[at] <= SPACE) at++;
	return at;
}

/** By how much an answer can be longer packed than unpacked: the frame, and some bytes for each block. */
function packingSlack(bytes: number): number {
	return 64 + bytes / 1000;
}

function parseLine(pieces: Buffer[]): unknown {
	try {
		return JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}

/** Every product of Google's format has them; some other object has none. */
const PRODUCT_MEMBERS = ['id', 'title', 'link'];

const ENVELOPE_MEMBERS = new Set(['code', 'description', 'message', 'path', 'status', 'timestamp']);

/** A product has no `error`; the line that Awin ends a broken feed with has. A refusal may also consist of words alone. */
function complaintIn(line: JsonObject, isOnly: boolean): AwinComplaint | undefined {
	const { error } = line;
	if (error === null || error === undefined || error === false || error === '') {
		const isEnvelope = isOnly && Object.keys(line).every((name) => ENVELOPE_MEMBERS.has(name));
		return isEnvelope ? readComplaint(line) : undefined;
	}
	const complaint = readComplaint(line);
	return complaint ?? { error: typeof error === 'number' ? `status ${error}` : 'no reason given' };
}
