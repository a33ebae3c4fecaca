/**
 * How much of Willo one look may take. Willo asks not to be polled and publishes no number, so a
 * quiet look is one request for each list, and five at most where its people fill more than a page.
 */

/** Pages of 30 that one reading goes down at most, all lists together: 3,000 people. */
export const MOST_PAGES = 100;

/** Pages of a list that a look goes on with below the newest one. */
export const DEEPER_PAGES = 4;
/** People whom a look asks Willo about singly because its list does not tell of them. */
export const SINGLE_LOOKS = 20;
/** The same when a person publishes: n8n is sure to keep what this look has learned. */
export const FIRST_SINGLE_LOOKS = 100;
/** However often n8n polls, more than the newest pages is looked at no sooner than this. */
export const DEEPER_EVERY_MS = 9.5 * 60_000;
/** Items of one look; the rest come with the next. */
export const MOST_ITEMS = 100;
/** For more interviews than these one list of everybody is cheaper. */
export const MOST_LISTS = 10;
/** After so many people who cannot be read, the rest wait for the next look. */
export const MOST_FAILURES = 3;
/** The most people of whom the list does not tell that are looked at one after the other. */
export const MOST_UNCLEAR = 500;

/**
 * The most keys kept of either kind (36 bytes each). More than the people that a reading of the
 * lists meets: whoever is forgotten is not met again.
 */
export const MOST_KEYS = 4000;
