/**
 * What is put to the test, and how it is told whether it said the truth.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FaultMatch } from '../../demo/sandbox/faults.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import type { OrderRow, ValidationRow } from '../history/lines.cts';
import { ADVERTISER, PUBLISHER } from '../support/sandbox.cts';

interface AnySubject {
	/** How the tables call it. */
	name: string;
	parameters: INodeParameters;
}

/** An operation that changes nothing at Awin: what it gives is right, or it says that it could not be read. */
export interface ReadingSubject extends AnySubject {
	effect: 'read';
	columns?(sandbox: SandboxServer): IDataObject[];
	/** It watches over its own connection by the clock, so a clock on which waits take no time must not end the watch. */
	isWatched?: boolean;
}

/** An operation that gives each row its result and leaves nothing behind at Awin. */
interface AskingSubject extends AnySubject {
	effect: 'ask';
	columns(sandbox: SandboxServer): IDataObject[];
}

/** An operation that changes something at Awin, row by row. */
export interface WritingSubject extends AnySubject {
	effect: 'write';
	/** Fresh rows for one run, so that no run meets what another has done. */
	columns(sandbox: SandboxServer): IDataObject[];
	/** The calls that change something; those around them only read. */
	match: FaultMatch;
	/** How often each row took effect at Awin. */
	effects(sandbox: SandboxServer, columns: IDataObject[]): number[];
	/** What is asked for with such rows, for those whose history is judged as well. */
	asked?: Asked;
}

/** What a person asks for, as a history has it. */
export type Asked =
	| { of: 'orders'; rowOf(columns: IDataObject): OrderRow }
	| { of: 'validations'; rowOf(columns: IDataObject): ValidationRow };

export type Subject = ReadingSubject | AskingSubject | WritingSubject;

export function account(id: number) {
	return { __rl: true, mode: 'id', value: String(id) };
}

export const OF_ADVERTISER = { accountId: account(ADVERTISER) };
export const OF_PUBLISHER = { accountId: account(PUBLISHER) };

/** Two windows, so that there is a first and a further call. */
export const TWO_MONTHS = { startDate: '2026-03-01', endDate: '2026-04-20', timezone: 'UTC' };
