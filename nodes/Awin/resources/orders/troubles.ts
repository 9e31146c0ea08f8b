/**
 * What a run has to tell of what this workflow remembers of its orders.
 */
import type { Run } from '../operation';
import { warn } from '../warnings';
import { FILLING_UP, MOST_REMEMBERED } from './capacity';
import type { Row } from './rows';

const SHOWN_REFERENCES = 10;

export class Troubles {
	/** How many orders were noted as about to be sent, and n8n could not note what became of them. */
	unsettled = 0;
	/** How many were sent without a note, which only happens where the person wants all sent. */
	unnoted = 0;
	/** How many orders the workflow remembers, as far as it was looked at. */
	size = 0;
	/** How many were accepted earlier and are not listed by Awin, and the references of some. */
	private readonly notListed = { count: 0, shown: [] as string[] };

	addNotListed({ order }: Row): void {
		const { shown } = this.notListed;
		this.notListed.count++;
		if (shown.length < SHOWN_REFERENCES) shown.push(order.orderReference);
	}

	/** @param isSkipping the person wants accepted orders left out */
	tell(run: Run, isSkipping: boolean): void {
		const tell = (count: number, next: string) => {
			if (count === 0) return;
			warn(run, `n8n could not take a note of what became of up to ${count} orders. ${next}`);
		};
		tell(this.unsettled, 'The next run does not send them again and reports them as unknown.');
		tell(this.unnoted, 'The next run does not know of them.');
		this.tellOfNotListed(run);
		if (isSkipping && this.size > FILLING_UP) {
			warn(
				run,
				`This workflow remembers about ${this.size} orders, and can remember about ${MOST_REMEMBERED}; what comes after that is not sent. Before that, duplicate the workflow, and send new orders with the copy: it begins with an empty memory.`,
			);
		}
	}

	/** Another node of the workflow may have been about to send them when n8n crashed: only that node knows it. */
	private tellOfNotListed(run: Run): void {
		const { count, shown } = this.notListed;
		if (count === 0) return;
		const more = count > shown.length ? ` and ${count - shown.length} more` : '';
		warn(
			run,
			`This workflow remembers as accepted what Awin does not list in the days that were looked at: ${shown.join(', ')}${more}. They were skipped. Look for them at Awin if they should be there; they may be older than "Search Back Days" goes back.`,
		);
	}
}
