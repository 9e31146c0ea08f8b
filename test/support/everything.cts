/** All texts that can be reached from a value, own and hidden properties alike: for looking whether a secret is in it. */
export function everythingOf(value: unknown, seen = new Set<unknown>()): string {
	if (typeof value !== 'object' || value === null || seen.has(value)) return String(value);
	seen.add(value);
	return Reflect.ownKeys(value)
		.map(
			(key) =>
				`${String(key)}: ${everythingOf((value as Record<PropertyKey, unknown>)[key], seen)}`,
		)
		.join('\n');
}
