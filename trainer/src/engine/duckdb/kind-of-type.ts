import type { ReturnedColumn } from "../description.js";

const KINDS: readonly (readonly [ReturnedColumn["kind"], RegExp])[] = [
  ["integer", /^U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?$/],
  ["number", /^(?:DOUBLE|FLOAT|DECIMAL\(.*\))$/],
  ["boolean", /^BOOLEAN$/],
  ["day", /^DATE$/],
  ["text", /^(?:VARCHAR|UUID|TIMESTAMP.*)$/],
];

/** What the values of a column are, by DuckDB's name of its type. */
export const kindOfType = (type: string): ReturnedColumn["kind"] =>
  KINDS.find(([, pattern]) => pattern.test(type))?.[0] ?? "other";
