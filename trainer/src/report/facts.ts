import { count } from "./format.js";
import type { ModelReport } from "./report-data.js";
import type { Report } from "./page.js";

/** What a report was made from. */
export const facts = ({ inputs, asOf }: ModelReport): Report["facts"] => [
  ...inputs.flatMap(({ name, bytes, rows, rejected, sha256 }): Report["facts"] => [
    ["Input", `${name}, ${count(bytes)} bytes`],
    ["Rows", `${count(rows)} read, ${count(rows - rejected)} kept, ${count(rejected)} rejected`],
    ["SHA-256", sha256],
  ]),
  ...(asOf === null ? [] : [["As of", asOf] as const]),
];
