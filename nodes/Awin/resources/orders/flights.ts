/**
 * Which orders this process is sending right now, so that of two executions that have the same order the second waits for
 * the first instead of finding it half done. Other processes do not see it.
 */
const underWay = new Map<string, Promise<void>>();

export function isUnderWay(key: string): boolean {
	return underWay.has(key);
}

/**
 * Notes orders as being sent.
 *
 * @returns to be called once it is noted what became of them, whatever that is
 */
export function takeOff(keys: string[]): () => void {
	let land = () => {};
	const landed = new Promise<void>((resolve) => {
		land = resolve;
	});
	const flights = keys.map((key) => {
		const other = underWay.get(key);
		const flight = other ? Promise.all([other, landed]).then(() => undefined) : landed;
		underWay.set(key, flight);
		if (other) void flight.then(() => forget(key, flight));
		return flight;
	});
	return () => {
		keys.forEach((key, place) => {
			if (flights[place] === landed) forget(key, landed);
		});
		land();
	};
}

function forget(key: string, flight: Promise<void>): void {
	if (underWay.get(key) === flight) underWay.delete(key);
}

/** Waits until one of these is no longer under way, or the person has stopped the execution. */
export async function nextLanding(keys: string[], signal: AbortSignal | undefined): Promise<void> {
	const landings = keys.map((key) => underWay.get(key));
	if (landings.includes(undefined) || signal?.aborted) return;
	let stopped = () => {};
	const stop = new Promise<void>((resolve) => {
		stopped = resolve;
	});
	signal?.addEventListener('abort', stopped, { once: true });
	await Promise.race([...landings, stop]);
	signal?.removeEventListener('abort', stopped);
}
