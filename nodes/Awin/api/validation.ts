/**
 * Validating transactions in a batch: approving, declining and amending them (API reference, "Approve, decline or amend
 * batch transactions for a given advertiser").
 */
import { findMember, isJsonObject } from './answers';
import { toDecimal } from './money';
import type { AwinTimezone } from './timezones';

const VALIDATION_ACTIONS = ['approve', 'decline', 'amend', 'amendTrackingParameters'] as const;

export type ValidationAction = (typeof VALIDATION_ACTIONS)[number];

/** Awin takes up to 40,000 transactions in one call. */
export const ROWS_PER_BATCH = 40_000;

/** Tracking parameters can be amended from key 1 to this one; in conversions more of them are taken. */
export const LARGEST_AMENDABLE_KEY = 127;

/** The commission group that every program has, and that takes what no other group is named for. */
export const DEFAULT_GROUP = 'DEFAULT';

export function batchPath(advertiserId: string): string {
	return `/advertisers/${advertiserId}/transactions/batch`;
}

/** The two ways in which Awin lets a transaction be named. The date is Awin's own, to the second, in the named zone. */
export type TransactionIdentity =
	| { transactionId: string }
	| { orderRef: string; transactionDate: string; timezone: AwinTimezone };

/** How much of a sale belongs to a commission group, as it goes to Awin: a decimal number. */
export interface RequestPart {
	amount: number;
	commissionGroupCode: string;
}

/** Writes a part. @param amountMinor in minor units of the currency */
export function requestPart(code: string, amountMinor: number, currency: string): RequestPart {
	return { amount: toDecimal(amountMinor, currency), commissionGroupCode: code };
}

/** What is to become of a transaction. */
export type Change =
	| { action: 'approve' }
	| { action: 'decline'; reason: string }
	| {
			action: 'amend';
			reason: string;
			currency: string;
			/** In minor units of the currency. */
			saleAmountMinor: number;
			/** They add up to the sale amount: where not, Awin changes the part of `DEFAULT` without a word. */
			parts: RequestPart[];
			approveAfterwards: boolean;
	  }
	| {
			action: 'amendTrackingParameters';
			/** Values by key; they are created or changed. Awin can neither delete nor blank one. */
			parameters: Record<string, string>;
			reason?: string;
	  };

/** One entry of the batch, as it goes to Awin. */
export interface RequestRow {
	action: ValidationAction;
	approve?: boolean;
	transaction: {
		transactionId?: number | string;
		orderRef?: string;
		transactionDate?: string;
		timezone?: string;
		[member: string]: unknown;
	};
}

/** Writes one entry of the batch. */
export function requestRow(identity: TransactionIdentity, change: Change): RequestRow {
	const { action } = change;
	if (change.action === 'amend' && 'transactionId' in identity) {
		// What most rows of a large batch are, in one go: an object that grows member by member is moved as it grows.
		const { currency } = change;
		const transaction = {
			transactionId: sentId(identity.transactionId),
			amendReason: change.reason,
			currency,
			saleAmount: toDecimal(change.saleAmountMinor, currency),
			transactionParts: change.parts,
		};
		return { action, approve: change.approveAfterwards, transaction };
	}
	// Members are added one by one: spreading objects takes three times as long, and there may be 40,000 rows.
	const transaction = identityMembers(identity);
	switch (change.action) {
		case 'approve':
			break;
		case 'decline':
			transaction.declineReason = change.reason;
			break;
		case 'amend': {
			const { currency } = change;
			transaction.amendReason = change.reason;
			transaction.currency = currency;
			transaction.saleAmount = toDecimal(change.saleAmountMinor, currency);
			transaction.transactionParts = change.parts;
			return { action, approve: change.approveAfterwards, transaction };
		}
		case 'amendTrackingParameters':
			if (change.reason) transaction.amendReason = change.reason;
			transaction.customParameters = { put: change.parameters };
	}
	return { action, transaction };
}

/** Awin's samples have the id as a number and as text; a number is sent where it holds every digit. */
function sentId(transactionId: string): number | string {
	const id = Number(transactionId);
	return Number.isSafeInteger(id) ? id : transactionId;
}

function identityMembers(identity: TransactionIdentity): RequestRow['transaction'] {
	if ('transactionId' in identity) return { transactionId: sentId(identity.transactionId) };
	const { orderRef, transactionDate, timezone } = identity;
	return { orderRef, transactionDate, timezone };
}

const actionByWord = new Map<string, ValidationAction>(
	VALIDATION_ACTIONS.map((action) => [action.toLowerCase(), action]),
);

export function isAction(word: string): word is ValidationAction {
	return (VALIDATION_ACTIONS as readonly string[]).includes(word);
}

/**
 * Reads an action as a sheet has it: `Approve`, ` DECLINE `, `amend tracking parameters`.
 *
 * A status (`approved`) is not taken for an action: a column of what is would turn into an order of what to do.
 */
export function readAction(value: unknown): ValidationAction | undefined {
	if (typeof value !== 'string') return undefined;
	return actionByWord.get(value.toLowerCase().replace(/[\s_-]+/g, ''));
}

/**
 * Finds the number of the job in the answer to a batch. That there is one is documented, the form of the answer is not.
 *
 * @returns `undefined` where the answer names none
 */
export function readJobId(answer: unknown): string | undefined {
	return jobIdOf(isJsonObject(answer) ? findMember(answer, ['jobId', 'jobID', 'id']) : answer);
}

/**
 * Finds the number of the job in an answer that also complains of something: where there is a job, the batch was taken in.
 * Only what is called so counts here, since an error may have an id of its own.
 */
export function readJobIdOfRefusal(answer: unknown): string | undefined {
	return isJsonObject(answer) ? jobIdOf(findMember(answer, ['jobId', 'jobID'])) : undefined;
}

function jobIdOf(found: unknown): string | undefined {
	if (typeof found === 'number' && Number.isSafeInteger(found)) return String(found);
	return typeof found === 'string' && /^[\w-]{1,100}$/.test(found.trim())
		? found.trim()
		: undefined;
}
