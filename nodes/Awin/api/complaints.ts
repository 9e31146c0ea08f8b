/**
 * Complaints inside answers that call themselves a success.
 *
 * Awin's pages say of some answers of status 200 that they can hold errors, and show no form of them; others were seen to.
 * So everything that an answer says is looked at: members whose names speak of errors (`errors: 2`, `failedProducts: […]`),
 * flags (`success: false`), states (`COMPLETED_WITH_ERRORS`) and texts (`2 products were rejected`). What is taken for a
 * complaint wrongly costs somebody a look at Awin; what is overlooked is a product that is offline.
 */
import { isJsonObject } from './answers';

const BAD_NAME =
	/error|fail|reject|invalid|violation|problem|refus|declin|skip|ignor|dropp|discard|missing|duplicat|unsuccess|incorrect|malformed|issues|complaint|disapprov|unprocess|^not(?:accepted|added|created|imported|processed|taken|valid)/;

/** `noErrors: true` is no complaint, and `noErrors: false` is one. */
const DENYING_NAME = /^(?:no|without|hasno|zero)(?:error|fail|reject|invalid|problem|issues)/;

/** Flags that are good while they are true. */
const GOOD_FLAG =
	/^(?:is|was)?(?:ok|success|successful|successfully|succeeded|valid|accepted|active|complete|completed|created|enabled|imported|processed|published|saved|taken)$/;

const STATE_NAME =
	/^(?:feed|offer|promotion|product|import|upload|processing|validation)?(?:status|state|result|outcome|verdict)$/;

const STATUS_CODE_NAME = /^(?:http)?(?:status|statuscode|code)$/;

/** Texts of these are names, addresses or dates, and say nothing of what became of something. */
const NAMING_NAME =
	/(?:name|id|ids|url|link|uri|path|locale|vertical|brand|version|type|file|title|date|time|timestamp|sku|currency|email)$/;

/** `errorCount`, `error_count` and `Error-Count` are one. */
export function lettersOf(name: string): string {
	return name.toLowerCase().replace(/[^a-z]/g, '');
}

/** Whether a member says by its name that something is wrong: `errors: 2`, `hasErrors: true`, `success: false`. */
export function complainsByName(name: string, value: unknown): boolean {
	const letters = lettersOf(name);
	if (GOOD_FLAG.test(letters)) return isFalse(value);
	if (DENYING_NAME.test(letters) && (isFalse(value) || isTrue(value))) return isFalse(value);
	return BAD_NAME.test(letters) && !isNothing(value);
}

/** Whether a member is a state that is none to be glad of: `status: "PAUSED"`, `code: 422`. */
export function complainsByState(name: string, value: unknown): boolean {
	const letters = lettersOf(name);
	if (STATUS_CODE_NAME.test(letters) && countIn(value) !== undefined) {
		return Number(value) >= 400 && Number(value) < 600;
	}
	const isState = STATE_NAME.test(letters) || letters === 'code';
	return isState && typeof value === 'string' && complainsByText(value);
}

/** Whether a member is a text that speaks of something wrong, and no mere name of something. */
export function complainsInWords(name: string, value: unknown): boolean {
	return typeof value === 'string' && !NAMING_NAME.test(lettersOf(name)) && complainsByText(value);
}

const GOOD_STATE =
	/^(?:ok|okay|success|successful|successfully|succeeded|accepted|active|added|valid|created|updated|unchanged|imported|processed|published|saved|completed|complete|done|live|2\d\d)$/;

/** Whether something says of itself, by a state or a flag, that all is well with it. */
export function saysAllIsWell(entry: Record<string, unknown>): boolean {
	return Object.entries(entry).some(([name, value]) => {
		const letters = lettersOf(name);
		if (GOOD_FLAG.test(letters)) return isTrue(value);
		const isState = STATE_NAME.test(letters) || STATUS_CODE_NAME.test(letters);
		const words = isState ? wordsIn(String(value)) : [];
		return words.length > 0 && words.every((word) => GOOD_STATE.test(word));
	});
}

const BAD_WORD =
	/^(?:abort|block|cancel|cannot|couldn|declin|denied|deny|didn|disab|discard|dropp|duplicat|error|exception|expir|fail|ignor|inactiv|incomplet|incorrect|invalid|isn|malform|missing|not$|partial|paus|problem|refus|reject|required$|skip|suspend|unable|unknown$|unsuccess|violat|wasn|wrong)/;
const NONE = /^(?:0+|no|none|nothing|without|zero)$/;
const NUMBER = /^\d+$/;
/** So many words before a bad one may take it back: `0 of the products failed`. */
const DENIED_WITHIN = 3;
/** What is to be said is said by then, and a longer text must not cost more. */
const LONGEST_READ = 4000;

function wordsIn(text: string): string[] {
	return text
		.slice(0, LONGEST_READ)
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^\p{L}\d]+/u)
		.filter((word) => word !== '');
}

/** Whether a text speaks of something wrong: `2 errors`, but not `no errors`, `0 failed` or `errors: 0`. */
export function complainsByText(text: string): boolean {
	const words = wordsIn(text);
	return words.some((word, place) => BAD_WORD.test(word) && !isDenied(words, place));
}

function isDenied(words: string[], place: number): boolean {
	if (NONE.test(words[place + 1] ?? '')) return true;
	for (let back = 1; back <= DENIED_WITHIN; back++) {
		const word = words[place - back] ?? '';
		if (NONE.test(word)) return true;
		if (NUMBER.test(word)) return false;
	}
	return false;
}

const GLAD_WORD =
	/^(?:accept|add|creat|done|import|live|ok$|okay$|process|publish|receiv|sav|stor|success|succeed|upload)/;

/** Whether a text speaks of something that went well, and of nothing that did not. */
export function isGladText(text: string): boolean {
	return wordsIn(text).some((word) => GLAD_WORD.test(word)) && !complainsByText(text);
}

/** A number of something, as number or text. */
export function countIn(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	return typeof value === 'string' && /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : undefined;
}

function isTrue(value: unknown): boolean {
	return value === true || (typeof value === 'string' && /^(?:true|yes)$/i.test(value.trim()));
}

function isFalse(value: unknown): boolean {
	return value === false || (typeof value === 'string' && /^(?:false|no)$/i.test(value.trim()));
}

/** Whether a value says that there is nothing: none, 0, an empty list, a map of empty lists. */
export function isNothing(value: unknown, depth = 0): boolean {
	if (value === null || value === undefined || value === false || value === 0) return true;
	if (typeof value === 'string') return NOTHING.test(value.trim());
	if (depth > DEEPEST) return false;
	if (Array.isArray(value)) {
		return value.every((one) => !isJsonObject(one) && isNothing(one, depth + 1));
	}
	return isJsonObject(value) && Object.values(value).every((one) => isNothing(one, depth + 1));
}

const NOTHING = /^(?:0|false|n\/a|no|none|null|-)?$/i;

const LONGEST_TOLD = 500;

/** As somebody is told of it: `errors: 2`. */
export function memberInWords(name: string, value: unknown): string {
	return `${name}: ${typeof value === 'string' ? value : inOneLine(value)}`.slice(0, LONGEST_TOLD);
}

function inOneLine(value: unknown): string {
	try {
		return JSON.stringify(value) ?? '';
	} catch {
		return 'more than can be shown';
	}
}

/** Nobody wraps an answer that often. */
export const DEEPEST = 20;

/**
 * Finds the first complaint in an answer.
 *
 * @param own names of members that hold what was sent, and are given back as they were
 * @returns what it says, or `undefined` where nothing is wrong
 */
export function findComplaint(
	answer: unknown,
	own: ReadonlySet<string> = new Set(),
	depth = 0,
): string | undefined {
	if (depth > DEEPEST) return 'It goes deeper than can be read';
	if (typeof answer === 'string') return complainsByText(answer) ? answer : undefined;
	if (Array.isArray(answer)) {
		for (const one of answer) {
			const found = findComplaint(one, own, depth + 1);
			if (found !== undefined) return found;
		}
		return undefined;
	}
	if (!isJsonObject(answer)) return undefined;
	for (const [name, value] of Object.entries(answer)) {
		if (own.has(name)) continue;
		if (complainsByName(name, value) || complainsByState(name, value)) {
			return memberInWords(name, value);
		}
		if (complainsInWords(name, value)) return value as string;
		if (typeof value !== 'object') continue;
		const found = findComplaint(value, own, depth + 1);
		if (found !== undefined) return found;
	}
	return undefined;
}
