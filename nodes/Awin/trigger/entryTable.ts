/**
 * A table of entries by their keys, in columns of numbers: an object for each of 200,000 entries, and a Map of them, took most
 * of the time of a poll that finds nothing. Pure.
 */

/** The hour of an entry that was deleted. Its place stays its key's. */
const DELETED = -(2 ** 31);

const LEAST_CAPACITY = 256;

export class EntryTable {
	/** 48 bits each. */
	keys: Float64Array;
	heads: Uint8Array;
	versions: Uint32Array;
	hours: Int32Array;
	size = 0;
	/** How many places are in use, those of deleted entries included. */
	private length = 0;
	/** One more than the place of an entry, or 0: at the hash of its key, or behind it. Half of it stays empty. */
	private slots: Int32Array;

	/** @param expected about how many entries there will be; it grows where there are more */
	constructor(expected = 0) {
		let capacity = LEAST_CAPACITY;
		while (capacity < expected) capacity *= 2;
		this.keys = new Float64Array(capacity);
		this.heads = new Uint8Array(capacity);
		this.versions = new Uint32Array(capacity);
		this.hours = new Int32Array(capacity);
		this.slots = new Int32Array(2 * capacity);
	}

	/** @returns the place of an entry in the columns; -1 where there is none */
	find(key: number): number {
		const place = this.slots[this.slotOf(key)] - 1;
		return place >= 0 && this.hours[place] === DELETED ? -1 : place;
	}

	/** Puts an entry in, or in the place of the one with the same key. */
	set(key: number, head: number, version: number, hour: number): void {
		if (this.length === this.keys.length) this.grow();
		const slot = this.slotOf(key);
		let place = this.slots[slot] - 1;
		if (place < 0) {
			place = this.length++;
			this.slots[slot] = place + 1;
			this.keys[place] = key;
			this.size++;
		} else if (this.hours[place] === DELETED) this.size++;
		this.heads[place] = head;
		this.versions[place] = version;
		this.hours[place] = hour;
	}

	delete(place: number): void {
		this.hours[place] = DELETED;
		this.size--;
	}

	deleteBefore(hour: number): void {
		for (let place = 0; place < this.length; place++) {
			if (this.hours[place] < hour && this.hours[place] !== DELETED) this.delete(place);
		}
	}

	hoursInUse(): Set<number> {
		const hours = new Set<number>();
		let last = DELETED;
		for (let place = 0; place < this.length; place++) {
			const hour = this.hours[place];
			// Those of an hour stand side by side, as a rule.
			if (hour !== last) hours.add(hour);
			last = hour;
		}
		hours.delete(DELETED);
		return hours;
	}

	/** The places of all entries under these hours, by the hour. */
	placesIn(hours: number[]): Map<number, number[]> {
		const places = new Map(hours.map((hour): [number, number[]] => [hour, []]));
		if (hours.length === 0) return places;
		for (let place = 0; place < this.length; place++) places.get(this.hours[place])?.push(place);
		return places;
	}

	/** Where a key stands, or would. */
	private slotOf(key: number): number {
		const { keys, slots } = this;
		const mask = slots.length - 1;
		const mixed = Math.imul((key >>> 0) ^ Math.imul(key / 2 ** 32, 0x85ebca6b), 0x9e3779b1);
		let slot = (mixed ^ (mixed >>> 15)) & mask;
		while (slots[slot] !== 0 && keys[slots[slot] - 1] !== key) slot = (slot + 1) & mask;
		return slot;
	}

	private grow(): void {
		const { keys, heads, versions, hours, slots } = new EntryTable(2 * this.length);
		keys.set(this.keys);
		heads.set(this.heads);
		versions.set(this.versions);
		hours.set(this.hours);
		Object.assign(this, { keys, heads, versions, hours, slots });
		for (let place = 0; place < this.length; place++) slots[this.slotOf(keys[place])] = place + 1;
	}
}
