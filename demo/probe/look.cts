/** Looking at what Awin answered. Nothing of the package's own readers is used here: they would bring their beliefs along. */
import type { Answer } from './caller.cts';

export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a call was understood and done. A status in the body counts as well. */
export function isDone(answer: Answer | undefined): answer is Answer {
	return answer !== undefined && answer.status < 300 && innerStatus(answer) < 300;
}

/** Whether a call was understood and not taken: not one of the reasons that have nothing to do with what was asked. */
export function isRefused(answer: Answer | undefined): answer is Answer {
	if (answer === undefined) return false;
	const status = Math.max(answer.status, innerStatus(answer));
	return status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
}

/** The status that stands in the body beside a 200; else 0. */
export function innerStatus({ value }: Answer): number {
	const inside = isObject(value) ? value.statusCodeValue : undefined;
	return typeof inside === 'number' ? inside : 0;
}

/** Where a list stands: `none` when the answer is one itself, else the name of its member; null where there is no list. */
export function findRows(answer: Answer | undefined): { member: string; rows: Json[] } | null {
	if (!isDone(answer)) return null;
	const { value } = answer;
	if (Array.isArray(value)) return { member: 'none', rows: value.filter(isObject) };
	if (!isObject(value)) return null;
	for (const [member, inside] of Object.entries(value)) {
		if (Array.isArray(inside)) return { member, rows: inside.filter(isObject) };
	}
	return null;
}

export function rowsOf(answer: Answer | undefined): Json[] {
	return findRows(answer)?.rows ?? [];
}

export function idOf(row: Json): string {
	return typeof row.id === 'number' || typeof row.id === 'string' ? String(row.id) : '';
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;

/** A date without a zone as ms, as if it were UTC; NaN for anything else. */
export function dateMs(value: unknown): number {
	return typeof value === 'string' && DATE.test(value) ? Date.parse(`${value}Z`) : NaN;
}

/** What a refusal says, without the figures in it: two refusals with the same reason have the same. */
export function reasonOf({ status, value, text }: Answer): string {
	return `${status} ${(value === undefined ? text : JSON.stringify(value)).replace(/\d/g, '')}`;
}
