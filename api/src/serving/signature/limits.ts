/** Rows that a request may have at most. */
export const MAX_ROWS = 1_000_000;

/** Rows that are read and scored on the event loop at most: a few milliseconds' work. */
export const INLINE_ROWS = 1_000;
