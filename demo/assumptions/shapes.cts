import type { StepName } from '../probe/steps.cts';
import type { Switches } from '../sandbox/switches.cts';

/** How sure something is: Awin's own pages say it; somebody measured it; other clients do so; or nobody says, and it is our guess. */
export type Sureness = 'page' | 'measured' | 'clients' | 'guess';

/** The operations that change something at Awin, as n8n saves them, with their names on the screen. */
export const WRITING_OPERATIONS = {
	'conversion.submit': 'Conversion: Submit',
	'link.create': 'Link: Create',
	'offer.create': 'Offer: Create',
	'productFeed.upload': 'Product Feed: Upload',
	'proofOfPurchase.submit': 'Proof of Purchase: Submit',
	'transaction.validate': 'Transaction: Validate',
} as const;

export type WritingOperation = keyof typeof WRITING_OPERATIONS;

/** What would settle it: calls of the probe, an operation that changes something, or nothing that a client can do. */
export type Settling =
	| { read: readonly StepName[] }
	| { write: WritingOperation }
	| { never: string };

/** A sentence for each position of a switch that takes a few; for one that takes any, the words for what was found. */
type Words<Position> = boolean extends Position
	? { true: string; false: string }
	: string extends Position
		? OpenWords<Position>
		: number extends Position
			? OpenWords<Position>
			: Record<`${Position & (string | number)}`, string>;

interface OpenWords<Position> {
	usual: string;
	otherwise: string;
	found: (position: Position) => string;
}

/** Something that is taken for true of Awin and may be otherwise: a switch of the stand-in plays that. */
export interface Assumption<Name extends keyof Switches = keyof Switches> {
	about: string;
	sure: Sureness;
	/** A file under `nodes/Awin`, and the name of what holds the rule in it. */
	rule: readonly [file: string, name: string];
	settle: Settling;
	words: Words<Switches[Name]>;
}

export type Assumptions = { readonly [Name in keyof Switches]: Assumption<Name> };

/** Something that is sure enough to be played in one form only. */
export interface Fact {
	about: string;
	says: string;
	sure: 'page' | 'measured';
	rule: readonly [file: string, name: string];
}
