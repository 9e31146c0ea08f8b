/**
 * The words for what became of each row.
 */
import type { IDataObject } from 'n8n-workflow';

import type { RequestRow, ValidationAction } from '../../../api/validation';
import type { RowVerdict } from '../../../api/validationResults';
import { quote, wordsIn } from '../../../transport/quote';
import type { ResultWords, RowResult } from '../../batch/finish';
import type { Refusal } from '../../batch/refusals';

export interface ValidateResult extends RowResult {
	outcome: 'done' | 'alreadyDone' | 'failed' | 'skipped' | 'submitted' | 'unknown' | 'dryRun';
	/** Awin's result code, where there is one. */
	code: number | null;
	/** The job that Awin works on the row in; `Validation Job: Get` tells of it later. */
	jobId: string | null;
	/** What was sent for this row, exactly; null where nothing was. */
	sent: IDataObject | null;
}

export const resultWords: ResultWords = {
	done: 'validated',
	outcomes: [
		['done', 'done'],
		['alreadyDone', 'already done'],
		['skipped', 'skipped'],
		['submitted', 'submitted and still being worked on'],
		['unknown', 'unknown'],
		['failed', 'not done'],
		['dryRun', 'checked in a dry run, nothing sent'],
	],
	bad: ['failed', 'unknown'],
	again: 'Running the node again is safe: what was done already is then reported as already done.',
};

const AGAIN =
	'Run the node again for these items: what was done already is then reported as already done.';

/** Sent, and no readable answer: nobody can say whether Awin has it. */
const CHECK_NEXT = `Nobody can tell from here whether Awin carried it out. Look at the transaction at Awin, or at the newest jobs with Validation Job: Get Many. ${AGAIN}`;

/** A row that Awin has not got, because it was refused here, or with its whole batch there. */
export function refusedResult({ message, nextStep, code }: Refusal): ValidateResult {
	return { outcome: 'failed', code: code ?? null, message, nextStep, jobId: null, sent: null };
}

/** An item that was left out although it could be sent. */
export function skippedResult(words: { message: string; nextStep: string | null }): ValidateResult {
	const { message, nextStep } = words;
	return { outcome: 'skipped', code: null, message, nextStep, jobId: null, sent: null };
}

/** Of a row that was sent. In one piece, and without a closure: there may be 40,000. */
function sentResult(
	outcome: ValidateResult['outcome'],
	{ message, nextStep }: { message: string; nextStep: string | null },
	request: RequestRow,
	jobId: string | null = null,
	code: number | null = null,
): ValidateResult {
	const sent = request as unknown as IDataObject;
	return { outcome, code, message, nextStep, jobId, sent };
}

export function unknownResult(message: string, sent: RequestRow): ValidateResult {
	return sentResult('unknown', { message, nextStep: CHECK_NEXT }, sent);
}

export function submittedResult(sent: RequestRow, jobId: string, why: string): ValidateResult {
	const nextStep = `Fetch the result later with Validation Job: Get and the job ID ${jobId}, or run the node again: what was done by then is reported as already done.`;
	return sentResult('submitted', { message: why, nextStep }, sent, jobId);
}

const DONE_WORDS: Record<ValidationAction, string> = {
	approve: 'Approved',
	decline: 'Declined',
	amend: 'Amended',
	amendTrackingParameters: 'Tracking parameters amended',
};

function doneWords({ action, approve }: RequestRow): string {
	return action === 'amend' && approve ? 'Amended and approved' : DONE_WORDS[action];
}

/** The result of a row that Awin's job has told of. */
export function judgedResult(
	sent: RequestRow,
	{ accountId, jobId }: { accountId: string; jobId: string },
	verdict: RowVerdict,
	badEnd?: BadEnd,
): ValidateResult {
	const words = judgedWords(sent, accountId, verdict, badEnd);
	return sentResult(verdict.outcome, words, sent, jobId, verdict.code);
}

function judgedWords(
	sent: RequestRow,
	accountId: string,
	{ outcome, code, description }: RowVerdict,
	badEnd?: BadEnd,
): { message: string; nextStep: string | null } {
	switch (outcome) {
		case 'done':
			return { message: doneWords(sent), nextStep: null };
		case 'alreadyDone':
			return {
				message: 'It was like this at Awin already, so nothing changed',
				nextStep: null,
			};
		case 'failed':
			return {
				message: failedWords(sent, accountId, code, description),
				nextStep: failedHelp(code),
			};
		case 'unknown':
			return {
				message: `${endWords(badEnd)}, and its results do not say what became of ${nameOf(sent)}${saying(description ?? badEnd?.said ?? null)}`,
				nextStep: CHECK_NEXT,
			};
	}
}

/** How Awin calls a job that did not get to its end. */
interface BadEnd {
	status: string;
	said?: string;
}

function endWords(badEnd: BadEnd | undefined): string {
	return badEnd ? `Awin ended the job with the status ${quote(badEnd.status)}` : 'The job is over';
}

function saying(description: string | null): string {
	const words = wordsIn(description ?? '');
	return words ? `. Awin says: "${words}"` : '';
}

function failedWords(
	sent: RequestRow,
	accountId: string,
	code: number | null,
	description: string | null,
): string {
	const status = code === null ? '' : ` (code ${code})`;
	if (code === 404) {
		return `Awin has no ${nameOf(sent)} in account ${accountId}${status}${saying(description)}`;
	}
	return `Awin did not ${verbOf(sent)} ${nameOf(sent)}${status}${saying(description)}`;
}

function verbOf({ action }: RequestRow): string {
	return action === 'amendTrackingParameters' ? 'amend the tracking parameters of' : action;
}

function nameOf({ transaction: { transactionId, orderRef } }: RequestRow): string {
	return transactionId === undefined
		? `order reference "${orderRef}"`
		: `transaction ${transactionId}`;
}

function failedHelp(code: number | null): string {
	switch (code) {
		case 404:
			return 'Check how the transaction is named, and the account. A transaction named by order reference and date is found only by the exact date and time that Awin shows, in the right timezone; its ID always works.';
		case 422:
			return 'Only pending transactions can be approved, declined or amended. Look at the transaction at Awin, and correct the values of this item.';
		default:
			return 'Look at the transaction at Awin, correct the values of this item, and run the node again for it.';
	}
}
