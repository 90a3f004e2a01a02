import { count } from "./format.js";
import type { ModelReport } from "./report-data.js";
import type { Report } from "./page.js";

/** What a report was made from. */
export const facts = ({ input, asOf }: ModelReport): Report["facts"] => [
  ["Input", input.name],
  [
    "Rows",
    `${count(input.rows)} read, ${count(input.rows - input.rejected)} kept, ${count(input.rejected)} rejected`,
  ],
  ["SHA-256", input.sha256],
  ...(asOf === null ? [] : [["As of", asOf] as const]),
];
