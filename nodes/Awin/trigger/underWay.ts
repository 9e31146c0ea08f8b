/**
 * Reads that a poll has begun and could not wait for. n8n's durable scheduler gives a poll 36 seconds, and the list of a big
 * account may take Awin a minute: the read goes on, and the next poll has its answer.
 */
import type { Identity, Track } from './state';
import type { ListRead, ReadsUnderWay } from './reading';
import { scopeText } from './scope';

/** No call takes longer; a read that does is given up. */
const HANGING_AFTER_MS = 3 * 60_000;

interface Begun {
	/** From where it reads. */
	from: string;
	sinceMs: number;
	isDone: boolean;
	read: Promise<ListRead>;
}

/** The reads of one trigger, by list. */
export class LastingReads {
	private readonly begun = new Map<string, Begun>();

	/** @param settings all that decides about what Awin is asked */
	forPoll(settings: Identity, nowMs: number, timeIsUp: Promise<void>): ReadsUnderWay {
		const fromOf = (track: Track) => JSON.stringify([settings, track]);
		return {
			take: (track) => {
				const one = this.begun.get(placeOf(track));
				if (one?.from !== fromOf(track)) return undefined;
				return one.isDone || nowMs - one.sinceMs < HANGING_AFTER_MS ? one.read : undefined;
			},
			put: (track, read) => {
				const one = { from: fromOf(track), sinceMs: nowMs, isDone: false, read };
				this.begun.set(placeOf(track), one);
				const done = () => (one.isDone = true);
				read.then(done, done);
			},
			remove: (track) => {
				this.begun.delete(placeOf(track));
			},
			timeIsUp,
		};
	}
}

function placeOf({ dateType, scope }: Track): string {
	return `${dateType} ${scopeText(scope)}`;
}
