/**
 * Chance that can be repeated: everything the sandbox invents comes out of a hash of the seed and the name of the thing,
 * never out of `Math.random`, so that the same seed gives the same data in whatever order it is asked for.
 */

/** A 32-bit hash (0 … 2³²−1) of any texts and numbers; the order of the parts matters. */
export function hashOf(...parts: ReadonlyArray<string | number>): number {
	let hash = 0x811c9dc5;
	for (const part of parts) {
		const text = String(part);
		for (let index = 0; index < text.length; index++) {
			hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
		}
		hash = Math.imul(hash ^ 0x2f, 0x01000193);
	}
	// FNV alone leaves neighbours similar; the finaliser spreads them.
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) >>> 0;
}

/** Lower-case hex text of `length` characters, made from any texts and numbers. */
export function hexOf(length: number, ...parts: ReadonlyArray<string | number>): string {
	let text = '';
	for (let block = 0; text.length < length; block++) {
		text += hashOf(block, ...parts)
			.toString(16)
			.padStart(8, '0');
	}
	return text.slice(0, length);
}

/** A repeatable stream of chance (mulberry32). */
export class Dice {
	private state: number;

	constructor(seed: number) {
		this.state = seed >>> 0;
	}

	/** A number from 0 (included) to 1 (excluded). */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = this.state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	}

	/** A whole number from `from` to `to`, both included. */
	int(from: number, to: number): number {
		return from + Math.floor(this.next() * (to - from + 1));
	}

	/** True with the given probability (0 … 1). */
	chance(probability: number): boolean {
		return this.next() < probability;
	}

	/** One of the list. */
	pick<Item>(list: readonly Item[]): Item {
		return list[Math.floor(this.next() * list.length)];
	}

	/** One of the list, by weight; weights need not add up to 1. */
	weighted<Item>(list: ReadonlyArray<readonly [Item, number]>): Item {
		let total = 0;
		for (const entry of list) total += entry[1];
		let rest = this.next() * total;
		for (const [item, weight] of list) {
			rest -= weight;
			if (rest < 0) return item;
		}
		return list[list.length - 1][0];
	}
}
