/**
 * Who waits for a call: people in front of a screen first, the workflows that run by themselves behind them, and each kind
 * first come, first served. Neither is held back for long: after some calls of people, one goes for the others.
 */

/** Somebody in front of a screen, or a workflow that runs by itself. */
export type Asker = 'person' | 'background';

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

/** So many calls of people in a row, then one of those that wait behind them. */
const MOST_IN_A_ROW = 3;

export class Queue {
	private readonly waiting: Record<Asker, Ticket[]> = { person: [], background: [] };
	/** Calls of people that went since the last one of the background, while some of the background waited. */
	private peopleInARow = 0;

	get length(): number {
		return this.waiting.person.length + this.waiting.background.length;
	}

	enter(asker: Asker, isAgain: boolean): Ticket {
		const ticket: Ticket = { asker, isAgain, cameFirst: this.length === 0 };
		const line = this.waiting[asker];
		const place = isAgain ? line.findIndex((other) => !other.isAgain) : -1;
		line.splice(place < 0 ? line.length : place, 0, ticket);
		return ticket;
	}

	leave(ticket: Ticket): void {
		const line = this.waiting[ticket.asker];
		const place = line.indexOf(ticket);
		if (place >= 0) line.splice(place, 1);
	}

	/** Takes the ticket whose call starts now. */
	take(ticket: Ticket): void {
		this.leave(ticket);
		const isAhead = ticket.asker === 'person' && this.waiting.background.length > 0;
		this.peopleInARow = isAhead ? this.peopleInARow + 1 : 0;
	}

	/** How many calls go before this one. */
	ahead(ticket: Ticket): number {
		const { person, background } = this.waiting;
		const inARow = Math.min(this.peopleInARow, MOST_IN_A_ROW);
		const inLine = this.waiting[ticket.asker].indexOf(ticket);
		const ofOthers =
			ticket.asker === 'person'
				? Math.min(background.length, Math.floor((inLine + inARow) / MOST_IN_A_ROW))
				: Math.min(person.length, (inLine + 1) * MOST_IN_A_ROW - inARow);
		return inLine + ofOthers;
	}

	giveUp(): void {
		for (const ticket of [...this.waiting.person, ...this.waiting.background]) {
			ticket.isHopeless = true;
		}
	}
}
