/**
 * Limits that hold for every Awin API. Limits of one endpoint stand beside that endpoint.
 */

/** Awin counts calls per user over all of the user's accounts and tools (API overview, "Limitation/throttling"). */
export const CALLS_PER_MINUTE = 20;
