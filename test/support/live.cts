/** One object for all tests of a file, which stands for what the test at hand has. */
export function live<Part extends object>(current: () => Part | undefined): Part {
	const part = () => {
		const found = current();
		if (!found) throw new Error('It runs within tests only');
		return found;
	};
	return new Proxy({} as Part, {
		get: (_, key) => Reflect.get(part(), key),
		set: (_, key, value) => Reflect.set(part(), key, value),
		has: (_, key) => Reflect.has(part(), key),
	});
}
