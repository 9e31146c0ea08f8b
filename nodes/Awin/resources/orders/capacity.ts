/**
 * How many orders a workflow remembers. n8n keeps them in one row of its database, which it reads and writes as a whole
 * with each step: 27 bytes for an order that Awin has accepted, twice that for one that it was still working on.
 */
export const MOST_REMEMBERED = 300_000;

/** From here on the person is told that the memory fills up. */
export const FILLING_UP = 0.9 * MOST_REMEMBERED;
