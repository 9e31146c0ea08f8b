/** The form of an answer, and nothing of what is in it: names of members, kinds of values, lengths, how dates and ids are written. */
import { isObject } from './look.cts';

export type Shape = string | { [member: string]: Shape } | Shape[];

/** An object with more members than this has data for names. */
const MOST_MEMBERS = 80;
const MOST_DEPTH = 8;
/** Names of members are Awin's words. What does not look like one may be data. */
const MEMBER = /^[A-Za-z_][A-Za-z0-9_]{0,39}$/;

/** What was seen in one place of several answers or rows. */
interface Seen {
	kinds: Set<string>;
	/** Lengths of texts, by how they are written. */
	texts: Map<string, { least: number; most: number }>;
	members: Map<string, { seen: Seen; times: number }>;
	objects: number;
	items: Seen | null;
	lengths: Set<string>;
}

function nothing(): Seen {
	return {
		kinds: new Set(),
		texts: new Map(),
		members: new Map(),
		objects: 0,
		items: null,
		lengths: new Set(),
	};
}

export function shapeOf(value: unknown): Shape {
	const seen = nothing();
	look(value, seen, 0);
	return shown(seen);
}

function look(value: unknown, seen: Seen, depth: number): void {
	if (depth > MOST_DEPTH) {
		seen.kinds.add('deeper');
	} else if (Array.isArray(value)) {
		seen.items ??= nothing();
		seen.lengths.add(value.length === 0 ? 'none' : value.length === 1 ? 'one' : 'several');
		for (const item of value as unknown[]) look(item, seen.items, depth + 1);
	} else if (isObject(value)) {
		lookInside(value, seen, depth);
	} else if (typeof value === 'string') {
		const writing = writingOf(value);
		const { least, most } = seen.texts.get(writing) ?? { least: Infinity, most: 0 };
		const { length } = value;
		seen.texts.set(writing, { least: Math.min(least, length), most: Math.max(most, length) });
	} else {
		seen.kinds.add(kindOf(value));
	}
}

function lookInside(value: Record<string, unknown>, seen: Seen, depth: number): void {
	seen.objects++;
	const entries = Object.entries(value);
	for (const [name, inside] of entries) {
		const isName = entries.length <= MOST_MEMBERS && MEMBER.test(name);
		const key = isName ? name : '(other names)';
		const member = seen.members.get(key) ?? { seen: nothing(), times: 0 };
		seen.members.set(key, member);
		member.times++;
		look(inside, member.seen, depth + 1);
	}
}

function kindOf(value: unknown): string {
	if (value === null) return 'null';
	if (typeof value !== 'number') return typeof value === 'boolean' ? 'true or false' : 'nothing';
	return Number.isInteger(value) ? 'whole number' : 'decimal number';
}

const WRITINGS: ReadonlyArray<readonly [RegExp, string]> = [
	[/^$/, 'empty text'],
	[/^\d{4}-\d\d-\d\d$/, 'yyyy-MM-dd'],
	[/^\d{4}-\d\d$/, 'yyyy-MM'],
	[/^\d{4}-\d\d-\d\dT\d\d:\d\d:00$/, 'yyyy-MM-ddTHH:mm:00'],
	[/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/, 'yyyy-MM-ddTHH:mm:ss'],
	[/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+$/, 'yyyy-MM-ddTHH:mm:ss.SSS'],
	[
		/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/,
		'yyyy-MM-ddTHH:mm:ss with an offset',
	],
	[/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'yyyy-MM-dd HH:mm:ss'],
	[/^-?\d+$/, 'digits'],
	[/^-?\d+\.\d+$/, 'digits.digits'],
	[/^[0-9a-f]{8}-[0-9a-f-]{27}$/i, 'UUID'],
	[/^[0-9a-f]{8,}$/i, 'hexadecimal'],
	[/^https?:\/\//i, 'web address'],
];

function writingOf(text: string): string {
	return WRITINGS.find(([pattern]) => pattern.test(text))?.[1] ?? 'text';
}

function shown(seen: Seen): Shape {
	const forms: Shape[] = [...seen.kinds].sort();
	for (const [writing, { least, most }] of [...seen.texts].sort()) {
		const isFixed = writing === 'empty text' || writing.startsWith('yyyy');
		const length = least === most ? `${least}` : `${least} to ${most}`;
		forms.push(isFixed ? writing : `${writing} (${length} characters)`);
	}
	if (seen.objects > 0) {
		forms.push(
			Object.fromEntries(
				[...seen.members].map(([name, { seen: inside, times }]) => [
					times < seen.objects ? `${name}?` : name,
					shown(inside),
				]),
			),
		);
	}
	if (seen.items) {
		forms.push({ 'list of': shown(seen.items), length: [...seen.lengths].sort().join(' or ') });
	}
	const texts = forms.filter((form) => typeof form === 'string');
	if (texts.length === forms.length) return texts.length === 0 ? 'nothing' : texts.join(' or ');
	return forms.length === 1 ? forms[0] : forms;
}
