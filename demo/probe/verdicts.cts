import type { Switches } from '../sandbox/switches.cts';
import type { Answers } from './caller.cts';

/** The transaction that the questions about dates lean on, and a neighbour outside of their windows. */
export interface Landmark {
	id: string;
	/** Its transaction date as shown for UTC. */
	atMs: number;
	/** Null: there is none that is near enough. */
	neighbourId: string | null;
}

/** All that the judges see. */
export interface Findings {
	answers: Answers;
	/** Headers of the answers that said 429. */
	refusals: ReadonlyArray<Readonly<Record<string, string>>>;
	/** Statuses of the calls at the limit: over it, in the next minute, after the refusal. */
	atLimit: readonly number[];
	/** Which kind of account the questions about transactions and reports were put to. */
	role: 'advertiser' | 'publisher' | null;
	landmark: Landmark | null;
	hasBothKinds: boolean;
}

/** What the probe found out: a position of a switch, or why it cannot be told. */
export class Verdicts {
	readonly told: { [Name in keyof Switches]?: Switches[Name] } = {};
	readonly untold: { [Name in keyof Switches]?: string } = {};
	/** Each filter that was looked into: whether Awin honours it. */
	readonly filters = new Map<Switches['ignoredFilter'], boolean>();

	tell<Name extends keyof Switches>(name: Name, position: Switches[Name]): void {
		this.told[name] = position;
		delete this.untold[name];
	}

	/** @param why a part of a sentence: "cannot be told: …" */
	cannotTell(name: keyof Switches, why: string): void {
		if (!(name in this.told)) this.untold[name] ??= why;
	}
}

export type Judge = (findings: Findings, verdicts: Verdicts) => void;
