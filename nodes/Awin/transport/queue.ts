/**
 * Who waits for a call: in front, people before a screen and polls, which have seconds only; behind them the workflows that run
 * by themselves; each line first come, first served. Neither is held back for long: after some calls of the line in front,
 * one goes for the other.
 */

/** Somebody in front of a screen, the poll of a trigger, or a workflow that runs by itself. */
export type Asker = 'person' | 'poll' | 'background';

type Line = 'front' | 'background';

/** One call's place in the queue, and later what became of it. */
export interface Ticket {
	readonly asker: Asker;
	/** It was refused before, and goes before those that came after it. */
	readonly isAgain: boolean;
	/** Nobody else was waiting when it came. */
	cameFirst: boolean;
	/** Awin has refused everything for so long that there is no use in waiting. */
	isHopeless?: boolean;
	/** Set when the call has started. */
	startedMs?: number;
	/** It went early, to see whether there is room for more. */
	isTrial?: boolean;
	isRefused?: boolean;
}

/** So many calls of the line in front in a row, then one of those that wait behind it. */
const MOST_IN_A_ROW = 3;

export class Queue {
	private readonly waiting: Record<Line, Ticket[]> = { front: [], background: [] };
	/** Calls of the line in front that went since the last one of the background, while some of the background waited. */
	private frontInARow = 0;

	get length(): number {
		return this.waiting.front.length + this.waiting.background.length;
	}

	enter(asker: Asker, isAgain: boolean): Ticket {
		const ticket: Ticket = { asker, isAgain, cameFirst: this.length === 0 };
		const line = this.waiting[lineOf(asker)];
		const place = isAgain ? line.findIndex((other) => !other.isAgain) : -1;
		line.splice(place < 0 ? line.length : place, 0, ticket);
		return ticket;
	}

	leave(ticket: Ticket): void {
		const line = this.waiting[lineOf(ticket.asker)];
		const place = line.indexOf(ticket);
		if (place >= 0) line.splice(place, 1);
	}

	/** Takes the ticket whose call starts now. */
	take(ticket: Ticket): void {
		this.leave(ticket);
		const isAhead = lineOf(ticket.asker) === 'front' && this.waiting.background.length > 0;
		this.frontInARow = isAhead ? this.frontInARow + 1 : 0;
	}

	/** How many calls go before this one. */
	ahead(ticket: Ticket): number {
		const { front, background } = this.waiting;
		const inARow = Math.min(this.frontInARow, MOST_IN_A_ROW);
		const line = lineOf(ticket.asker);
		const inLine = this.waiting[line].indexOf(ticket);
		const ofOthers =
			line === 'front'
				? Math.min(background.length, Math.floor((inLine + inARow) / MOST_IN_A_ROW))
				: Math.min(front.length, (inLine + 1) * MOST_IN_A_ROW - inARow);
		return inLine + ofOthers;
	}

	giveUp(): void {
		for (const ticket of [...this.waiting.front, ...this.waiting.background]) {
			ticket.isHopeless = true;
		}
	}
}

function lineOf(asker: Asker): Line {
	return asker === 'background' ? 'background' : 'front';
}
