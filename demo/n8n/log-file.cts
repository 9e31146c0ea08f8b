import { closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';

const READ_INTERVAL_MS = 250;
const TAIL_BYTES = 64 * 1024;

/** A file that a process writes its output into, and that is read along while it does. */
export class LogFile {
	/** To be given to the process as its stdout and stderr. */
	readonly descriptor: number;

	private readonly startByte: number;

	private toldByte: number;

	private readonly timer: NodeJS.Timeout | undefined;

	constructor(
		private readonly path: string,
		private readonly onLine?: (line: string) => void,
	) {
		mkdirSync(dirname(path), { recursive: true });
		this.descriptor = openSync(path, 'a');
		this.startByte = fstatSync(this.descriptor).size;
		this.toldByte = this.startByte;
		if (onLine !== undefined) this.timer = setInterval(() => this.tellNewLines(), READ_INTERVAL_MS);
		this.timer?.unref();
	}

	/** The last lines since this was opened; an older run's lines do not count. */
	lastLines(count: number): string {
		return this.readFrom(this.startByte, TAIL_BYTES).trimEnd().split('\n').slice(-count).join('\n');
	}

	/** To be called when the process has ended; the lines can still be asked for. */
	close(): void {
		clearInterval(this.timer);
		this.tellNewLines();
		closeSync(this.descriptor);
	}

	private tellNewLines(): void {
		if (this.onLine === undefined) return;
		const text = this.readFrom(this.toldByte);
		const complete = text.slice(0, text.lastIndexOf('\n') + 1);
		this.toldByte += Buffer.byteLength(complete);
		for (const line of complete.split('\n').slice(0, -1)) this.onLine(line);
	}

	private readFrom(startByte: number, maxBytes = Number.POSITIVE_INFINITY): string {
		const file = openSync(this.path, 'r');
		try {
			const endByte = fstatSync(file).size;
			const fromByte = Math.max(startByte, endByte - maxBytes);
			const bytes = Buffer.alloc(Math.max(endByte - fromByte, 0));
			readSync(file, bytes, 0, bytes.length, fromByte);
			return bytes.toString('utf8');
		} finally {
			closeSync(file);
		}
	}
}
