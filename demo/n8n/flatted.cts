/**
 * Reads the format that n8n stores executions in ("flatted"): one array in which every text inside
 * an object or a list is the position of the real value, so that shared and circular parts fit.
 */
export function parseFlatted(text: string): unknown {
	const entries = JSON.parse(text) as unknown[];
	const resolved = new Map<number, unknown>();

	const valueOf = (reference: unknown): unknown =>
		typeof reference === 'string' ? entryAt(Number(reference)) : reference;

	const entryAt = (index: number): unknown => {
		if (resolved.has(index)) return resolved.get(index);
		const entry = entries[index];
		if (Array.isArray(entry)) {
			const list: unknown[] = [];
			resolved.set(index, list);
			for (const reference of entry) list.push(valueOf(reference));
			return list;
		}
		if (typeof entry === 'object' && entry !== null) {
			const record: Record<string, unknown> = {};
			resolved.set(index, record);
			for (const [key, reference] of Object.entries(entry)) record[key] = valueOf(reference);
			return record;
		}
		return entry;
	};

	return entryAt(0);
}
