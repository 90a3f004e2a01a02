/** Labelled observations that a release has as a CSV by default: some hundred megabytes, which a program still reads whole. */
export const CSV_ROWS = 5_000_000;
