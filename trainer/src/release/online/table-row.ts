/** What a table's row in {@link FEATURES_TABLE} says of it. */
export const STATES = { writing: "writing", complete: "complete", going: "going" } as const;

const PREFIX = "table.";

/** The row of a table. */
export const rowOfTable = (name: string): string => `${PREFIX}${name}`;

/** The name of the table of a row. @returns undefined for a row of another kind */
export const tableOfRow = (row: string): string | undefined =>
  row.startsWith(PREFIX) ? row.slice(PREFIX.length) : undefined;
